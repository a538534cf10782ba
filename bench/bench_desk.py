# template: floor-raya_service_calls
# ruff: noqa: F821
"""How long the search of the call desk takes on the server, with 1,000,000 units of 200,000 customers.

500 texts, drawn by a fixed seed from what is there, of ten kinds, half of them Persian,
are looked for by a call operator on a warm database, each with an empty cache. One
family name is that of 70,000 customers.
"""

import io
import math
import random
import time

from odoo import Command

from odoo.addons.raya_service_base.tools import folding, typed

PARTNERS = 200_000
UNITS = 1_000_000
DOCUMENTS = CALLS = UNITS // 10
OPEN_CALLS = CALLS // 30
PRODUCTS = 500
QUERIES_OF_A_KIND = 50
INDEXES = ["raya_asset__search_text_index", "raya_asset__serial_index"]
LIMIT, LIMIT_SHORT = 50, 100  # milliseconds of 95 in 100 texts of three characters and more; of two
ROUNDS = 3
COMMON = 70_000 / 200_000
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
# Names in Persian, and in Latin letters.
GIVEN = (
    "علی محمد حسین رضا زهرا فاطمه مریم سارا امیر مهدی نرگس پریسا کاوه بهرام شیرین لیلا ناصر جواد اکبر پروین",
    "Ali Maryam Sara Reza Amir Leila Nasser Parvin John Anna Peter Laura Omar Yasmin Hassan Diana Igor Olga",
)
FAMILY = ("کریمی", "Smith")
SYLLABLES = ("با دا شی مو نا را کی سا زا تو پور لا می خا فر گو هو", "ba da shi mo na ra ki sa zo tu por la")
ENDINGS = ("ی زاده پور نیا یان فر وند", "i zadeh pour nia ian far vand")
GOODS = (
    ("یخچال", "Refrigerator"), ("ماشین لباسشویی", "Washing Machine"), ("تلویزیون", "Television"),
    ("کولر گازی", "Air Conditioner"), ("اجاق گاز", "Cooker"), ("جاروبرقی", "Vacuum Cleaner"),
    ("ظرفشویی", "Dishwasher"), ("آبگرمکن", "Water Heater"), ("پکیج", "Boiler"), ("مایکروویو", "Microwave"),
)  # fmt: skip
MAKERS = (("پارس", "Pars"), ("البرز", "Alborz"), ("سپهر", "Sepehr"), ("دنا", "Dena"), ("آریا", "Aria"))
KINDS = "phone, end of phone, family name, two letters, names, serial, end of serial, pieces, product, number"
randomness = random.Random(11)


def surnames(script, count):
    """Family names of a script, the first of them that of many, then ever rarer."""
    names = {FAMILY[script]: None}
    while len(names) < count:
        middle = "".join(randomness.choices(SYLLABLES[script].split(), k=randomness.randint(2, 3)))
        names[(middle + randomness.choice(ENDINGS[script].split())).capitalize()] = None
    return list(names)


def make_partners(first):
    """Rows of customers: two of three with names in Persian, numbers typed in many ways."""
    names = [surnames(script, 4000) for script in (0, 1)]
    rarer = [1 / rank for rank in range(2, 4001)]
    chosen = [iter(randomness.choices(names[script][1:], rarer, k=PARTNERS)) for script in (0, 1)]
    for at in range(PARTNERS):
        is_common = randomness.random() < COMMON
        script = 0 if is_common else at % 2
        family = FAMILY[script] if is_common else next(chosen[script])
        name = f"{randomness.choice(GIVEN[script].split())} {family}"
        # Every thousandth number is that of two.
        number = f"912{(at - (at % 1000 == 1)) * 7919 % 10_000_000:07}"
        phone = (f"0{number}", f"+98 {number[:3]} {number[3:6]} {number[6:]}", f"0{number}".translate(PERSIAN_DIGITS))
        email = f"c{at}@example.com" if at % 3 == 0 else None
        yield {
            "id": first + at, "name": name, "complete_name": name, "phone": phone[at % 3], "email": email,
            "email_normalized": email, "vat": f"{at * 104_729 % 10**10:010}" if at % 2 else None,
            "commercial_partner_id": first + at, "raya_search_text": search_text(name, phone[at % 3]),
        }  # fmt: skip


def search_text(name, phone):
    return f"{folding.fold(typed.plain(name))} {typed.digits(folding.fold(typed.plain(phone)))}"


def make_serial(at):
    """A serial number: of one of four makers, one of them common to half of all."""
    number = at * 7919 % 10_000_000
    common = f"RF-{2019 + at % 7}-{number:07}"
    return (common, common, f"SN{number:09}", f"WM{at % 90 + 10}/{number:07}")[at % 4]


def make_units(first, owner, products):
    """Rows of units: their owners drawn so that some have many."""
    join = env["raya.asset"]._join_search_text
    for at in range(UNITS):
        serial = make_serial(at)
        imei = [f"35{at * 104_729 % 10**13:013}"] if at % 10 == 0 else []
        yield {
            "id": first + at, "serial": serial, "serial_key": typed.serial_key(serial),
            "search_text": join(serial, *imei), "partner_id": owner + int(PARTNERS * randomness.random() ** 1.5),
            # Some products are sold far more often than others.
            "product_id": products[int(PRODUCTS * randomness.random() ** 3)],
            "label_token": f"{at:016}".translate(str.maketrans("01", "ab")) if at % 5 == 0 else None,
            "date_invoice": f"{2019 + at * 7 // UNITS}-{1 + at % 12:02}-{1 + at % 28:02}",
        }  # fmt: skip


def copy(table, model, rows):
    """Copies of one record, each with the values of its row, in one statement: Odoo itself would take hours."""
    cr = env.cr
    rows = iter(rows)
    row = next(rows)
    names = list(row)
    cr.execute(f"CREATE TEMP TABLE filling ON COMMIT DROP AS SELECT {', '.join(names)} FROM {table} LIMIT 0")
    stream = io.StringIO()
    while row:
        stream.write("\t".join("\\N" if value is None else str(value) for value in row.values()) + "\n")
        row = next(rows, None)
    stream.seek(0)
    cr._obj.copy_expert("COPY filling FROM STDIN", stream)
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    others = [name for (name,) in cr.fetchall() if name not in names and name not in ("id", "access_token")]
    cr.execute(
        f"INSERT INTO {table} ({', '.join([*names, *others])}) "
        f"SELECT {', '.join([*(f'filling.{name}' for name in names), *(f'model.{name}' for name in others)])} "
        f"FROM filling, {table} AS model WHERE model.id = {model.id}"
    )
    cr.commit()


def next_id(table, count):
    """The first of so many new ids."""
    env.cr.execute(f"SELECT nextval('{table}_id_seq')")
    first = env.cr.fetchone()[0]
    env.cr.execute(f"SELECT setval('{table}_id_seq', {first + count})")
    return first


def make_products():
    env["raya.warranty.policy"].create(
        {"name": "24 months", "duration": 24, "line_ids": [Command.create({"scope": "all", "share": 100})]}
    )
    policy = env["raya.warranty.policy"].search([], order="id desc", limit=1)
    Product = env["product.product"].with_context(tracking_disable=True)
    values = {"type": "consu", "raya_policy_ids": policy.ids}
    named = [(GOODS[at % 10], MAKERS[at // 10 % 5], at) for at in range(PRODUCTS)]
    products = Product.create(
        [{**values, "name": f"{maker[1]} {goods[1]} {at}", "default_code": f"M{at:03}"} for goods, maker, at in named]
    )
    for product, (goods, maker, at) in zip(products.with_context(lang="fa_IR"), named, strict=True):
        product.name = f"{goods[0]} {maker[0]} {at}"
    return products


def fill():
    """Customers, units with their coverages, documents, identifiers and calls."""
    products = make_products()
    partner = env["res.partner"].create({"name": "Model"})
    owner = next_id("res_partner", PARTNERS)
    unit = env["raya.asset"].create(
        {"product_id": products[0].id, "partner_id": partner.id, "date_invoice": "2025-03-10"}
    )
    env.flush_all()
    copy("res_partner", partner, make_partners(owner))
    first = next_id("raya_asset", UNITS)
    # An index is faster made anew than kept.
    env.cr.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [INDEXES])
    indexes = env.cr.fetchall()
    for name, _definition in indexes:
        env.cr.execute(f"DROP INDEX {name}")
    copy("raya_asset", unit, make_units(first, owner, products.ids))
    for _name, definition in indexes:
        env.cr.execute(definition)
    fill_coverages(unit, first)
    fill_identifiers(unit, first)
    fill_calls(unit, first)
    fill_documents(first)
    settle()
    return {"partner": owner, "unit": first}


def settle():
    """What a server does by itself after so much was written, done before anything is measured."""
    env.cr.commit()
    connection = env.cr._cnx
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.autocommit = False


def fill_coverages(unit, first):
    """What each unit has: an event of its life, a coverage and its line."""
    cr = env.cr
    coverage, event = unit.warranty_ids[:1], unit.event_ids[:1]
    start = next_id("raya_warranty", UNITS)
    at = f"generate_series(0, {UNITS - 1}) AS at JOIN raya_asset ON raya_asset.id = {first} + at"
    cr.execute(
        f"""INSERT INTO raya_asset_event (asset_id, company_id, sequence, partner_id, user_id, kind, document, date, is_told)
            SELECT {first} + at, model.company_id, model.sequence, raya_asset.partner_id, model.user_id, model.kind,
                   model.document, raya_asset.date_invoice, model.is_told
              FROM raya_asset_event model, {at} WHERE model.id = {event.id}"""
    )
    cr.execute(
        f"""INSERT INTO raya_warranty (id, asset_id, company_id, policy_id, priority, date_sold, date_granted, date_start, date_end)
            SELECT {start} + at, {first} + at, model.company_id, policy_id, priority, date_invoice, date_invoice,
                   date_invoice, date_invoice + 730
              FROM raya_warranty model, {at} WHERE model.id = {coverage.id}"""
    )
    cr.execute(
        f"""INSERT INTO raya_warranty_line (warranty_id, policy_line_id, date_start, date_end)
            SELECT {start} + at, {coverage.line_ids.policy_line_id.id}, date_invoice, date_invoice + 730 FROM {at}"""
    )
    cr.commit()


def fill_identifiers(unit, first):
    kind = env["raya.identifier.type"].create({"name": "Device Number", "code": "device", "is_unique": False})
    model = env["raya.asset.identifier"].create({"asset_id": unit.id, "type_id": kind.id, "value": "model"})
    env.flush_all()
    keys = [(at, f"35{at * 104_729 % 10**13:013}") for at in range(0, UNITS, 10)]
    rows = ({"asset_id": first + at, "value": key, "value_key": key, "is_exclusive": False} for at, key in keys)
    copy("raya_asset_identifier", model, rows)


def fill_calls(unit, first):
    """Calls of the last year; the last of them are open."""
    model = env["raya.call"].create({"asset_id": unit.id})
    stages = {state: env["raya.call"]._get_stage(state).id for state in ("done", "new")}
    env.flush_all()
    at = [first + randomness.randrange(UNITS) for _call in range(CALLS)]
    env.cr.execute("SELECT id, partner_id, product_id FROM raya_asset WHERE id = ANY(%s)", [at])
    known = {row[0]: row for row in env.cr.fetchall()}
    rows = []
    for number, each in enumerate(at):
        state = "new" if number >= CALLS - OPEN_CALLS else "done"
        names = ("asset_id", "partner_id", "product_id", "name", "state", "stage_id")
        rows.append(dict(zip(names, (*known[each], f"CALL/2026/{number:06}", state, stages[state]), strict=True)))
    copy("raya_call", model, rows)


def make_documents():
    """An order with its delivery and invoice, and their lines, by table."""
    buyer = env["res.partner"].create({"name": "Buyer"})
    values = {"type": "consu", "raya_file_policy": "never", "invoice_policy": "order"}
    product = env["product.product"].create({"name": "Model", **values})
    line = Command.create({"product_id": product.id, "tax_ids": False})
    order = env["sale.order"].create({"partner_id": buyer.id, "order_line": [line]})
    order.action_confirm()
    order.picking_ids.button_validate()
    invoice = order._create_invoices()
    invoice.action_post()
    env.flush_all()
    picking = order.picking_ids
    made = (order, order.order_line, picking, picking.move_ids, invoice, invoice.invoice_line_ids)
    return {document._table: document for document in made}


def make_row(at, start, table, values):
    row = {"id": start[table] + at}
    for name, value in values.items():
        row[name] = start[value] + at if value in start else value.format(at + 100_000)
    return row


def fill_documents(first):
    """An order with its delivery and invoice for each tenth unit."""
    models = make_documents()
    start = {table: next_id(table, DOCUMENTS) for table in models}
    columns = {
        "sale_order": {"name": "S{:06}"},
        "sale_order_line": {"order_id": "sale_order"},
        "stock_picking": {"name": "WH/OUT/{:06}", "sale_id": "sale_order"},
        "stock_move": {"picking_id": "stock_picking", "sale_line_id": "sale_order_line"},
        "account_move": {"name": "INV/2026/{:06}", "sequence_number": "{}", "sequence_prefix": "INV/2026/"},
        "account_move_line": {"move_id": "account_move"},
    }
    for table, values in columns.items():
        copy(table, models[table], (make_row(at, start, table, values) for at in range(DOCUMENTS)))
    env.cr.execute(
        f"""UPDATE raya_asset SET sale_line_id = {start["sale_order_line"]} + (id - {first}) / 10, unit_number = 1,
                   invoice_line_id = {start["account_move_line"]} + (id - {first}) / 10
             WHERE id >= {first} AND (id - {first}) % 10 = 0 AND (id - {first}) / 10 < {DOCUMENTS}"""
    )
    env.cr.commit()


# --- what is asked -----------------------------------------------------------------


def draw(first):
    """The texts, 50 of each kind, every second one in Persian letters or digits."""
    known = {}
    for script, sign in ((True, "~"), (False, "!~")):
        env.cr.execute(
            f"SELECT name, phone, email FROM res_partner WHERE id BETWEEN %s AND %s AND name {sign} '[؀-ۿ]' ORDER BY id",
            [first["partner"], first["partner"] + PARTNERS - 1],
        )
        known[script] = env.cr.fetchall()
    env.cr.execute("SELECT serial FROM raya_asset WHERE id >= %s ORDER BY id", [first["unit"]])
    serials = [row[0] for row in env.cr.fetchall()]
    # Kind after kind in turns: what else the machine does in a minute is then not that of one kind.
    for at in range(QUERIES_OF_A_KIND):
        is_persian = at % 2 == 0
        for kind in KINDS.split(", "):
            text = TEXTS[kind](at, is_persian, randomness.choice(known[is_persian]), randomness.choice(serials))
            yield kind, text.translate(PERSIAN_DIGITS) if is_persian else text


def ask_phone(at, is_persian, person, serial):
    number = typed.digits(folding.fold(person[1]))[-10:]
    local = f"0{number[:3]}-{number[3:6]} {number[6:]}"
    return (f"0{number}", f"+98 {number[:3]} {number[3:]}", f"0098{number}", local)[at // 2 % 4]


def ask_name(at, is_persian, person, serial):
    """The family name of a customer: also the first letters, and one of three that of many."""
    family = person[0].split()[1]
    return family[: (len(family), 4, 3)[at // 2 % 3]]


def ask_names(at, is_persian, person, serial):
    given, family = person[0].split()
    return (f"{given} {family}", f"{family} {given}", f"{given} {family[:3]}", f"{given[:3]} {family}")[at // 2 % 4]


def ask_pieces(at, is_persian, person, serial):
    letters = typed.serial_key(serial)
    return (f"{letters[-4:]} {letters[:2]}", f"{letters[-5:-1]} {letters[3:7]}", letters[4:9])[at // 2 % 3]


def ask_product(at, is_persian, person, serial):
    goods, maker = randomness.choice(GOODS)[1 - is_persian], randomness.choice(MAKERS)[1 - is_persian]
    family = person[0].split()[1]
    return (goods.split()[0], f"{goods} {maker}", maker, f"{goods.split()[0]} {family}", goods[:3])[at // 2 % 5]


def ask_number(at, is_persian, person, serial):
    number = randomness.randrange(DOCUMENTS)
    identifier = f"35{randomness.randrange(0, UNITS, 10) * 104_729 % 10**13:013}"
    return (
        f"INV/2026/{number + 100_000:06}", f"S{number + 100_000:06}", f"WH/OUT/{number + 100_000:06}",
        f"CALL/2026/{number:06}", identifier, identifier[-8:], person[2] or f"{number:06}",
    )[at // 2 % 7]  # fmt: skip


TEXTS = {
    "phone": ask_phone,
    "end of phone": lambda at, is_persian, person, serial: typed.digits(folding.fold(person[1]))[-4 - at // 2 % 3 :],
    "family name": ask_name,
    "two letters": lambda at, is_persian, person, serial: person[0].split()[at // 2 % 2][:2],
    "names": ask_names,
    "serial": lambda at, is_persian, person, serial: serial.replace("-", "") if at // 2 % 2 else serial,
    "end of serial": lambda at, is_persian, person, serial: serial[-3 - at // 2 % 3 :],
    "pieces": ask_pieces,
    "product": ask_product,
    "number": ask_number,
}


# --- measuring ---------------------------------------------------------------------


def percentile(times, share):
    return sorted(times)[math.ceil(len(times) * share) - 1]


def measure(texts):
    """Milliseconds of each text, by kind, as a call operator without any other right; what found nothing."""
    group = env.ref("raya_service_base.group_service_operator")
    operator = env["res.users"].create({"name": "Operator", "login": "bench", "group_ids": group.ids})
    env.flush_all()
    desk = env["raya.desk"].with_user(operator).with_context(lang="fa_IR")
    times, empty = {}, []
    for kind, text in texts:
        rounds = []
        # The first warms what the text needs; of the others that counts which nobody else slowed down.
        for _round in range(ROUNDS):
            env.invalidate_all()
            start = time.perf_counter()
            cards = desk.search_cards(text)
            rounds.append((time.perf_counter() - start) * 1000)
        times.setdefault(kind, []).append((min(rounds), text))
        empty += [] if cards else [(kind, text)]
    return times, empty


def report(times):
    """Print the figures by kind; whether all kinds are fast enough."""
    print(f"{UNITS} units, {PARTNERS} customers, {sum(map(len, times.values()))} texts, milliseconds")
    print(f"{'kind':>14} {'median':>7} {'95 in 100':>10} {'slowest':>8}  slowest text")
    good = True
    for kind, known in times.items():
        spent = [milliseconds for milliseconds, _text in known]
        p95 = percentile(spent, 0.95)
        print(f"{kind:>14} {percentile(spent, 0.5):>7.1f} {p95:>10.1f} {max(spent):>8.1f}  {max(known)[1]}")
        good = good and p95 <= (LIMIT_SHORT if kind == "two letters" else LIMIT)
    longer = [spent for kind, known in times.items() if kind != "two letters" for spent, _text in known]
    print(f"wanted: at most {LIMIT}, of two letters {LIMIT_SHORT}; all longer texts: {percentile(longer, 0.95):.1f}")
    return good


def main():
    first = fill()
    times, empty = measure(list(draw(first)))
    assert len(empty) <= len(KINDS.split(", ")), empty
    return report(times)


# --- main
if not main():
    raise SystemExit("The desk keeps the caller waiting.")

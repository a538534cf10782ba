"""What a published price list says, whatever stands around its table. No ORM: rows of cells in, prices out."""

import re
from typing import NamedTuple

from odoo.addons.raya_service_base.tools.typed import code_cell, serial_key
from odoo.addons.raya_web_persian.tools.digits import plain_number

# Words in the headings of columns, as people in the trade write them; the first kind that fits is meant.
HEADINGS = {
    "price": ("price", "amount", "fee", "rate", "tariff", "cost", "قیمت", "مبلغ", "تعرفه", "اجرت", "نرخ", "هزینه"),
    "unit": ("unit", "per", "واحد", "مبنا"),
    "code": ("code", "کد"),
    "name": ("service", "operation", "description", "name", "work", "خدمت", "خدمات", "شرح", "عنوان", "نام"),
}
HOUR = ("hour", "ساعت")
# A heading stands near the top, below the letterhead.
LAST_HEADING = 30
# What stands around an amount: currencies and their marks.
_AROUND = re.compile(r"^[^\d+-]+|[^\d]+$")


class Entry(NamedTuple):
    """One price; ``price`` is ``None`` where its cell holds another text."""

    code: str
    name: str
    price: float | None
    text: str
    is_hourly: bool = False


def read(rows):
    """The prices of a list. Lines that name a service without any price are headings of groups, and left out.

    :param rows: lists of cells, each a text
    :return: list of :class:`Entry`
    :raises ValueError: where no line heads a column of services and one of prices

    >>> read([["Best Service Ltd."], ["Code", "Service", "Price (EUR)"], ["", "Cooling", ""], ["12.0", "Fan", "€ 1,250"]])
    [Entry(code='12', name='Fan', price=1250.0, text='€ 1,250', is_hourly=False)]
    >>> read([["ردیف", "شرح خدمات", "قیمت هر ساعت (ریال)"], ["۱", "تعویض ترموستات", "۱٬۵۰۰٬۰۰۰ ریال"]])[0][1:3]
    ('تعویض ترموستات', 1500000.0)
    >>> read([["Name", "Price"], ["Gas", "on request"]])
    [Entry(code='', name='Gas', price=None, text='on request', is_hourly=False)]
    """
    rows = [[str(cell if cell is not None else "").strip() for cell in row] for row in rows]
    for number, row in enumerate(rows[:LAST_HEADING]):
        columns = find_columns(row)
        if "price" in columns and ("code" in columns or "name" in columns):
            is_hourly = _has_word(row[columns["price"]], HOUR)
            entries = [_read_entry(each, columns, is_hourly) for each in rows[number + 1 :]]
            return [entry for entry in entries if entry]
    raise ValueError("No heading")


def find_columns(row):
    """Places of the columns that a row heads, by what they hold.

    >>> find_columns(["No.", "کد خدمت", "شرح خدمت", "مبلغ"])
    {'code': 1, 'name': 2, 'price': 3}
    """
    found = {}
    for place, cell in enumerate(row):
        kind = next((kind for kind, words in HEADINGS.items() if _has_word(cell, words)), None)
        if kind:
            found.setdefault(kind, place)
    return found


def _has_word(cell, words):
    key = serial_key(cell)
    return any(serial_key(word) in key for word in words)


def _read_entry(row, columns, is_hourly):
    code, name, text, unit = (
        row[columns[kind]] if kind in columns and columns[kind] < len(row) else ""
        for kind in ("code", "name", "price", "unit")
    )
    if not text or not (code or name):
        return None
    return Entry(_read_code(code), name, read_price(text), text, is_hourly or _has_word(unit, HOUR))


def _read_code(text):
    try:
        return code_cell(text)
    except ValueError:
        # Digits are lost: it is no code any more, and the name may still say what is meant.
        return ""


def read_price(text):
    """An amount with whatever stands around it; ``None`` where it is none.

    >>> [read_price(text) for text in ("1 250.50 €", "۵۰۰٬۰۰۰ تومان", "-", "100 - 200", "-5")]
    [1250.5, 500000.0, None, None, None]
    """
    amount = re.sub(r"(?<=\d)\s(?=\d{3}(\D|$))", "", _AROUND.sub("", text))
    try:
        price = float(plain_number(amount))
    except ValueError:
        return None
    return price if price >= 0 else None

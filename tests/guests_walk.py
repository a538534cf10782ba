"""What people without our roles do with Odoo's own records: run in the shell of a database, with `env`.

:func:`walk` goes, as each of the guests, through Odoo's models and everything that the web client and
connectors do with their records, and returns how it ended. :func:`read_as_roles` reads our own models as
each of our roles. Nothing is kept.
"""

import json

GUESTS = {
    "employee": "base.group_user",
    "contact creator": "base.group_partner_manager",
    "salesperson": "sales_team.group_sale_salesman_all_leads",
    "sales manager": "sales_team.group_sale_manager",
    "invoicing": "account.group_account_invoice",
    "accountant": "account.group_account_manager",
    "warehouse clerk": "stock.group_stock_user",
    "warehouse manager": "stock.group_stock_manager",
    "product manager": "product.group_product_manager",
    "timesheets": "hr_timesheet.group_hr_timesheet_approver",
    "project manager": "project.group_project_manager",
    "administrator": "base.group_system",
}
# The others do much the same: they take part in the full run.
FEW = ("employee", "salesperson", "invoicing", "warehouse clerk", "product manager", "administrator")
ROLES = (
    "group_service_user",
    "group_service_technician",
    "group_service_operator",
    "group_service_dispatcher",
    "group_service_accountant",
    "group_knowledge_editor",
    "group_service_manager",
)
# So many records of a model are read, exported, and copied, changed, imported, archived.
READ, EXPORTED, CHANGED = 10, 2, 1


def get_models_with_fields_of_ours(env):
    """Names of Odoo's models that people store records of, and to which we add a field."""
    return sorted(
        name
        for name, model in env.items()
        if not name.startswith("raya.")
        and not (model._abstract or model._transient)
        and any(name.startswith("raya_") for name in model._fields)
    )


def make_user(env, name, *groups):
    """Somebody of these groups, who may export what they see."""
    groups = [env.ref(group).id for group in ("base.group_user", "base.group_allow_export", *groups)]
    values = {"name": name, "login": name, "email": "guest@example.com", "group_ids": [(6, 0, groups)]}
    return env["res.users"].with_context(no_reset_password=True).create(values)


def walk(env, models, guests, ids=None):
    """Go through all as these :data:`GUESTS`.

    :param ids: with which records, by guest and model; by default those that come first
    :return: dict by guest and model: the `ids`, and the `acts` that failed with what was raised
    """
    found = {}
    # Those who walk are not walked over: they differ from database to database.
    last = {name: env[name].with_context(active_test=False).search([], order="id desc", limit=1).id for name in models}
    for guest in guests:
        user = make_user(env, guest, GUESTS[guest])
        for name in models:
            model = env[name].with_user(user).with_context(lang="en_US", tracking_disable=True)
            if model.has_access("read"):
                first = model.search([("id", "<=", last[name])], limit=READ)
                records = model.browse(ids[guest].get(name, ())) if ids else first
                found.setdefault(guest, {})[name] = {"ids": records.ids, "acts": _walk_model(records)}
    env.cr.rollback()
    return found


def read_as_roles(env):
    """Read every field of every record of ours that each role may see.

    :return: what was raised, by role, model and field
    """
    found = {}
    for role in ROLES:
        user = make_user(env, role, f"raya_service_base.{role}")
        for name in sorted(env):
            model = env[name].with_user(user)
            if name.startswith("raya.") and not model._abstract and model.has_access("read"):
                records = model.search([])
                failing = _find_failing(env, list(model.fields_get(attributes=["type"])), records.read)
                found |= {f"{role} {name}.{field}": error for field, error in failing.items()}
    env.cr.rollback()
    return found


def _walk_model(records):
    """The acts that failed."""
    model = records.browse()
    newest = model.search([], order="id desc", limit=READ)
    acts = {
        "views": lambda: model.get_views([(False, kind) for kind in ("form", "list", "search")]),
        "new": lambda: _open_new(model),
        "read": records.read,
        "search_read": lambda: model.search_read([], limit=READ),
    }
    for number, record in enumerate(records[:CHANGED]):
        acts |= {
            f"{number} copy": record.copy,
            f"{number} create": lambda record=record: model.create(record.copy_data()[0]),
            f"{number} write": lambda record=record: record.write(_same(record)),
            f"{number} import": lambda record=record: _import(record),
        }
        if "active" in model._fields:
            acts[f"{number} archive"] = lambda record=record: (record.action_archive(), record.action_unarchive())
    if model._name == "res.partner":
        acts["merge"] = lambda: _merge_partners(model, records)
    failed = {act: error for act, do in acts.items() if (error := _try(model.env, do))}
    described = model.fields_get(attributes=["exportable"])
    exported = [name for name, attributes in described.items() if attributes.get("exportable", True)]
    ours = [name for name in described if name.startswith("raya_")]
    for act, names, do in (
        ("read", list(described), records.read),
        ("export", exported, records[:EXPORTED].export_data),
        # Our own records may be among them.
        ("read newest", ours, newest.read),
        ("export newest", [name for name in exported if name in ours], newest[:EXPORTED].export_data),
    ):
        failed |= {f"{act} {name}": error for name, error in _find_failing(model.env, names, do).items()}
    return failed


def _find_failing(env, names, act):
    """The fields with which an act fails, whatever the others do."""
    error = _try(env, lambda: act(names)) if names else ""
    if not error or len(names) == 1:
        return {names[0]: error} if error else {}
    half = len(names) // 2
    return _find_failing(env, names[:half], act) | _find_failing(env, names[half:], act)


def _try(env, act):
    """Do it, take it back, and tell what was raised, if anything."""
    env.flush_all()
    env.invalidate_all()
    try:
        with env.cr.savepoint() as savepoint:
            act()
            env.flush_all()
            savepoint.close(rollback=True)
    except Exception as error:
        env.transaction.clear()
        return f"{type(error).__name__}: {str(error)[:300]}"
    finally:
        env.invalidate_all(flush=False)
    return ""


def _get_text_field(model):
    """A text that people write by hand."""
    names = (model._rec_name, "name", "description_picking", "ref", "origin")
    return next((name for name in names if name and _is_written(model, name)), None)


def _is_written(model, name):
    field = model._fields.get(name)
    return bool(field) and field.type == "char" and field.store and not field.readonly


def _same(record):
    name = _get_text_field(record)
    return {name: record[name]} if name else {}


def _open_new(model):
    """As the web client opens a form for a new record."""
    names = model.fields_get(attributes=["type"])
    model.default_get(list(names))
    shown = model.get_views([(False, "form")])["models"][model._name]["fields"]
    model.onchange({}, [], {name: {} for name in shown})


def _import(record):
    """Export for import and back, as people change many records in a spreadsheet."""
    names = ["id", *_same(record)]
    result = record.load(names, record.export_data(names)["datas"])
    errors = [message for message in result["messages"] if message["type"] == "error"]
    if errors:
        raise ValueError(json.dumps(errors, default=str))


def _merge_partners(model, records):
    """Two contacts become one: for each of the first that is no user's, a new one of the same e-mail."""
    wizard = model.env["base.partner.merge.automatic.wizard"].create({})
    for used in records.filtered(lambda partner: not partner.sudo().user_ids)[:3]:
        other = model.create({"name": "Twin", "email": used.email})
        wizard._merge((used | other).ids, used)

"""What an add-on made among Odoo's own records stays when it goes, and is taken back when it comes again.

Transfers, entries and time sheets stand on such records, so nothing may delete them; a second set beside
them would split the history.
"""

import json

_KEY = "raya_service.left_behind.%s"


def leave_behind(records, names):
    """Remember what these fields of ours hold, before the add-on and its columns go.

    :param records: records of one of Odoo's models
    :param names: many2one or selection fields of ours
    """
    held = {record.id: {name: _plain(record[name]) for name in names if record[name]} for record in records}
    parameters = records.env["ir.config_parameter"].sudo()
    known = json.loads(parameters.get_param(_KEY % records._name, "{}"))
    parameters.set_param(_KEY % records._name, json.dumps(join(known, held)))


def join(known, held):
    """What was known of records, and what they hold now.

    :param known: ids by field, by the id of a record as text (as JSON has it)
    :param held: likewise, by the id as a number
    :return: a new dict, as ``known``

    >>> join({"1": {"project": 7}}, {1: {"journal": 8}, 2: {"journal": 9}})
    {'1': {'project': 7, 'journal': 8}, '2': {'journal': 9}}
    """
    return known | {str(key): known.get(str(key), {}) | values for key, values in held.items()}


def take_back(model, names):
    """Fill these fields, where they are empty, with what they held when the add-on went, if it is still there.

    :param model: any records of one of Odoo's models
    :return: the records that have something again
    """
    known = json.loads(model.env["ir.config_parameter"].sudo().get_param(_KEY % model._name, "{}"))
    found = model.browse()
    for key, values in known.items():
        record = model.browse(int(key)).exists().sudo()
        kept = {name: _living(model, name, values[name]) for name in names & values.keys()}
        filled = {name: held for name, held in kept.items() if record and held and not record[name]}
        if filled:
            record.write(filled)
            found |= record
    return found


def _plain(value):
    """What JSON can keep of the value of a field."""
    return value if isinstance(value, str) else value.id


def _living(model, name, value):
    """What a field can hold again: nothing, when the record is gone."""
    comodel = model._fields[name].comodel_name
    return model.env[comodel].browse(value).exists().id if comodel else value

"""Rows that every posting waits for, written in one statement, past the ORM."""

from odoo import fields
from odoo.tools import SQL, split_every

CHUNK = 1000


def insert(model, rows):
    """New records of a model, as their values say and in their order.

    Neither defaults nor computed fields are filled, no rule is checked and no
    method of the model is called: the caller vouches for the values, and reads
    anew what is known of the records around them.

    :param rows: list of dicts by name of stored field, all with the same names
    :return: the records
    """
    if not rows:
        return model.browse()
    logged = {}
    if model._log_access:
        now = fields.Datetime.now()
        logged = {"create_uid": model.env.uid, "create_date": now, "write_uid": model.env.uid, "write_date": now}
    names = [*rows[0], *logged]
    ids = []
    for chunk in split_every(CHUNK, rows):
        values = SQL(", ").join((*row.values(), *logged.values()) for row in chunk)
        ids += [
            row[0]
            for row in model.env.execute_query(
                SQL(
                    "INSERT INTO %s (%s) VALUES %s RETURNING id",
                    SQL.identifier(model._table),
                    SQL(", ").join(map(SQL.identifier, names)),
                    values,
                )
            )
        ]
    return model.browse(ids)

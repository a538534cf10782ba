"""Row locks that make two transactions go one after the other."""

from odoo.tools import SQL


def lock(records):
    """Lock the rows of these records: one transaction at a time goes on with them.

    Odoo's transactions see the database as it was when they began: one that only
    waited for a lock would still count what it saw before. Writing the rows makes
    PostgreSQL refuse the later transaction instead, and Odoo begins it again.
    """
    if not records.ids:
        return
    records.flush_recordset()
    table = SQL.identifier(records._table)
    # In one order, so that two transactions never wait for each other.
    records.env.execute_query(SQL("SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR UPDATE", table, records.ids))
    records.env.cr.execute(SQL("UPDATE %s SET id = id WHERE id = ANY(%s)", table, records.ids))

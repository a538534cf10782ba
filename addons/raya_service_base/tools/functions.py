"""Functions of the database, on which generated columns and indexes stand.

PostgreSQL reads an expression that it keeps anew with each statement, some for each row that changes, and a
function once in a session: what is long is a function.
"""

import hashlib
from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True)
class Function:
    """A function that gives a text, the same one for the same arguments.

    :ivar purpose: how its name begins
    :ivar arguments: their names and types, as SQL has them
    :ivar body: in PL/pgSQL
    """

    purpose: str
    arguments: str
    body: str

    @property
    def name(self):
        """Of two functions that do not do the same the names differ: what stands on one is renewed by its name."""
        digest = hashlib.sha256(f"{self.arguments}{self.body}".encode()).hexdigest()
        return f"{self.purpose}_{digest[:8]}"

    def make(self, cr):
        """Make it, unless the database has it."""
        cr.execute("SELECT to_regproc(%s)", [self.name])
        if cr.fetchone()[0]:
            return
        cr.execute(
            SQL(
                "CREATE FUNCTION %s(%s) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
                # Restoring a backup and making an index look for nothing but by its schema.
                " SET search_path FROM CURRENT AS %s",
                SQL.identifier(self.name),
                SQL(self.arguments),
                self.body,
            )
        )

    def drop(self, cr):
        """Take it away, with its former selves and the columns and indexes that stand on them."""
        cr.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE proname ~ %s", [f"^{self.purpose}_[0-9a-f]{{8}}$"]
        )
        for (signature,) in cr.fetchall():
            cr.execute(SQL("DROP FUNCTION %s CASCADE", SQL(signature)))

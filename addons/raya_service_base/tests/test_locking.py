from contextlib import contextmanager

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger
from psycopg2.errors import LockNotAvailable, SerializationFailure

from ..tools.locking import lock


@tagged("post_install", "-at_install")
class TestLocking(BaseCase):
    """Two transactions that want the same rows go one after the other.

    Both are real ones on the database; nothing is committed but a row that counts
    for nothing, which is taken away at the end.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            self.ids = (
                env["ir.config_parameter"]
                .create([{"key": f"raya_test.lock.{number}", "value": "0"} for number in range(2)])
                .ids
            )
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM ir_config_parameter WHERE id = ANY(%s)", (self.ids,))

    @contextmanager
    def _transaction(self):
        with self.registry.cursor() as cr:
            # Its picture of the database is taken now; it waits a moment, not for ever.
            cr.execute("SET LOCAL lock_timeout = '200ms'")
            cr.execute("SELECT count(*) FROM ir_config_parameter")
            try:
                yield api.Environment(cr, api.SUPERUSER_ID, {})["ir.config_parameter"].browse(self.ids)
            finally:
                cr.rollback()

    def test_locked_rows_are_not_to_be_had(self):
        with self._transaction() as first, self._transaction() as second:
            lock(first)
            with mute_logger("odoo.sql_db"), self.assertRaises(LockNotAvailable):
                lock(second[1])

    def test_other_rows_are_free(self):
        with self._transaction() as first, self._transaction() as second:
            lock(first[0])
            lock(second[1])
            self.assertEqual(second[1].value, "0")

    def test_who_saw_the_world_before_begins_again(self):
        """A lock alone would let them count what they saw before the first one committed."""
        with self._transaction() as first, self._transaction() as second:
            lock(first)
            first.env.cr.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                lock(second)

    def test_what_was_not_written_yet_is_written_before(self):
        with self._transaction() as first:
            first[0].value = "1"
            lock(first)
            first.env.cr.execute("SELECT value FROM ir_config_parameter WHERE id = %s", (first[0].id,))
            self.assertEqual(first.env.cr.fetchall(), [("1",)])

    def test_nothing_to_lock_asks_nothing(self):
        with self._transaction() as first:
            before = first.env.cr.sql_log_count
            lock(first.browse())
            lock(first.new({"key": "raya_test.new"}))
            self.assertEqual(first.env.cr.sql_log_count, before)

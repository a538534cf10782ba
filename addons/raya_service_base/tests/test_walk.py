from unittest.mock import patch

from odoo.tests import TransactionCase


class TestWalk(TransactionCase):
    """A cron job that walks over many records and is stopped in between."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"Walked {number}", "ref": "WALK"} for number in range(5)]
        )

    def _walk(self, chunks, position="raya.test.position"):
        """What a job sees that has time for so many chunks."""
        seen, times = [], iter([True] * (chunks - 1) + [False])
        Cron = self.env["ir.cron"]
        with patch.object(type(Cron), "_commit_progress", lambda cron, count: next(times)):
            for chunk in Cron._raya_walk(self.env["res.partner"], [("ref", "=", "WALK")], 2, position):
                seen.append(len(chunk))
        return seen

    def test_next_job_goes_on_where_the_last_one_ran_out_of_time(self):
        self.assertEqual(self._walk(2), [2, 2])
        self.assertEqual(self._walk(9), [1])
        self.assertEqual(self._walk(9), [2, 2, 1])

    def test_walk_without_a_place_begins_anew(self):
        self.assertEqual(self._walk(1, position=None), [2])
        self.assertEqual(self._walk(9, position=None), [2, 2, 1])

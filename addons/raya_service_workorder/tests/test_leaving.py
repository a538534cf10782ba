from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_parts import PartMovesCommon


@tagged("post_install", "-at_install")
class TestLeaving(PartMovesCommon):
    """A technician who leaves the company leaves no work and no goods behind."""

    def _archive(self):
        self.technician.action_archive()
        self.env.flush_all()

    def test_technician_with_open_work_is_not_archived(self):
        job = self._create_job((self.relay, 1))
        with self._refused(f"has open work orders: {job.name}", ValidationError), self.env.cr.savepoint():
            self._archive()
        job.with_user(self.dispatcher).action_hand_over(self.other)
        self._archive()
        self.assertFalse(self.technician.active)

    def test_technician_with_parts_is_not_archived(self):
        job = self._create_job_with((self.relay, 2))
        job.part_ids.write({"qty_reported": 1, "qty_kept": 1, "kept_reason": "Next job"})
        self._approve(job)
        with self._refused("has parts: Relay", ValidationError), self.env.cr.savepoint():
            self._archive()
        self.env["stock.quant"]._update_available_quantity(self.relay, self._get_location(), -1)
        self._archive()
        self.assertFalse(self.technician.active)

    def test_others_leave_as_they_like(self):
        self._create_job((self.relay, 1))
        self.other.action_archive()
        self.outsider.write({"active": False, "group_ids": [Command.clear()]})
        self.assertFalse((self.other | self.outsider).filtered("active"))

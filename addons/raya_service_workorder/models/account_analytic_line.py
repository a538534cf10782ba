from odoo import api, fields, models
from odoo.exceptions import UserError

# What an approved report says of a time.
BOOKED = frozenset(
    {
        "name",
        "date",
        "unit_amount",
        "amount",
        "product_uom_id",
        "project_id",
        "task_id",
        "account_id",
        "employee_id",
        "user_id",
        "company_id",
    }
)
# Links that only the program makes.
LINKS = frozenset({"raya_workorder_id", "raya_work_line_id", "raya_time_id", "raya_countered_id"})
READERS = "raya_service_base.group_service_user"


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    raya_workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", index="btree_not_null", copy=False, ondelete="restrict", groups=READERS
    )
    raya_work_line_id = fields.Many2one(
        "raya.work.line", "Work Line", index="btree_not_null", copy=False, groups=READERS
    )
    raya_time_id = fields.Many2one("raya.time", "Time of a Job", index="btree_not_null", copy=False, groups=READERS)
    raya_countered_id = fields.Many2one(
        "account.analytic.line",
        "Takes Back",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        groups="hr_timesheet.group_hr_timesheet_user",
    )

    _raya_countered_once = models.UniqueIndex(
        "(raya_countered_id) WHERE raya_countered_id IS NOT NULL", "This timesheet was taken back already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._raya_check_links(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._raya_check_links(vals.keys())
        if not self.env.su and self._raya_is_booking(vals):
            self._raya_check_not_booked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        self._raya_check_not_booked()

    def _is_readonly(self):
        return super()._is_readonly() or bool(self.sudo().raya_workorder_id)

    def _raya_is_booking(self, vals):
        """Whether these values are among those that an approved report stands for."""
        return not vals.keys().isdisjoint(BOOKED | set(self._get_plan_fnames()))

    def _raya_check_not_booked(self):
        """Refuse to touch the time of approved reports, whoever wants it.

        :raises UserError: names the report and the way to change it
        """
        # Who writes timesheets need not read jobs.
        booked = self.sudo().filtered("raya_workorder_id")[:1]
        if booked:
            raise UserError(
                self.env._(
                    "This time belongs to the approved work report %(job)s and stays as it was approved."
                    " To change it, have the report amended.",
                    job=booked.raya_workorder_id.name,
                )
            )

    @api.model
    def _raya_check_links(self, names):
        if not self.env.su and not LINKS.isdisjoint(names):
            raise UserError(self.env._("The time of a job is booked by approving its report, not written here."))

    def _raya_counter(self):
        """Take these timesheets back: each gets one of the opposite time and amount, on the same day."""
        open_lines = self.filtered(lambda line: not line.raya_countered_id) - self._raya_find_countered()
        # Somebody who has left has worked all the same.
        Line = self.with_context(active_test=False)
        counters = Line.create([line._raya_prepare_counter_values() for line in open_lines])
        for line, counter in zip(open_lines, counters, strict=True):
            # The hourly cost may be another one by now.
            counter.amount = -line.amount
        return counters

    def _raya_find_countered(self):
        return self.search([("raya_countered_id", "in", self.ids)]).raya_countered_id

    def _raya_prepare_counter_values(self):
        self.ensure_one()
        return {
            "name": self.env._("Taken back: %s", self.name),
            "date": self.date,
            "unit_amount": -self.unit_amount,
            "project_id": self.project_id.id,
            "employee_id": self.employee_id.id,
            "company_id": self.company_id.id,
            "raya_workorder_id": self.raya_workorder_id.id,
            "raya_work_line_id": self.raya_work_line_id.id,
            "raya_time_id": self.raya_time_id.id,
            "raya_countered_id": self.id,
        }

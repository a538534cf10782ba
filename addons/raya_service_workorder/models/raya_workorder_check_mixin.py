from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..tools import outcomes


class RayaWorkorderCheckMixin(models.AbstractModel):
    """What has to be answered while the services of a job are carried out."""

    _name = "raya.workorder.check.mixin"
    _description = "Checks of a Job"

    check_ids = fields.One2many("raya.check", "workorder_id", "Checks")
    open_check_count = fields.Integer("Checks to Answer", compute="_compute_open_check_count")

    @api.depends("check_ids.is_answered", "check_ids.is_required", "check_ids.is_safety", "outcome")
    def _compute_open_check_count(self):
        for workorder in self:
            workorder.open_check_count = len(workorder._get_open_checks())

    def _get_open_checks(self):
        """Checks without which the report is not complete."""
        self.ensure_one()
        needed = self.check_ids[:0]
        if outcomes.needs_safety(self.outcome):
            needed |= self.check_ids.filtered("is_safety")
        if outcomes.needs_checks(self.outcome):
            needed |= self.check_ids.filtered("is_required")
        return needed.filtered(lambda check: not check.is_answered)

    def _check_steps_answered(self):
        for workorder in self:
            missing = workorder._get_open_checks().sorted()
            if missing:
                raise UserError(
                    self.env._(
                        "%(workorder)s: answer these steps on the page Checks first: %(steps)s.",
                        workorder=workorder.display_name,
                        steps=format_list(self.env, missing.mapped("name"), "unit"),
                    )
                )

    def _fill_checks(self):
        """Bring the checks of these jobs to what their services ask for; what was answered stays."""
        # People answer checks, their procedures make them.
        for workorder in self.sudo():
            workorder._drop_needless_checks()
            values = workorder._prepare_missing_checks_values()
            self.env["raya.check"].sudo().create(values)._copy_translations()

    def _drop_needless_checks(self):
        self.check_ids.filtered(lambda check: not check.is_answered and not check._is_asked_for()).unlink()

    def _prepare_missing_checks_values(self):
        Check, values = self.env["raya.check"], []
        steps, points = self.check_ids.step_id, self.check_ids.checklist_line_id
        for line in self.work_line_ids:
            asked = line.version_ids.step_ids - steps
            values += [Check._prepare_step_values(line, step) for step in asked]
            listed = line.operation_id.checklist_ids - points
            values += [Check._prepare_checklist_values(line, point) for point in listed]
            steps, points = steps | asked, points | listed
        return values

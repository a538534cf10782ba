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

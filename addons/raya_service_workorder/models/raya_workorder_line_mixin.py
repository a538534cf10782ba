from odoo import api, fields, models


class RayaWorkorderLineMixin(models.AbstractModel):
    """A line of the work report: it can be changed as long as the report is open."""

    _name = "raya.workorder.line.mixin"
    _description = "Line of a work report"
    _inherit = ["raya.protected.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    workorder_id = fields.Many2one(
        "raya.workorder", "Work Order", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="workorder_id.company_id", store=True, index=True)
    workorder_state = fields.Selection(related="workorder_id.state")
    sequence = fields.Integer(default=10)
    fault_domain = fields.Binary(related="workorder_id.fault_domain")
    operation_domain = fields.Binary(related="workorder_id.operation_domain")

    def _get_report_fields(self):
        """Names of the fields that are part of what the supervisor approves."""
        return ["workorder_id"]

    @api.constrains(lambda self: self._get_report_fields())
    def _check_report_is_open(self):
        self.workorder_id._check_is_open()

    def write(self, vals):
        """A line leaves no closed report: the constraint sees only the one to which it came."""
        if "workorder_id" in vals:
            self.workorder_id._check_is_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.workorder_id._check_is_open()

from odoo import fields, models

from odoo.addons.raya_service_base.tools.notices import notice


class RayaSupplierClaimWaive(models.TransientModel):
    """Asks the accountant why costs are not claimed from the supplier."""

    _name = "raya.supplier.claim.waive"
    _description = "Do not claim costs from the supplier"
    _inherit = ["raya.form.mixin"]

    line_ids = fields.Many2many(
        "raya.cost.voucher.line",
        string="Costs",
        default=lambda self: self.env.context.get("active_ids"),
        required=True,
    )
    reason = fields.Char(required=True)

    def action_waive(self):
        """Button: nobody is asked for these costs, until somebody says so."""
        self.ensure_one()
        self.line_ids.action_waive(self.reason)
        return notice(self.env._("The supplier is not asked for these costs. The filter Not Claimed shows them."))

from odoo import fields, models

from odoo.addons.raya_service_base.tools.notices import notice


class RayaWorkorderAmend(models.TransientModel):
    """Asks why approved reports are opened again."""

    _name = "raya.workorder.amend"
    _description = "Amend a work report"
    _inherit = ["raya.form.mixin"]

    workorder_ids = fields.Many2many(
        "raya.workorder", string="Work Orders", default=lambda self: self.env.context.get("active_ids"), required=True
    )
    reason = fields.Text(required=True)

    def action_amend(self):
        """Open the reports again, and say what was undone with their approval."""
        for wizard in self:
            wizard.workorder_ids.action_amend(wizard.reason)
        sentences = [sentence for job in self.workorder_ids for sentence in job._tell_undone()]
        return notice("\n".join(sentences), sticky=True)

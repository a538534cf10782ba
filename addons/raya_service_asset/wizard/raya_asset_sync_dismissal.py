from odoo import fields, models


class RayaAssetSyncDismissal(models.TransientModel):
    """Asks why documents that wait for their product files change none, as a credit note for the price alone."""

    _name = "raya.asset.sync.dismissal"
    _description = "Dismissal of a Failed Registration"
    _inherit = ["raya.form.mixin"]

    failure_ids = fields.Many2many("raya.asset.sync.failure", string="Failed Registrations", required=True)
    reason = fields.Text(required=True, help="It is kept on the document.")

    def action_apply(self):
        for dismissal in self:
            dismissal.failure_ids._dismiss(dismissal.reason)

from odoo import api, fields, models


class RayaAssetTransfer(models.TransientModel):
    """Asks who has the units now, since when and why."""

    _name = "raya.asset.transfer"
    _description = "Transfer Ownership"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]

    asset_ids = fields.Many2many("raya.asset", string="Product Files", required=True)
    partner_id = fields.Many2one("res.partner", "New Owner", required=True, ondelete="cascade")
    site_id = fields.Many2one(
        "res.partner",
        "New Site",
        compute="_compute_site_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('commercial_partner_id', 'parent_of', partner_id)]",
    )
    date = fields.Date("As of", required=True, default=lambda self: self.env.company._raya_get_day())
    how = fields.Selection(
        [("transferred", "The unit changed hands"), ("corrected", "The owner was entered wrongly")],
        "What Happened",
        default="transferred",
        required=True,
        groups="raya_service_base.group_service_dispatcher",
        help="What is promised to the owner alone ends only when the unit changed hands.",
    )
    reason = fields.Text(required=True)

    @api.depends("partner_id")
    def _compute_site_id(self):
        for transfer in self:
            transfer.site_id = transfer.partner_id

    def action_transfer(self):
        for transfer in self:
            transfer.asset_ids._transfer_ownership(
                transfer.partner_id,
                transfer.date,
                transfer.reason,
                site=transfer.site_id,
                # Only team leaders may choose; for all others it is what it is by default.
                how=transfer.sudo().how,
            )

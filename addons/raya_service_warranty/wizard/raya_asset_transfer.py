from odoo import api, fields, models
from odoo.tools import format_list


class RayaAssetTransfer(models.TransientModel):
    _inherit = "raya.asset.transfer"

    ending = fields.Char("Coverages That End", compute="_compute_ending")

    @api.depends("asset_ids", "how")
    def _compute_ending(self):
        for transfer in self:
            names = transfer.sudo()._get_ending().mapped("policy_id.display_name")
            transfer.ending = format_list(self.env, names) if names else False

    def _get_ending(self):
        """Coverages that the new owner does not get."""
        if self.how != "transferred":
            return self.env["raya.warranty"]
        return self.asset_ids.warranty_ids.filtered(
            lambda warranty: not warranty.policy_id.is_transferable and warranty.state not in ("expired", "void")
        )

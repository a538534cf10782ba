from odoo import models


class RayaWarranty(models.Model):
    _inherit = "raya.warranty"

    def _get_decided(self):
        """Also those that began before a call came for their unit: it was told what they cover."""
        calls = dict(
            self.env["raya.call"]._read_group(
                [("asset_id", "in", self.asset_id.ids)], ["asset_id"], ["date_reported:max"]
            )
        )
        days = {asset: asset.company_id._raya_get_day(moment) for asset, moment in calls.items()}
        return super()._get_decided() | self.filtered(
            lambda warranty: (
                warranty.date_start and warranty.asset_id in days and days[warranty.asset_id] >= warranty.date_start
            )
        )

from odoo import models


class RayaWarranty(models.Model):
    _inherit = "raya.warranty"

    def _get_decided(self):
        """Also those of units for which a call came after they began."""
        domain = [("asset_id", "in", self.asset_id.ids)]
        calls = dict(self.env["raya.call"]._read_group(domain, ["asset_id"], ["date_reported:max"]))
        return super()._get_decided() | self.filtered(
            lambda warranty: (
                warranty.date_start
                and warranty.asset_id in calls
                and warranty.company_id._raya_get_day(calls[warranty.asset_id]) >= warranty.date_start
            )
        )

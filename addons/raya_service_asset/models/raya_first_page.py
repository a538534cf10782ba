from odoo import models


class RayaFirstPage(models.AbstractModel):
    _inherit = "raya.first.page"

    def _get_pages(self):
        """The office begins with the product files where calls are taken elsewhere."""
        office = [
            f"raya_service_base.group_service_{name}" for name in ("manager", "dispatcher", "operator", "accountant")
        ]
        return super()._get_pages() | dict.fromkeys(office, "raya_service_asset.raya_asset_action")

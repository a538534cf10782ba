from odoo.addons.raya_service_asset.controllers.portal import ServicePortal

CERTIFICATE = "raya_service_warranty.raya_asset_certificate_action"


class WarrantyPortal(ServicePortal):
    """Customers take the certificates of their own units."""

    def _get_paper(self, asset):
        return CERTIFICATE if asset._get_printable() else super()._get_paper(asset)

from odoo import api, models
from odoo.exceptions import UserError


class RayaCertificatePaper(models.AbstractModel):
    _name = "report.raya_service_warranty.report_certificate"
    _description = "Warranty Certificate"
    _inherit = "report.raya_service_asset.report_label"


class RayaInvoicePaper(models.AbstractModel):
    """Certificates of everything that an invoice sold: they are handed over with it."""

    _name = "report.raya_service_warranty.report_invoice_certificates"
    _description = "Warranty Certificates of an Invoice"
    _inherit = "report.raya_service_warranty.report_certificate"

    @api.model
    def _get_assets(self, docids):
        moves = self.env["account.move"].browse(docids)
        moves.check_access("read")
        # Who sells need not work in the service; the certificates belong to their invoice.
        assets = moves.sudo()._raya_get_certified_assets()
        if not assets:
            raise UserError(
                self.env._("This invoice has no product file, so that there is no certificate to print. Post it first.")
            )
        return assets

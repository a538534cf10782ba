from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import split_every

LABELS_A_ROW = 3
ROWS_A_PAGE = 8


class RayaAssetPaper(models.AbstractModel):
    """Papers of product files: who may read a file may print it whole."""

    _name = "report.raya_service_calls.report_certificate"
    _description = "Warranty Certificate"

    @api.model
    def _get_report_values(self, docids, data=None):
        assets = self._get_assets(docids)
        assets._check_printable()
        assets._ensure_label_tokens()
        # The reader of a file need not read the invoice and policies that its certificate names.
        return {"doc_ids": assets.ids, "doc_model": "raya.asset", "docs": assets.sudo()}

    @api.model
    def _get_assets(self, docids):
        assets = self.env["raya.asset"].browse(docids)
        assets.check_access("read")
        return assets


class RayaInvoicePaper(models.AbstractModel):
    """Certificates of everything that an invoice sold: they are handed over with it."""

    _name = "report.raya_service_calls.report_invoice_certificates"
    _description = "Warranty Certificates of an Invoice"
    _inherit = "report.raya_service_calls.report_certificate"

    @api.model
    def _get_assets(self, docids):
        moves = self.env["account.move"].browse(docids)
        moves.check_access("read")
        # Who sells need not work in the service; the certificates belong to his invoice.
        assets = moves.sudo()._get_certified_assets()
        if not assets:
            raise UserError(
                self.env._("This invoice has no product file, so that there is no certificate to print. Post it first.")
            )
        return assets


class RayaLabelPaper(models.AbstractModel):
    _name = "report.raya_service_calls.report_label"
    _description = "Label of the Unit"
    _inherit = "report.raya_service_calls.report_certificate"


class RayaLabelSheetPaper(models.AbstractModel):
    _name = "report.raya_service_calls.report_label_sheet"
    _description = "Sheet of Labels"
    _inherit = "report.raya_service_calls.report_certificate"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        pages = [
            list(split_every(LABELS_A_ROW, page)) for page in split_every(LABELS_A_ROW * ROWS_A_PAGE, values["docs"])
        ]
        return {**values, "pages": pages, "row_size": LABELS_A_ROW}

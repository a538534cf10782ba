from odoo import api, models
from odoo.tools import split_every

LABELS_A_ROW = 3
ROWS_A_PAGE = 8


class RayaLabelPaper(models.AbstractModel):
    """Papers of product files: who may read a file may print it whole."""

    _name = "report.raya_service_asset.report_label"
    _description = "Label of the Unit"

    @api.model
    def _get_report_values(self, docids, data=None):
        assets = self._get_assets(docids)
        assets._check_printable()
        assets._ensure_label_tokens()
        # The reader of a file need not read the documents that its papers name.
        return {"doc_ids": assets.ids, "doc_model": "raya.asset", "docs": assets.sudo()}

    @api.model
    def _get_assets(self, docids):
        """The files to print, of whatever records the report was asked for."""
        assets = self.env["raya.asset"].browse(docids)
        assets.check_access("read")
        return assets


class RayaLabelSheetPaper(models.AbstractModel):
    _name = "report.raya_service_asset.report_label_sheet"
    _description = "Sheet of Labels"
    _inherit = "report.raya_service_asset.report_label"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        pages = [
            list(split_every(LABELS_A_ROW, page)) for page in split_every(LABELS_A_ROW * ROWS_A_PAGE, values["docs"])
        ]
        return {**values, "pages": pages, "row_size": LABELS_A_ROW}

from odoo import api, models


class RayaWorkReportPaper(models.AbstractModel):
    """Work reports: who may read a job may print it whole."""

    _name = "report.raya_service_workorder.report_workorder"
    _description = "Work Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        jobs = self.env["raya.workorder"].browse(docids)
        jobs.check_access("read")
        # The reader of a job need not read all that its report names: the call, stock, colleagues.
        return {"doc_ids": jobs.ids, "doc_model": jobs._name, "docs": jobs.sudo()}


class RayaBilingualWorkReportPaper(models.AbstractModel):
    _name = "report.raya_service_workorder.report_workorder_bilingual"
    _description = "Work Report in Two Languages"
    _inherit = "report.raya_service_workorder.report_workorder"

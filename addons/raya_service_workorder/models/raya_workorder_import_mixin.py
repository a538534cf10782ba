from datetime import datetime, time

from odoo import api, fields, models

from ..tools import outcomes


class RayaWorkorderImportMixin(models.AbstractModel):
    """Jobs that another system kept: open ones go on here, closed ones are history."""

    _name = "raya.workorder.import.mixin"
    _description = "Jobs from a File"
    _inherit = ["raya.import.document.mixin"]

    date_taken_over = fields.Date(
        "Closed Before On",
        readonly=True,
        copy=False,
        help="The day on which a former system closed the job. Nothing was booked for it here.",
    )

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Template for open work orders"),
                "template": "/raya_service_workorder/static/xls/raya_workorder.xlsx",
            },
            {
                "label": self.env._("Template for reports of a former system"),
                "template": "/raya_service_workorder/static/xls/raya_workorder_old.xlsx",
            },
        ]

    @api.constrains("date_taken_over")
    def _check_taken_over_by_leader(self):
        """Only who may approve a report takes over one that was approved elsewhere."""
        if not self.env.su and any(workorder.date_taken_over for workorder in self):
            self._check_approver_role()

    def _load_sheet(self, sheet):
        ids, messages = super()._load_sheet(sheet)
        if not any(message["type"] == "error" for message in messages):
            self.browse(ids)._take_over()
        return ids, messages

    def _take_over(self):
        """Close what a former system closed: it stands in the life of its unit, and nothing is booked."""
        old = self.filtered(lambda workorder: workorder.date_taken_over and workorder.state == "draft")
        for day, same in old.grouped("date_taken_over").items():
            same.filtered(lambda workorder: not workorder.outcome).outcome = outcomes.DONE
            # Who takes a report over may approve it; no approval happens.
            same.sudo().write(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    # Noon, so that it is that day wherever the company works.
                    "approved_date": datetime.combine(day, time(12)),
                }
            )

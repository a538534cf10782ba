from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    raya_service_project_id = fields.Many2one(
        "project.project",
        "Service Project",
        check_company=True,
        groups="base.group_system",
        exportable=False,
        help="The hours of approved work reports are booked here. Made on first need.",
    )

    # Companies are read before an upgrade makes new columns: these are not read with the others.
    raya_over_time_percent = fields.Integer(
        "Over the Standard Time by (%)", default=20, prefetch=False, help="From here on a report is an exception."
    )
    raya_expiring_days = fields.Integer(
        "Days before the End of a Warranty", default=14, prefetch=False, help="Within these a report under warranty is an exception."
    )

    def _raya_get_service_project(self):
        """The project that takes the hours of this company's work reports."""
        self.ensure_one()
        if not self.raya_service_project_id:
            self.raya_service_project_id = (
                self.env["project.project"].with_company(self).create(self._raya_prepare_service_project_values())
            )
        return self.raya_service_project_id

    def _raya_prepare_service_project_values(self):
        return {
            "name": self.env._("After-Sales Service"),
            "company_id": self.id,
            "allow_timesheets": True,
            "privacy_visibility": "employees",
        }

from odoo import models


class RayaFirstPage(models.AbstractModel):
    _inherit = "raya.first.page"

    def _get_pages(self):
        """Who repairs has their jobs."""
        return super()._get_pages() | {
            "raya_service_base.group_service_technician": "raya_service_workorder.raya_my_jobs_action",
        }

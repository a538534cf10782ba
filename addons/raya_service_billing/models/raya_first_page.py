from odoo import models


class RayaFirstPage(models.AbstractModel):
    _inherit = "raya.first.page"

    def _get_pages(self):
        """Accountants begin with what the company bears."""
        return super()._get_pages() | {
            "raya_service_base.group_service_accountant": "raya_service_billing.raya_cost_voucher_action"
        }

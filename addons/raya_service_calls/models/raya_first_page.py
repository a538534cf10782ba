from odoo import models


class RayaFirstPage(models.AbstractModel):
    _inherit = "raya.first.page"

    def _get_pages(self):
        """Who answers has the desk, who refers what is to refer, who repairs their own calls."""
        return super()._get_pages() | {
            "raya_service_base.group_service_operator": "raya_service_calls.raya_desk_action",
            "raya_service_base.group_service_dispatcher": "raya_service_calls.raya_call_action_dispatch",
            "raya_service_base.group_service_technician": "raya_service_calls.raya_call_todo_action",
            "raya_service_base.group_service_manager": "raya_service_calls.raya_overview_action",
        }

from odoo import models


class RayaFirstPage(models.AbstractModel):
    _inherit = "raya.first.page"

    def _get_pages(self):
        """Whoever has no other page looks something up."""
        find = "raya_service_knowledge.raya_knowledge_search_action"
        return super()._get_pages() | dict.fromkeys(self._get_roles(), find)

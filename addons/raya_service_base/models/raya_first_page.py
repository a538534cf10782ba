from odoo import api, models
from odoo.exceptions import UserError


class RayaFirstPage(models.AbstractModel):
    """Where the menu *Service* leads: each role begins with what it is there for."""

    _name = "raya.first.page"
    _description = "First Page of a Role"

    @api.model
    def _get_pages(self):
        """Hook: first page of each role, as dict of the external id of an action by that of the group.

        Floors above override the entry of a role: ``super()._get_pages() | {…}``.
        """
        return {}

    @api.model
    def open(self):
        """The action with which the user begins, the one of their widest role.

        :raises UserError: when no add-on has a page for any of their roles
        """
        page = self._find()
        if page:
            return self.env["ir.actions.actions"]._for_xml_id(page)
        raise UserError(self.env._("No page of Service is made for your role. Choose one in the menu."))

    @api.model
    def _find(self):
        """External id of the action with which the user begins; ``None`` for people without a role."""
        pages = self._get_pages()
        own = (group for group in self._get_roles() if group in pages and self.env.user.has_group(group))
        return next((pages[group] for group in own), None)

    @api.model
    def _get_roles(self):
        """External ids of the roles, the widest first."""
        names = ("manager", "dispatcher", "operator", "accountant", "technician")
        return [
            *(f"raya_service_base.group_service_{name}" for name in names),
            "raya_service_base.group_knowledge_editor",
            "raya_service_base.group_service_user",
        ]

from odoo import api, models

from ..tools import typed


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "raya.folded.mixin"]

    _folded_fields = ("complete_name", "name", "ref", "email", "phone", "vat", "company_registry")

    @api.model
    def _search_phone_mobile_search(self, operator, value):
        """Odoo's search by telephone leaves out what separates the digits of a number, and knows Latin digits only."""
        number = typed.latin_digits(typed.plain(value)) if isinstance(value, str) else value
        return super()._search_phone_mobile_search(operator, number)

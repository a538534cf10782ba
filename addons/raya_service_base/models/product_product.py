from odoo import api, models
from odoo.fields import Domain

from ..tools import typed


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "raya.folded.mixin"]

    # Its name is the template's.
    _folded_fields = ("default_code", "barcode")

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Odoo tells a barcode by its very digits, which somebody may have typed in Persian."""
        found = super().name_search(name, domain, operator, limit)
        digits = typed.latin_digits(name)
        return found if found or digits == (name or "") else super().name_search(digits, domain, operator, limit)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator != "ilike" or not isinstance(value, str):
            return domain
        digits = typed.latin_digits(value)
        return domain if digits == value else Domain(domain) | Domain("barcode", "in", [digits])

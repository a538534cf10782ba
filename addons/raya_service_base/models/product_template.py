from odoo import api, models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "raya.folded.mixin"]

    _folded_fields = ("name", "default_code")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_codes_made_for_it(self):
        self.env["raya.applicability.mixin"]._check_deletable("product_tmpl_ids", self)

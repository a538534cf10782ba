from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_codes_made_for_it(self):
        self.env["raya.applicability.mixin"]._check_deletable("product_tmpl_ids", self)

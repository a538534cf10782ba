from odoo import api, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_codes_made_for_it(self):
        branch = self.search([("id", "child_of", self.ids)])
        self.env["raya.applicability.mixin"]._check_deletable("categ_ids", branch)

from odoo import fields, models
from odoo.fields import Domain


class RayaApplicabilityMixin(models.AbstractModel):
    """Which products a code is for. Nothing chosen means: for all."""

    _name = "raya.applicability.mixin"
    _description = "Applicability to Products"

    categ_ids = fields.Many2many("product.category", string="Product Families")
    product_tmpl_ids = fields.Many2many("product.template", string="Products")

    def _applicable_domain(self, product):
        """Domain of the codes that may be used for ``product``.

        :param product: a ``product.product``; an empty one gives every code.
        """
        if not product:
            return Domain.TRUE
        families = [int(key) for key in (product.categ_id.parent_path or "").split("/") if key]
        for_all = Domain("categ_ids", "=", False) & Domain("product_tmpl_ids", "=", False)
        return (
            for_all
            | Domain("product_tmpl_ids", "in", product.product_tmpl_id.ids)
            | Domain("categ_ids", "in", families)
        )

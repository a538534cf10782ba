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
        for_all = Domain("categ_ids", "=", False) & Domain("product_tmpl_ids", "=", False)
        return (
            for_all
            | Domain("product_tmpl_ids", "in", product.product_tmpl_id.ids)
            | Domain("categ_ids", "in", self._get_families(product))
        )

    def _get_families(self, product):
        """Ids of the product's category and those above it, the nearest last."""
        return [int(key) for key in (product.categ_id.parent_path or "").split("/") if key]

    def _sort_by_applicability(self, product):
        """These codes, the most specific for ``product`` first: made for the
        product, then for its family, then for a family above it, then for all."""
        families = self._get_families(product)

        def distance(code):
            if product.product_tmpl_id in code.product_tmpl_ids:
                return -1
            hits = [families.index(family) for family in code.categ_ids.ids if family in families]
            return len(families) - 1 - max(hits) if hits else len(families)

        return self.sorted(distance)

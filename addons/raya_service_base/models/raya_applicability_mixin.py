from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from ..tools import trees

# Codes that are sorted by applicability when one is chosen: beyond, people type more.
MOST_SORTED = 500
FORBID = "raya_service_base.forbid_other_products"


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
            | Domain("categ_ids", "in", trees.branch(product.categ_id.parent_path))
        )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offers the most specific codes first, when the view names the product at
        hand with the context key ``applicable_to`` (id of a ``product.product``)."""
        product = self.env["product.product"].browse(self.env.context.get("applicable_to") or [])
        if not product:
            return super().name_search(name, domain, operator, limit)
        wanted = Domain("display_name", operator, name) if name else Domain.TRUE
        found = self.search(wanted & Domain(domain or Domain.TRUE), limit=max(limit, MOST_SORTED))
        return [(code.id, code.display_name) for code in found._sort_by_applicability(product)[:limit]]

    def _sort_by_applicability(self, product):
        """These codes, the most specific for ``product`` first: made for the
        product, then for its family, then for a family above it, then for all."""
        families = trees.branch(product.categ_id.parent_path)

        def distance(code):
            if product.product_tmpl_id in code.product_tmpl_ids:
                return -1
            hits = [families.index(family) for family in code.categ_ids.ids if family in families]
            return len(families) - 1 - max(hits) if hits else len(families)

        return self.sorted(distance)

    def _filter_not_applicable(self, product):
        """Those of these codes that are made for other products than ``product``."""
        return self - self.filtered_domain(self._applicable_domain(product))

    def _check_applicable(self, product):
        """Refuse codes of other products, when the administrator wants them refused.

        :raises ValidationError: one sentence that names the codes and the product
        """
        # A setting of the whole database, which nobody but administrators reads.
        if not self.env["ir.config_parameter"].sudo().get_param(FORBID):
            return
        others = self._filter_not_applicable(product)
        if others:
            raise ValidationError(others._get_not_applicable_message(product))

    def _get_applicability_warning(self, product):
        """The warning of an onchange about codes of other products, or ``None``."""
        others = self._filter_not_applicable(product)
        if not others:
            return None
        return {
            "warning": {
                "title": self.env._("Made for other products"),
                "message": others._get_not_applicable_message(product),
            }
        }

    def _get_not_applicable_message(self, product):
        return self.env._(
            "%(codes)s: not made for %(product)s. Choose another one, or have its product families extended.",
            codes=format_list(self.env, self.mapped("display_name"), "unit"),
            product=product.display_name,
        )

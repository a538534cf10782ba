import functools

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from ..tools import trees

MOST_NAMED = 5
APPLICABILITY = ("categ_ids", "product_tmpl_ids")
FORBID = "raya_service_base.forbid_other_products"


class RayaApplicabilityMixin(models.AbstractModel):
    """Which products a code is for. Nothing chosen means: for all."""

    _name = "raya.applicability.mixin"
    _description = "Applicability to Products"

    categ_ids = fields.Many2many("product.category", string="Product Families")
    # Archived products count: a code that is only for them would else be one for all.
    product_tmpl_ids = fields.Many2many("product.template", string="Products", context={"active_test": False})

    def init(self):
        """Let the tables of families and products go with the add-on of their model.

        Odoo counts them as tables of this one, whose mixin has the fields: they would outlive their records, and the
        model could not be installed again.
        """
        result = super().init()
        if not self._abstract:
            # Odoo notes them at the end of an installation, in the order in which they ask for it.
            self.pool.post_init(self._own_relations)
        return result

    def _own_relations(self):
        for name in APPLICABILITY:
            table, relation = self._fields[name].relation, self.env["ir.model.relation"]
            relation._reflect_relation(self, table, self._original_module)
            of_mixin = Domain("name", "=", table) & Domain("module.name", "=", self._fields[name]._module)
            relation.sudo().search(of_mixin).unlink()

    @api.model
    def _check_deletable(self, name, records):
        """Refuse that what some codes are made for goes: without it they would be for everything.

        :param str name: ``categ_ids`` or ``product_tmpl_ids``
        :param records: the families or products that are about to be deleted
        :raises UserError: one sentence that names the codes
        """
        for model in sorted(self.pool.descendants([self._name], "_inherit") - {self._name}):
            if self.env[model]._abstract or not self.env[model]._auto:
                continue
            # Whoever deletes a product need not read the codes of all companies.
            Code = self.env[model].sudo().with_context(active_test=False)
            other = {"categ_ids": "product_tmpl_ids", "product_tmpl_ids": "categ_ids"}[name]
            only = Domain(name, "in", records.ids) & Domain(other, "=", False)
            left_without = Code.search(only).filtered(lambda code: not code[name] - records)
            if left_without:
                raise UserError(
                    self.env._(
                        "%(codes)s: made for %(records)s only, and for everything without it. Choose other product "
                        "families for them first, or archive %(records)s.",
                        codes=format_list(self.env, left_without[:MOST_NAMED].mapped("display_name"), "unit"),
                        records=format_list(self.env, records.mapped("display_name"), "unit"),
                    )
                )

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
        if "applicable_to" not in self.env.context:
            return super().name_search(name, domain, operator, limit)
        wanted = Domain("display_name", operator, name) if name else Domain.TRUE
        product = self._get_product_at_hand()
        order = functools.partial(self._applicability_order, product=product)
        found = self._raya_search_ranked(wanted & Domain(domain or Domain.TRUE), order, ["display_name"], limit)
        return [(code.id, code.display_name) for code in found]

    @api.model
    def _get_product_at_hand(self):
        """The ``product.product`` that the view names, perhaps none."""
        return self.env["product.product"].browse(self.env.context.get("applicable_to") or [])

    @api.model
    def _applicability_order(self, alias, product):
        """How codes are sorted for a product, as :meth:`_sort_by_applicability` does, by the database.

        :param str alias: the table of these codes in the query
        :param product: ``product.product``, perhaps empty
        :return: list of ``SQL``, the first one counts most; extended where more is known about a code
        """
        if not product:
            return []
        nearest = trees.branch(product.categ_id.parent_path)[::-1]
        code = SQL.identifier(alias, "id")
        made_for, family = self._fields["product_tmpl_ids"], self._fields["categ_ids"]
        return [
            SQL(
                "CASE WHEN EXISTS (SELECT FROM %s WHERE %s = %s AND %s = %s) THEN 0 ELSE"
                " COALESCE((SELECT min(array_position(%s::int[], %s)) FROM %s WHERE %s = %s), %s) END",
                SQL.identifier(made_for.relation),
                SQL.identifier(made_for.relation, made_for.column1),
                code,
                SQL.identifier(made_for.relation, made_for.column2),
                product.product_tmpl_id.id,
                nearest,
                SQL.identifier(family.relation, family.column2),
                SQL.identifier(family.relation),
                SQL.identifier(family.relation, family.column1),
                code,
                len(nearest) + 1,
            )
        ]

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

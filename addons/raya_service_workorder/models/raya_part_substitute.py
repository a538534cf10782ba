from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# Who may read it, as groups of a field.
READERS = "raya_service_base.group_service_user,stock.group_stock_user"


class RayaPartSubstitute(models.Model):
    """A part that may stand in for another one, piece by piece: one way, or both."""

    _name = "raya.part.substitute"
    _description = "Substitute of a part"
    _order = "product_id, sequence, id"
    _rec_name = "substitute_id"
    _check_company_auto = True

    sequence = fields.Integer(default=10, help="What comes first is offered first.")
    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        domain=[("type", "=", "consu")],
        check_company=True,
        index=True,
        ondelete="cascade",
    )
    substitute_id = fields.Many2one(
        "product.product",
        "May Be Replaced By",
        required=True,
        domain=[("type", "=", "consu")],
        check_company=True,
        index=True,
        ondelete="cascade",
    )
    is_mutual = fields.Boolean("Both Ways", help="Each of the two may stand in for the other one.")
    note = fields.Char(help="What to mind, such as an adapter that is needed.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")

    _once = models.UniqueIndex(
        "(product_id, substitute_id, COALESCE(company_id, 0))", "This part has this substitute already."
    )
    _is_another = models.Constraint("CHECK (product_id <> substitute_id)", "A part is no substitute of itself.")

    @api.constrains("product_id", "substitute_id")
    def _check_unit(self):
        for row in self:
            if row.product_id.uom_id != row.substitute_id.uom_id:
                raise ValidationError(
                    self.env._(
                        "%(part)s is counted in %(unit)s, %(substitute)s is not: one cannot stand in for the other.",
                        part=row.product_id.display_name,
                        unit=row.product_id.uom_id.name,
                        substitute=row.substitute_id.display_name,
                    )
                )

    @api.model
    def _find(self, products, company):
        """What may stand in for some products in a company, the first choice first.

        :return: dict by ``product.product`` of dicts, by the other product, of what to mind (``False`` for nothing)
        """
        theirs = Domain("company_id", "in", (company.id, False))
        found = {}
        for row in self.search(theirs & self._get_domain(products), order="sequence, id"):
            pairs = [(row.product_id, row.substitute_id), (row.substitute_id, row.product_id)]
            for product, other in pairs if row.is_mutual else pairs[:1]:
                if other.active:
                    found.setdefault(product, {}).setdefault(other, row.note)
        return found

    @api.model
    def _get_domain(self, products):
        """Rows that say something of these products."""
        both = Domain("is_mutual", "=", True) & Domain("substitute_id", "in", products.ids)
        return Domain("product_id", "in", products.ids) | both

    @api.model
    def _get_action(self, products):
        """The list of what may stand in for some products, where more is added."""
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_part_substitute_action")
        return {
            **action,
            "domain": self._get_domain(products),
            "context": {"default_product_id": products[:1].id},
        }

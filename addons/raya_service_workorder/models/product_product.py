from odoo import api, fields, models

from ..tools import offers
from .raya_part_substitute import READERS as SUBSTITUTE_READERS
from .raya_van_stock import READERS


class ProductProduct(models.Model):
    _inherit = "product.product"

    raya_qty_in_vans = fields.Float(
        "In Vans",
        compute="_compute_raya_qty_in_vans",
        digits="Product Unit",
        groups=READERS,
        help="What technicians have with them; technicians see what is theirs.",
    )

    raya_substitute_count = fields.Integer(
        "Substitutes", compute="_compute_raya_substitute_count", groups=SUBSTITUTE_READERS
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_raya_qty_in_vans(self):
        there = self.env["raya.van.stock"]._get_quantities(self)
        for product in self:
            product.raya_qty_in_vans = there.get(product, 0.0)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_raya_substitute_count(self):
        Substitute = self.env["raya.part.substitute"]
        rows = Substitute.search(Substitute._get_domain(self))
        for product in self:
            product.raya_substitute_count = len(rows.filtered_domain(Substitute._get_domain(product)))

    def action_raya_view_substitutes(self):
        """What may stand in for these products."""
        return self.env["raya.part.substitute"]._get_action(self)

    def action_raya_view_van_stock(self):
        """Who has these products with them, since when."""
        return self.env["raya.van.stock"]._get_action(self)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offers what the found faults and services need first, when the view names the
        job at hand with the context key ``of_job`` (id of a ``raya.workorder``)."""
        found = super().name_search(name, domain, operator, limit)
        if not self.env.context.get("of_job"):
            return found
        job = self.env["raya.workorder"].browse(self.env.context["of_job"])
        faults, services = job.diagnosis_ids.fault_id, job.work_line_ids.operation_id
        needed = (faults.part_need_ids | services.part_need_ids).product_id
        return offers.put_first(needed, found, name, domain, operator, limit)

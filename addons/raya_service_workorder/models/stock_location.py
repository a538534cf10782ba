from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import quantities


class StockLocation(models.Model):
    _inherit = "stock.location"

    raya_technician_id = fields.Many2one(
        "res.users",
        "Technician",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The parts in this location are with this technician.",
    )
    raya_is_defective = fields.Boolean("Defective Parts", help="Old parts that technicians hand in are received here.")

    _raya_technician_unique = models.UniqueIndex(
        "(raya_technician_id, company_id) WHERE raya_technician_id IS NOT NULL",
        "This technician has a location in this company already.",
    )

    @api.model
    def _raya_get_of_technician(self, technician, company):
        """The location of a technician in a company, made on first need."""
        Location = self.with_context(active_test=False)
        location = Location.search([("raya_technician_id", "=", technician.id), ("company_id", "=", company.id)])
        if location and not location.active:
            location.active = True
        return location or self.create(self._raya_prepare_technician_location_values(technician, company))

    def _raya_prepare_technician_location_values(self, technician, company):
        warehouse = technician.with_company(company)._get_default_warehouse_id()
        if not warehouse:
            raise UserError(
                self.env._(
                    "%(company)s has no warehouse to issue parts from. Create one in Inventory first.",
                    company=company.display_name,
                )
            )
        return {
            "name": technician.name,
            "usage": "internal",
            "location_id": warehouse.raya_technician_view_location_id.id,
            "company_id": company.id,
            "raya_technician_id": technician.id,
        }

    def _raya_get_part_place(self):
        """Which place of ``tools.quantities`` this location is."""
        self.ensure_one()
        if self.raya_technician_id:
            return quantities.TECHNICIAN
        if self.raya_is_defective:
            return quantities.DEFECTIVE
        return quantities.STORE if self.usage in ("internal", "view") else quantities.OUTSIDE

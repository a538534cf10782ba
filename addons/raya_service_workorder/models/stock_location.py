from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import quantities

# Places outside every warehouse that the jobs of a company use.
PLACES = [
    ("field", "Field"),
    ("defective", "Defective Parts"),
    ("workshop", "Workshop"),
    ("lost", "Lost Parts"),
]
USAGES = {"field": "view", "defective": "internal", "workshop": "internal", "lost": "inventory"}
PLACE_OF = {
    "defective": quantities.DEFECTIVE,
    "workshop": quantities.WORKSHOP,
    "lost": quantities.LOST,
}


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
    raya_place = fields.Selection(
        PLACES,
        "Place of the Service",
        copy=False,
        help="Field holds what is with technicians, in the workshop or defective: no warehouse counts it as free.",
    )

    _raya_technician_unique = models.UniqueIndex(
        "(raya_technician_id, company_id) WHERE raya_technician_id IS NOT NULL",
        "This technician has a location in this company already.",
    )
    _raya_place_unique = models.UniqueIndex(
        "(raya_place, company_id) WHERE raya_place IS NOT NULL",
        "This company has such a place already.",
    )

    @api.model
    def _raya_get_of_technician(self, technician, company):
        """The location of a technician in a company, made on first need."""
        location = self._raya_find_of_technician(technician, company)
        if location and not location.active:
            location.active = True
        return location or self.create(self._raya_prepare_technician_location_values(technician, company))

    @api.model
    def _raya_find_of_technician(self, technician, company):
        """The location of a technician in a company, if there is one."""
        domain = [("raya_technician_id", "=", technician.id), ("company_id", "=", company.id)]
        return self.with_context(active_test=False).search(domain) if technician else self

    @api.model
    def _raya_get_warehouse_of(self, technician, company):
        """The warehouse that supplies a technician: their own, else the first one of the company.

        :raises UserError: when the company has none; those of other companies give it nothing
        """
        warehouse = technician.with_company(company)._get_default_warehouse_id()
        if warehouse.company_id != company:
            warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        if not warehouse:
            raise UserError(
                self.env._(
                    "%(company)s has no warehouse to issue parts from. Create one in Inventory first.",
                    company=company.display_name,
                )
            )
        return warehouse

    def _raya_prepare_technician_location_values(self, technician, company):
        self._raya_get_warehouse_of(technician, company)
        return {
            "name": technician.name,
            "usage": "internal",
            "location_id": company.sudo()._raya_get_place("field").id,
            "company_id": company.id,
            "raya_technician_id": technician.id,
        }

    def _raya_get_part_place(self):
        """Which place of ``tools.quantities`` this location is."""
        self.ensure_one()
        if self.raya_technician_id:
            return quantities.TECHNICIAN
        if self.raya_place in PLACE_OF:
            return PLACE_OF[self.raya_place]
        return quantities.STORE if self.usage in ("internal", "view") else quantities.OUTSIDE

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

SUPPLY = [
    ("used", "Used"),
    ("here", "With You"),
    ("ready", "Ready at the Warehouse"),
    ("to_approve", "To Approve"),
    ("requested", "Requested"),
    ("returning", "On Its Way Back"),
    ("available", "In the Warehouse"),
    ("short", "Not There"),
]


class RayaPartSupplyMixin(models.AbstractModel):
    """Where a part is for the technician: here, in the warehouse, on its way, and from when on."""

    _name = "raya.part.supply.mixin"
    _description = "Supply of a part"

    supply = fields.Selection(SUPPLY, compute="_compute_supply", compute_sudo=True)
    date_expected = fields.Date(compute="_compute_supply", compute_sudo=True, help="When what is short is expected.")
    qty_van = fields.Float(
        "In Technician's Stock",
        compute="_compute_available",
        compute_sudo=True,
        digits="Product Unit",
        help="Without what was given for jobs.",
    )
    qty_workshop = fields.Float(
        "In the Workshop", compute="_compute_available", compute_sudo=True, digits="Product Unit"
    )
    qty_warehouse = fields.Float(
        "In the Warehouse", compute="_compute_available", compute_sudo=True, digits="Product Unit"
    )

    @api.depends("product_id", "workorder_id.user_id", "workorder_id.company_id", "move_ids.state")
    def _compute_available(self):
        """What a job can take from the three places: ours, and given to no job."""
        self.qty_van = self.qty_workshop = self.qty_warehouse = 0.0
        # All jobs of a technician take from the same places.
        by_places = self.filtered("product_id").grouped(
            lambda part: (part.workorder_id.user_id, part.workorder_id.company_id)
        )
        for parts in by_places.values():
            places = parts._get_supply_places(parts.workorder_id[:1])
            free = self._get_free(parts.product_id, places)
            for part in parts:
                for name in places:
                    part[name] = max(free[name, part.product_id], 0.0)

    @api.model
    def _get_free(self, products, places):
        """:return: dict of the quantity that nobody was given, by field of the part and product; may be below zero

        :param dict places: of ``_get_supply_places()``
        """
        # Technicians see what there is, not the stock.
        Quant = self.env["stock.quant"].sudo()
        free = defaultdict(float)
        hands = {places[name]: name for name in ("qty_van", "qty_workshop") if places[name]}
        if hands:
            locations = self.env["stock.location"].union(*hands)
            for (location, product), quantity in Quant._raya_get_unclaimed(products, locations).items():
                free[hands[location], product] += quantity
        if places["qty_warehouse"]:
            domain = Domain("product_id", "in", products.ids) & Domain("owner_id", "=", False)
            domain &= Domain("location_id", "child_of", places["qty_warehouse"].ids)
            sums = ["quantity:sum", "reserved_quantity:sum"]
            for product, there, reserved in Quant._read_group(domain, ["product_id"], sums):
                free["qty_warehouse", product] += there - reserved
        return free

    def _get_supply_places(self, workorder):
        """Where the technician of a job may look for parts, by field of the part; makes none."""
        # Technicians see what there is, not the stock.
        job = workorder.sudo()
        domain = [("raya_place", "=", "workshop"), ("company_id", "=", job.company_id.id)]
        return {
            "qty_van": job.van_id,
            "qty_workshop": job.van_id.search(domain),
            "qty_warehouse": job.warehouse_id.lot_stock_id,
        }

    @api.depends(
        *("quantity", "source", "qty_to_approve", "qty_requested", "qty_issued"),
        *("qty_held", "qty_reported", "qty_returning"),
    )
    def _compute_supply(self):
        for part in self:
            part.supply, part.date_expected = part._get_supply()

    def _get_supply(self):
        """The first that is true, as whoever opens the job wants to read it."""
        if not self.product_id:
            return False, False
        if self._is_zero(self.qty_held) and self.qty_reported >= self.quantity:
            return "used", False
        if not self._is_issued():
            there = self.qty_van if self.source == "van" else self.qty_workshop
            return ("here" if there >= self.quantity else "short"), False
        if self.qty_held > 0:
            return "here", False
        if self.qty_to_approve > 0:
            return "to_approve", False
        requests = self._get_open_requests()
        if requests:
            is_ready = all(move.state == "assigned" for move in requests)
            return ("ready", False) if is_ready else ("requested", self._get_expected_date(requests))
        if self.qty_returning > 0:
            return "returning", False
        return ("available" if self.qty_warehouse >= self.quantity else "short"), False

    def _get_expected_date(self, requests):
        """When the warehouse expects to have it, if it does."""
        dates = [move.forecast_expected_date for move in requests if move.forecast_expected_date]
        return max(dates) if dates else False

    def _tell_difference(self):
        return self.env._(
            "%(quantity)s %(unit)s %(part)s",
            quantity=self.env["res.lang"]._raya_format_number(self.qty_reported - self.qty_used),
            unit=self.product_uom_id.name,
            part=self.product_id.display_name,
        )

    @api.depends("product_id", "source", "workorder_id.user_id", "workorder_id.company_id")
    def _compute_lot_domain(self):
        """Lots and serial numbers that the technician or the workshop has."""
        Quant = self.env["stock.quant"].sudo()
        for part in self:
            lots = {}
            if part.product_id and part.tracking != "none":
                place = part._get_supply_places(part.workorder_id)[
                    "qty_workshop" if part.source == "workshop" else "qty_van"
                ]
                # Technicians read no stock but what they have.
                lots = Quant._raya_get_free_lots(part.sudo(), place) if place else lots
            part.lot_domain = [("id", "in", [lot.id for lot in lots])]

from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools.notices import notice

PLACES = [("van", "Technician's Stock"), ("warehouse", "Warehouse")]


class RayaPartSubstitutionMixin(models.AbstractModel):
    """What may be taken in the place of a part that is short, and what was asked for."""

    _name = "raya.part.substitution.mixin"
    _description = "Substitutes of a part that is short"
    _protected_fields = frozenset({"asked_product_id"})

    asked_product_id = fields.Many2one(
        "product.product",
        "Asked For",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The part that was short, and in whose place this one was taken.",
    )
    substitute_id = fields.Many2one(
        "product.product",
        "Substitute at Hand",
        compute="_compute_substitute",
        compute_sudo=True,
        help="May stand in for this part, which is short, and is with the technician or in the warehouse.",
    )
    substitute_place = fields.Selection(PLACES, "Where", compute="_compute_substitute", compute_sudo=True)

    @api.depends("product_id", "supply", "quantity", "workorder_id.user_id", "workorder_id.company_id")
    def _compute_substitute(self):
        self.substitute_id = self.substitute_place = False
        for job, parts in self.filtered(lambda part: part._is_short()).grouped("workorder_id").items():
            substitutes = self.env["raya.part.substitute"]._find(parts.product_id, job.company_id)
            if substitutes:
                free = parts._get_free_substitutes(job, substitutes)
                for part in parts:
                    offered = part._choose_substitute(substitutes.get(part.product_id, ()), free)
                    part.substitute_id, part.substitute_place = offered

    def _is_short(self):
        """Whether nobody has this part to give, and none of it was issued yet."""
        is_open = self.workorder_id.state in ("draft", "progress", "waiting")
        is_missing = self.supply in ("short", "requested")
        return is_open and is_missing and self._is_zero(self.qty_issued) and self._is_zero(self.qty_reported)

    def _get_free_substitutes(self, job, substitutes):
        """How much of each substitute nobody else was given, by ``van`` or ``warehouse`` and product."""
        products = self.env["product.product"].union(*(other for others in substitutes.values() for other in others))
        places = self._get_supply_places(job)
        free = defaultdict(float)
        for key, name in (("van", "qty_van"), ("warehouse", "qty_warehouse")):
            location = places[name]
            domain = Domain("product_id", "in", products.ids) & Domain("owner_id", "=", False)
            domain &= Domain("location_id", "child_of", location.ids)
            sums = ["quantity:sum", "reserved_quantity:sum"]
            for product, there, reserved in self.env["stock.quant"]._read_group(domain, ["product_id"], sums):
                free[key, product] += there - reserved
        # What other jobs were given lies in the van, and is theirs.
        for (_place, product, _lot), claimed in (
            self.env["stock.quant"]._raya_get_claims(products, places["qty_van"]).items()
        ):
            free["van", product] -= claimed
        return free

    def _choose_substitute(self, others, free):
        """What the technician has comes first, then the warehouse; in each the first choice."""
        for place, _label in PLACES:
            for other in others:
                if self.product_uom_id.compare(free[place, other], self.quantity) >= 0:
                    return other, place
        return False, False

    def action_take_substitute(self):
        """Take what is offered in the place of a part that is short; what was asked for stays on the line.

        A request that the warehouse could not serve is cancelled. From the warehouse the substitute is requested in its
        place, if the other one was.

        :return: action that says what was done
        :raises UserError: when nothing that may stand in is there (any more)
        """
        self.check_access("write")
        self.env["raya.part.move"]._lock(self.workorder_id)
        for part in self:
            if not part.substitute_id:
                raise UserError(
                    self.env._(
                        "Nothing that may stand in for %s is with you or in the warehouse now.",
                        part.product_id.display_name,
                    )
                )
            told = part._take_substitute() or part._tell_taken()
        return told

    def _take_substitute(self):
        """:return: action that says who has to approve it first, if anybody has"""
        self.ensure_one()
        place, was_requested = self.substitute_place, bool(self._is_requested())
        values = {
            "product_id": self.substitute_id.id,
            "asked_product_id": (self.asked_product_id or self.product_id).id,
            "source": place,
            "lot_ids": [Command.clear()],
        }
        # A technician requests and gives up by the buttons of the job, and reads no stock.
        part = self.sudo()
        if was_requested:
            part._cancel_requests(self.env._("%s is taken instead.", self.substitute_id.display_name))
        part.write(values)
        # What follows from the part is written as long as the report is open.
        part.flush_recordset()
        asked = self.env["raya.part.request"]
        if was_requested and place == "warehouse":
            asked = self._request()
        part._go_on()
        return asked._tell_asked()

    def _tell_taken(self):
        return notice(
            self.env._(
                "%(substitute)s in the place of %(part)s.",
                substitute=self.product_id.display_name,
                part=self.asked_product_id.display_name,
            )
        )

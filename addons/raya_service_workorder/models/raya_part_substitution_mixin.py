from odoo import Command, api, fields, models
from odoo.exceptions import UserError

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
        check_company=True,
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
    substitute_note = fields.Char(
        "Mind", compute="_compute_substitute", compute_sudo=True, help="What to mind when the substitute is taken."
    )

    @api.depends("product_id", "supply", "quantity", "workorder_id.user_id", "workorder_id.company_id")
    def _compute_substitute(self):
        self.substitute_id = self.substitute_place = self.substitute_note = False
        short = self.filtered(lambda part: part._is_short())
        for company, parts in short.grouped(lambda part: part.workorder_id.company_id).items():
            substitutes = self.env["raya.part.substitute"]._find(parts.product_id, company)
            parts.filtered(lambda part, known=substitutes: part.product_id in known)._offer(substitutes)

    def _offer(self, substitutes):
        """Offer what is at hand for these parts of one company.

        :param dict substitutes: of ``raya.part.substitute._find()``
        """
        # All jobs of a technician take from the same places.
        for parts in self.grouped(lambda part: part.workorder_id.user_id).values():
            products = parts.env["product.product"].union(
                *(other for others in substitutes.values() for other in others)
            )
            free = self._get_free(products, parts._get_supply_places(parts.workorder_id[:1]))
            for part in parts:
                known = substitutes[part.product_id]
                part.substitute_id, part.substitute_place = part._choose_substitute(known, free)
                part.substitute_note = known.get(part.substitute_id)

    def write(self, vals):
        """Who puts another part there by hand takes it in nobody's place."""
        by_hand = "product_id" in vals and "asked_product_id" not in vals
        changed = self.filtered(lambda part: by_hand and part.product_id.id != vals["product_id"])
        result = super().write(vals)
        # What was asked for is written by the program only.
        changed.sudo().filtered("asked_product_id").asked_product_id = False
        return result

    def _is_short(self):
        """Whether nobody has this part to give, and none of it was issued yet."""
        is_open = self.workorder_id.state in ("draft", "progress", "waiting")
        is_missing = self.supply in ("short", "requested")
        return is_open and is_missing and self._is_zero(self.qty_issued) and self._is_zero(self.qty_reported)

    def _choose_substitute(self, others, free):
        """What the technician has comes first, then the warehouse; in each the first choice."""
        for place, _label in PLACES:
            for other in others:
                if self.product_uom_id.compare(free[f"qty_{place}", other], self.quantity) >= 0:
                    return other, place
        return False, False

    def action_take_substitute(self):
        """Take what is offered in the place of parts that are short; what was asked for stays on their lines.

        A request that the warehouse could not serve is cancelled. From the warehouse the substitute is requested in its
        place, if the other one was.

        :return: action that says what was done, and whose approval is waited for
        :raises UserError: when for one of them nothing that may stand in is there (any more): then none is taken
        """
        self.check_access("write")
        if not self:
            raise UserError(self.env._("No part is chosen. Choose the part that is short first."))
        self.env["raya.part.move"]._lock(self.workorder_id)
        asked, told = self.env["raya.part.request"], []
        for part in self:
            replaced = part.product_id
            asked |= part._take_substitute()
            told.append(part._tell_taken(replaced))
        waiting = asked._get_waiting_message()
        return notice(" ".join(filter(None, [*told, waiting])), "info" if waiting else "success")

    def _get_offered(self):
        """What stands in for this part now, whatever was read before: others may have been given it since."""
        self.ensure_one()
        self.invalidate_recordset(["substitute_id", "substitute_place", "substitute_note"])
        return self.substitute_id

    def _take_substitute(self):
        """:return: the ``raya.part.request`` records for which rules want an approval, in superuser mode"""
        offered = self._get_offered()
        if not offered:
            raise UserError(
                self.env._(
                    "Nothing that may stand in for %s is with you or in the warehouse now.",
                    self.product_id.display_name,
                )
            )
        place, was_requested = self.substitute_place, bool(self._is_requested())
        values = {
            "product_id": offered.id,
            # Where the one that was asked for is taken after all, nothing stands in for it.
            "asked_product_id": ((self.asked_product_id or self.product_id) - offered).id,
            "source": place,
            "lot_ids": [Command.clear()],
        }
        # A technician requests and gives up by the buttons of the job, and reads no stock.
        part = self.sudo()
        if was_requested:
            part._cancel_requests(self.env._("%s is taken instead.", offered.display_name))
        part.write(values)
        # What follows from the part is written as long as the report is open.
        part.flush_recordset()
        is_asked = was_requested and place == "warehouse"
        asked = self._request() if is_asked else self.env["raya.part.request"]
        part._go_on()
        return asked

    def _tell_taken(self, replaced):
        return self.env._(
            "%(substitute)s in the place of %(part)s.",
            substitute=self.product_id.display_name,
            part=(self.asked_product_id or replaced).display_name,
        )

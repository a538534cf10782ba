from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import period


class RayaWarranty(models.Model):
    """Coverages when the unit changes hands or is exchanged for another (DOMAIN, warranty rule 7)."""

    _inherit = "raya.warranty"

    continues_id = fields.Many2one(
        "raya.warranty",
        "Continues",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The coverage of the unit that this one took the place of.",
    )
    continued_ids = fields.One2many("raya.warranty", "continues_id", "Continued By")
    standing = fields.Selection(selection_add=[("moved", "Moved to Another Unit")])

    _continued_once = models.UniqueIndex(
        "(continues_id) WHERE continues_id IS NOT NULL", "This coverage has moved to another unit already."
    )

    @api.depends("continued_ids", "continues_id")
    def _compute_standing(self):
        super()._compute_standing()
        for warranty in self.filtered("continued_ids"):
            warranty.standing = "moved"

    # --- change of owner -------------------------------------------------------

    def _record_transfer(self, reason, date):
        """The unit has a new owner from this day on."""
        kept = self.filtered(lambda warranty: warranty.standing != "moved")
        self.env["raya.warranty.event"].create(
            [{"warranty_id": warranty.id, "kind": "transfer", "date": date, "reason": reason} for warranty in kept]
        )
        kept._sync_dates()

    def _replay_transfer(self, event, start, end):
        """What is not transferable ends on the day before; what has not started then never does."""
        is_cut = not self.policy_id.is_transferable and event.date > start
        return (start, min(end, period.day_before(event.date))) if is_cut else (start, end)

    # --- exchange of the unit --------------------------------------------------

    def _move_to(self, asset, date, reason):
        """The rest of these coverages goes on for another unit; once is enough.

        :return: the coverages of the other unit
        """
        moving = self.filtered(lambda warranty: not warranty.continued_ids)
        moved = self.create([warranty._prepare_continued_values(asset) for warranty in moving])
        Event = self.env["raya.warranty.event"]
        common = {"date": date, "reason": reason}
        Event.create([{"warranty_id": warranty.id, "kind": "exchange", **common} for warranty in moving])
        Event.create([{"warranty_id": warranty.id, "kind": "continue", **common} for warranty in moved])
        moving._sync_dates()
        return moved

    def _prepare_continued_values(self, asset):
        self.ensure_one()
        return {
            "asset_id": asset.id,
            "policy_id": self.policy_id.id,
            "origin": self.origin and f"{self.origin._name},{self.origin.id}",
            "continues_id": self.id,
            "line_ids": [fields.Command.create(line._prepare_continued_values()) for line in self.line_ids],
        }

    def _replay_exchange(self, event, start, end):
        """The old unit is covered until the day before."""
        return (start, min(end, period.day_before(event.date))) if event.date > start else (start, end)

    def _replay_continue(self, event, start, end):
        """The new unit is covered from this day on, for the rest of the time; what
        had ended by then keeps its end and covers nothing."""
        return min(max(start, event.date), end), end

    def _sync_dates(self):
        """What a coverage continues decides its dates, too."""
        super()._sync_dates()
        for continued in self.continued_ids:
            continued._sync_dates()

    def _get_evidence(self):
        """What happened to the first unit counts; what never happened to it may happen to this one."""
        evidence = super()._get_evidence()
        if not self.continues_id:
            return evidence
        before = self.continues_id._get_evidence()
        return {event: before.get(event) or day for event, day in evidence.items()}

    def _get_events(self):
        """All that happened to this coverage, also on the units before; in order.

        A change of owner that was taken back by reinstating counts no more.
        """
        events = super()._get_events()
        if self.continues_id:
            inherited = self.continues_id._get_events().filtered(lambda event: event.kind != "exchange")
            events = (inherited | events).sorted(lambda event: (event.date, event.id))
        back = events.filtered(lambda event: event.kind == "reinstate")[-1:]
        undone = events.filtered(
            lambda event: event.kind == "transfer" and back and (event.date, event.id) <= (back.date, back.id)
        )
        return events - undone

    def _get_spells(self):
        """Not transferable: void from the change of owner on. Moved: the old unit has nothing left."""
        spells = super()._get_spells()
        ending = {"exchange"} if self.policy_id.is_transferable else {"exchange", "transfer"}
        events = self._get_events()
        marks = [
            (event.date, event.kind in ending or event.kind == "void")
            for event in events
            if event.kind in ending | {"void", "reinstate"}
        ]
        return {**spells, "void": period.spells(marks)}

    def _check_event(self, kind, date):
        for warranty in self.filtered("continued_ids"):
            raise UserError(
                self.env._(
                    "%(cover)s has moved to %(file)s. Change it there.",
                    cover=warranty.display_name,
                    file=warranty.continued_ids.asset_id.display_name,
                )
            )
        return super()._check_event(kind, date)

    def action_view_continued(self):
        return (self.continues_id | self.continued_ids)._get_records_action()


class RayaWarrantyLine(models.Model):
    _inherit = "raya.warranty.line"

    def _prepare_continued_values(self):
        """The same cover for the unit that takes the place of this one."""
        return {
            "policy_line_id": self.policy_line_id.id,
            "product_id": self.product_id.id,
            "component_id": self.component_id.id,
            # The new unit begins to count where its own meter stands.
            "usage_start": self.usage_start,
        }

from odoo import api, fields, models
from odoo.addons.raya_service_base.tools.linking import repoint
from odoo.exceptions import UserError

from ..tools import period


class RayaWarranty(models.Model):
    """Coverages when the unit changes hands or is exchanged for another (DOMAIN, warranty rule 7)."""

    _inherit = "raya.warranty"

    continues_id = fields.Many2one(
        "raya.warranty",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The coverage of the unit that this one took the place of.",
    )
    continued_ids = fields.One2many("raya.warranty", "continues_id", "Continuations")
    continued_id = fields.Many2one("raya.warranty", "Continued By", compute="_compute_continued_id")
    _continued_once = models.UniqueIndex(
        "(continues_id) WHERE continues_id IS NOT NULL", "This coverage has moved to another unit already."
    )

    @api.depends("continued_ids")
    def _compute_continued_id(self):
        for warranty in self:
            warranty.continued_id = warranty.continued_ids

    @api.depends("continued_ids", "continues_id")
    def _compute_standing(self):
        result = super()._compute_standing()
        for warranty in self.filtered("continued_ids"):
            warranty.standing = "moved"
        return result

    def _get_lineage(self):
        """These coverages and those of other units that they continue or that continue them."""
        before, after = self, self
        while before.continues_id - self:
            before = before.continues_id
            self |= before
        while after.continued_ids - self:
            after = after.continued_ids
            self |= after
        return self

    # --- change of owner -------------------------------------------------------

    def _record_transfer(self, reason, date):
        """The unit has a new owner from this day on."""
        kept = self.filtered(lambda warranty: warranty.standing != "moved")
        self.env["raya.warranty.event"].create(
            [{"warranty_id": warranty.id, "kind": "transfer", "date": date, "reason": reason} for warranty in kept]
        )
        kept._sync_dates()

    def _replay_transfer(self, event, start, end):
        """What is not transferable ends on the day before; what had not started by then never does."""
        is_cut = not self.policy_id.is_transferable and event.date > start and not self._is_taken_back(event)
        return (start, period.cut(end, event.date)) if is_cut else (start, end)

    def _is_taken_back(self, event):
        """Whether the coverage was reinstated after this event."""
        later = [other for other in self._get_events() if (other.date, other.id) > (event.date, event.id)]
        return any(other.kind == "reinstate" for other in later)

    # --- exchange of the unit --------------------------------------------------

    def _move_to(self, asset, date, reason):
        """The rest of these coverages goes on for another unit; once is enough.

        What that unit was promised by the same policies, before anybody knew for
        which unit it was given, becomes this rest.

        :return: the coverages of the other unit
        """
        moving = self.filtered(lambda warranty: not warranty.continued_ids)
        promised = {warranty._get_key(): warranty for warranty in asset.warranty_ids if not warranty.continues_id}
        for warranty in moving.filtered(lambda warranty: warranty._get_key() in promised):
            promised[warranty._get_key()].continues_id = warranty
        self.create(
            [warranty._prepare_continued_values(asset) for warranty in moving if warranty._get_key() not in promised]
        )
        moved = moving.continued_ids
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
            "origin": self.origin and self._get_origin_key(),
            "date_granted": self.date_granted,
            "continues_id": self.id,
            "line_ids": [fields.Command.create(line._prepare_continued_values()) for line in self.line_ids],
        }

    def _replay_exchange(self, event, start, end):
        """The old unit is covered until the day before."""
        return (start, period.cut(end, event.date)) if event.date > start else (start, end)

    def _replay_continue(self, event, start, end):
        """The new unit is covered from this day on, for the rest of the time; what
        had ended by then keeps its end and covers nothing."""
        return min(max(start, event.date), end), end

    def _sync_dates(self):
        """What a coverage continues decides its dates, too."""
        result = super()._sync_dates()
        for continued in self.continued_ids:
            continued._sync_dates()
        return result

    def _get_evidence(self):
        """What happened to the first unit counts; what never happened to it may happen to this one."""
        evidence = super()._get_evidence()
        if not self.continues_id:
            return evidence
        before = self.continues_id._get_evidence()
        return evidence | {event: day for event, day in before.items() if day}

    def _get_events(self):
        """All that happened to this coverage, also on the units before; in order."""
        events = super()._get_events()
        if not self.continues_id:
            return events
        inherited = self.continues_id._get_events().filtered(lambda event: event.kind != "exchange")
        return events.browse(event.id for event in period.in_order(inherited | events))

    def _get_voiding_kinds(self):
        """Moved: the old unit has nothing left. Not transferable: nor has the new owner."""
        ending = {"exchange"} if self.policy_id.is_transferable else {"exchange", "transfer"}
        return super()._get_voiding_kinds() | ending

    # --- files of one unit become one --------------------------------------------

    def _merge_into(self, asset):
        """This coverage goes on in another file of the same unit.

        Where that file has a coverage of this policy already, the unit keeps that
        one: what happened to this one and what it has paid counts there from now
        on, and an event tells the dates it had.
        """
        self.ensure_one()
        same = asset.warranty_ids.filtered(lambda other: other._get_key() == self._get_key())
        if not same:
            return
        self.env["raya.warranty.event"].create(
            {
                "warranty_id": same.id,
                "kind": "merge",
                "date": asset.company_id._raya_get_day(),
                "reason": self._tell_dates(),
            }
        )
        partners = {other._get_key(): other for other in same.line_ids}
        twins = {line.id: partners[line._get_key()].id for line in self.line_ids if line._get_key() in partners}
        repoint(self.line_ids.browse(), twins)
        self.line_ids.filtered(lambda line: line.id in twins).unlink()
        repoint(self.browse(), {self.id: same.id})
        self.unlink()
        same._sync_dates()

    def _get_key(self):
        """What a unit can have only once."""
        return self.policy_id, self.origin

    def _tell_dates(self):
        day = self.env["res.lang"]._raya_format_day
        if not self.date_start:
            return self.env._("%(file)s had this coverage, too. It had not started.", file=self.asset_id.display_name)
        return self.env._(
            "%(file)s had this coverage, too, from %(start)s until %(end)s.",
            file=self.asset_id.display_name,
            start=day(self.date_start),
            end=day(self.date_end),
        )

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


class RayaWarrantyLine(models.Model):
    _inherit = "raya.warranty.line"

    def _prepare_continued_values(self):
        """The same cover for the unit that takes the place of this one: it begins
        to count where this one stood."""
        asset = self.warranty_id.asset_id
        meters = asset._get_meters(asset.company_id._raya_get_day())[asset]
        return {
            "policy_line_id": self.policy_line_id.id,
            "product_id": self.product_id.id,
            "component_id": self.component_id.id,
            "usage_start": self.usage_start - self.policy_line_id._get_counted_use(meters),
        }

    def _get_lineage(self):
        """This line and those of the units before that it continues."""
        lineage, line = self, self
        while line:
            line = line.warranty_id.continues_id.line_ids.filtered(lambda other: other._get_key() == self._get_key())
            lineage |= line
        return lineage

    def _get_key(self):
        """What makes two lines of coverages of one policy the same."""
        return self.policy_line_id, self.product_id, self.component_id

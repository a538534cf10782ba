from datetime import date, timedelta

from odoo import api, models
from odoo.tools import SQL, split_every

from ..tools import coverage, period
from .raya_asset_promise_mixin import CHUNK

PREVIOUS = "previous"


def _write_changed(record, **values):
    if any(record[name] != value for name, value in values.items()):
        record.write(values)


class RayaWarrantyDatesMixin(models.AbstractModel):
    """Dates of a coverage: what its policy promises from its evidence on, changed by its events.

    Extended warranties start after the warranty, one behind the other.
    """

    _name = "raya.warranty.dates.mixin"
    _description = "Dates of a Coverage"

    def _sync_dates(self):
        """Bring the dates to what policy, evidence and events say now.

        Asking twice changes nothing. A start that moves after it was known for
        certain leaves an event that says so. What queues behind these coverages
        and what continues them moves with them.
        """
        queue = self.asset_id.warranty_ids.filtered(lambda warranty: warranty._is_queued())
        (self - queue)._sync_own_dates()
        # One by one: each starts behind what the one before it has now.
        for warranty in queue.sorted(lambda warranty: warranty._sort_key()):
            warranty._sync_own_dates()
        for continued in self.continued_ids:
            continued._sync_dates()

    def _sync_own_dates(self):
        """As :meth:`_sync_dates`, without those that follow these coverages."""
        corrections = []
        # One by one: a coverage may start where the one before it ends.
        for warranty in self:
            spans = warranty._get_spans()
            corrections += warranty._prepare_corrections(spans)
            warranty._write_spans(spans)
        self.env["raya.warranty.event"].create(corrections)

    def _prepare_corrections(self, spans):
        """An event that remembers that the day on which a coverage started was corrected, if it was."""
        start = min((start for start, _end in spans.values() if start), default=False)
        if not start or not self.date_start or self.is_start_assumed or start == self.date_start:
            return []
        reason = self.env._(
            "The day on which this coverage starts was corrected from %(before)s to %(after)s.",
            before=self.env["res.lang"]._raya_format_day(self.date_start),
            after=self.env["res.lang"]._raya_format_day(start),
        )
        return [{"warranty_id": self.id, "kind": "correct", "date": self.company_id._raya_get_day(), "reason": reason}]

    def _write_spans(self, spans):
        """Write what differs from the spans, and what follows from them for the whole."""
        for line in self.line_ids:
            _write_changed(line, date_start=spans[line][0], date_end=spans[line][1])
        starts = [start for start, _end in spans.values() if start]
        ends = [end for _start, end in spans.values() if end]
        _write_changed(
            self,
            date_start=min(starts, default=False),
            date_end=max(ends, default=False),
            is_start_assumed=bool(starts) and not self._get_evidence().get(self.policy_id.start_event),
        )

    def _get_evidence(self):
        """Date by event that may start this coverage; ``False`` while unknown."""
        self.ensure_one()
        evidence = self.asset_id._get_evidence()
        if self.date_granted:
            # Of a granted coverage its document is the sale, or the repair.
            evidence |= {"invoice": self.date_granted, "repair": self.date_granted}
        if self._is_queued():
            evidence[PREVIOUS] = self._get_preceding_end(default=evidence["invoice"])
        if self.continues_id:
            # What happened to the first unit counts; what never happened to it may happen to this one.
            before = self.continues_id._get_evidence()
            evidence |= {event: day for event, day in before.items() if day}
        return evidence

    def _get_spans(self):
        """First and last covered day by line: granted by the policy, then changed by each event.

        :return: dict of ``(start, end)`` by coverage line, or by the coverage
            itself where it has no lines; both ``False`` while it waits
        """
        self.ensure_one()
        spans = self._get_granted_spans()
        if not all(start for start, _end in spans.values()):
            return spans
        for event in self._get_events():
            replay = getattr(self, f"_replay_{event.kind}", None)
            if replay:
                spans = {holder: replay(event, *span) for holder, span in spans.items()}
        return spans

    def _get_granted_spans(self):
        """As :meth:`_get_spans`, before any event."""
        starts = self._get_queued_starts() if self._is_queued() else self._get_own_starts()
        return {
            holder: (start, holder._get_granted_end(start)) if start else (False, False)
            for holder, start in starts.items()
        }

    def _get_own_starts(self):
        """First day by holder, by the event that starts this policy."""
        start = self.policy_id._get_start(self._get_evidence()) or False
        return dict.fromkeys(self._get_holders(), start)

    def _get_holders(self):
        """What has a period of its own: the lines, or the coverage itself without any."""
        return list(self.line_ids) or [self]

    def _get_granted_end(self, start):
        """Last day that the policy grants from ``start`` on, before any event."""
        return self.policy_id._get_end(self._get_anchor(start))

    def _get_anchor(self, start):
        """The day from which the duration counts, for a coverage that begins on ``start``."""
        return self.policy_id._get_anchor(start, self._get_evidence())

    def _replay_extend(self, event, start, end):
        return start, period.extended(end, event.duration, event.duration_unit)

    def _replay_transfer(self, event, start, end):
        """What is not transferable ends on the day before; what had not started by then never does."""
        is_cut = not self.policy_id.is_transferable and event.date > start and not self._is_reinstated_after(event)
        return (start, period.cut(end, event.date)) if is_cut else (start, end)

    def _is_reinstated_after(self, event):
        later = [other for other in self._get_events() if (other.date, other.id) > (event.date, event.id)]
        return any(other.kind == "reinstate" for other in later)

    def _replay_exchange(self, event, start, end):
        """The old unit is covered until the day before, unless the exchange was undone."""
        is_cut = event.date > start and not self._is_reinstated_after(event)
        return (start, period.cut(end, event.date)) if is_cut else (start, end)

    def _replay_continue(self, event, start, end):
        """The new unit is covered from this day on, for the rest of the time; what
        had ended by then keeps its end and covers nothing."""
        return min(max(start, event.date), end), end

    # --- one behind the other ------------------------------------------------

    def _is_queued(self):
        return self.policy_id.start_event == PREVIOUS

    def _sort_key(self):
        """Place in the queue: those that came with the unit, then as they were sold."""
        origin = self.origin
        return self.date_granted or date.min, origin.id if origin else 0, self.id

    def _get_preceding(self):
        """Coverages that must end before this one starts: the warranty, and what
        was promised or sold before to extend it."""
        key = self._sort_key()
        return self.asset_id.warranty_ids.filtered(
            lambda other: (
                other.kind == "warranty"
                or (other.kind == "extended" and other.standing != "void" and other._sort_key() < key)
            )
        )

    def _get_preceding_end(self, default):
        """Last day of what must end before; an end that hangs on an assumed start is no certain evidence."""
        preceding = self._get_preceding()
        ends = [other.date_end for other in preceding if other.date_end]
        is_certain = not any(other.is_start_assumed for other in preceding)
        return is_certain and max(ends, default=default)

    def _get_queued_starts(self):
        """First day by holder: each starts when what covered the same before has ended."""
        preceding = self._get_preceding()
        starts = {holder: self._get_start_behind(preceding, holder) for holder in self._get_holders()}
        if not all(starts.values()) or not all(other.date_start for other in preceding):
            return dict.fromkeys(starts, False)
        return starts

    def _get_start_behind(self, preceding, holder):
        """The day after the last end before; the day of the sale where all that has ended."""
        works = holder._get_typical_works()
        alike = preceding.line_ids.filtered(lambda line: line._covers_any(works))
        ends = [end for end in (alike or preceding).mapped("date_end") if end]
        behind = [max(ends) + timedelta(days=1)] if ends else []
        sold_on = self._get_evidence()["invoice"]
        return max([*behind, *([sold_on] if sold_on else [])], default=False)

    def _get_typical_works(self):
        """A coverage without lines is for every kind of work."""
        return [coverage.Work(kind) for kind in coverage.KINDS]

    # --- counted from the last sale of the model ----------------------------

    @api.model
    def _move_commitments(self, template):
        """Let the commitments of all units of a product end where its last sale says.

        Nearly all of them end on the same day and are moved at once; only those
        that somebody changed, or that start later, are looked at one by one.
        """
        day = template.raya_last_sold_on
        counted = [
            ("asset_id.product_id.product_tmpl_id", "=", template.id),
            ("policy_id.is_from_last_sale", "=", True),
            ("date_start", "!=", False),
        ]
        alike = [("event_ids", "=", False), ("date_start", "<=", day), ("asset_id.date_invoice", "<=", day)]
        moved = self.search([*counted, *alike]) if day else self.browse()
        for policy, warranties in moved.grouped("policy_id").items():
            warranties._move_ends(policy, day)
        for ids in split_every(CHUNK, (self.search(counted) - moved).ids):
            self.browse(ids)._sync_dates()

    def _move_ends(self, policy, day):
        """Write the ends that a policy grants from ``day`` on, in one statement for each of its lines."""
        self.flush_model()
        ends = {line: line._get_end(day) for line in policy.line_ids}
        for ids in split_every(CHUNK, self.ids, tuple):
            for line, end in ends.items():
                self.env.cr.execute(
                    SQL(
                        "UPDATE raya_warranty_line SET date_end = %s WHERE policy_line_id = %s AND warranty_id IN %s",
                        end,
                        line.id,
                        ids,
                    )
                )
            last = max(ends.values(), default=policy._get_end(day))
            self.env.cr.execute(SQL("UPDATE raya_warranty SET date_end = %s WHERE id IN %s", last, ids))
        self.invalidate_model(["date_end"])
        self.line_ids.invalidate_model(["date_end"])

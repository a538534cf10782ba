from odoo import api, models
from odoo.exceptions import UserError

from ..tools import period


def _write_changed(record, **values):
    if any(record[name] != value for name, value in values.items()):
        record.write(values)


class RayaWarranty(models.Model):
    """Dates of a coverage: what its policy promises from its evidence on, changed by its events."""

    _inherit = "raya.warranty"

    def _sync_dates(self):
        """Bring the dates to what policy, evidence and events say now.

        Asking twice changes nothing. A start that moves after it was known for
        certain leaves an event that says so.
        """
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
        """Date by start event, as on the file; documents that grant coverages add theirs."""
        self.ensure_one()
        return self.asset_id._get_evidence()

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

    def _get_events(self):
        """All that happened to this coverage, in order."""
        self.ensure_one()
        return self.event_ids.browse(event.id for event in period.in_order(self.event_ids))

    def _get_granted_spans(self):
        """As :meth:`_get_spans`, before any event."""
        start = self.policy_id._get_start(self._get_evidence()) or False
        return {
            holder: (start, holder._get_granted_end(start)) if start else (False, False)
            for holder in self._get_holders()
        }

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

    @api.model
    def _get_allowed_events(self):
        """Events that may happen to a coverage, as pairs of its standing and the event."""
        return {
            ("normal", "extend"),
            ("suspended", "extend"),
            ("normal", "suspend"),
            ("suspended", "resume"),
            ("normal", "void"),
            ("suspended", "void"),
            ("void", "reinstate"),
        }

    def _record_event(self, kind, reason, date=None, **terms):
        """Change these coverages, and keep who did it, when and why.

        :param str kind: kind of ``raya.warranty.event``
        :param terms: further values of the event, such as its duration
        :raises UserError: when one of them cannot take this event; none is changed then
        """
        date = date or self.company_id[:1]._raya_get_day()
        self._check_event(kind, date)
        events = self.env["raya.warranty.event"].create(
            [{"warranty_id": warranty.id, "kind": kind, "reason": reason, "date": date, **terms} for warranty in self]
        )
        self._sync_dates()
        return events

    def _check_event(self, kind, date):
        allowed = self._get_allowed_events()
        for warranty in self:
            if (warranty.standing, kind) not in allowed:
                raise UserError(
                    self.env._(
                        "%(cover)s cannot take this event as it stands. Look at its events first.",
                        cover=warranty.display_name,
                    )
                )
            if kind != "extend" and date < max(warranty._get_marking_dates(), default=date):
                raise UserError(
                    self.env._(
                        "%(cover)s has a later event. Choose the day of that event or a day after it.",
                        cover=warranty.display_name,
                    )
                )

    def _get_spells(self):
        """Periods without cover, by what they are."""
        self.ensure_one()
        events = self._get_events()
        return {
            "void": period.spells(events._get_marks(self._get_voiding_kinds(), "reinstate")),
            "suspended": period.spells(events._get_marks({"suspend"}, "resume")),
        }

    def _get_voiding_kinds(self):
        """Events from which on a coverage is void until it is reinstated."""
        return {"void"}

    def _get_marking_dates(self):
        """Days of the events before which no other may be entered."""
        marking = self._get_voiding_kinds() | {"suspend", "resume", "reinstate"}
        return self._get_events().filtered(lambda event: event.kind in marking).mapped("date")

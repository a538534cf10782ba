from dataclasses import replace
from datetime import date, timedelta

from odoo import models

from ..tools import coverage

PREVIOUS = "previous"


class RayaWarranty(models.Model):
    """Extended warranties start after the warranty, one behind the other."""

    _inherit = "raya.warranty"

    def _sync_dates(self):
        """Whatever moves the end of one coverage moves those that queue behind it."""
        queue = self.asset_id.warranty_ids.filtered(lambda warranty: warranty._is_queued())
        result = super(RayaWarranty, self - queue)._sync_dates()
        # One by one: each starts behind what the one before it has now.
        for warranty in queue.sorted(lambda warranty: warranty._get_place()):
            super(RayaWarranty, warranty)._sync_dates()
        return result

    def _is_queued(self):
        return self.policy_id.start_event == PREVIOUS

    def _get_place(self):
        """Place in the queue: those that came with the unit, then as they were sold."""
        origin = self.origin
        return self.date_granted or date.min, origin.id if origin else 0, self.id

    def _get_preceding(self):
        """Coverages that must end before this one starts: the warranty, and what
        was promised or sold before to extend it."""
        place = self._get_place()
        return self.asset_id.warranty_ids.filtered(
            lambda other: (
                other.kind == "warranty"
                or (other.kind == "extended" and other.standing != "void" and other._get_place() < place)
            )
        )

    def _get_evidence(self):
        evidence = super()._get_evidence()
        if self._is_queued():
            preceding = self._get_preceding()
            ends = [other.date_end for other in preceding if other.date_end]
            # The end of a coverage whose start is assumed is no certain evidence.
            is_certain = not any(other.is_start_assumed for other in preceding)
            evidence[PREVIOUS] = is_certain and max(ends, default=evidence["invoice"])
        return evidence

    def _get_event_names(self):
        return super()._get_event_names() | {PREVIOUS: self.env._("end of the warranty before")}

    def _get_granted_spans(self):
        """Each line starts when what covered the same before has ended."""
        if not self._is_queued():
            return super()._get_granted_spans()
        preceding = self._get_preceding()
        starts = {holder: self._get_start_behind(preceding, holder) for holder in self._get_holders()}
        if not all(starts.values()) or not all(other.date_start for other in preceding):
            return dict.fromkeys(starts, (False, False))
        return {holder: (start, holder._get_granted_end(start)) for holder, start in starts.items()}

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


class RayaWarrantyLine(models.Model):
    _inherit = "raya.warranty.line"

    def _covers_any(self, works):
        """Whether this line is for one of these works, whatever the day.

        A compressor that is covered for 60 months must not keep the body, covered
        for 24, waiting for its extension.
        """
        line = self._get_undated_line()
        return any(coverage.fits(line, work) for work in works)

    def _get_typical_works(self):
        """The works that this line is made for."""
        line = self._get_undated_line()
        kinds = coverage.KINDS if line.scope == coverage.SCOPE_ALL else (line.scope,)
        return [self.warranty_id.asset_id._get_typical_work(line, kind) for kind in kinds]

    def _get_undated_line(self):
        """What this line is for, as a :class:`~.tools.coverage.CoverageLine`, whatever its dates."""
        return replace(self.policy_line_id._get_undated_line(), **self._prepare_own_scope())

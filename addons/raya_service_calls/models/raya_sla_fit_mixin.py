from datetime import datetime
from typing import NamedTuple

from odoo import api, models

from ..tools.clock import Clock, begin
from .resource_calendar import WorkingTimes


class Candidate(NamedTuple):
    """A target that fits a call, and the clock it would give."""

    line: models.Model
    calendar: models.Model
    origin: str
    clock: Clock


class RayaSlaFitMixin(models.AbstractModel):
    """Which promise counts for a call: of those that fit, the tightest of each kind."""

    _name = "raya.sla.fit.mixin"
    _description = "Choice of the Promise"

    @api.model
    def _fit(self, calls, now, is_opening=False):
        """Bring the clocks of open calls to the promises that fit them now; what passed stays passed.

        :param bool is_opening: the calls are new: what passed since they were reported
            counts, also beyond the deadline
        """
        times, new = WorkingTimes(), []
        for call, lines in self.env["raya.sla.policy"]._get_fitting_lines(calls).items():
            kinds, known = lines.grouped("kind"), set(call.sla_ids.mapped("kind"))
            stopped = call.sla_ids.filtered(lambda sla, kinds=kinds: sla.state == "stopped" and sla.kind in kinds)
            stopped._reopen(now)
            if call.state == "waiting":
                stopped._pause(now)
            for sla in call.sla_ids._filtered_open():
                sla._fit_to(kinds.get(sla.kind, lines.browse()), now, times)
            for kind, of_kind in kinds.items():
                start = kind not in known and getattr(self, f"_get_{kind}_start")(call)
                if start:
                    new.append(self._prepare_begun_values(call, of_kind, start, now, is_opening, times))
        self.create(new)

    @api.model
    def _begin(self, calls, kind, moment):
        """Start a clock of a kind from a moment on, where one is promised."""
        times, new = WorkingTimes(), []
        for call, lines in self.env["raya.sla.policy"]._get_fitting_lines(calls).items():
            of_kind = lines.filtered(lambda line: line.kind == kind)
            if of_kind:
                new.append(self._prepare_begun_values(call, of_kind, moment, moment, True, times))
        self.create(new)

    @api.model
    def _prepare_begun_values(self, call, lines, start, now, is_opening, times):
        """Values of a new clock for the tightest of these targets."""

        def measure(line, work):
            clock = begin(line._get_target(), work, start, now=None if is_opening else now).settle(now)
            return clock.pause(now) if call.state == "waiting" and line.stands_while_waiting else clock

        candidates = self._get_candidates(call, lines, times, measure)
        best = self._get_tightest(candidates, now)
        return {
            "call_id": call.id,
            **self._prepare_promise_values(best, candidates),
            **self._prepare_clock_values(best.clock, best.line.warn_minutes),
        }

    def _fit_to(self, lines, now, times):
        """Measure this clock by the tightest of these targets from now on; end it where there is none."""
        if not lines:
            self._end(now)
            return
        before = self._get_clock(times)
        candidates = self._get_candidates(
            self.call_id, lines, times, lambda line, work: before.refit(now, line._get_target(), work)
        )
        best = self._get_tightest(candidates, now)
        values = self._prepare_promise_values(best, candidates)
        is_same = (best.line, best.calendar, best.clock.target) == (self.line_id, self.calendar_id, before.target)
        if is_same:
            self.rival_ids = values["rival_ids"]
            return
        self._change(now, "changed", lambda _sla, _clock: best.clock, times)
        self.write({**values, **self._prepare_clock_values(best.clock, best.line.warn_minutes)})

    @api.model
    def _get_candidates(self, call, lines, times, measure):
        found = ((line, *line._get_calendar(call)) for line in lines)
        return [
            Candidate(line, calendar, origin, measure(line, times[calendar, call.company_id]))
            for line, calendar, origin in found
        ]

    @api.model
    def _get_tightest(self, candidates, now):
        """The one that is due first; while it stands, the one that would be if it ran on now."""
        return min(
            candidates, key=lambda each: (each.clock.due or each.clock.due_from(now) or datetime.max, each.line.id)
        )

    @api.model
    def _prepare_promise_values(self, best, candidates):
        line = best.line
        rivals = [each.line.policy_id.id for each in candidates if each is not best]
        return {
            "policy_id": line.policy_id.id,
            "line_id": line.id,
            "rival_ids": [(6, 0, rivals)],
            "kind": line.kind,
            "amount": line.amount,
            "unit": line.unit,
            "calendar_id": best.calendar.id,
            "calendar_origin": best.origin,
            "warn_minutes": line.warn_minutes,
            "stands_while_waiting": line.stands_while_waiting,
        }

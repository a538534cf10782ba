from odoo import api, fields, models

from ..tools.clock import Clock, Target
from .raya_sla_policy import UNITS
from .resource_calendar import WorkingTimes

SECONDS = 3600


class RayaSla(models.Model):
    """One promise to one call, and the clock that measures it. Only what happens to the call moves it."""

    _name = "raya.sla"
    _description = "Clock of a Call"
    _inherit = ["raya.sla.events.mixin", "raya.sla.fit.mixin", "raya.sla.words.mixin", "raya.sla.escalation.mixin"]
    _order = "date_due, id"
    _rec_name = "call_id"

    call_id = fields.Many2one("raya.call", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="call_id.company_id", store=True, precompute=True, index=True)
    team_id = fields.Many2one(related="call_id.team_id", store=True, precompute=True)
    policy_id = fields.Many2one("raya.sla.policy", "Service Level", required=True, index=True, ondelete="restrict")
    line_id = fields.Many2one("raya.sla.policy.line", "Target", index="btree_not_null")
    rival_ids = fields.Many2many("raya.sla.policy", string="Less Tight", help="They fit as well and promise less.")
    kind = fields.Selection("_selection_kind", required=True)
    # The promise as it was made; a policy that changes later changes nothing of it.
    amount = fields.Integer("Within", required=True)
    unit = fields.Selection(UNITS, required=True)
    calendar_id = fields.Many2one("resource.calendar", "Working Hours")
    calendar_origin = fields.Selection(
        [
            ("own", "Hours of Its Own"),
            ("team", "Hours of the Team"),
            ("company", "Hours of the Company"),
            ("always", "Day and Night"),
            ("none", "No Hours Known"),
        ],
        "Counted In",
        required=True,
    )
    warn_minutes = fields.Integer()
    stands_while_waiting = fields.Boolean()

    state = fields.Selection(
        [
            ("running", "Running"),
            ("paused", "Standing"),
            ("reached", "Reached"),
            ("failed", "Failed"),
            ("stopped", "Stopped"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
    )
    date_started = fields.Datetime("Started", required=True)
    date_running = fields.Datetime("Running Since", help="By its present promise and hours; empty while it stands.")
    date_counted = fields.Date(required=True)
    date_due = fields.Datetime("Due")
    date_warn = fields.Datetime("At Risk From")
    date_failed = fields.Datetime("Failed On")
    date_reached = fields.Datetime("Reached On")
    date_ended = fields.Datetime("Ended On")
    hours_used = fields.Float("Working Hours Used", help="That passed until the clock last stood.")
    days_used = fields.Integer("Working Days Used", help="That ended until the clock last stood.")
    segment_ids = fields.One2many("raya.sla.segment", "sla_id", "Runs")
    is_warned = fields.Boolean()
    is_told = fields.Boolean()
    date_mail = fields.Datetime("Mail Goes On")

    # What the scheduled job asks for, every few minutes.
    _due_idx = models.Index("(date_due) WHERE date_failed IS NULL AND date_ended IS NULL")
    _warn_idx = models.Index("(date_warn) WHERE is_warned IS NOT TRUE AND date_ended IS NULL")
    _failed_idx = models.Index("(id) WHERE date_failed IS NOT NULL AND is_told IS NOT TRUE AND date_ended IS NULL")
    _mail_idx = models.Index("(date_mail) WHERE date_mail IS NOT NULL")

    @api.model
    def _selection_kind(self):
        return self.env["raya.sla.policy.line"]._fields["kind"]._description_selection(self.env)

    @api.depends("date_running", "date_failed", "date_reached", "date_ended")
    def _compute_state(self):
        for sla in self:
            facts = {
                "failed": sla.date_failed,
                "reached": sla.date_reached,
                "stopped": sla.date_ended,
                "running": sla.date_running,
            }
            sla.state = next((state for state, is_so in facts.items() if is_so), "paused")

    def _filtered_open(self):
        """Clocks for whose end somebody waits."""
        return self.filtered(lambda sla: not sla.date_ended)

    def _get_clock(self, times):
        """This clock as a value.

        :param WorkingTimes times: working time of calendars, for the whole batch
        """
        calendar = self.calendar_id
        if not calendar and self.calendar_origin not in ("always", "none"):
            # Its hours were deleted meanwhile.
            calendar = self.company_id.resource_calendar_id
        return Clock(
            target=Target(self.amount, self.unit),
            work=times[calendar, self.company_id],
            started=self.date_started,
            running=self.date_running or None,
            counted=self.date_counted,
            seconds=round(self.hours_used * SECONDS, 3),
            days=self.days_used,
            failed=self.date_failed or None,
            reached=self.date_reached or None,
            ended=self.date_ended or None,
        )

    @api.model
    def _prepare_clock_values(self, clock, warn_minutes):
        """Values of the record that remembers a clock."""
        values = {
            "date_started": clock.started,
            "date_running": clock.running,
            "date_counted": clock.counted,
            "date_warn": not clock.failed and clock.warning(warn_minutes) if warn_minutes else False,
            "date_failed": clock.failed,
            "date_reached": clock.reached,
            "date_ended": clock.ended,
            "hours_used": clock.seconds / SECONDS,
            "days_used": clock.days,
        }
        # What ended keeps the deadline that it had.
        return values if clock.ended else {**values, "date_due": clock.failed or clock.due}

    def _change(self, moment, reason, change, times=None):
        """Let something happen to clocks, and remember how long they ran before.

        :param datetime moment: when it happens, in UTC
        :param str reason: key of ``raya.sla.segment.reason``, where a run ends with it
        :param change: function of a record and its :class:`Clock`, that gives the clock after it
        """
        times = WorkingTimes() if times is None else times
        segments = []
        for sla in self:
            before = sla._get_clock(times)
            after = change(sla, before)
            if before.running and after.running != before.running and before.running < moment:
                segments.append(sla._prepare_segment_values(before, after, moment, reason))
            values = sla._prepare_clock_values(after, sla.warn_minutes)
            warned = sla.is_warned and not (values["date_warn"] and values["date_warn"] > moment)
            sla.write({**values, "is_warned": warned})
        self.env["raya.sla.segment"].create(segments)

    def _prepare_segment_values(self, before, after, moment, reason):
        return {
            "sla_id": self.id,
            "date_start": before.running,
            "date_end": moment,
            "hours": (after.seconds - before.seconds) / SECONDS,
            "days": after.days - before.days,
            "calendar_id": self.calendar_id.id,
            "reason": reason,
        }

    def _pause(self, moment):
        standing = self.filtered("stands_while_waiting")
        standing._change(moment, "waiting", lambda _sla, clock: clock.pause(moment))

    def _resume(self, moment):
        self._change(moment, "ended", lambda _sla, clock: clock.resume(moment))

    def _reach(self, moment):
        """What was promised is done. Who was told before its mail went gets none."""
        self._change(moment, "reached", lambda _sla, clock: clock.reach(moment))
        self.date_mail = False

    def _end(self, moment):
        """Nobody waits for it any more."""
        self._change(moment, "ended", lambda _sla, clock: clock.end(moment))
        self.date_mail = False

    def _reopen(self, moment):
        self._change(moment, "ended", lambda _sla, clock: clock.reopen(moment))

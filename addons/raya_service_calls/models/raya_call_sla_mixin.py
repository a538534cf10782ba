from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.working_time import HORIZON
from .raya_sla_escalation_mixin import ACTIVITY

CLOSED = ("done", "cancelled")
# A call to which one of these happens may fit another promise.
FACTS = frozenset(
    {"team_id", "kind", "priority", "tag_ids", "statement_ids", "partner_id", "asset_id", "product_id", "date_reported"}
)


class RayaCallSlaMixin(models.AbstractModel):
    """What was promised about time, and the clocks that measure it."""

    _name = "raya.call.sla.mixin"
    _description = "Service Levels of a Call"

    sla_ids = fields.One2many("raya.sla", "call_id", "Service Levels")
    sla_due = fields.Datetime(
        "Deadline", compute="_compute_sla", store=True, copy=False, index="btree_not_null", help="The earliest of all."
    )
    sla_state = fields.Selection(
        [("ok", "In Time"), ("at_risk", "At Risk"), ("late", "Late")],
        "Punctuality",
        compute="_compute_sla",
        store=True,
        copy=False,
        index="btree_not_null",
    )
    sla_remaining = fields.Char("Time Left", compute="_compute_sla_words")
    sla_reason = fields.Text("Promised", compute="_compute_sla_words")

    @api.depends("sla_ids.date_due", "sla_ids.state", "sla_ids.date_ended", "sla_ids.is_warned")
    def _compute_sla(self):
        for call in self:
            clocks = call.sla_ids._filtered_open()
            call.sla_due = min(clocks.filtered("date_due").mapped("date_due"), default=False)
            states = set(clocks.mapped("state"))
            is_at_risk = any(sla.is_warned and sla.state == "running" for sla in clocks)
            call.sla_state = "late" if "failed" in states else "at_risk" if is_at_risk else "ok" if states else False

    @api.depends("sla_ids.reason", "sla_ids.remaining", "sla_ids.date_due", "sla_ids.date_ended", "state")
    @api.depends_context("lang")
    def _compute_sla_words(self):
        for call in self:
            clocks = call.sla_ids._filtered_open()
            first = clocks.sorted(lambda sla: (not sla.date_due, sla.date_due or fields.Datetime.now()))[:1]
            call.sla_remaining = first.remaining
            nothing = not call.sla_ids and call._has_clocks() and self.env._("No service level fits this call.")
            call.sla_reason = "\n".join(clocks.mapped("reason")) or nothing

    def _has_clocks(self):
        """Whether somebody waits for this call: it is open, and no other call answers for it."""
        self.ensure_one()
        return self.state not in CLOSED and not self.merged_into_id

    @api.model
    def _late_domain(self):
        """Calls of which a deadline has passed, also since the last look of the scheduled job."""
        return Domain("sla_state", "=", "late") | Domain("sla_due", "<", fields.Datetime.now())

    # --- when clocks start: one method for each kind of target ------------------------

    def _get_response_clock_start(self):
        return self._get_clock_start()

    def _get_solution_clock_start(self):
        return self._get_clock_start()

    def _get_update_clock_start(self):
        """It starts when the customer writes again after an answer."""
        return

    def _get_clock_start(self):
        """The moment of the report; of calls from another age, such as imported ones, nobody keeps the time."""
        distance = abs(fields.Datetime.now() - self.date_reported)
        return self.date_reported if distance < HORIZON else None

    # --- what happens to clocks -------------------------------------------------------

    def _start_clocks(self):
        """New calls get the clocks of the promises that fit them, in one batch."""
        self._fit_clocks(is_opening=True)

    def _fit_clocks(self, is_opening=False):
        # Clocks are facts: nobody has the right to write them by hand.
        calls = self.sudo().filtered(lambda call: call._has_clocks())
        if calls:
            self.env["raya.sla"].sudo()._fit(calls, fields.Datetime.now(), is_opening)

    def _follow_clocks(self, names):
        """Bring clocks to the promise that fits, where something was written on which it depends."""
        if "merged_into_id" in names:
            self._end_clocks(lambda call: bool(call.merged_into_id))
        if FACTS.isdisjoint(names):
            return
        if "date_reported" in names:
            # A wrong day is corrected: nothing was measured by it yet.
            early = self.sudo().sla_ids._filtered_open()
            early.filtered(lambda sla: not sla.date_failed and not sla.segment_ids).unlink()
        self._fit_clocks(is_opening="date_reported" in names)

    def _move_clocks(self, before):
        """Clocks stand, run, end and go on with the stage of their call.

        :param dict before: state of each call before, by call
        """
        now, calls = fields.Datetime.now(), self.sudo()
        done = calls.filtered(lambda call: call.state == "done")
        done.sla_ids._filtered_open().filtered(lambda sla: sla.kind == "solution")._reach(now)
        self._end_clocks(lambda call: call.state in CLOSED)
        again = calls.filtered(lambda call: before[call] in CLOSED and call.state not in CLOSED)
        again.sla_ids.filtered(lambda sla: sla.kind == "solution" and sla.date_ended)._reopen(now)
        again._fit_clocks()
        calls.filtered(lambda call: call.state == "waiting").sla_ids._filtered_open()._pause(now)
        running = calls.filtered(lambda call: before[call] == "waiting" and call.state not in CLOSED)
        running.sla_ids._filtered_open()._resume(now)

    def _end_clocks(self, is_over):
        """End the clocks of those calls that are over, and what people were asked to do for them."""
        over = self.sudo().filtered(is_over)
        over.sla_ids._filtered_open()._end(fields.Datetime.now())
        over._forget_escalations()

    def _reach_clocks(self, kind, date):
        """What was promised is done for these calls. Floors above call it for their kinds of targets.

        :param str kind: key of ``raya.sla.policy.line.kind``
        :param datetime date: when it was done, in UTC
        """
        clocks = self.sudo().sla_ids._filtered_open().filtered(lambda sla: sla.kind == kind)
        clocks._reach(date)
        clocks.call_id.filtered(lambda call: call.sla_state in (False, "ok"))._forget_escalations()

    def _answer_clocks(self, date):
        """The customer got an answer: the first one, or one to what they wrote since."""
        for kind in ("response", "update"):
            self._reach_clocks(kind, date)

    def _ask_clocks(self, date):
        """The customer wrote. Before the first answer only that one is waited for."""
        calls = self.sudo().filtered(lambda call: call._has_clocks())
        waiting = calls.sla_ids._filtered_open().filtered(lambda sla: sla.kind in ("response", "update")).call_id
        if calls - waiting:
            self.env["raya.sla"].sudo()._begin(calls - waiting, "update", date)

    def _forget_escalations(self):
        """Nobody has to do what came too late, once it is done."""
        if self:
            self.activity_unlink([ACTIVITY])

    def action_record_answer(self):
        """The customer was told something by telephone or in person."""
        self.check_access("write")
        self._on_answered(fields.Datetime.now())

from odoo import api, fields, models

from ..tools.working_time import HORIZON
from .raya_call_stage import CLOSED_STATES, OPEN_STATES

# A call to which one of these happens may fit another promise.
FACTS = frozenset(
    {"team_id", "kind", "priority", "tag_ids", "statement_ids", "partner_id", "asset_id", "product_id", "date_reported"}
)


class RayaSlaEventsMixin(models.AbstractModel):
    """What happens to calls, and what it does to their clocks; the hooks of calls lead here.

    Clocks are facts: nobody has the right to write them by hand, whatever happens to a call.
    """

    _name = "raya.sla.events.mixin"
    _description = "Events of Calls and Their Clocks"

    # --- when clocks start: one method for each kind of target ------------------------

    @api.model
    def _get_response_start(self, call):
        return self._get_report_moment(call)

    @api.model
    def _get_solution_start(self, call):
        return self._get_report_moment(call)

    @api.model
    def _get_update_start(self, call):
        """It starts when the customer writes again after an answer."""
        return

    @api.model
    def _get_report_moment(self, call):
        """When a call was reported; of calls from another age, such as imported ones, nobody keeps the time."""
        distance = abs(fields.Datetime.now() - call.date_reported)
        return call.date_reported if distance < HORIZON else None

    # --- what happens -----------------------------------------------------------------

    @api.model
    def _start(self, calls, is_opening=True):
        """Calls get the clocks of the promises that fit them, in one batch.

        :param bool is_opening: they are new, as in :meth:`_fit`
        """
        waiting = calls.sudo().filtered(lambda call: call._has_clocks())
        if waiting:
            self.sudo()._fit(waiting, fields.Datetime.now(), is_opening)

    @api.model
    def _follow(self, calls, names):
        """Something was written on calls: bring their clocks to the promise that fits now.

        :param names: names of the written fields
        """
        if "merged_into_id" in names:
            self._end_of(calls.filtered("merged_into_id"))
        if FACTS.isdisjoint(names):
            return
        if "date_reported" in names:
            # A wrong day is corrected: nothing was measured by it yet.
            early = calls.sudo().sla_ids._filtered_open()
            early.filtered(lambda sla: not sla.date_failed and not sla.segment_ids).unlink()
        self._start(calls, is_opening="date_reported" in names)

    @api.model
    def _follow_customers(self, partners):
        """Customers are tagged otherwise, or belong to another company: the same for their open calls and their people's.

        :param partners: ``res.partner`` records, whoever changed them
        """
        if not self.env["raya.sla.policy"].sudo().search_count([("partner_tag_ids", "!=", False)], limit=1):
            return
        domain = [("partner_id", "child_of", partners.ids), ("state", "in", OPEN_STATES)]
        self._start(self.env["raya.call"].sudo().search(domain), is_opening=False)

    @api.model
    def _move(self, calls, before):
        """Clocks stand, run, end and go on with the stage of their call.

        :param dict before: state of each call before, by call
        """
        now, calls = fields.Datetime.now(), calls.sudo()
        closed = calls.filtered(lambda call: call.state in CLOSED_STATES)
        self._reach_for(closed.filtered(lambda call: call.state == "done"), "solution", now)
        self._end_of(closed)
        again = (calls - closed).filtered(lambda call: before[call] in CLOSED_STATES)
        again.sla_ids.filtered(lambda sla: sla.kind == "solution" and sla.date_ended)._reopen(now)
        self._start(again, is_opening=False)
        waiting = calls.filtered(lambda call: call.state == "waiting")
        waiting.sla_ids._filtered_open()._pause(now)
        running = (calls - closed - waiting).filtered(lambda call: before[call] == "waiting")
        running.sla_ids._filtered_open()._resume(now)

    @api.model
    def _answer(self, calls, date):
        """The customer got an answer: the first one, or one to what they wrote since."""
        for kind in ("response", "update"):
            self._reach_for(calls, kind, date)

    @api.model
    def _ask(self, calls, date):
        """The customer wrote. Before the first answer only that one is waited for."""
        calls = calls.sudo().filtered(lambda call: call._has_clocks())
        asked = calls.sla_ids._filtered_open().filtered(lambda sla: sla.kind in ("response", "update")).call_id
        if calls - asked:
            self.sudo()._begin(calls - asked, "update", date)

    @api.model
    def _reach_for(self, calls, kind, date):
        """What was promised is done for these calls. Floors above call it for their kinds of targets.

        :param str kind: key of ``raya.sla.policy.line.kind``
        :param datetime date: when it was done, in UTC
        """
        clocks = calls.sudo().sla_ids._filtered_open().filtered(lambda sla: sla.kind == kind)
        clocks._reach(date)
        self._take_back(clocks.call_id.filtered(lambda call: call.sla_state in (False, "ok")))

    @api.model
    def _end_of(self, calls):
        """Nobody waits for these calls any more."""
        calls.sudo().sla_ids._filtered_open()._end(fields.Datetime.now())
        self._take_back(calls.sudo())

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

STAGE_KINDS = [
    ("new", "New"),
    ("referred", "Referred"),
    ("progress", "In Progress"),
    ("waiting", "Waiting"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("new", "referred", "progress", "waiting")
CLOSED_STATES = ("done", "cancelled")


class RayaCallStage(models.Model):
    """A step that a company names as it likes; its kind tells the automation what it means."""

    _name = "raya.call.stage"
    _description = "Call Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(STAGE_KINDS, required=True, default="progress")
    sequence = fields.Integer(default=10)
    team_ids = fields.Many2many("raya.team", string="Technical Teams", help="Whose calls pass it. Empty: all teams.")
    requires_outcome = fields.Boolean(
        help="Calls come here only with an outcome. Meant for stages in which calls are closed."
    )
    waits_for_customer = fields.Boolean(help="Calls here wait for an answer or a decision of the customer.")
    mail_template_id = fields.Many2one(
        "mail.template",
        "E-Mail",
        domain=[("model", "=", "raya.call")],
        help="Sent to the customer, in their language, when a call comes to this stage.",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        "Text Message",
        domain=[("model", "=", "raya.call")],
        help="Sent to the customer's phone when a call comes to this stage.",
    )
    fold = fields.Boolean("Folded in Kanban")
    active = fields.Boolean(default=True)

    def _check_team(self, calls):
        """Refuse calls of teams that do not pass this stage.

        :raises UserError: one sentence that names the call
        """
        strange = calls.filtered(lambda call: self.team_ids and call.team_id not in self.team_ids)[:1]
        if strange:
            raise UserError(
                self.env._(
                    "%(stage)s is a stage of %(teams)s. Refer %(call)s to that team first.",
                    stage=self.name,
                    teams=format_list(self.env, self.team_ids.mapped("name"), "or"),
                    call=strange.name,
                )
            )

    def _take(self, calls):
        """Bring calls to this stage by the action of its kind, one of the methods below.

        Within a kind a company divides its stages as it likes: nothing else happens.
        """
        self.ensure_one()
        calls.check_access("write")
        self._check_team(calls)
        for call_kind, same in calls.grouped("state").items():
            if call_kind != self.kind:
                getattr(self, f"_take_{self.kind}")(same)
        # The action has checked the move; it knows the kind, the person the stage.
        calls.sudo().stage_id = self

    def _take_new(self, calls):
        self._reopen_done(calls)._transition("new", only_from=OPEN_STATES)

    def _take_referred(self, calls):
        calls.action_send()

    def _take_progress(self, calls):
        self._reopen_done(calls).action_start()

    def _take_waiting(self, calls):
        calls.action_wait()

    def _take_done(self, calls):
        """Who drags a card or clicks the bar is asked how the call ended."""
        calls._check_closable()
        calls._ask_outcome()
        calls.action_done()

    def _take_cancelled(self, calls):
        calls.action_cancel()

    def _reopen_done(self, calls):
        """Reopen those of these calls that are done.

        :return: the others
        """
        done = calls.filtered(lambda call: call.state == "done")
        done.action_reopen()
        return calls - done

    def write(self, vals):
        """The calls in a stage got there by the actions of its kind."""
        changed = self.filtered(lambda stage: "kind" in vals and stage.kind != vals["kind"])
        # Also calls that the person does not see are in it.
        call = self.env["raya.call"].sudo().search([("stage_id", "in", changed.ids)], limit=1)
        if call:
            raise UserError(
                self.env._(
                    "Calls are in the stage %(stage)s, so its kind stays. Create another stage and move them there.",
                    stage=call.stage_id.name,
                )
            )
        return super().write(vals)

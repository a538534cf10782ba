from collections import defaultdict
from datetime import timedelta

from markupsafe import Markup, escape
from odoo import api, fields, models

REFERRAL_STATES = [
    ("waiting", "Not Answered"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
]
# Referrals that one commit of the nightly job holds.
CHUNK = 100


class RayaReferral(models.Model):
    """One hand-over of a call and its answer. Written by the referral itself, never edited."""

    _name = "raya.referral"
    _description = "Referral"
    _order = "id desc"
    _rec_name = "call_id"

    call_id = fields.Many2one("raya.call", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="call_id.company_id", store=True, precompute=True, index=True)
    date = fields.Datetime("Referred On", default=fields.Datetime.now, required=True)
    author_id = fields.Many2one("res.users", "Referred By", default=lambda self: self.env.user, required=True)
    origin_team_id = fields.Many2one("raya.team", "From Team", help="Who had the call before.")
    origin_user_id = fields.Many2one("res.users", "From Technician")
    team_id = fields.Many2one("raya.team", required=True, index=True)
    user_id = fields.Many2one("res.users", "Technician", index="btree_not_null")
    reason = fields.Char("Why")
    state = fields.Selection(REFERRAL_STATES, default="waiting", required=True, index=True)
    date_due = fields.Datetime("To Be Answered By")
    date_answered = fields.Datetime("Answered On")
    answered_by_id = fields.Many2one("res.users")
    refusal = fields.Text("Why Declined")
    hours_to_accept = fields.Float(compute="_compute_hours_to_accept", store=True, aggregator="avg")
    date_escalated = fields.Datetime("Leader Asked On")

    # The job looks for what waits too long; nearly all others are answered.
    _waiting_index = models.Index("(date_due) WHERE state = 'waiting' AND date_escalated IS NULL")

    @api.depends("state", "date", "date_answered")
    def _compute_hours_to_accept(self):
        for referral in self:
            took = referral.date_answered - referral.date if referral.state == "accepted" else timedelta()
            referral.hours_to_accept = took / timedelta(hours=1)

    def _answer(self, state, refusal=False):
        """Close those that wait with an answer.

        :param str state: ``accepted``, ``declined`` or ``withdrawn``
        """
        waiting = self.filtered(lambda referral: referral.state == "waiting")
        # Nobody has the right to write them by hand: what may be answered, the caller has checked.
        waiting.sudo().write(
            {
                "state": state,
                "date_answered": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
                "refusal": refusal,
            }
        )

    @api.model
    def _end_others(self, calls):
        """Somebody else was chosen on calls by hand: who was asked is asked no longer, and they wait to be referred."""
        others = calls.filtered(
            lambda call: (
                call.referral_state == "waiting"
                and (call.team_id, call.user_id) != (call.referral_id.team_id, call.referral_id.user_id)
            )
        )
        if others:
            others.referral_id._answer("withdrawn")
            others._drop_activities()

    @api.model
    def _answer_by_work(self, calls):
        """Work that begins is an answer, and so is the end of a call."""
        for state, own in calls.filtered(lambda call: call.referral_state == "waiting").grouped("state").items():
            if state != "referred":
                own.referral_id._answer("withdrawn" if state == "cancelled" else "accepted")
                own._drop_activities()

    @api.model
    def _cron_escalate(self):
        """Ask the acting leaders about referrals that nobody answers."""
        overdue = [("state", "=", "waiting"), ("date_due", "<=", fields.Datetime.now()), ("date_escalated", "=", False)]
        for referrals in self.env["ir.cron"]._raya_walk(self, overdue, CHUNK):
            referrals._escalate()

    def _escalate(self):
        """Put the calls on the lists of who leads the teams, else of who referred them."""
        self.date_escalated = fields.Datetime.now()
        asked = [(referral.call_id, referral._get_responsible()) for referral in self]
        self._ask_people(
            asked, "refer_again", lambda reader: reader.env._("Nobody answers this referral: refer it again")
        )

    def _get_responsible(self, besides=None):
        """Who finds somebody else for a call: the acting leader of its team, else who referred it.

        :param besides: ``res.users`` who cannot be asked
        """
        self.ensure_one()
        candidates = (self.team_id._get_acting_leader(), self.author_id)
        return next(
            (user for user in candidates if user and user.active and not user.share and user != besides),
            self.env["res.users"],
        )

    def action_open_call(self):
        """The call that was handed over: a referral itself has nothing more to show."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "raya.call",
            "res_id": self.call_id.id,
            "views": [[False, "form"]],
        }

    # --- people -----------------------------------------------------------------------

    def _tell(self):
        """Put the calls on the lists of who is to do them; a team without a chosen technician asks its leader."""
        leaders = {team: team._get_acting_leader() for team in self.filtered(lambda each: not each.user_id).team_id}
        asked = [(referral.call_id, referral.user_id or leaders[referral.team_id]) for referral in self]
        self._ask_people(asked, "referral", lambda reader: reader.env._("Service call referred to you"))

    @api.model
    def _ask_people(self, asked, activity_type, get_summary, note=""):
        """Put calls on people's lists of things to do, and send each of them one message, in their languages.

        :param asked: pairs of a call and a user; without user nobody is asked
        :param str activity_type: ``referral`` or ``refer_again``
        :param get_summary: given the model in somebody's language, returns the sentence
        :param str note: plain text of the activities
        """
        by_user = defaultdict(list)
        for call, user in asked:
            by_user[user].append(call.id)
        by_user.pop(self.env["res.users"], None)
        summaries = {user: get_summary(self.with_context(lang=user.lang)) for user in by_user}
        common = {
            "activity_type_id": self.env.ref(f"raya_service_calls.mail_activity_type_{activity_type}").id,
            "res_model_id": self.env["ir.model"]._get_id("raya.call"),
            "note": escape(note),
            # Taken off the lists by the program too.
            "automated": True,
        }
        values = [
            {**common, "res_id": id_, "user_id": user.id, "summary": summaries[user]}
            for user, ids in by_user.items()
            for id_ in ids
        ]
        # Odoo would send a message for each.
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(values)
        for user, ids in by_user.items():
            if user != self.env.user:
                self._notify_person(self.env["raya.call"].browse(ids), user, summaries[user], note)

    @api.model
    def _notify_person(self, calls, user, summary, note=""):
        """One message to a person about calls, with a link to each."""
        reader = calls.with_context(lang=user.lang)
        link = Markup('<li><a href="%s/mail/view?model=raya.call&amp;res_id=%s">%s</a></li>')
        base = calls[:1].get_base_url()
        links = [link % (base, call.id, call.display_name) for call in reader]
        # Of one call in its own thread, where a reply belongs.
        thread = reader if len(calls) == 1 else reader.env["mail.thread"]
        thread.message_notify(
            partner_ids=user.partner_id.ids,
            subject=f"{reader.name}: {summary}" if len(calls) == 1 else summary,
            body=Markup("<p>%s</p><p>%s</p><ul>%s</ul>") % (summary, note, Markup().join(links)),
            email_layout_xmlid="mail.mail_notification_layout",
        )

from odoo import api, fields, models
from odoo.tools import format_datetime

from .resource_calendar import WorkingTimes

CHUNK = 100
ACTIVITY = "raya_service_calls.mail_activity_type_sla"


class RayaSlaEscalationMixin(models.AbstractModel):
    """Before a deadline somebody is warned, after it they are told: at once by an activity, by mail in the team's hours."""

    _name = "raya.sla.escalation.mixin"
    _description = "Escalation of a Clock"

    @api.model
    def _cron_escalate(self):
        """Look at all clocks that are due, in chunks; called by the scheduled job every few minutes."""
        now = fields.Datetime.now()
        waiting = [("date_ended", "=", False)]
        steps = [
            ([*waiting, ("date_failed", "=", False), ("date_due", "<", now)], "_fail"),
            ([*waiting, ("date_failed", "!=", False), ("is_told", "=", False)], "_tell"),
            ([*waiting, ("is_warned", "=", False), ("date_warn", "<=", now)], "_warn"),
            ([("date_mail", "<=", now)], "_send"),
        ]
        for domain, step in steps:
            for chunk in self.env["ir.cron"]._raya_walk(self, domain, CHUNK):
                getattr(chunk, step)(now)

    def _fail(self, now):
        """Their deadlines have passed."""
        self._change(now, "ended", lambda _sla, clock: clock.settle(now))

    def _warn(self, now):
        """Tell whoever works on it that the deadline is near."""
        self.is_warned = True
        living = self._filtered_living().filtered(lambda sla: sla.state == "running")
        living._schedule(lambda sla: sla._get_warned_users(), lambda sla: sla._get_warning_subject())

    def _tell(self, now):
        """Tell the responsible people that a deadline has passed, and mail them when their team works."""
        self.is_told = True
        living, times = self._filtered_living(), WorkingTimes()
        living._schedule(lambda sla: sla._get_told_users(), lambda sla: sla._get_late_subject())
        for sla in living:
            hours = sla.team_id.resource_calendar_id or sla.company_id.resource_calendar_id
            sla.date_mail = times[hours, sla.company_id].next_open(now) or now
        living.filtered(lambda sla: sla.date_mail <= now)._send(now)

    def _send(self, now):
        """Mail those who were told, each in their own language."""
        living = self._filtered_living()._filtered_open()
        self.date_mail = False
        for sla in living:
            for user in sla._get_told_users():
                reader = sla.with_context(lang=user.lang)
                reader.call_id.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=reader._get_late_subject(),
                    body=reader._get_late_body(user.tz),
                    email_layout_xmlid="mail.mail_notification_light",
                )

    def _filtered_living(self):
        """Clocks of calls that are open and were not merged into another."""
        return self.filtered(lambda sla: sla.call_id._has_clocks())

    def _get_warned_users(self):
        call = self.call_id
        return self._without_concerned(call.user_id) or self._get_told_users()

    def _get_told_users(self):
        """Who answers for a deadline today; never whom a complaint is about."""
        call, policy = self.call_id, self.policy_id
        technician = self._without_concerned(call.user_id)
        leader = self._without_concerned(call.team_id._get_acting_leader())
        found = {"technician": technician or leader, "leader": leader, "both": technician | leader}[policy.notify]
        found = found or self._without_concerned(self._get_keeper())
        return (found | self._without_concerned(policy.user_ids)).filtered("active")

    def _without_concerned(self, users):
        return users - self.call_id.concerns_user_id

    def _get_keeper(self):
        """Who is asked as long as a call has neither technician nor leader: who typed it, else the first manager."""
        author = self.call_id.create_uid
        if author.active and author._is_internal() and not author._is_superuser():
            return author
        managers = self.env.ref("raya_service_base.group_service_manager").all_user_ids
        return managers.filtered(lambda user: self.company_id in user.company_ids).sorted("id")[:1]

    def _schedule(self, get_users, get_summary):
        """One activity per clock and person, in the reader's language. Odoo's own mail about it would go at night."""
        kind, model = self.env.ref(ACTIVITY).id, self.env["ir.model"]._get_id("raya.call")
        values = [
            {
                "activity_type_id": kind,
                "summary": get_summary(reader),
                "note": reader.reason,
                "date_deadline": sla.company_id._raya_get_day(),
                "res_model_id": model,
                "res_id": sla.call_id.id,
                "user_id": user.id,
                "automated": True,
            }
            for sla in self
            for user in get_users(sla)
            for reader in [sla.with_context(lang=user.lang)]
        ]
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(values)

    def _get_warning_subject(self):
        return self.env._("%(call)s: %(target)s is due soon", call=self.call_id.name, target=self._get_kind_label())

    @api.model
    def _take_back(self, calls):
        """What was asked of people for these calls, once it is done or nobody waits for it."""
        if calls:
            calls.activity_unlink([ACTIVITY])

    def _get_late_subject(self):
        return self.env._("%(call)s: %(target)s is late", call=self.call_id.name, target=self._get_kind_label())

    def _get_late_body(self, zone):
        """What the mail says, with the moment in the time zone of its reader."""
        return self.env._(
            "%(target)s of %(customer)s's call was due on %(date)s. %(reason)s",
            target=self._get_kind_label(),
            customer=self.call_id.partner_id.name,
            date=format_datetime(self.env, self.date_failed, tz=zone),
            reason=self.reason,
        )

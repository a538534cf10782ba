from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    # People are read before an upgrade makes new columns: these are not read with the others.
    raya_deputy_id = fields.Many2one(
        "res.users",
        "Deputy",
        prefetch=False,
        copy=False,
        domain=[("share", "=", False)],
        help="Is asked for approvals while this person is away.",
    )
    raya_is_away = fields.Boolean(
        "Is Away",
        prefetch=False,
        copy=False,
        help="The deputy is asked. A leave in the calendar does the same.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "raya_deputy_id", "raya_is_away"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "raya_deputy_id", "raya_is_away"]

    def action_raya_switch_away(self):
        """The user goes, or is back: whoever is asked for approvals changes at once."""
        for user in self & self.env.user:
            # People say of themselves whether they are there, and own no other right on users.
            user.sudo().raya_is_away = not user.sudo().raya_is_away

    def write(self, vals):
        """Whoever is asked for approvals changes at once, by whatever form somebody says that they are away."""
        done = super().write(vals)
        if not {"raya_is_away", "raya_deputy_id"}.isdisjoint(vals):
            # Others are asked, of documents that the person may not read.
            self.env["raya.approval.step"].sudo()._refresh_asked([("user_ids", "in", self.ids)])
        return done

    @api.model
    def _raya_find_absent(self, company):
        """Everybody who is on leave today, by the day of a company, or has said that they are away.

        :return: ``res.users`` in superuser mode: whoever asks sees that somebody is away, not why
        """
        today = company._raya_get_day()
        begin, end = company._raya_get_midnights(today, today)
        domain = [*self._raya_leaves_domain(company, begin, end), ("resource_id.user_id", "!=", False)]
        # As above.
        leaves = self.env["resource.calendar.leaves"].sudo().search_fetch(domain, ["resource_id"])
        return self.sudo().search([("raya_is_away", "=", True)]) | leaves.resource_id.user_id

    @api.model
    def _raya_leaves_domain(self, company, begin, end):
        return [
            ("resource_id.company_id", "in", (False, company.id)),
            ("date_from", "<", end),
            ("date_to", ">", begin),
        ]

    def _raya_get_absences(self, company, first, last):
        """Days on which these people have a leave of their own; holidays of everybody are none.

        :param company: ``res.company`` whose days they are
        :param datetime.date first: with the last one, the days that are looked at
        :return: dict of days, a set for each id of a user
        """
        zone = ZoneInfo(company._raya_get_timezone())
        begin, end = company._raya_get_midnights(first, last)
        # Whoever asks sees that somebody is away, not why.
        leaves = self.env["resource.calendar.leaves"].sudo()
        domain = [("resource_id.user_id", "in", self.ids), *self._raya_leaves_domain(company, begin, end)]
        absences = {user: set() for user in self.ids}
        for leave in leaves.search(domain) if self else ():
            # A leave that ends at midnight does not take the day that begins then.
            moments = (leave.date_from, leave.date_to - timedelta(seconds=1))
            day, until = (moment.replace(tzinfo=UTC).astimezone(zone).date() for moment in moments)
            while day <= until:
                absences[leave.resource_id.user_id.id].add(day)
                day += timedelta(days=1)
        return absences

    def _raya_get_absent(self, company):
        """Those of these people who are on leave today, by the day of a company, or have said that they are away."""
        return self & self._raya_find_absent(company)

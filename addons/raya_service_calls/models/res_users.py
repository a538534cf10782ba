from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import typed

ROLES_OF_ALL_CALLS = ("operator", "accountant")


class ResUsers(models.Model):
    _inherit = "res.users"

    # People are read before an upgrade makes new columns: this one is not read with the others.
    raya_extension = fields.Char(
        "Telephone Extension",
        prefetch=False,
        index="btree_not_null",
        copy=False,
        groups="base.group_erp_manager,raya_service_base.group_service_manager",
        help="The internal number that rings at this operator: by it the telephone system says whose screen shows the "
        "caller.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_clean_extension(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_clean_extension(vals))

    def _raya_get_absences(self, company, first, last):
        """Days on which these people have a leave of their own; holidays of everybody are none.

        :param company: ``res.company`` whose days they are
        :param datetime.date first: with the last one, the days that are looked at
        :return: dict of days, a set for each id of a user
        """
        zone = ZoneInfo(company._raya_get_timezone())
        begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
        # Whoever asks sees that somebody is away, not why.
        leaves = self.env["resource.calendar.leaves"].sudo()
        domain = [
            ("resource_id.user_id", "in", self.ids),
            ("resource_id.company_id", "in", (False, company.id)),
            ("date_from", "<", end.astimezone(UTC).replace(tzinfo=None)),
            ("date_to", ">", begin.astimezone(UTC).replace(tzinfo=None)),
        ]
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
        """Those of these people who are on leave today, by the day of a company."""
        today = company._raya_get_day()
        absences = self._raya_get_absences(company, today, today)
        return self.filtered(lambda user: today in absences[user.id])

    def _raya_check_agent_roles(self, team):
        """An agent's people have no role that reads the calls of everybody.

        :raises ValidationError: naming the person
        """
        for user in self:
            if any(user.has_group(f"raya_service_base.group_service_{role}") for role in ROLES_OF_ALL_CALLS):
                raise ValidationError(
                    self.env._(
                        "%(person)s has a role that reads the calls of everybody, and %(team)s is the team of an"
                        " agent. Give them the role Technician only.",
                        person=user.name,
                        team=team.name,
                    )
                )


def _clean_extension(vals):
    """Telephone systems write Latin digits, whatever people type."""
    if not vals.get("raya_extension"):
        return vals
    return {**vals, "raya_extension": typed.latin_digits(vals["raya_extension"]).strip()}

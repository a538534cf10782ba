from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import bounds

from ..tools import proposal


class RayaTeamMember(models.Model):
    """A technician in a team: where, on what and how much they work."""

    _name = "raya.team.member"
    _description = "Team Member"
    _inherit = ["raya.area.mixin", "raya.bounds.mixin"]
    _order = "team_id, sequence, id"
    _rec_name = "user_id"
    _check_company_auto = True
    _bounds = {"capacity": bounds.COUNT}

    team_id = fields.Many2one("raya.team", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="team_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        "Technician",
        required=True,
        index=True,
        domain=[("share", "=", False)],
        check_company=True,
        ondelete="cascade",
    )
    skill_ids = fields.Many2many("raya.skill", string="Skills")
    lang_ids = fields.Many2many("res.lang", string="Languages")
    resource_calendar_id = fields.Many2one(
        "resource.calendar", "Working Hours", check_company=True, help="Those of the team where nothing is chosen."
    )
    capacity = fields.Integer("Calls a Day", help="0: as many as come.")
    capacity_ids = fields.One2many("raya.team.capacity", "member_id", "Calls a Day by Kind", copy=True)
    load = fields.Integer("Calls Today", compute="_compute_load", help="Open calls for today, in all teams.")
    is_absent = fields.Boolean("On Leave", compute="_compute_load")

    _once = models.UniqueIndex("(team_id, user_id)", "This person is in the team already, perhaps archived.")

    @api.depends("user_id", "team_id")
    def _compute_display_name(self):
        for member in self:
            member.display_name = f"{member.user_id.name} ({member.team_id.name})"

    @api.depends("user_id", "team_id")
    def _compute_load(self):
        for company, members in self.grouped("company_id").items():
            today = company._raya_get_day()
            burden = members.team_id._get_burden(company)
            absent = members.user_id._raya_get_absent(company)
            for member in members:
                member.load = burden.counts[member.user_id.id, today]
                member.is_absent = member.user_id in absent

    def action_view_calls(self):
        """The open calls of a technician."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        return {**action, "domain": [("user_id", "=", self.user_id.id)]}

    def _prepare_proposal_values(self, company, first, last):
        """These people as values for a proposal, by team: lists of :class:`~.tools.proposal.Member`.

        :param datetime.date first: with the last one, the days of which leaves and days off are told
        """
        members = self.filtered("user_id.active")
        absences = members.user_id._raya_get_absences(company, first, last)
        off = members._get_days_off(company, first, last)
        found = {}
        for member in members:
            found.setdefault(member.team_id, []).append(
                proposal.Member(
                    user=member.user_id.id,
                    area=member._get_area(),
                    skills=frozenset(member.skill_ids.ids),
                    languages=frozenset(member.lang_ids.mapped("code")),
                    capacity=member.capacity,
                    capacities={line.kind: line.capacity for line in member.capacity_ids},
                    absent=frozenset(absences[member.user_id.id]),
                    off=off[member],
                )
            )
        return found

    def _get_days_off(self, company, first, last):
        """Days on which each of them does not work, holidays included, as a set by member."""
        zone = ZoneInfo(company._raya_get_timezone())
        begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
        days = {first + timedelta(days=count) for count in range((last - first).days + 1)}
        # Whoever proposes need not read working hours.
        own = {
            member: each.resource_calendar_id
            or each.team_id.resource_calendar_id
            or company.sudo().resource_calendar_id
            for member, each in zip(self, self.sudo(), strict=True)
        }
        calendars = self.env["resource.calendar"].sudo().union(*own.values())
        off = {
            calendar.id: frozenset(days - {start.date() for start, _stop, _meta in intervals[False]})
            for calendar in calendars
            for intervals in [calendar._work_intervals_batch(begin, end)]
        }
        return {member: off.get(own[member].id, frozenset()) for member in self}

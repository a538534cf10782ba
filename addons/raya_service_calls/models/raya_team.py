from collections import Counter
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.raya_service_base.tools import bounds

from ..tools import proposal

TEAM_MODES = [
    ("manual", "By Hand"),
    ("turn", "By Turns"),
    ("load", "Least Load"),
]


class RayaTeam(models.Model):
    """People who do the work, of the company or of an agent, and who leads them."""

    _name = "raya.team"
    _description = "Technical Team"
    _inherit = ["raya.area.mixin", "raya.bounds.mixin", "raya.team.mail.mixin", "mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True
    _bounds = {"hours_to_answer": bounds.NOT_NEGATIVE}

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    agent_id = fields.Many2one(
        "res.partner",
        "External Agent",
        check_company=True,
        index="btree_not_null",
        help="The team is one of this partner. Its people see its own calls and jobs only.",
    )
    leader_id = fields.Many2one("res.users", "Team Leader", domain=[("share", "=", False)], check_company=True)
    deputy_id = fields.Many2one("res.users", domain=[("share", "=", False)], check_company=True)
    is_leader_away = fields.Boolean(
        "Leader Is Away", copy=False, help="The deputy is asked. A leave in the leader's calendar does the same."
    )
    member_ids = fields.One2many("raya.team.member", "team_id", "Members", copy=True)
    # What record rules and domains read.
    user_ids = fields.Many2many(
        "res.users",
        string="Technicians",
        compute="_compute_user_ids",
        inverse="_inverse_user_ids",
        store=True,
        copy=False,
        domain=[("share", "=", False)],
    )
    mode = fields.Selection(
        TEAM_MODES,
        "Technician Is Chosen",
        default="load",
        required=True,
        help="Whom a call is proposed to, among those who fit.",
    )
    hours_to_answer = fields.Float(
        "Hours to Answer",
        default=4,
        help="Working hours within which a referral is accepted or declined. Then the leader is asked. 0: nobody is.",
    )

    requires_symptom = fields.Boolean(
        "A Coded Symptom", help="Customers who ask for service have to choose what is wrong."
    )
    requires_times = fields.Boolean(
        "Preferred Times", help="Customers who ask for service have to say when a visit suits them."
    )
    requires_photo = fields.Boolean("A Photo", help="Customers who ask for service have to send a photo.")
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        check_company=True,
        help="In which service levels are counted, and mails about them sent. Empty: the hours of the company.",
    )

    @api.depends("member_ids.user_id", "member_ids.active")
    def _compute_user_ids(self):
        for team in self:
            team.user_ids = team.member_ids.filtered("active").user_id

    def _inverse_user_ids(self):
        """Who is taken out keeps what the team knows of them, for the day they come back."""
        for team in self:
            members, users = team.with_context(active_test=False).member_ids, team.user_ids
            (members - members.filtered(lambda member, users=users: member.user_id in users)).active = False
            members.filtered(lambda member, users=users: member.user_id in users).active = True
            team.member_ids = [Command.create({"user_id": user.id}) for user in users - members.user_id]

    @api.constrains("agent_id", "leader_id", "deputy_id", "user_ids")
    def _check_people_of_agent(self):
        """Whoever leads an agent's team reads its calls as a member, and nobody of it has a role that reads others."""
        for team in self.filtered("agent_id"):
            outside = (team.leader_id | team.deputy_id) - team.user_ids
            if outside:
                raise ValidationError(
                    self.env._(
                        "%(person)s leads the team %(team)s of an agent without being in it. Add them to its members.",
                        person=outside[0].name,
                        team=team.name,
                    )
                )
            team.user_ids._raya_check_agent_roles(team)

    def copy_data(self, default=None):
        """Members go with a copy, unless its people are named; those of another company have to be."""
        vals_list = super().copy_data(default)
        if {"user_ids", "company_id"}.intersection(default or ()) and "member_ids" not in default:
            for vals in vals_list:
                vals.pop("member_ids", None)
        return vals_list

    def _get_acting_leader(self):
        """Who is asked today: the leader, or the deputy while the leader is away; with both away the leader.

        :return: ``res.users``, empty where the team has neither; of several teams, all of them
        """
        away = {
            user
            for company, teams in self.grouped("company_id").items()
            for user in (teams.leader_id | teams.deputy_id)._raya_get_absent(company)
        }
        return self._choose_leader(away)

    def _choose_leader(self, away):
        """Likewise, for who knows already who is away: something that holds ``res.users``."""
        acting = self.env["res.users"]
        for team in self:
            leader, deputy = team.leader_id, team.deputy_id
            is_away = team.is_leader_away or leader in away or not leader.active
            acting |= deputy if deputy.active and deputy not in away and (is_away or not leader) else leader or deputy
        return acting

    def _is_led_by(self, user):
        """Whether a person leads this team, or does so for its leader."""
        return user in self.leader_id | self.deputy_id

    def action_switch_away(self):
        """The leader goes, or is back; they or their deputy say so."""
        for team in self:
            if not self.env.su and not team._is_led_by(self.env.user) and not team.has_access("write"):
                raise AccessError(self.env._("Only the leader and the deputy of a team say who leads it today."))
            # Those who lead a team need no right on its settings for this one.
            team.sudo().is_leader_away = not team.is_leader_away
        leaders = (self.leader_id | self.deputy_id).ids
        self.env["raya.approval.step"].sudo()._refresh_asked([("user_ids", "in", leaders)])

    def _get_required(self):
        """What customers who ask this team for service have to tell: names of fields of the form."""
        flags = {"symptom": "requires_symptom", "times": "requires_times", "photos": "requires_photo"}
        return frozenset(name for name, flag in flags.items() if any(self.mapped(flag)))

    def _get_answer_deadline(self):
        """Until when somebody answers a referral of now, counted in its working hours; ``False`` for never."""
        self.ensure_one()
        now = fields.Datetime.now()
        if not self.hours_to_answer:
            return False
        # Whoever refers a call need not read working hours.
        team = self.sudo()
        calendar = team.resource_calendar_id or team.company_id.resource_calendar_id
        planned = calendar and calendar.plan_hours(self.hours_to_answer, now, compute_leaves=True)
        return planned or now + timedelta(hours=self.hours_to_answer)

    # --- proposals --------------------------------------------------------------------

    def _prepare_proposal_values(self, company, first, last):
        """Teams of one company as values for a proposal, :class:`~.tools.proposal.Team`, in their order."""
        members = self.member_ids._prepare_proposal_values(company, first, last)
        return [
            proposal.Team(team.id, team.mode, team._get_area(), tuple(members.get(team, ())), team.leader_id.id or 0)
            for team in self
        ]

    def _get_burden(self, company):
        """What the people of these teams have to do, day by day, as :class:`~.tools.proposal.Burden`.

        A call is for the day that was promised; without one, or overdue, for today.
        """
        today, counts = company._raya_get_day(), Counter()
        # Somebody's day is full also of calls that who asks may not read.
        Call = self.env["raya.call"].sudo()
        domain = [("user_id", "in", self.user_ids.ids), ("state", "in", ("referred", "progress"))]
        for user, kind, promised, count in Call._read_group(
            domain, ["user_id", "kind", "date_promised:day"], ["__count"]
        ):
            counts[user.id, max(promised or today, today), kind] += count
        taking_turns = self.filtered(lambda team: team.mode == "turn")
        domain = [("team_id", "in", taking_turns.ids), ("user_id", "!=", False)]
        turns = Call.referral_ids._read_group(domain, ["team_id", "user_id"], ["id:max"]) if taking_turns else ()
        return proposal.Burden(counts, {(team.id, user.id): latest for team, user, latest in turns})

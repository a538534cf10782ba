from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from odoo.addons.raya_service_base.tools import trees

from ..tools import area, proposal

_lt = LazyTranslate(__name__)

# How sentences name what speaks for somebody, and against them.
REASONS = {
    "area_zip": _lt("in their ZIP area"),
    "area_state": _lt("in their state"),
    "area_country": _lt("in their country"),
    "category": _lt("for %(detail)s"),
    "skill": _lt("knows %(detail)s"),
    "last": _lt("was there last"),
    "language": _lt("speaks %(detail)s"),
    "turn": _lt("next in turn"),
    "load": _lt("%(detail)s calls that day"),
    "outside": _lt("not their area"),
    "other_products": _lt("not their products"),
    "no_skill": _lt("lacks %(detail)s"),
    "away": _lt("on leave"),
    "declined": _lt("declined it"),
    "concerned": _lt("the complaint concerns them"),
    "full": _lt("full with %(detail)s calls that day"),
    "day_off": _lt("day off"),
}
# Nobody plans further ahead; a day beyond is not looked up in calendars.
HORIZON = timedelta(days=366)


class RayaCallProposalMixin(models.AbstractModel):
    """Which team and technician are proposed for a call, and why."""

    _name = "raya.call.proposal.mixin"
    _description = "Proposal of Team and Technician"

    proposed_team_id = fields.Many2one("raya.team", "Proposed Team", compute="_compute_proposal")
    proposed_user_id = fields.Many2one("res.users", "Proposed Technician", compute="_compute_proposal")
    proposal_reason = fields.Char("Why", compute="_compute_proposal")

    @api.depends(
        "company_id",
        "partner_id",
        "asset_id",
        "site_id",
        "product_id",
        "kind",
        "symptom_ids",
        "date_promised",
        "team_id",
        "user_id",
        "state",
        "referral_state",
    )
    @api.depends_context("lang")
    def _compute_proposal(self):
        """For calls that wait for a referral; what a person has chosen is explained, not changed."""
        waiting = self.filtered(lambda call: call._is_to_refer() and call.partner_id)
        choices = dict(zip(waiting, waiting._propose_referral(), strict=True))
        for call in self:
            choice = choices.get(call)
            call.proposed_team_id = choice and choice.team
            call.proposed_user_id = choice and (choice.user or False)
            call.proposal_reason = call._get_choice_sentence(choice) if choice else False

    @api.onchange("asset_id", "partner_id", "product_id", "kind")
    def _onchange_propose_team(self):
        if not self.team_id and self._is_to_refer():
            self.team_id, self.user_id = self.proposed_team_id, self.proposed_user_id

    @api.onchange("team_id")
    def _onchange_propose_technician(self):
        if self.user_id and self.user_id not in self.team_id.user_ids:
            self.user_id = False
        if self.team_id and not self.user_id and self._is_to_refer():
            self.user_id = self.proposed_user_id

    def action_propose(self):
        """Choose again what is proposed, whatever was chosen before."""
        for call, choice in zip(self, self._propose_referral(is_free=True), strict=True):
            if not choice:
                call._raise_nobody_fits()
            call.write({"team_id": choice.team, "user_id": choice.user or False})

    def _is_to_refer(self):
        return self.state in (False, "new") or self.referral_state == "declined"

    def _take_proposals(self):
        """Choose the proposed team where none is chosen, and a technician where the team leaves it to us.

        :raises UserError: for a call that no team may take
        """
        open_calls = self.filtered(
            lambda call: not call.team_id or (not call.user_id and call.team_id.mode != "manual")
        )
        for call, choice in zip(open_calls, open_calls._propose_referral(), strict=True):
            if choice:
                call.write({"team_id": choice.team, "user_id": choice.user or False})
            elif not call.team_id:
                call._raise_nobody_fits()

    def _raise_nobody_fits(self):
        raise UserError(
            self.env._(
                "No technical team is proposed for %(call)s: none has its area and its products. Choose the technical"
                " team on the call, or give a team this area in Configuration / Technical Teams.",
                call=self.name,
            )
        )

    def _get_referral_reasons(self):
        """Why each of the calls goes where it goes, what speaks against it included: the facts of this moment."""
        return [choice and self._get_choice_sentence(choice) for choice in self._propose_referral()]

    # --- facts ------------------------------------------------------------------------

    def _propose_referral(self, is_free=False):
        """Choose a team, and a technician where it leaves that to us, for each of the calls.

        Of a call that has a team already, only its people are looked at; of one that has a
        technician, only they. The number of queries does not grow with the calls.

        :param bool is_free: look at all teams, whatever is chosen
        :return: list of :class:`~.tools.proposal.Choice`, ``None`` where no team may take a call
        """
        found = {}
        for company, calls in self.grouped("company_id").items():
            jobs = calls._prepare_jobs(company)
            days = [job.day for job in jobs]
            teams = self.env["raya.team"].search([("company_id", "=", company.id)])
            values = teams._prepare_proposal_values(company, min(days), max(days))
            burden = teams._get_burden(company)
            for call, job in zip(calls, jobs, strict=True):
                found[call] = call._choose(job, values, burden, is_free)
        return [found[call] for call in self]

    def _choose(self, job, teams, burden, is_free):
        """The choice for this call, or the assessment of what was chosen for it."""
        if is_free or not self.team_id:
            return proposal.propose(job, teams, burden)
        teams = [team for team in teams if team.id == self.team_id.id]
        if not self.user_id and (choice := proposal.propose(job, teams, burden)):
            return choice
        chosen = [choice for choice in proposal.rank(job, teams, burden) if choice.user == (self.user_id.id or 0)]
        if chosen:
            burden.add(job, chosen[0])
        return chosen[0] if chosen else None

    def _prepare_jobs(self, company):
        """What is known of the calls, as :class:`~.tools.proposal.Job`."""
        skills = self.env["raya.skill"].search([])
        last = self._get_last_technicians()
        today = company._raya_get_day()
        return [
            proposal.Job(
                day=min(max(call.date_promised or today, today), today + HORIZON),
                kind=call.kind,
                country=address.country_id.id or 0,
                state=address.state_id.id or 0,
                zip_code=area.zip_key(address.zip),
                categories=path,
                skills=call._get_needed_skills(skills, path),
                language=call.partner_id.lang or "",
                last=last.get(call.asset_id.id, 0),
                declined=frozenset(
                    call.referral_ids.filtered(lambda each: each.state == "declined").answered_by_id.ids
                ),
            )
            for call in self
            for address in [call.site_id or call.asset_id.site_id or call.partner_id]
            for path in [tuple(trees.branch(call.product_id.categ_id.parent_path))]
        ]

    def _get_needed_skills(self, skills, path):
        """Ids of the skills that the product or a symptom of this call needs."""
        symptoms = set(self.symptom_ids._origin.ids)
        return frozenset(
            skill.id
            for skill in skills
            if symptoms.intersection(skill.symptom_ids.ids) or set(path).intersection(skill.categ_ids.ids)
        )

    def _get_last_technicians(self):
        """Who was last sent to each unit and began to work, by id of the unit."""
        domain = [
            ("asset_id", "in", self.asset_id.ids),
            ("id", "not in", self._origin.ids),
            ("user_id", "!=", False),
            ("state", "in", ("progress", "waiting", "done")),
        ]
        # Also calls of other teams count; only who was there is told.
        Call = self.env["raya.call"].sudo()
        found = dict(Call._read_group(domain, ["asset_id"], ["id:max"])) if self.asset_id else {}
        return {asset.id: Call.browse(id_).user_id.id for asset, id_ in found.items()}

    # --- words ------------------------------------------------------------------------

    def _get_choice_sentence(self, choice):
        """Why this choice, in one line, for people."""
        words = []
        for code, detail in (*choice.obstacles, *choice.reasons):
            sentence = REASONS[code]
            words.append(self.env._(sentence) % {"detail": self._get_reason_detail(code, detail)})
        return " · ".join(words)

    @api.model
    def _get_reason_detail(self, code, detail):
        """What a reason names, as people read it."""
        if code == "category":
            return self.env["product.category"].browse(detail).name
        if code in ("skill", "no_skill"):
            return ", ".join(self.env["raya.skill"].browse(sorted(detail)).mapped("name"))
        if code == "language":
            return self.env["res.lang"]._get_data(code=detail).name
        if code in ("load", "full"):
            load, capacity = (self.env["res.lang"]._raya_format_number(number) for number in detail)
            return f"{load}/{capacity}" if detail[1] else load
        return ""

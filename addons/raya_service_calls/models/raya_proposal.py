from datetime import timedelta

from odoo import api, models
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
    "concerned_leader": _lt("led by whom the complaint concerns"),
    "full": _lt("full with %(detail)s calls that day"),
    "day_off": _lt("day off"),
}
# Nobody plans further ahead; a day beyond is not looked up in calendars.
HORIZON = timedelta(days=366)


class RayaProposal(models.AbstractModel):
    """Looks up what a proposal of team and technician is made of, and says why it is so."""

    _name = "raya.proposal"
    _description = "Proposals for Calls"

    @api.model
    def _propose(self, calls, is_free=False):
        """Choose a team, and a technician where it leaves that to us, for each of the calls.

        Of a call that has a team already, only its people are looked at; of one that has a
        technician, only they. The number of queries does not grow with the calls.

        :param bool is_free: look at all teams, whatever is chosen
        :return: list of :class:`~.tools.proposal.Choice`, ``None`` where no team may take a call
        """
        found = {}
        for company, own in calls.grouped("company_id").items():
            jobs = self._prepare_jobs(own, company)
            days = [job.day for job in jobs]
            teams = self.env["raya.team"].search([("company_id", "=", company.id)])
            values = teams._prepare_proposal_values(company, min(days), max(days))
            burden = teams._get_burden(company)
            for call, job in zip(own, jobs, strict=True):
                found[call] = self._choose(call, job, values, burden, is_free)
        return [found[call] for call in calls]

    @api.model
    def _choose(self, call, job, teams, burden, is_free):
        """The choice for a call, or the assessment of what was chosen for it."""
        if is_free or not call.team_id:
            return proposal.propose(job, teams, burden)
        teams = [team for team in teams if team.id == call.team_id.id]
        if not call.user_id and (choice := proposal.propose(job, teams, burden)):
            return choice
        chosen = [choice for choice in proposal.rank(job, teams, burden) if choice.user == (call.user_id.id or 0)]
        if chosen:
            burden.add(job, chosen[0])
        return chosen[0] if chosen else None

    @api.model
    def _prepare_jobs(self, calls, company):
        """What is known of the calls, as :class:`~.tools.proposal.Job`."""
        skills = self.env["raya.skill"].search_fetch([], ["name"])
        last = self._get_last_technicians(calls)
        today = company._raya_get_day()
        return [
            proposal.Job(
                day=min(max(call.date_promised or today, today), today + HORIZON),
                kind=call.kind,
                country=address.country_id.id or 0,
                state=address.state_id.id or 0,
                zip_code=area.zip_key(address.zip),
                categories=path,
                skills=self._get_needed_skills(call, skills, path),
                language=call.partner_id.lang or "",
                last=last.get(call.asset_id.id, 0),
                concerned=call.concerns_user_id.id or 0,
                declined=frozenset(
                    call.referral_ids.filtered(lambda each: each.state == "declined").answered_by_id.ids
                ),
            )
            for call in calls
            for address in [call.site_id or call.asset_id.site_id or call.partner_id]
            for path in [tuple(trees.branch(call.product_id.categ_id.parent_path))]
        ]

    @api.model
    def _get_needed_skills(self, call, skills, path):
        """Ids of the skills that the product or a symptom of a call needs."""
        symptoms = set(call.symptom_ids._origin.ids)
        return frozenset(
            skill.id
            for skill in skills
            if symptoms.intersection(skill.symptom_ids.ids) or set(path).intersection(skill.categ_ids.ids)
        )

    @api.model
    def _get_last_technicians(self, calls):
        """Who was last sent to each unit and began to work, by id of the unit."""
        domain = [
            ("asset_id", "in", calls.asset_id.ids),
            ("id", "not in", calls._origin.ids),
            ("user_id", "!=", False),
            ("state", "in", ("progress", "waiting", "done")),
        ]
        # Also calls of other teams count; only who was there is told.
        Call = self.env["raya.call"].sudo()
        found = dict(Call._read_group(domain, ["asset_id"], ["id:max"])) if calls.asset_id else {}
        return {asset.id: Call.browse(id_).user_id.id for asset, id_ in found.items()}

    # --- words ------------------------------------------------------------------------

    @api.model
    def _get_sentence(self, choice):
        """Why this choice, in one line, for people."""
        words = []
        for code, detail in (*choice.obstacles, *choice.reasons):
            sentence = REASONS[code]
            sentence = self.env._(sentence)
            words.append(sentence % {"detail": self._get_reason_detail(code, detail)})
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
            # With a slash between them, two numbers are one with a decimal in Persian.
            return self.env._("%(load)s/%(capacity)s", load=load, capacity=capacity) if detail[1] else load
        return ""

    @api.model
    def _get_reasons(self, calls):
        """Why each of the calls goes where it goes, what speaks against it included: the facts of this moment.

        :return: list of sentences, ``None`` where no team may take a call
        """
        return [choice and self._get_sentence(choice) for choice in calls._propose_referral()]

    @api.model
    def _raise_nobody_fits(self, call):
        raise UserError(
            self.env._(
                "No technical team is proposed for %(call)s: none has its area and its products. Choose the technical"
                " team on the call, or give a team this area in Configuration / Technical Teams.",
                call=call.name,
            )
        )

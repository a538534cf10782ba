from odoo import api, fields, models


class RayaCallProposalMixin(models.AbstractModel):
    """Which team and technician are proposed for a call, and why."""

    _name = "raya.call.proposal.mixin"
    _description = "Proposal of Team and Technician"

    proposed_team_id = fields.Many2one("raya.team", compute="_compute_proposal")
    proposed_user_id = fields.Many2one("res.users", "Proposed Technician", compute="_compute_proposal")
    proposal_reason = fields.Char("Why", compute="_compute_proposal")

    @api.depends(
        "company_id",
        "partner_id",
        "asset_id",
        "site_id",
        "product_id",
        "kind",
        "concerns_user_id",
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
            call.proposal_reason = self.env["raya.proposal"]._get_sentence(choice) if choice else False

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
                self.env["raya.proposal"]._raise_nobody_fits(call)
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
                self.env["raya.proposal"]._raise_nobody_fits(call)

    def _propose_referral(self, is_free=False):
        """Choose a team, and a technician where it leaves that to us, for each of the calls.

        :param bool is_free: look at all teams, whatever is chosen
        :return: list of :class:`~.tools.proposal.Choice`, ``None`` where no team may take a call
        """
        return self.env["raya.proposal"]._propose(self, is_free)

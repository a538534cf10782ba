from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.raya_service_base.tools import locking

# What two people do within this time, they do without knowing of each other.
AT_ONCE = timedelta(minutes=1)


class RayaCallReferralMixin(models.AbstractModel):
    """To whom a call is handed over, and what they answer."""

    _name = "raya.call.referral.mixin"
    _description = "Referral of a Call"
    _protected_fields = frozenset({"referral_id", "referral_state"})

    team_id = fields.Many2one("raya.team", "Technical Team", check_company=True, index=True, tracking=True)
    user_id = fields.Many2one(
        "res.users",
        "Technician",
        domain="[('id', 'in', team_user_ids)]",
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    team_user_ids = fields.Many2many(related="team_id.user_ids", string="Technicians of the Team")
    referral_ids = fields.One2many("raya.referral", "call_id", "Referrals")
    referral_id = fields.Many2one("raya.referral", "Last Referral", compute="_compute_referral_id", store=True)
    referral_state = fields.Selection(related="referral_id.state", string="Answer", store=True)
    is_asked = fields.Boolean(compute="_compute_own_part", help="You are asked to take this call.")
    can_refer = fields.Boolean(compute="_compute_own_part")

    @api.depends("referral_ids")
    def _compute_referral_id(self):
        for call in self:
            call.referral_id = call.referral_ids.sorted("id")[-1:]

    @api.depends("referral_state", "referral_id.team_id.user_ids", "team_id.leader_id", "team_id.deputy_id")
    @api.depends_context("uid")
    def _compute_own_part(self):
        """What whoever reads the calls may do about their referral."""
        is_operator = self.env.user.has_group("raya_service_base.group_service_operator")
        for call in self:
            people = call.referral_id.user_id or call.referral_id.team_id.user_ids
            call.is_asked = call.referral_state == "waiting" and self.env.user in people
            call.can_refer = is_operator or call.team_id._is_led_by(self.env.user)

    @api.constrains("user_id", "team_id")
    def _check_technician_in_team(self):
        for call in self:
            if call.user_id and call.user_id not in call.team_id.user_ids:
                raise ValidationError(
                    self.env._(
                        "%(technician)s is not in the team of %(call)s. Choose a technician of the "
                        "team, or another team.",
                        technician=call.user_id.name,
                        call=call.name,
                    )
                )

    # --- handing over -----------------------------------------------------------------

    def action_refer(self):
        """Hand new calls over to the team and technician chosen on them, or proposed for them."""
        self._check_referrer()
        # Two people may refer one call at once: the second finds it referred.
        locking.lock(self)
        self._check_not_referred()
        self._take_proposals()
        reasons = self.env["raya.proposal"]._get_reasons(self)
        self._transition("referred", only_from="new")
        self._hand_over(reasons)

    def action_refer_again(self):
        """Hand calls over to somebody else; who was asked before is asked no longer."""
        self._check_referrer()
        locking.lock(self)
        self._check_not_referred(AT_ONCE)
        self._take_proposals()
        reasons = self.env["raya.proposal"]._get_reasons(self)
        self._transition("referred", only_from=("referred", "progress", "waiting"))
        self._hand_over(reasons)

    def action_send(self):
        """Hand calls over as they are proposed, new ones and declined ones alike."""
        new = self.filtered(lambda call: call.state == "new")
        new.action_refer()
        (self - new).action_refer_again()

    def _check_referrer(self):
        """Operators refer all calls, who leads a team those of it to others of it.

        :raises AccessError: for anybody else
        """
        self.check_access("write")
        if any(not call.team_id or not call.team_id._is_led_by(self.env.user) for call in self):
            self._check_operator()

    def _check_not_referred(self, within=None):
        """Refuse what somebody else did already.

        :param timedelta within: only when it was done in this time, and not by who asks
        """
        for call in self.filtered("referral_id"):
            last = call.referral_id
            at_once = within and last.author_id != self.env.user and last.date > fields.Datetime.now() - within
            if at_once or (not within and call.state in ("referred", "progress", "waiting")):
                raise UserError(
                    self.env._(
                        "%(author)s has referred %(call)s to %(team)s already. Look at it again; if it has to go"
                        " elsewhere, choose the team and press Refer Again.",
                        author=last.author_id.name,
                        call=call.name,
                        team=last.team_id.name,
                    )
                )

    def _hand_over(self, reasons):
        """Write the referrals down and tell people, in one batch.

        :param reasons: why, for each of the calls, in their order
        """
        before = self.referral_id
        if before:
            before._answer("withdrawn")
            self._drop_activities()
        # Referrals are history: nobody has the right to write them by hand.
        referrals = self.env["raya.referral"].sudo().create(self._prepare_referrals(reasons))
        self._on_referred(referrals.with_env(self.env))

    def _prepare_referrals(self, reasons):
        due = {team: team._get_answer_deadline() for team in self.team_id}
        return [
            {
                "call_id": call.id,
                "author_id": self.env.uid,
                "origin_team_id": call.referral_id.team_id.id,
                "origin_user_id": call.referral_id.user_id.id,
                "team_id": call.team_id.id,
                "user_id": call.user_id.id,
                "date_due": due[call.team_id],
                "reason": reason,
            }
            for call, reason in zip(self, reasons, strict=True)
        ]

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        """Technicians are told when a call is referred to them, once, and not when it is written down."""
        followers = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        return [(partner, subtypes, False) for partner, subtypes, _template in followers]

    # --- the answer -------------------------------------------------------------------

    def action_accept_referral(self):
        """Those who are asked take the calls."""
        self._check_asked()
        self.referral_id._answer("accepted")
        for call in self:
            call.write({"team_id": call.referral_id.team_id.id, "user_id": self.env.uid})
        self._drop_activities()

    def _decline_referral(self, reason):
        """Those who are asked do not take the calls: somebody else has to be found.

        :param str reason: read by who finds somebody else
        """
        self._check_asked()
        self.referral_id._answer("declined", reason)
        self._drop_activities()
        me = self.env.user
        asked = [(call, call.referral_id._get_responsible(besides=me)) for call in self]
        # Who declines a call may no longer be in the team that has it.
        self.sudo().user_id = False
        self.env["raya.referral"]._ask_people(
            asked,
            "refer_again",
            lambda reader: reader.env._("%(person)s declined this call: refer it again", person=me.name),
            note=reason,
        )

    def _check_asked(self):
        """:raises UserError: naming a call that this person is not asked to take"""
        self.check_access("write")
        others = self.filtered(lambda call: not call.is_asked)
        if others:
            raise UserError(
                self.env._("%s is not waiting for your answer. Only who it is referred to answers.", others[0].name)
            )

    # --- people -----------------------------------------------------------------------

    def _drop_activities(self):
        """Take the calls off the lists of those who were asked."""
        self.sudo().activity_unlink(
            ["raya_service_calls.mail_activity_type_referral", "raya_service_calls.mail_activity_type_refer_again"]
        )

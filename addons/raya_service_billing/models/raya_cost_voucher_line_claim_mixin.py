from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools.notices import notice

from .raya_charge import COSTS

WITHDRAWN = "withdrawn"


class RayaCostVoucherLineClaimMixin(models.AbstractModel):
    """What of a covered cost is claimed from the supplier of the unit."""

    _name = "raya.cost.voucher.line.claim.mixin"
    _description = "Supplier's Share of a Covered Cost"

    claim_line_ids = fields.One2many("raya.supplier.claim.line", "voucher_line_id", "Claimed By", groups=COSTS)
    claim_status = fields.Selection(
        [("to_claim", "To Be Claimed"), ("claimed", "Claimed"), ("waived", "Not Claimed")],
        compute="_compute_claim_status",
        store=True,
        index="btree_not_null",
        help="Empty where the supplier bears nothing.",
    )
    waived_by_id = fields.Many2one(
        "res.users",
        "Not Claimed By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Who decided that the supplier is not asked for it. The night leaves it alone.",
    )
    waive_reason = fields.Char("Not Claimed Because", readonly=True, copy=False)

    @api.depends("amount", "company_share", "charge_id.claim_share", "voucher_id.reason")
    def _compute_claim_value(self):
        """The supplier's share of the covered cost: all of it to the cent where they bear all of it.

        What the company gives of its own accord is nothing that a supplier owes.
        """
        for line in self:
            covered = line.company_share if line.voucher_id.reason == "warranty" else 0.0
            value = line.amount * line.charge_id.claim_share / covered if covered else 0.0
            line.claim_value = line.currency_id.round(value)

    @api.depends("claim_value", "voucher_id.state", "claim_line_ids.answer", "waived_by_id")
    def _compute_claim_status(self):
        for line in self:
            is_claimed = any(claim.answer != WITHDRAWN for claim in line.claim_line_ids)
            is_open = line.voucher_id.state == "posted" and not line.currency_id.is_zero(line.claim_value)
            left = "waived" if line.waived_by_id else "to_claim"
            line.claim_status = "claimed" if is_claimed else left if is_open else False

    def action_claim(self):
        """Button: put these costs on a draft claim of each supplier.

        :return: action that opens the claims
        """
        Claim = self.env["raya.supplier.claim"]
        Claim.check_access("write")
        self.check_access("read")
        self._check_claimable()
        return Claim._collect(self)._get_records_action(name=self.env._("Supplier Claims"))

    def action_waive(self, reason):
        """The supplier is not asked for these costs.

        :param str reason: why
        """
        self.env["raya.supplier.claim"].check_access("write")
        self.check_access("read")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why it is not claimed."))
        self._check_claimable()
        self._waive(reason)

    def action_unwaive(self):
        """Button: these costs are to be claimed all the same, by hand or by night.

        :return: notification that names them
        """
        self.env["raya.supplier.claim"].check_access("write")
        self.check_access("read")
        waived = self.filtered(lambda line: line.claim_status == "waived")
        # Voucher lines are written by the program only.
        waived.sudo().write({"waived_by_id": False, "waive_reason": False})
        waived._note_on_vouchers(self.env._("To be claimed all the same"))
        return notice(
            self.env._("To be claimed again: %s", format_list(self.env, waived.product_id.mapped("display_name")))
        )

    def _waive(self, reason):
        # As above.
        self.sudo().write({"waived_by_id": self.env.uid, "waive_reason": reason})
        self._note_on_vouchers(self.env._("Not claimed (%s)", reason))

    def _note_on_vouchers(self, text):
        """The history of each voucher says what of it somebody decided about."""
        for voucher, lines in self.grouped("voucher_id").items():
            body = f"{text}: {', '.join(line.product_id.display_name for line in lines)}"
            voucher.sudo().message_post(body=body, subtype_xmlid="mail.mt_note")

    def _check_claimable(self):
        """:raises UserError: names the first of these costs that cannot be claimed, and why"""
        for line in self:
            job = line.voucher_id.workorder_id.name
            if line.claim_status == "claimed":
                claim = line.claim_line_ids.filtered(lambda item: item.answer != WITHDRAWN).claim_id
                raise UserError(
                    self.env._(
                        "%(line)s of %(job)s is claimed already, on %(claim)s.",
                        line=line.product_id.display_name,
                        job=job,
                        claim=claim.name,
                    )
                )
            if line.claim_status == "waived":
                raise UserError(
                    self.env._(
                        "%(user)s decided not to claim %(line)s of %(job)s: %(reason)s. Choose Claim After All first.",
                        user=line.waived_by_id.name,
                        line=line.product_id.display_name,
                        job=job,
                        reason=line.waive_reason,
                    )
                )
            if not line.claim_status:
                raise UserError(
                    self.env._(
                        "The supplier bears nothing of %(line)s of %(job)s: there is nothing to claim.",
                        line=line.product_id.display_name,
                        job=job,
                    )
                )
            if not line.claim_partner_id:
                raise UserError(
                    self.env._(
                        "The supplier warranty %(policy)s names no supplier. Enter one, then claim %(job)s again.",
                        policy=line.claim_policy_id.display_name,
                        job=job,
                    )
                )

    def _get_claim_key(self):
        """What is claimed from one supplier for one company stands on one claim."""
        return self.company_id, self.claim_partner_id.commercial_partner_id

    def _prepare_claim_line_values(self):
        """Values of the line of a claim that asks for this cost."""
        self.ensure_one()
        return {"voucher_line_id": self.id, "value": self.claim_value}

    # The report is opened again

    def _check_unclaimed(self):
        """:raises UserError: names the claim that was sent to the supplier, and the way to take it back"""
        standing = self.claim_line_ids.filtered(lambda line: line._is_standing())[:1]
        if standing:
            raise UserError(standing._get_standing_message())

    def _take_back_claims(self):
        """Draft claims lose these costs; one that is left without any goes."""
        lines = self.claim_line_ids.filtered(lambda line: line.claim_id.state == "draft")
        claims = lines.claim_id
        for claim, own in lines.grouped("claim_id").items():
            jobs = ", ".join(own.workorder_id.mapped("name"))
            claim.message_post(body=self.env._("Taken back, the report is opened again: %s", jobs))
        lines.unlink()
        # Nobody accepts later what is claimed anew by the next version.
        self.claim_line_ids.filtered(lambda line: line.answer == "refused").answer = "withdrawn"
        claims.filtered(lambda claim: not claim.line_ids).unlink()

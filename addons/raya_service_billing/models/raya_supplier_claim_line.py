from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import bounds

ANSWERS = [
    ("pending", "Not Answered"),
    ("accepted", "Accepted"),
    ("partly", "Partly Accepted"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
]
OLD_PARTS = [
    ("owed", "Owed by the Technician"),
    ("received", "In the Warehouse"),
    ("sent", "Sent to the Supplier"),
    ("done", "Inspected"),
]


class RayaSupplierClaimLine(models.Model):
    """One covered cost of a job on a claim, with the supplier's answer and what they credited for it."""

    _name = "raya.supplier.claim.line"
    _description = "Line of a Supplier Claim"
    _inherit = ["raya.protected.mixin", "raya.bounds.mixin"]
    _order = "claim_id, id"
    _rec_name = "product_id"
    _bounds = {"accepted_amount": bounds.NOT_NEGATIVE}
    _protected_fields = frozenset({"claim_id", "voucher_line_id", "value", "answer", "written_off_amount"})

    claim_id = fields.Many2one("raya.supplier.claim", required=True, readonly=True, index=True, ondelete="cascade")
    voucher_line_id = fields.Many2one("raya.cost.voucher.line", required=True, readonly=True, ondelete="restrict")
    claim_state = fields.Selection(related="claim_id.state", string="State of the Claim")
    company_id = fields.Many2one(related="claim_id.company_id", store=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    company_currency_id = fields.Many2one(related="claim_id.company_currency_id", string="Currency of the Books")
    partner_id = fields.Many2one(related="claim_id.partner_id", store=True, index=True)
    charge_id = fields.Many2one(related="voucher_line_id.charge_id", store=True, index=True)
    workorder_id = fields.Many2one(related="charge_id.workorder_id", store=True, index=True)
    asset_id = fields.Many2one(related="workorder_id.asset_id", string="Product File")
    serial = fields.Char(related="workorder_id.asset_id.serial")
    product_id = fields.Many2one(related="charge_id.product_id", store=True)
    part_id = fields.Many2one(related="charge_id.part_id")
    kind = fields.Selection(related="charge_id.kind")
    quantity = fields.Float(related="charge_id.quantity")
    product_uom_id = fields.Many2one(related="charge_id.product_uom_id", string="Unit")
    claim_until = fields.Date(related="charge_id.claim_until", store=True)
    fault_id = fields.Many2one("raya.fault", compute="_compute_fault_id", compute_sudo=True)
    old_part_state = fields.Selection(OLD_PARTS, "Defective Part", compute="_compute_old_part_state", compute_sudo=True)
    value = fields.Monetary(
        "In the Books",
        required=True,
        readonly=True,
        currency_field="company_currency_id",
        help="The supplier's share of what the voucher posted.",
    )
    amount = fields.Monetary("Claimed", compute="_compute_amount", store=True)
    answer = fields.Selection(ANSWERS, default="pending", required=True, readonly=True, index=True)
    accepted_amount = fields.Monetary("Accepted")
    refusal = fields.Char("Refused Because")
    move_line_ids = fields.One2many("account.move.line", "raya_claim_line_id", "Credited By", readonly=True)
    credited_amount = fields.Monetary("Credited", compute="_compute_credited", store=True)
    credited_value = fields.Monetary(
        "Credited in the Books", compute="_compute_credited", store=True, currency_field="company_currency_id"
    )
    currency_difference = fields.Monetary(compute="_compute_credited", store=True, currency_field="company_currency_id")
    written_off_amount = fields.Monetary("Written Off", readonly=True)
    open_amount = fields.Monetary("Not Credited Yet", compute="_compute_open_amount", store=True)

    _voucher_line_once = models.UniqueIndex(
        "(voucher_line_id) WHERE answer != 'withdrawn'", "This cost stands on a claim already."
    )

    @api.depends("charge_id.part_id.fault_id", "charge_id.work_line_id.fault_id", "workorder_id")
    def _compute_fault_id(self):
        for line in self:
            own = line.charge_id.part_id.fault_id or line.charge_id.work_line_id.fault_id
            line.fault_id = line.workorder_id._get_deciding_fault(own)

    @api.depends("charge_id.part_id")
    def _compute_old_part_state(self):
        """Where the defective part is, read from the moves of the job."""
        rows = self.env["raya.old.part"].search([("part_id", "in", self.part_id.ids)])
        states = {row.part_id: row.state for row in rows}
        sent = self.env["stock.move"]._read_group(
            [
                ("raya_part_id", "in", self.part_id.ids),
                ("state", "=", "done"),
                ("location_id.raya_place", "=", "defective"),
                ("location_dest_id.usage", "=", "supplier"),
            ],
            ["raya_part_id"],
        )
        states |= {part: "sent" for (part,) in sent if states.get(part) == "done"}
        for line in self:
            line.old_part_state = states.get(line.part_id, False)

    @api.depends("value", "claim_id.currency_id", "claim_id.date", "claim_id.company_id")
    def _compute_amount(self):
        for line in self:
            claim = line.claim_id
            books = claim.company_id.currency_id
            line.amount = books._convert(line.value, claim.currency_id, claim.company_id, claim.date)

    @api.depends(
        "amount",
        "move_line_ids.parent_state",
        "move_line_ids.balance",
        "move_line_ids.amount_currency",
        "move_line_ids.currency_id",
    )
    def _compute_credited(self):
        """A document in another currency counts by the rate of its own day."""
        for line in self:
            items = line.move_line_ids.filtered(lambda item: item.parent_state == "posted")
            line.credited_amount = line.currency_id.round(sum(line._get_credit(item) for item in items))
            line.credited_value = -sum(items.mapped("balance"))
            claimed = line.value * line.credited_amount / line.amount if line.amount else 0.0
            line.currency_difference = line.company_currency_id.round(line.credited_value - claimed)

    def _get_credit(self, item):
        """What an ``account.move.line`` credits, in the currency of the claim."""
        return -item.currency_id._convert(
            item.amount_currency, self.currency_id, self.company_id, item.move_id.invoice_date or item.date
        )

    @api.depends("accepted_amount", "credited_amount", "written_off_amount", "answer")
    def _compute_open_amount(self):
        for line in self:
            owed = line.accepted_amount - line.credited_amount - line.written_off_amount
            line.open_amount = line.currency_id.round(owed) if line.answer in ("accepted", "partly") else 0.0

    def write(self, vals):
        if not self.env.su and not {"accepted_amount", "refusal"}.isdisjoint(vals):
            self.claim_id._check_state("sent")
        return super().write(vals)

    def unlink(self):
        """What people take off a draft is claimed by nobody, until they say so; the program takes off what is claimed
        anew."""
        removed = self.browse() if self.env.su else self
        costs = {claim: lines.voucher_line_id for claim, lines in removed.grouped("claim_id").items()}
        result = super().unlink()
        for claim, own in costs.items():
            own._waive(self.env._("Removed from %s", claim.name))
            body = self.env._(
                "Removed, and not claimed until somebody chooses Claim After All: %s",
                format_list(self.env, own.product_id.mapped("display_name")),
            )
            claim.message_post(body=body, subtype_xmlid="mail.mt_note")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self.claim_id._check_state("draft")

    def action_withdraw(self):
        """This cost is not asked for any more; the job may be amended, the cost claimed anew.

        :raises UserError: where something was credited for it
        """
        self.check_access("write")
        self.claim_id._check_state(("sent", "accepted", "partly", "refused"))
        for line in self.filtered(lambda line: line._get_crediting()):
            raise UserError(
                self.env._(
                    "%(documents)s credits %(line)s of %(job)s. Have the accountant take that back first.",
                    documents=", ".join(line._get_crediting().mapped("display_name")),
                    line=line.product_id.display_name,
                    job=line.workorder_id.name,
                )
            )
        # The answer is written by the buttons only.
        self.sudo().answer = "withdrawn"
        # Their place is free for lines that are inserted before anything else is written.
        self.flush_recordset(["answer"])
        for claim, lines in self.grouped("claim_id").items():
            claim.message_post(
                body=self.env._("Withdrawn: %s", ", ".join(claim._prepare_line_summary(line) for line in lines))
            )
            if not claim._get_lines():
                claim._transition("withdrawn")

    def _check_answer(self):
        """:raises UserError: names the first line that is not accepted whole and says not why"""
        for line in self:
            if line._get_answer() != "accepted" and not (line.refusal or "").strip():
                raise UserError(
                    self.env._(
                        "Say why the supplier does not accept %(line)s of %(job)s whole, or enter what they accept.",
                        line=line.product_id.display_name,
                        job=line.workorder_id.name,
                    )
                )

    def _get_answer(self):
        if self.currency_id.is_zero(self.accepted_amount):
            return "refused"
        is_whole = self.currency_id.compare_amounts(self.accepted_amount, self.amount) >= 0
        return "accepted" if is_whole else "partly"

    def _get_crediting(self):
        """Documents by which it is, or is about to be, credited; those that were taken back whole count no more."""
        moves = self.move_line_ids.move_id
        drafts = moves.filtered(lambda move: move.state == "draft")
        is_credited = not self.currency_id.is_zero(self.credited_amount)
        return drafts | moves.filtered(lambda move: is_credited and move.state == "posted")

    def _is_standing(self):
        """Whether the supplier was asked for it, and neither refused it nor was told that it is withdrawn."""
        is_over = self.answer in ("withdrawn", "refused") and not self._get_crediting()
        return self.claim_id.state != "draft" and not is_over

    def _get_standing_message(self):
        """Why the report of this job is not opened again, and what to do first."""
        self.ensure_one()
        values = {
            "line": self.product_id.display_name,
            "job": self.workorder_id.name,
            "claim": self.claim_id.name,
            "supplier": self.partner_id.display_name,
        }
        if crediting := self._get_crediting():
            documents = ", ".join(crediting.mapped("display_name"))
            return self.env._(
                "%(line)s of %(job)s is claimed from %(supplier)s on %(claim)s, and %(documents)s credits it. Have the"
                " accountant take that back and withdraw the line, then amend the report.",
                documents=documents,
                **values,
            )
        return self.env._(
            "%(line)s of %(job)s is claimed from %(supplier)s on %(claim)s. Have the accountant withdraw the line"
            " there, then amend the report.",
            **values,
        )

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("accepted", "Accepted"),
    ("partly", "Partly Accepted"),
    ("refused", "Refused"),
    ("settled", "Settled"),
    ("withdrawn", "Withdrawn"),
]
# What people write, and until when.
IN_DRAFT = frozenset({"currency_id", "late_reason", "settlement"})


class RayaSupplierClaim(models.Model):
    """What one supplier is asked to give back of the cost of jobs under their warranty."""

    _name = "raya.supplier.claim"
    _description = "Supplier Claim"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "raya.supplier.claim.settlement.mixin",
        "raya.supplier.claim.sending.mixin",
        "raya.transition.mixin",
        "raya.number.mixin",
        "raya.print.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _sequence_code = "raya.supplier.claim"
    _protected_fields = frozenset({"state", "partner_id", "company_id", "date", "date_answered", "write_off_move_ids"})

    partner_id = fields.Many2one("res.partner", "Supplier", required=True, readonly=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Books")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, help="In which is claimed."
    )
    date = fields.Date(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.company._raya_get_day(),
        help="On which it was sent; amounts are converted on that day.",
    )
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, tracking=True, index=True
    )
    line_ids = fields.One2many("raya.supplier.claim.line", "claim_id", "Lines", copy=False)
    line_count = fields.Integer("Number of Lines", compute="_compute_line_count")
    date_until = fields.Date(
        "Claim Until", compute="_compute_date_until", store=True, help="The last day of the first window that ends."
    )
    is_late = fields.Boolean(compute="_compute_is_late")
    late_reason = fields.Text("Why Late", help="Printed. Needed where the window of a line has ended.")
    supplier_ref = fields.Char("Supplier's Reference", tracking=True, index="trigram")
    date_answered = fields.Date("Answered On", readonly=True, copy=False)
    answer_note = fields.Text("Answer", help="What the supplier wrote; the reason of lines that are refused together.")
    settlement = fields.Selection(
        [("in_refund", "Vendor Refund"), ("out_invoice", "Customer Invoice")],
        "Settled By",
        default="in_refund",
        required=True,
        help="The supplier credits us, or we invoice the supplier.",
    )
    amount_total = fields.Monetary("Claimed", compute="_compute_amounts", store=True)
    accepted_total = fields.Monetary("Accepted", compute="_compute_amounts", store=True)
    credited_total = fields.Monetary(
        "Credited", compute="_compute_amounts", store=True, help="By posted documents, before taxes."
    )
    open_total = fields.Monetary(
        "Not Credited Yet", compute="_compute_amounts", store=True, help="Accepted, neither credited nor written off."
    )
    currency_difference = fields.Monetary(
        compute="_compute_amounts",
        store=True,
        currency_field="company_currency_id",
        help="What was credited is worth so much more, or less, than when it was claimed.",
    )
    unpaid_amount = fields.Monetary(
        "Not Paid Yet",
        compute="_compute_documents",
        currency_field="company_currency_id",
        help="Of posted documents: neither set off against bills nor paid.",
    )

    _number_unique = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This number of a claim is taken in this company."
    )

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(
            self.env["raya.supplier.claim.line"]._read_group([("claim_id", "in", self.ids)], ["claim_id"], ["__count"])
        )
        for claim in self:
            claim.line_count = counts.get(claim._origin, 0)

    @api.depends("line_ids.claim_until", "line_ids.answer")
    def _compute_date_until(self):
        for claim in self:
            days = claim._get_lines().filtered("claim_until").mapped("claim_until")
            claim.date_until = min(days) if days else False

    @api.depends("date_until", "date", "state")
    def _compute_is_late(self):
        for claim in self:
            day = claim.company_id._raya_get_day() if claim.state == "draft" else claim.date
            claim.is_late = (claim.date_until or date.max) < day

    @api.depends(
        "line_ids.answer",
        "line_ids.amount",
        "line_ids.accepted_amount",
        "line_ids.credited_amount",
        "line_ids.open_amount",
        "line_ids.currency_difference",
    )
    def _compute_amounts(self):
        for claim in self:
            lines = claim._get_lines()
            claim.amount_total = sum(lines.mapped("amount"))
            claim.accepted_total = sum(lines.mapped("accepted_amount"))
            claim.credited_total = sum(lines.mapped("credited_amount"))
            claim.open_total = claim.currency_id.round(sum(lines.mapped("open_amount")))
            claim.currency_difference = sum(lines.mapped("currency_difference"))

    def write(self, vals):
        # What was sent stays as it was sent.
        if not self.env.su and not IN_DRAFT.isdisjoint(vals):
            self._check_state("draft")
        return super().write(vals)

    def unlink(self):
        # The database takes them along, and the night would collect them again.
        self.filtered(lambda claim: claim.state == "draft").line_ids.unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        sent = self.filtered(lambda claim: claim.state != "draft")
        if sent:
            raise UserError(
                self.env._(
                    "%(claim)s went to %(supplier)s and cannot be deleted. Withdraw it instead.",
                    claim=sent[0].name,
                    supplier=sent[0].partner_id.display_name,
                )
            )

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "sent"),
            ("sent", "accepted"),
            ("sent", "partly"),
            ("sent", "refused"),
            ("sent", "withdrawn"),
            ("accepted", "withdrawn"),
            ("partly", "withdrawn"),
            ("refused", "withdrawn"),
            ("accepted", "sent"),
            ("partly", "sent"),
            ("refused", "sent"),
            ("settled", "sent"),
            ("accepted", "settled"),
            ("partly", "settled"),
        }

    @api.model
    def _collect(self, voucher_lines):
        """Put costs on the draft claim of their supplier and company; one is made where there is none.

        :param voucher_lines: ``raya.cost.voucher.line`` to be claimed, each with its supplier
        :return: the claims
        """
        # Claims and their lines are made by the program only.
        claims = self.sudo().browse()
        for (company, partner), lines in voucher_lines.sudo().grouped(lambda line: line._get_claim_key()).items():
            claim = self.sudo()._find_draft(company, partner)
            claim.line_ids = [fields.Command.create(line._prepare_claim_line_values()) for line in lines]
            claims |= claim
        return claims.sudo(False)

    def _find_draft(self, company, partner):
        domain = [("state", "=", "draft"), ("company_id", "=", company.id), ("partner_id", "=", partner.id)]
        values = {"company_id": company.id, "partner_id": partner.id, "currency_id": company.currency_id.id}
        return self.search(domain, limit=1) or self.with_company(company).create(values)

    def _get_lines(self):
        """Those that are asked for; withdrawn ones only tell what was."""
        return self.line_ids.filtered(lambda line: line.answer != "withdrawn")

    def action_accept_all(self):
        """The supplier accepts everything that is not answered yet."""
        self._check_state("sent")
        for line in self._get_lines().filtered(lambda line: line.answer == "pending" and not line.accepted_amount):
            line.sudo().accepted_amount = line.amount
        return self.action_record_answer()

    def action_refuse_all(self):
        """The supplier refuses everything, for the reason that stands in their answer."""
        self._check_state("sent")
        for claim in self:
            if not (claim.answer_note or "").strip():
                raise UserError(self.env._("Write into the answer why the supplier refuses %s.", claim.name))
            # The answer of the supplier, for all lines alike.
            claim._get_lines().sudo().write({"accepted_amount": 0.0, "refusal": claim.answer_note})
        return self.action_record_answer()

    def action_record_answer(self):
        """What stands on the lines is the supplier's answer."""
        self._check_state("sent")
        self.check_access("write")
        lines = self._get_lines().sudo()
        lines._check_answer()
        for line in lines:
            line.answer = line._get_answer()
        for claim in self:
            claim.sudo().date_answered = claim.company_id._raya_get_day()
        for outcome, claims in self.grouped(lambda claim: claim._get_outcome()).items():
            claims._transition(outcome)

    def _get_outcome(self):
        """The state to which the answers on the lines bring a claim."""
        answers = set(self._get_lines().mapped("answer"))
        return answers.pop() if len(answers) == 1 else "partly"

    def action_withdraw(self):
        """Nothing of this is asked for any more; its costs can be claimed anew."""
        self._check_state("sent")
        self._get_lines().action_withdraw()

    def action_open_again(self):
        """The supplier says something else: answers are written anew. What was written off is owed again."""
        self._check_may_undo()
        self._transition("sent", only_from=("accepted", "partly", "refused", "settled"))
        self._undo_write_off()

    def _prepare_line_summary(self, line):
        """How a document names a line of this claim: job, unit and work, in the supplier's language."""
        line = line.with_context(lang=self._get_print_lang())
        return " · ".join(filter(None, (self.name, line.workorder_id.name, line.serial, line.product_id.display_name)))

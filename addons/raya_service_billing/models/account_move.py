from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "raya.linked.mixin"]
    _linked_fields = frozenset({"raya_workorder_id", "raya_agent_statement_ids"})

    raya_workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="raya_service_base.group_service_user",
    )
    raya_workorder_ids = fields.Many2many(
        "raya.workorder",
        string="Work Orders",
        compute="_compute_raya_workorder_ids",
        compute_sudo=True,
        groups="raya_service_base.group_service_user",
        help="An invoice may gather several work orders.",
    )
    raya_workorder_count = fields.Integer(
        "Number of Work Orders",
        compute="_compute_raya_workorder_ids",
        compute_sudo=True,
        groups="raya_service_base.group_service_user",
    )

    raya_agent_statement_ids = fields.One2many(
        "raya.agent.statement",
        "bill_id",
        "Agent Statements",
        readonly=True,
        copy=False,
        groups="raya_service_base.group_service_accountant",
    )

    @api.depends("raya_workorder_id", "invoice_line_ids.sale_line_ids")
    def _compute_raya_workorder_ids(self):
        for move in self:
            orders = move.invoice_line_ids.sale_line_ids.order_id
            move.raya_workorder_ids = move.raya_workorder_id | orders.raya_workorder_id
            move.raya_workorder_count = len(move.raya_workorder_ids)

    def action_raya_open_workorders(self):
        return self.raya_workorder_ids._get_records_action(name=self.env._("Work Orders"))

    def _raya_get_covered_charges(self):
        """Work of these jobs that the customer does not pay, for their papers; a credit note gives nothing of it back."""
        # Whoever prints may read no work order.
        invoices = self.sudo().filtered(lambda move: move.move_type == "out_invoice")
        return invoices.raya_workorder_ids._get_covered_on_paper()

    # Entries of vouchers, and of parts that the company bears, stand as long as their report

    def write(self, vals):
        if vals.get("state", "posted") != "posted":
            self._raya_check_not_vouchered()
            self._raya_check_claims_open()
            self._raya_check_not_received()
        return super().write(vals)

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._raya_check_not_vouchered()
        self._raya_check_claims_open()
        self._raya_check_not_received()
        reversals = super()._reverse_moves(default_values_list, cancel)
        self._raya_carry_claims(reversals)
        return reversals

    @api.ondelete(at_uninstall=False)
    def _unlink_except_vouchered(self):
        self._raya_check_not_vouchered()

    def _raya_check_not_vouchered(self):
        """:raises UserError: names the report whose cost these entries carry, and the way to take it back"""
        # Whoever does the books need not read jobs.
        entry = self.sudo().filtered(
            lambda move: move.raya_workorder_id and move.move_type == "entry" and move.state == "posted"
        )[:1]
        if entry:
            entry._raya_check_not_reversed()
            raise UserError(
                self.env._(
                    "%(entry)s carries the cost of %(job)s, whose report is approved. Have the report amended:"
                    " that posts the opposite of it.",
                    entry=entry.name,
                    job=entry.raya_workorder_id.name,
                )
            )

    # What technicians took on site

    def _post(self, soft=True):
        self._raya_check_no_receipt_cancelled()
        posted = super()._post(soft)
        self.env["raya.price.change"]._write_down_invoiced(posted)
        # Whoever posts need not read jobs.
        invoices = posted.sudo().filtered(lambda move: move.move_type == "out_invoice")
        invoices.invoice_line_ids.sale_line_ids.order_id.raya_workorder_id.field_payment_ids._match()
        return posted

    def _raya_check_no_receipt_cancelled(self):
        """:raises UserError: names the cancelled receipt whose payment would be posted again"""
        payments = self.sudo().filtered(lambda move: move.move_type == "entry").origin_payment_id
        domain = [("payment_id", "in", payments.ids), ("state", "=", "cancelled")]
        cancelled = payments and self.env["raya.field.payment"].sudo().search(domain, limit=1)
        if cancelled:
            raise UserError(
                self.env._(
                    "%(receipt)s of %(technician)s was cancelled. Let them take the payment anew: it gets a receipt of"
                    " its own.",
                    receipt=cancelled.name,
                    technician=cancelled.user_id.name,
                )
            )

    def _raya_check_not_received(self):
        """:raises UserError: names the receipt that stands on these entries, and the way to take it back"""
        posted = self.sudo().filtered(lambda move: move.state == "posted" and move.move_type == "entry")
        # Whoever does the books need not read receipts.
        FieldPayment = self.env["raya.field.payment"].sudo()
        handed_over = (
            FieldPayment.search([("hand_over_move_id", "in", posted.ids)], limit=1) if posted else FieldPayment
        )
        if handed_over:
            raise UserError(
                self.env._(
                    "%(receipt)s of %(technician)s was handed over by this. Undo the hand-over there.",
                    receipt=handed_over.name,
                    technician=handed_over.user_id.name,
                )
            )
        received = FieldPayment._find_of_entries(posted)[:1] if posted else FieldPayment
        if received:
            raise UserError(
                self.env._(
                    "%(technician)s gave the receipt %(receipt)s for this. Cancel the receipt instead.",
                    receipt=received.name,
                    technician=received.user_id.name,
                )
            )

    def _raya_get_paid_part(self):
        """Which part of this invoice, from 0 to 1, was paid otherwise than by what technicians took on site."""
        self.ensure_one()
        if self.currency_id.is_zero(self.amount_total):
            return 0.0
        items = self.line_ids.filtered(lambda item: item.account_type == "asset_receivable")
        matches = items.matched_credit_ids
        receipts = self.env["raya.field.payment"].sudo()._find_of_entries(matches.credit_move_id.move_id)
        entries = receipts.payment_id.move_id
        on_site = sum(
            matches.filtered(lambda match: match.credit_move_id.move_id in entries).mapped("debit_amount_currency")
        )
        return (self.amount_total - self.amount_residual - on_site) / self.amount_total

    def _raya_free_field_payments(self):
        """What was taken on site and paid these invoices is the customer's credit again.

        :return: the ``raya.field.payment``
        """
        items = self.line_ids.filtered(lambda item: item.account_type == "asset_receivable")
        payments = self.env["raya.field.payment"]._find_of_entries(items.matched_credit_ids.credit_move_id.move_id)
        entries = payments.payment_id.move_id
        items.matched_credit_ids.filtered(lambda match: match.credit_move_id.move_id in entries).unlink()
        return payments

    # What credits a claim on a supplier

    def _raya_check_claims_open(self):
        """:raises UserError: names the settled claim that stands on these documents, and the way to open it"""
        # Whoever does the books need not read claims.
        posted = self.sudo().filtered(lambda move: move.state == "posted")
        domain = ["|", ("line_ids.move_line_ids.move_id", "in", posted.ids), ("write_off_move_ids", "in", posted.ids)]
        Claim = self.env["raya.supplier.claim"].sudo()
        claim = Claim.search([("state", "=", "settled"), *domain], limit=1) if posted else Claim
        if claim:
            raise UserError(
                self.env._(
                    "%(claim)s on %(supplier)s is settled by this. Open the claim again first.",
                    claim=claim.name,
                    supplier=claim.partner_id.display_name,
                )
            )

    def _raya_carry_claims(self, reversals):
        """What a reversal takes back is credited to the claim no more."""
        # As above.
        for move, reversal in zip(self.sudo(), reversals.sudo(), strict=True):
            if move.line_ids.raya_claim_line_id:
                pairs = zip(move.invoice_line_ids, reversal.invoice_line_ids, strict=False)
                for item, opposite in pairs:
                    opposite.raya_claim_line_id = item.raya_claim_line_id

    def _raya_check_not_reversed(self):
        """:raises UserError: for an entry of a cost voucher that was posted back when its report was opened again"""
        own = Domain("move_id", "=", self.id) | Domain("reversal_ids", "in", self.ids)
        own |= Domain("line_ids.stock_entry_ids", "in", self.ids)
        voucher = self.env["raya.cost.voucher"].search(own, limit=1)
        if voucher.state == "reversed":
            raise UserError(
                self.env._(
                    "%(entry)s stays in the books together with what takes it back: cost voucher %(voucher)s was reversed"
                    " when the report of %(job)s was opened again. Nothing is left to undo.",
                    entry=self.name,
                    voucher=voucher.name,
                    job=self.raya_workorder_id.name,
                )
            )

    # Invoices of reports that are opened again

    def _raya_check_creditable(self, lines):
        """Refuse to credit what somebody has paid, or got a part of its price back for.

        :param lines: ``sale.order.line`` of the work
        :raises UserError: names the invoice, the job and what to undo first
        """
        for invoice in self.filtered(lambda move: move._raya_get_uncredited(lines)):
            payments = invoice._get_reconciled_amls().move_id - invoice.reversal_move_ids
            # What was taken on site is the customer's credit then.
            payments -= self.env["raya.field.payment"].sudo()._find_of_entries(payments).payment_id.move_id
            # The rest of a price is no quantity that a credit note could take back.
            if any(
                line.product_uom_id.is_zero(line.qty_invoiced_posted)
                for line in invoice._raya_get_uncredited(lines).sale_line_ids & lines
            ):
                payments |= invoice.reversal_move_ids
            if payments:
                raise UserError(
                    self.env._(
                        "%(invoice)s of %(job)s is matched with %(payments)s. Have the accountant undo that, or credit"
                        " the invoice, then amend the report.",
                        invoice=invoice.name,
                        job=", ".join(invoice.invoice_line_ids.sale_line_ids.order_id.raya_workorder_id.mapped("name")),
                        payments=", ".join(payments.mapped("display_name")),
                    )
                )

    def _raya_credit(self, lines, reason):
        """Invoice the work of reports that are opened again no more: drafts lose it, posted ones get a credit note.

        :param lines: ``sale.order.line`` of the work
        :param str reason: why, as it stands on the credit note
        :return: the posted credit notes
        """
        self._raya_check_creditable(lines)
        drafts = self.filtered(lambda move: move.state == "draft")
        # Work that was credited and invoiced anew is credited where it is still asked for, and nowhere else.
        posted = (self - drafts).sorted(lambda move: move.payment_state == "reversed")
        drafts._raya_drop(lines)
        notes, freed = self.browse(), self.env["raya.field.payment"]
        for invoice in posted:
            if invoice._raya_get_uncredited(lines):
                freed |= invoice._raya_free_field_payments()
                notes |= invoice._raya_create_credit_note(lines, reason)
        # Other jobs that an invoice gathers stay paid.
        freed.filtered(lambda payment: payment.workorder_id not in lines.order_id.raya_workorder_id)._match()
        return notes

    def _raya_drop(self, lines):
        """Take the work off these drafts; what is left without a line goes, or is cancelled where it has a number."""
        self.invoice_line_ids.filtered(lambda item: item.sale_line_ids & lines).unlink()
        empty = self.filtered(lambda move: not move.invoice_line_ids.filtered("product_id"))
        numbered = empty.filtered("posted_before")
        numbered.button_cancel()
        (empty - numbered).unlink()

    def _raya_get_uncredited(self, lines):
        """Lines of a posted invoice for this work of which something is not credited yet."""
        if self.state != "posted" or self.move_type != "out_invoice":
            return self.invoice_line_ids[:0]
        return self.invoice_line_ids.filtered(
            lambda item: any(
                not line.product_uom_id.is_zero(line.qty_invoiced_posted)
                or not line.currency_id.is_zero(line.untaxed_amount_invoiced)
                for line in item.sale_line_ids & lines
            )
        )

    def _raya_create_credit_note(self, lines, reason):
        """Credit what is left of the work on one invoice. One that holds nothing else is reversed to the cent, with
        its cost of goods sold."""
        uncredited = self._raya_get_uncredited(lines)
        day = self.company_id._raya_get_open_day(self.journal_id)
        values = {
            "invoice_date": day,
            "date": day,
            "ref": self.env._("%(invoice)s: %(reason)s", invoice=self.name, reason=reason),
        }
        whole = not self.reversal_move_ids and uncredited == self.invoice_line_ids.filtered("product_id")
        note = self._reverse_moves([values], cancel=whole)
        if not whole:
            note._raya_keep_lines(uncredited.sale_line_ids & lines)
            note.action_post()
            (self | note).line_ids.filtered(
                lambda item: item.account_type == "asset_receivable" and not item.reconciled
            ).reconcile()
        return note

    def _raya_keep_lines(self, lines):
        """This draft credit note is for what of these order lines is not credited yet, and for nothing else."""
        kept = self.invoice_line_ids.filtered(lambda item: item.sale_line_ids & lines)
        (self.invoice_line_ids - kept).unlink()
        self.invoice_line_ids = [
            Command.update(item.id, {"quantity": line.qty_invoiced_posted})
            for item in kept
            for line in item.sale_line_ids & lines
            if line.product_uom_id.compare(item.quantity, line.qty_invoiced_posted) > 0
        ]

    # What agents are paid

    def action_raya_open_agent_statements(self):
        return self.raya_agent_statement_ids._get_records_action(name=self.env._("Agent Statements"))

    def button_cancel(self):
        result = super().button_cancel()
        self._raya_get_agent_statements()._on_bill_gone()
        return result

    def unlink(self):
        statements = self._raya_get_agent_statements()
        result = super().unlink()
        statements._on_bill_gone()
        return result

    def _raya_get_agent_statements(self):
        """Statements of which these are the bills, in superuser mode: whoever does the books need not read them."""
        return self.env["raya.agent.statement"].sudo().search([("bill_id", "in", self.ids)])

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class RayaSupplierClaimSettlementMixin(models.AbstractModel):
    """How an accepted claim becomes money: a claim itself posts nothing, documents of Odoo do, once."""

    _name = "raya.supplier.claim.settlement.mixin"
    _description = "Settlement of Supplier Claims"

    document_count = fields.Integer("Number of Documents", compute="_compute_documents")
    write_off_reason = fields.Text(tracking=True)
    write_off_move_ids = fields.Many2many(
        "account.move",
        "raya_supplier_claim_write_off_rel",
        string="Written Off By",
        readonly=True,
        copy=False,
        check_company=True,
    )

    @api.depends("line_ids.move_line_ids.move_id.amount_residual_signed")
    def _compute_documents(self):
        for claim in self:
            documents = claim._get_documents()
            claim.document_count = len(documents)
            claim.unpaid_amount = sum(claim._get_unpaid(move) for move in documents)

    def _get_documents(self):
        """Invoices and credit notes that credit lines of these claims."""
        return self.line_ids.move_line_ids.move_id

    def _get_unpaid(self, move):
        """What of a posted document is owed to us, in the currency of the books."""
        return abs(move.amount_residual_signed) if move.state == "posted" else 0.0

    def action_open_documents(self):
        return self._get_documents()._get_records_action(name=self.env._("Documents of Claims"))

    def action_create_document(self):
        """Make the draft of what the supplier credits: a vendor refund or an invoice, one line for each cost.

        :return: action that opens it
        """
        self.ensure_one()
        self._check_state(("accepted", "partly"))
        lines = self.line_ids.filtered(lambda line: line.open_amount > 0)
        drafts = self._get_documents().filtered(lambda move: move.state == "draft")
        if drafts:
            raise UserError(
                self.env._("%s is a draft for this claim already. Post or delete it.", drafts[0].display_name)
            )
        if not lines:
            raise UserError(self.env._("Everything that was accepted of %s is credited.", self.name))
        Move = self.env["account.move"].with_company(self.company_id)
        Move.check_access("create")
        # The links to the claim are the program's.
        move = Move.sudo().create(self._prepare_document_values(lines))
        return move.sudo(False)._get_records_action()

    def _prepare_document_values(self, lines):
        account = self._get_recovery_account()
        return {
            "move_type": self.settlement,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": self.company_id._raya_get_day(),
            "ref": self.supplier_ref or self.name,
            "invoice_origin": self.name,
            "invoice_line_ids": [
                Command.create(
                    {
                        # Without the product: the part is not bought back, its stock stays as it is.
                        "name": self._prepare_line_summary(line),
                        "quantity": 1.0,
                        "price_unit": line.open_amount,
                        "account_id": account.id,
                        "tax_ids": [Command.clear()],
                        "raya_claim_line_id": line.id,
                    }
                )
                for line in lines
            ],
        }

    def _get_recovery_account(self):
        """Where recovered money is counted, apart from the cost itself.

        :raises UserError: names the setting that is empty
        """
        # Whoever claims may read no settings.
        account = self.company_id.sudo().raya_recovery_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%s has no account for what suppliers give back. Ask an administrator to set it in"
                    " Settings / Service.",
                    self.company_id.display_name,
                )
            )
        return account

    def action_settle(self):
        """Close claims of which nothing is owed any more.

        :raises UserError: says how much is owed, and of what
        """
        self._check_state(("accepted", "partly"))
        for claim in self:
            claim._check_nothing_owed()
        self._transition("settled", only_from=("accepted", "partly"))

    def _check_nothing_owed(self):
        for line in self.line_ids:
            if not self.currency_id.is_zero(line.open_amount):
                raise UserError(self._get_owed_message(line))
        self._check_no_draft()
        for move in self._get_documents():
            if not self.company_currency_id.is_zero(self._get_unpaid(move)):
                raise UserError(
                    self.env._(
                        "%(supplier)s owes %(amount)s of %(document)s: set it off against a bill or register the"
                        " payment. Whoever may write it off says why.",
                        supplier=self.partner_id.display_name,
                        amount=self._format(self._get_unpaid(move), self.company_currency_id),
                        document=move.display_name,
                    )
                )

    def _check_no_draft(self):
        draft = self._get_documents().filtered(lambda move: move.state == "draft")[:1]
        if draft:
            raise UserError(self.env._("%s is a draft still. Post or delete it.", draft.display_name))

    def _get_owed_message(self, line):
        values = {
            "accepted": self._format(line.accepted_amount, self.currency_id),
            "line": self._prepare_line_summary(line),
            "credited": self._format(line.credited_amount, self.currency_id),
            "open": self._format(abs(line.open_amount), self.currency_id),
        }
        if line.open_amount < 0:
            return self.env._(
                "%(accepted)s of %(line)s was accepted and %(credited)s is credited, %(open)s more. Correct the"
                " document, or open the claim again and write what was accepted.",
                **values,
            )
        return self.env._(
            "%(accepted)s of %(line)s was accepted and %(credited)s is credited: %(open)s is owed. Whoever may write"
            " it off says why.",
            **values,
        )

    def _format(self, amount, currency):
        return self.env["res.lang"]._raya_format_amount(amount, currency)

    # What nobody gets any more

    def action_write_off(self):
        """Close claims although something is owed: managers do, and say why.

        :raises AccessError: for everybody else
        """
        self._check_state(("accepted", "partly"))
        self._check_may_write_off()
        for claim in self:
            if not (claim.write_off_reason or "").strip():
                raise UserError(self.env._("Say why what is owed of %s is written off.", claim.name))
            claim._check_no_draft()
            # As the manager decided; entries and lines are the program's.
            claim.sudo()._write_off()
        self._transition("settled", only_from=("accepted", "partly"))

    def _check_may_write_off(self):
        if not self.env.user.has_group("raya_service_base.group_service_manager"):
            raise AccessError(self.env._("Only service managers write off what a supplier owes."))

    def _check_may_undo(self):
        if any(line.written_off_amount for line in self.line_ids) or self.write_off_move_ids:
            self._check_may_write_off()

    def _write_off(self):
        """What was not credited was never booked; what was credited and is not paid is booked back."""
        for line in self.line_ids.filtered(lambda line: line.open_amount > 0):
            line.written_off_amount = line.open_amount
        for move in self._get_documents().filtered(self._get_unpaid):
            self.write_off_move_ids |= self._write_off_document(move)

    def _write_off_document(self, move):
        owed = move.line_ids.filtered(
            lambda item: item.account_type in ("liability_payable", "asset_receivable") and not item.reconciled
        )
        entry = self.env["account.move"].create(self._prepare_write_off_values(move, owed))
        entry._post(soft=False)
        (owed | entry.line_ids.filtered(lambda item: item.account_id in owed.account_id)).reconcile()
        return entry

    def _prepare_write_off_values(self, move, owed):
        journal = self.company_id.raya_voucher_journal_id
        common = {"name": f"{self.name} {move.name}", "partner_id": self.partner_id.id}
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": self.company_id._raya_get_open_day(journal),
            "ref": f"{self.name}: {self.write_off_reason}",
            "line_ids": [
                Command.create(
                    {
                        **common,
                        "account_id": account.id,
                        "currency_id": item.currency_id.id,
                        "amount_currency": sign * item.amount_residual_currency,
                        "balance": sign * item.amount_residual,
                    }
                )
                for item in owed
                for account, sign in ((item.account_id, -1), (self._get_recovery_account(), 1))
            ],
        }

    def _undo_write_off(self):
        # As above.
        claims = self.sudo()
        claims.line_ids.written_off_amount = 0.0
        claims.write_off_move_ids._reverse_moves(cancel=True)
        claims.write_off_move_ids = False

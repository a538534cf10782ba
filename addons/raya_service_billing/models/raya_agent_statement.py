from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.raya_service_base.tools.notices import notice


class RayaAgentStatement(models.Model):
    """What an external agent is owed for all that was approved until a day: approved by somebody else, then billed."""

    _name = "raya.agent.statement"
    _description = "Agent Statement"
    _inherit = [
        "raya.agent.statement.collecting.mixin",
        "raya.approval.mixin",
        "raya.number.mixin",
        "raya.print.mixin",
    ]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _sequence_code = "raya.agent.statement"
    _protected_fields = frozenset(
        {"state", "partner_id", "company_id", "date_from", "date_to", "bill_id", "fee_total", "amount_total"}
    )
    _approver_role = "raya_service_base.group_service_manager"
    _next_approver_role = "raya_service_base.group_service_manager"
    _approval_activity = "raya_service_billing.mail_activity_type_agent_statement"
    _author_field = "create_uid"
    _approval_conditions = ("amount",)

    partner_id = fields.Many2one(
        "res.partner", "External Agent", required=True, readonly=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        "Approved From",
        compute="_compute_date_from",
        store=True,
        help="The first day on which something on it was approved.",
    )
    date_to = fields.Date("Until", required=True, readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "In Approval"), ("approved", "Approved"), ("billed", "Billed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("raya.agent.statement.line", "statement_id", "Lines", copy=False)
    job_count = fields.Integer("Number of Jobs", compute="_compute_amounts", store=True)
    unagreed_count = fields.Integer("Lines without a Fee", compute="_compute_amounts", store=True)
    fee_total = fields.Monetary("Fees", compute="_compute_amounts", store=True)
    deducted_total = fields.Monetary("Deducted", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary("To Pay", compute="_compute_amounts", store=True, help="Before taxes.")
    bill_id = fields.Many2one(
        "account.move", "Vendor Bill", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    note = fields.Text()

    _number_unique = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This number of a statement is taken in this company."
    )

    @api.depends("line_ids.charge_id.date", "line_ids.counters_id")
    def _compute_date_from(self):
        """What is taken back was paid before."""
        for statement in self:
            days = statement.line_ids.filtered(lambda line: not line.counters_id).charge_id.mapped("date")
            statement.date_from = min(filter(None, days), default=False)

    @api.depends("line_ids.fee", "line_ids.amount", "line_ids.is_unagreed", "line_ids.workorder_id")
    def _compute_amounts(self):
        for statement in self:
            lines, books = statement.line_ids, statement.currency_id
            statement.job_count = len(lines.workorder_id)
            statement.unagreed_count = len(lines.filtered("is_unagreed"))
            statement.fee_total = books.round(sum(lines.mapped("fee")))
            statement.amount_total = books.round(sum(lines.mapped("amount")))
            statement.deducted_total = books.round(statement.amount_total - statement.fee_total)

    def unlink(self):
        self._check_state("draft")
        # The database takes lines along, and what they took back would be taken back by nothing.
        self.line_ids.unlink()
        return super().unlink()

    # States

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "submitted"),
            ("submitted", "draft"),
            ("submitted", "approved"),
            ("approved", "billed"),
            # Its bill was deleted or cancelled.
            ("billed", "approved"),
            ("approved", "draft"),
        }

    def _get_authors(self):
        return self.create_uid | self.submitted_by_id

    def _get_approval_amount(self):
        return self.amount_total

    def _check_submission(self):
        for statement in self:
            if not statement.line_ids:
                raise UserError(self.env._("%s has no lines. Collect what is due first.", statement.name))
            outdated = statement.line_ids.filtered(lambda line: line._is_outdated())[:1]
            if outdated:
                raise UserError(
                    self.env._(
                        "%(job)s on %(statement)s was opened again since, or its visit has another distance. Collect what"
                        " is due anew, in the draft.",
                        job=outdated.workorder_id.name,
                        statement=statement.name,
                    )
                )
        return super()._check_submission()

    def action_open_again(self):
        """Whoever may approve takes back what was approved, as long as no bill was made.

        :raises AccessError: for everybody else
        """
        self._check_approver_role()
        self._transition("draft", only_from="approved")

    def action_send(self):
        """Send approved statements as PDF to their agents, in their languages.

        :return: notification
        :raises UserError: names the agent without an address; nothing is sent then
        """
        self.check_access("write")
        self._check_state(("approved", "billed"))
        self._mail_paper("raya_service_billing.mail_template_agent_statement")
        return notice(self.env._("%s is on its way to the agent.", ", ".join(self.mapped("name"))), following=None)

    # The bill

    def action_create_bill(self):
        """Make the draft of the vendor bill, or of the refund where more was taken back than earned.

        :return: action that opens it; nothing where nothing is owed
        :raises UserError: where the account of fees is not set
        """
        self._check_state("approved")
        self.check_access("write")
        for statement in self.filtered("line_ids.amount"):
            move = self.env["account.move"].with_company(statement.company_id)
            # The link is the program's.
            statement.sudo().bill_id = move.create(statement._prepare_bill_values())
        self._transition("billed", only_from="approved")
        return self.action_open_bill() if self.bill_id else None

    def action_open_bill(self):
        return self.bill_id._get_records_action(name=self.env._("Vendor Bills"))

    def _prepare_bill_values(self):
        self.ensure_one()
        sign = -1 if self.amount_total < 0 else 1
        own = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return {
            "move_type": "in_refund" if sign < 0 else "in_invoice",
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": self.company_id._raya_get_day(),
            "ref": self.name,
            "invoice_origin": self.name,
            "invoice_line_ids": [
                Command.create(own._prepare_bill_line_values(job, lines, sign))
                for job, lines in own.line_ids.grouped("workorder_id").items()
            ],
        }

    def _prepare_bill_line_values(self, job, lines, sign):
        """One line of the bill: what is paid for one job, in the agent's language."""
        # Whoever bills may read no settings.
        company = self.company_id.sudo()
        values = {
            "name": lines._get_bill_text(),
            "quantity": 1.0,
            "price_unit": sign * self.currency_id.round(sum(lines.mapped("amount"))),
            "account_id": self._get_account().id,
        }
        return {**values, "product_id": company.raya_agent_product_id.id} if company.raya_agent_product_id else values

    def _get_account(self):
        """``account.account`` that takes what agents are paid.

        :raises UserError: names the setting that is empty
        """
        # As above.
        account = self.company_id.sudo().raya_agent_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%s has no account for what agents are paid. Ask an administrator to set it in Settings / Service.",
                    self.company_id.display_name,
                )
            )
        return account

    def _on_bill_gone(self):
        """Their bill was deleted or cancelled: they can be billed again."""
        self.bill_id = False
        self.filtered(lambda statement: statement.state == "billed")._transition("approved")

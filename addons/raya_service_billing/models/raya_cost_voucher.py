from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .raya_charge_dimensions_mixin import COSTS


class RayaCostVoucher(models.Model):
    """What the company bears of one job, at cost, and the entries that carry it."""

    _name = "raya.cost.voucher"
    _description = "Cost Voucher"
    _inherit = ["mail.thread", "raya.transition.mixin", "raya.number.mixin", "raya.print.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _protected_fields = frozenset(
        {"state", "move_id", "reversal_ids", "line_ids", "workorder_id", "version", "reason", "company_id", "date"}
    )
    _number_date = "date"

    workorder_id = fields.Many2one(
        "raya.workorder",
        "Work Order",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    version = fields.Integer(default=1, required=True, readonly=True, aggregator=None, help="Of the report.")
    reason = fields.Selection(
        [("warranty", "Warranty"), ("goodwill", "Goodwill")],
        "Borne As",
        default="warranty",
        required=True,
        readonly=True,
        index=True,
        help="Why the company bears it: each reason has its own account.",
    )
    partner_id = fields.Many2one(related="workorder_id.partner_id", store=True, index=True, string="Customer")
    asset_id = fields.Many2one(related="workorder_id.asset_id")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, default=lambda self: self.env.company._raya_get_day())
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("reversed", "Reversed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    line_ids = fields.One2many("raya.cost.voucher.line", "voucher_id", "Lines", readonly=True)
    move_id = fields.Many2one(
        "account.move",
        "Journal Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Posted by this voucher. The cost of some parts is posted by Odoo when they are consumed: see the lines.",
    )
    reversal_ids = fields.Many2many(
        "account.move",
        "raya_cost_voucher_reversal_rel",
        string="Reversed By",
        readonly=True,
        copy=False,
        help="Posted when the report was opened again: by this voucher, and by Odoo when the parts came back.",
    )
    amount_total = fields.Monetary("Total", compute="_compute_amount_total", store=True, groups=COSTS)
    entry_count = fields.Integer("Number of Entries", compute="_compute_entry_count")

    _workorder_unique = models.Constraint(
        "UNIQUE (workorder_id, version, reason)", "This version of the work order has its cost voucher already."
    )
    _number_unique = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This number of a cost voucher is taken in this company."
    )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for voucher in self:
            voucher.amount_total = sum(voucher.line_ids.mapped("amount"))

    @api.depends("move_id", "reversal_ids", "line_ids.stock_entry_ids")
    def _compute_entry_count(self):
        for voucher in self:
            voucher.entry_count = len(voucher._get_entries())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        posted = self.filtered(lambda voucher: voucher.state != "draft")
        if posted:
            raise UserError(
                self.env._(
                    "Cost voucher %(vouchers)s is posted and cannot be deleted.",
                    vouchers=format_list(self.env, posted.mapped("name"), "unit"),
                )
            )

    def _get_number_sequence(self, company, day):
        """Each company's own, made on first need."""
        return company.sudo()._raya_voucher_sequence(day)

    def _get_transitions(self):
        return super()._get_transitions() | {("draft", "posted"), ("posted", "reversed")}

    def action_post(self):
        """Post one entry per voucher, for what Odoo has not posted yet."""
        self._transition("posted")
        for company, vouchers in self.grouped("company_id").items():
            vouchers.with_company(company)._post_entries()
        self._tell_moved_days()

    def action_open_entries(self):
        return self._get_entries()._get_records_action(name=self.env._("Journal Entries"))

    def action_open_workorder(self):
        return self.workorder_id._get_records_action()

    def _get_entries(self):
        return self.move_id | self.line_ids.stock_entry_ids | self.reversal_ids

    def _get_print_reader(self):
        """Vouchers stay in the house: whoever prints one reads it."""
        return self.env.user.partner_id

    def _get_journal_items(self):
        """Every debit and credit of this voucher, for its printed form."""
        return self._get_entries().line_ids.sorted(lambda item: (item.move_id.id, item.id))

    def _post_entries(self):
        to_post = self.filtered(lambda voucher: voucher.line_ids._get_own_lines())
        entries = self.env["account.move"].create([voucher._prepare_move_values() for voucher in to_post])
        for voucher, entry in zip(to_post, entries, strict=True):
            voucher.move_id = entry
        # A first open day may be to come: the cost is booked now all the same.
        entries._post(soft=False)

    def _tell_moved_days(self):
        """Whoever approves reads on the job when its cost is booked, where the books of today are closed."""
        for voucher in self.filtered(lambda voucher: voucher.date != voucher.company_id._raya_get_day()):
            voucher.workorder_id.message_post(
                body=self.env._(
                    "Cost voucher %(voucher)s is booked on %(day)s: the days before are locked in the books.",
                    voucher=voucher.name,
                    day=self.env["res.lang"]._raya_format_day(voucher.date),
                ),
                subtype_xmlid="mail.mt_note",
            )

    # Reversal: called when the report is opened again

    def _reverse(self, reason):
        """Post the opposite of each voucher's own entry, on the first open day; numbers and entries are kept.

        :param str reason: why the report is opened again
        """
        self._transition("reversed", only_from="posted")
        reversals = self.env["account.move"].create(
            [voucher._prepare_reversal_values(reason) for voucher in self.filtered("move_id")]
        )
        reversals._post(soft=False)
        for reversal in reversals:
            self.filtered(
                lambda voucher, own=reversal.reversed_entry_id: voucher.move_id == own
            ).reversal_ids = reversal

    def _prepare_reversal_values(self, reason):
        self.ensure_one()
        return {
            "move_type": "entry",
            "journal_id": self.move_id.journal_id.id,
            "date": self.company_id._raya_get_open_day(),
            "ref": f"{self.name} {self.workorder_id.name}: {reason}",
            "raya_workorder_id": self.workorder_id.id,
            "reversed_entry_id": self.move_id.id,
            "line_ids": [
                fields.Command.create(
                    {
                        "name": item.name,
                        "account_id": item.account_id.id,
                        "partner_id": item.partner_id.id,
                        "product_id": item.product_id.id,
                        "balance": -item.balance,
                        "raya_charge_id": item.raya_charge_id.id,
                        "analytic_distribution": item.analytic_distribution,
                    }
                )
                for item in self.move_id.line_ids
            ],
        }

    def _add_stock_reversals(self):
        """The parts came back: what Odoo posted with them belongs to the reversal."""
        for voucher in self:
            back = voucher.line_ids.charge_id.use_move_ids.returned_move_ids
            voucher.reversal_ids |= back.account_move_id.filtered("raya_workorder_id")

    def _prepare_move_values(self):
        self.ensure_one()
        own_lines = self.line_ids._get_own_lines()
        return {
            "move_type": "entry",
            "journal_id": self.company_id.raya_voucher_journal_id.id,
            "date": self.date,
            "ref": f"{self.name} {self.workorder_id.name}",
            "raya_workorder_id": self.workorder_id.id,
            "line_ids": [
                fields.Command.create(values) for line in own_lines for values in line._prepare_move_line_values()
            ],
        }


class RayaCostVoucherLine(models.Model):
    _name = "raya.cost.voucher.line"
    _inherit = ["raya.cost.voucher.line.claim.mixin"]
    _description = "Cost Voucher Line"
    _order = "voucher_id, id"
    _rec_name = "product_id"

    voucher_id = fields.Many2one("raya.cost.voucher", required=True, index=True, ondelete="cascade", readonly=True)
    charge_id = fields.Many2one("raya.charge", required=True, ondelete="restrict", readonly=True)
    company_id = fields.Many2one(related="voucher_id.company_id", store=True)
    currency_id = fields.Many2one(related="voucher_id.currency_id")
    kind = fields.Selection(related="charge_id.kind")
    product_id = fields.Many2one(related="charge_id.product_id")
    quantity = fields.Float(related="charge_id.quantity")
    product_uom_id = fields.Many2one(related="charge_id.product_uom_id", string="Unit")
    company_share = fields.Float("Covered (%)", readonly=True, aggregator=None)
    reason = fields.Text("Why", compute="_compute_reason")
    # See its chapter on claims.
    claim_partner_id = fields.Many2one(
        related="charge_id.claim_policy_line_id.policy_id.partner_id", store=True, index="btree_not_null"
    )
    claim_policy_id = fields.Many2one(related="charge_id.claim_policy_line_id.policy_id", string="Supplier Warranty")
    claim_until = fields.Date(related="charge_id.claim_until", store=True)
    claim_share = fields.Float(related="charge_id.claim_share", string="Supplier's Share (%)")
    claim_value = fields.Monetary("To Claim", compute="_compute_claim_value", store=True, groups=COSTS)
    claim_workorder_id = fields.Many2one(related="charge_id.workorder_id", string="Work Order")
    claim_asset_id = fields.Many2one(related="charge_id.workorder_id.asset_id", string="Product File")
    cost = fields.Monetary(readonly=True, groups=COSTS)
    amount = fields.Monetary("Covered Cost", readonly=True, groups=COSTS, help="The covered share of the cost.")
    credit_account_id = fields.Many2one(
        "account.account",
        readonly=True,
        ondelete="restrict",
        help="Where the cost rested before. Empty when Odoo took it out of the stock account.",
    )
    stock_entry_ids = fields.Many2many(
        "account.move",
        string="Entry of the Stock Move",
        readonly=True,
        help="Odoo posted this cost when the part was consumed; the voucher does not repeat it.",
    )

    entry_names = fields.Char(
        "Posted In",
        compute="_compute_entry_names",
        help="The entry of the voucher, or the one that Odoo posted when the part was consumed.",
    )

    _charge_unique = models.Constraint(
        "UNIQUE (charge_id, voucher_id)", "This charge stands on the cost voucher already."
    )

    @api.depends("charge_id", "voucher_id.reason", "voucher_id.workorder_id.goodwill_ids.reason", "cost")
    @api.depends_context("lang")
    def _compute_reason(self):
        for line in self:
            is_given = line.voucher_id.reason == "goodwill"
            reason = line.voucher_id.workorder_id.goodwill_ids.reason if is_given else line.charge_id.reason
            line.reason = " ".join(filter(None, [reason, line._get_missing_cost_text()]))

    @api.depends("stock_entry_ids", "voucher_id.move_id")
    def _compute_entry_names(self):
        for line in self:
            own = line.voucher_id.move_id if line._get_own_lines() else line.voucher_id.move_id[:0]
            line.entry_names = ", ".join((line.stock_entry_ids | own).mapped("name"))

    def _get_missing_cost_text(self):
        """Why covered travel cost nothing; nothing where it did."""
        if self.kind != "travel" or not self.currency_id.is_zero(self.cost):
            return ""
        return self.env._("The tariff says no cost of this travel: nothing is booked for it.")

    def _get_own_lines(self):
        """Lines that the entry of the voucher itself must carry."""
        return self.filtered(lambda line: line.credit_account_id and not line.currency_id.is_zero(line.amount))

    def _get_part_of_amount(self, moves):
        """What of the covered cost went, or came back, with some of the moves of its part."""
        used = self.charge_id.use_move_ids
        moved = (used | used.returned_move_ids) & moves
        return self.amount * sum(moved.mapped("quantity")) / (sum(used.mapped("quantity")) or 1.0)

    def _prepare_move_line_values(self):
        """Debit and credit that take this covered cost to warranty cost."""
        self.ensure_one()
        workorder = self.voucher_id.workorder_id
        common = {
            "name": f"{self.voucher_id.name} - {self.product_id.display_name}",
            "partner_id": workorder.partner_id.commercial_partner_id.id,
            "product_id": self.product_id.id,
        }
        return [
            {
                **common,
                "account_id": self.company_id._raya_get_cost_account(self.voucher_id.reason).id,
                "balance": self.amount,
                "raya_charge_id": self.charge_id.id,
                "analytic_distribution": self._get_debit_distribution(),
            },
            {
                **common,
                "account_id": self.credit_account_id.id,
                "balance": -self.amount,
                # What goes on from warranty cost to goodwill is counted there no more.
                "raya_charge_id": self.credit_account_id == self.company_id.raya_warranty_account_id
                and self.charge_id.id,
                "analytic_distribution": self._get_credit_distribution(),
            },
        ]

    def _get_debit_distribution(self):
        """The time sheet has put the labour on the analytic account already."""
        if self.kind == "labour":
            return False
        return self.voucher_id.workorder_id._get_cost_distribution()

    def _get_credit_distribution(self):
        """The invoice of a partly covered part puts its whole cost where the order
        line says, when valuation is perpetual; the covered share leaves there."""
        if self.credit_account_id == self.company_id.raya_warranty_account_id:
            return self.voucher_id.workorder_id._get_cost_distribution()
        if self.kind == "part" and self.charge_id._is_perpetual():
            return self.charge_id.sale_line_id.analytic_distribution
        return False

from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from odoo.addons.raya_service_base.tools import leftovers, locking

from .raya_company_travel_mixin import TRAVEL_ABSORBED

_lt = LazyTranslate(__name__)

# What is made for a company that lacks it.
MADE = (
    "raya_voucher_journal_id",
    "raya_field_cash_journal_id",
    "raya_warranty_location_id",
    "raya_labour_account_id",
    "raya_share_product_id",
    "raya_minimum_product_id",
    "raya_goodwill_account_id",
    "raya_recovery_account_id",
    "raya_agent_account_id",
    "raya_travel_account_id",
    "raya_travel_product_id",
)
WARRANTY_COST = _lt("Warranty Cost")
GOODWILL_COST = _lt("Goodwill Cost")
LABOUR_ABSORBED = _lt("Service Labour Absorbed")
COST_RECOVERED = _lt("Warranty Cost Recovered")
AGENT_FEES = _lt("Fees of External Agents")
WARRANTY_CONSUMPTION = _lt("Warranty Consumption")
MINIMUM_CHARGE = _lt("Minimum Charge")
SHARE_OF_COSTS = _lt("Share of Service Costs")
# The accounts that a company lacks, with what each is called.
ACCOUNTS = {
    "raya_warranty_account_id": WARRANTY_COST,
    "raya_goodwill_account_id": GOODWILL_COST,
    "raya_labour_account_id": LABOUR_ABSORBED,
    "raya_recovery_account_id": COST_RECOVERED,
    "raya_agent_account_id": AGENT_FEES,
    "raya_travel_account_id": TRAVEL_ABSORBED,
}


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "raya.company.agent.mixin",
        "raya.company.journal.mixin",
        "raya.company.travel.mixin",
        "raya.company.making.mixin",
        "raya.refurbishing.mixin",
        "res.company",
    ]

    raya_warranty_location_id = fields.Many2one(
        "stock.location",
        "Warranty Consumption Location",
        domain=[("usage", "=", "inventory"), ("company_id", "!=", False)],
        check_company=True,
        groups="base.group_system",
        exportable=False,
        help="Covered parts are consumed here. Odoo posts the cost of those with perpetual valuation"
        " to the account of this location when they are consumed.",
    )
    raya_warranty_account_id = fields.Many2one(
        related="raya_warranty_location_id.valuation_account_id",
        readonly=False,
        string="Warranty Cost Account",
        groups="base.group_system",
        exportable=False,
        help="Debited with what the company bears. It is the account of the warranty consumption location.",
    )
    raya_labour_account_id = fields.Many2one(
        "account.account",
        "Labour Absorbed Account",
        check_company=True,
        groups="base.group_system",
        exportable=False,
        help="Credited with the cost of covered labour. Wages are expensed in payroll already.",
    )
    raya_discount_limit = fields.Float(
        "Discount Limit (%)",
        help="By so much may whoever is no service manager lower the price of approved work. 0: as they like.",
    )
    raya_is_estimate_needed = fields.Boolean(
        "Work Begins When Its Estimate Is Accepted",
        groups="base.group_system",
        exportable=False,
        help="Parts are requested, and reports submitted, for work to which the customer said yes.",
    )
    raya_estimate_above = fields.Monetary(
        "Above",
        groups="base.group_system",
        exportable=False,
        help="Of what the customer pays, before taxes. Work for less needs no estimate.",
    )
    raya_estimate_tolerance = fields.Float(
        "More Than Accepted (%)",
        groups="base.group_system",
        exportable=False,
        help="By so much the work may cost more than the accepted estimate, before the customer is asked again.",
    )
    raya_refusal_operation_id = fields.Many2one(
        "raya.operation",
        "Service Charged on Refusal",
        groups="base.group_system",
        exportable=False,
        help="Charged for finding out what is wrong, when the customer refuses the estimate.",
    )
    raya_is_priced_on_report = fields.Boolean(
        "Prices on the Work Report",
        groups="base.group_system",
        exportable=False,
        help="Customers read what they pay on the report that they sign.",
    )
    raya_goodwill_account_id = fields.Many2one(
        "account.account",
        "Goodwill Cost Account",
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Debited with what the company bears of its own accord.",
    )
    raya_share_product_id = fields.Many2one(
        "product.product",
        "Product of Shares",
        domain=[("type", "=", "service")],
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Stands on the orders of other payers of a job; their lines are taxed and booked as the work itself."
        " Made when the first price is shared.",
    )
    raya_minimum_product_id = fields.Many2one(
        "product.product",
        "Product of Minimum Charges",
        domain=[("type", "=", "service")],
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Tops up what the services of a job cost, to the minimum of the tariff. Made when it is needed.",
    )
    raya_tariff_day = fields.Selection(
        [("report", "The Report of the Customer"), ("work", "The Work")],
        "Tariff of the Day Of",
        default="report",
        required=True,
        help="Of which day the prices of services are.",
    )
    raya_recovery_account_id = fields.Many2one(
        "account.account",
        "Warranty Cost Recovered Account",
        check_company=True,
        groups="base.group_system",
        exportable=False,
        prefetch=False,
        help="Credited with what suppliers give back. Apart from the warranty cost, which stays what it was.",
    )
    raya_is_collecting_claims = fields.Boolean(
        "Collect Supplier Claims",
        default=True,
        prefetch=False,
        help="By night, what is to be claimed comes on a draft claim of its supplier.",
    )

    _raya_estimate_above_not_negative = models.Constraint(
        "CHECK (raya_estimate_above >= 0)", "An estimate is needed above an amount that is not negative."
    )
    _raya_estimate_tolerance_not_negative = models.Constraint(
        "CHECK (raya_estimate_tolerance >= 0)",
        "The customer accepts at least what they were asked: enter no less than 0.",
    )
    raya_is_covered_printed = fields.Boolean(
        "Show Covered Work on Papers",
        help="Orders and invoices of jobs show what the warranty pays at its price and 100 % discount.",
    )

    def _get_location_valuation_vals(self, at_date=None, location_domain=False):
        """The closing does not post what a cost voucher has posted.

        It takes the cost of goods that went to a location with an account from the stock account to that account.
        A voucher took the covered share of its parts from the expense account, where it rests without such a
        location, to warranty cost. So this share goes back to the stock account, and with the variation of the
        stock to the expense account. Whatever the account of the location is today, the cost stands once.
        """
        values = super()._get_location_valuation_vals(at_date, location_domain)
        costs = self._raya_get_vouchered_costs(at_date, location_domain)
        for (account, stock_account), amount in costs.items():
            if self.currency_id.is_zero(amount):
                continue
            label = self.env._("Closing: Posted by Cost Vouchers - [%(account)s]", account=account.display_name)
            values += self._prepare_inventory_aml_vals(stock_account, account, amount, label)
        return values

    def _raya_get_vouchered_costs(self, at_date, location_domain):
        """What vouchers took from expense accounts for parts that the closing takes to the account of a location.

        What they gave back, with parts that came back from there, counts less.

        :return: dict of amounts by the account of the location and the stock account of the part
        """
        costs = defaultdict(float)
        for is_back in (False, True):
            # Whoever closes the inventory may read no voucher.
            Move = self.env["stock.move"].sudo()
            moves = Move.search(self._raya_closed_moves_domain(at_date, location_domain, is_back))
            used = moves.origin_returned_move_id if is_back else moves
            domain = [("credit_account_id", "!=", False), ("charge_id.use_move_ids", "in", used.ids)]
            for line in self.env["raya.cost.voucher.line"].sudo().search(domain):
                category = line.product_id.with_company(self).categ_id
                stock_account = category.property_stock_valuation_account_id or self.account_stock_valuation_id
                account = line.charge_id.use_move_ids.location_dest_id[:1].valuation_account_id
                costs[account, stock_account] += line._get_part_of_amount(moves) * (-1 if is_back else 1)
        return costs

    def _raya_closed_moves_domain(self, at_date, location_domain, is_back=False):
        """Moves of jobs out of stock that ``_get_location_valuation_vals()`` of Odoo takes to the account of a location.

        :param is_back: those that it takes from there instead
        """
        since, until = self._get_last_closing_date(), at_date
        place, direction = ("location_id", "is_in") if is_back else ("location_dest_id", "is_out")
        return Domain.AND(
            [
                [(direction, "=", True), ("company_id", "=", self.id), ("raya_part_id", "!=", False)],
                [("product_id.is_storable", "=", True), ("product_id.valuation", "=", "periodic")],
                [(f"{place}.valuation_account_id", "!=", False), (f"{place}.company_id", "=", self.id)],
                [(place, "any", location_domain or [])],
                [("date", ">", since)] if since else [],
                [("date", "<=", until)] if until else [],
            ]
        )

    def _raya_configure_billing(self):
        """Give companies with a chart of accounts what cost vouchers need.

        Fills what is empty and touches nothing that is set, so that it can be
        called at any time.
        """
        leftovers.take_back(self, set(MADE))
        for company in self.filtered("chart_template").sudo():
            company = company.with_company(company)
            company._raya_configure_journals()
            company._raya_configure_location()
            company._raya_configure_accounts()
        # Whoever takes this back, as failing demo data is, takes all of it back.
        self.env.flush_all()

    def _raya_configure_location(self):
        self.ensure_one()
        if not self.raya_warranty_location_id:
            self.raya_warranty_location_id = self._raya_create_location(WARRANTY_CONSUMPTION)

    def _raya_create_location(self, label):
        location = self.env["stock.location"].create(
            {"name": self._raya_source(label), "usage": "inventory", "company_id": self.id}
        )
        self._raya_translate_name(location, label)
        return location

    def _raya_configure_accounts(self):
        """A branch uses the accounts of its parent: they share one chart."""
        self.ensure_one()
        for name, label in ACCOUNTS.items():
            if not self[name]:
                self[name] = self.parent_id[name] or self._raya_create_account(label)

    def _raya_create_account(self, label):
        Account = self.env["account.account"]
        account = Account.create(
            {
                "name": self._raya_source(label),
                "code": Account._search_new_account_code(self.expense_account_id.code or "600000"),
                "account_type": "expense",
                "company_ids": [fields.Command.link(self.root_id.id)],
            }
        )
        self._raya_translate_name(account, label)
        return account

    def _raya_get_share_product(self):
        """The ``product.product`` that stands for a share of a price, made on first need."""
        return self._raya_get_made_product("raya_share_product_id", SHARE_OF_COSTS, self.env["account.tax"])

    def _raya_get_minimum_product(self):
        """The ``product.product`` that tops a job up to the minimum of its tariff, made on first need."""
        return self._raya_get_made_product("raya_minimum_product_id", MINIMUM_CHARGE, self.sudo().account_sale_tax_id)

    def _raya_check_cost_voucher(self, charges):
        """Refuse to go on when something that these charges need is not set.

        :param charges: covered ``raya.charge`` of this company
        :raises UserError: one sentence that names everything missing, and where
            to set it.
        """
        self.ensure_one()
        missing = self._raya_missing_settings(charges)
        if missing:
            raise UserError(
                self.env._(
                    "The cost of this warranty work cannot be posted for %(company)s."
                    " Ask an administrator to set in Settings / Service: %(missing)s.",
                    company=self.display_name,
                    missing=", ".join(missing),
                )
            )
        charges._check_expense_accounts()

    def _raya_missing_settings(self, charges):
        needed = ["raya_voucher_journal_id", "raya_warranty_account_id"]
        if charges.filtered(lambda charge: charge.kind == "labour"):
            needed.append("raya_labour_account_id")
        if charges.filtered(lambda charge: charge.kind == "travel"):
            needed.append("raya_travel_account_id")
        if charges.filtered("goodwill_amount"):
            needed.append("raya_goodwill_account_id")
        whole = charges.filtered(lambda charge: charge._is_whole_part())
        if whole:
            needed.append("raya_warranty_location_id")
        if whole.filtered(lambda charge: charge._is_perpetual()):
            needed.append("account_stock_journal_id")
        # Whoever approves may read no settings, but their names.
        company = self.sudo()
        labels = company.fields_get(needed, ["string"])
        return [labels[name]["string"] for name in needed if not company[name]]

    def _raya_get_cost_account(self, reason):
        """``account.account`` to which a voucher takes cost.

        :param reason: why the company bears it, of ``raya.cost.voucher``
        """
        return self.raya_goodwill_account_id if reason == "goodwill" else self.raya_warranty_account_id

    def _raya_get_open_day(self, journal=None):
        """Today, or the first day after it for which a journal of this company may still post.

        :param journal: ``account.journal``; that of the vouchers when it is not given
        """
        self.ensure_one()
        journal = journal or self.sudo().raya_voucher_journal_id
        day = self._raya_get_day()
        locks = self._get_violated_lock_dates(day, False, journal)
        return locks[-1][0] + timedelta(days=1) if locks else day

    def _raya_voucher_sequence(self, day):
        """The numbers of this company, with their part for the year of a day: both made on first need."""
        self.ensure_one()
        Sequence = self.env["ir.sequence"]
        sequence = Sequence.search([("code", "=", "raya.cost.voucher"), ("company_id", "=", self.id)], limit=1)
        if not any(part.date_from <= day <= part.date_to for part in sequence.date_range_ids):
            # Two first vouchers at once would both make it and begin with the same number.
            locking.lock(self)
        return sequence or Sequence.create(
            {
                "name": f"Cost Voucher {self.name}",
                "code": "raya.cost.voucher",
                "prefix": "CV/%(range_year)s/",
                "padding": 5,
                "use_date_range": True,
                "company_id": self.id,
            }
        )

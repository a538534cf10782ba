from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from odoo.addons.raya_service_base.tools import locking

_lt = LazyTranslate(__name__)

WARRANTY_COST = _lt("Warranty Cost")
LABOUR_ABSORBED = _lt("Service Labour Absorbed")
SERVICE_COSTS = _lt("Service Costs")
WARRANTY_CONSUMPTION = _lt("Warranty Consumption")
WARRANTY_CONSUMPTION_PERIODIC = _lt("Warranty Consumption (Periodic)")


class ResCompany(models.Model):
    _inherit = "res.company"

    raya_voucher_journal_id = fields.Many2one(
        "account.journal",
        "Cost Voucher Journal",
        domain=[("type", "=", "general")],
        check_company=True,
    )
    raya_warranty_location_id = fields.Many2one(
        "stock.location",
        "Warranty Consumption Location",
        domain=[("usage", "=", "inventory"), ("company_id", "!=", False)],
        check_company=True,
        help="Covered parts with perpetual valuation are consumed here. Odoo posts their cost"
        " to the account of this location when they are consumed.",
    )
    raya_warranty_account_id = fields.Many2one(
        related="raya_warranty_location_id.valuation_account_id",
        readonly=False,
        string="Warranty Cost Account",
        help="Debited with what the company bears. It is the account of the warranty consumption location.",
    )
    raya_warranty_periodic_location_id = fields.Many2one(
        "stock.location",
        "Warranty Consumption Location (Periodic)",
        domain=[
            ("usage", "=", "inventory"),
            ("company_id", "!=", False),
            ("valuation_account_id", "=", False),
        ],
        check_company=True,
        help="Covered parts without perpetual valuation are consumed here. This location has no"
        " account: the cost voucher posts their cost, and the inventory closing must not post"
        " it a second time.",
    )
    raya_labour_account_id = fields.Many2one(
        "account.account",
        "Labour Absorbed Account",
        check_company=True,
        help="Credited with the cost of covered labour. Wages are expensed in payroll already.",
    )

    @api.constrains("raya_warranty_periodic_location_id")
    def _check_raya_periodic_location(self):
        for company in self:
            location = company.raya_warranty_periodic_location_id
            if location.valuation_account_id:
                raise ValidationError(
                    self.env._(
                        "%(location)s is for covered parts with periodic valuation and must have no"
                        " valuation account: the inventory closing would post their cost a second time."
                        " Take the account away, or choose another location.",
                        location=location.display_name,
                    )
                )

    def _raya_configure_billing(self):
        """Give companies with a chart of accounts what cost vouchers need.

        Fills what is empty and touches nothing that is set, so that it can be
        called at any time.
        """
        for company in self.filtered("chart_template").sudo():
            company = company.with_company(company)
            company._raya_configure_journals()
            company._raya_configure_locations()
            company._raya_configure_accounts()

    def _raya_configure_journals(self):
        self.ensure_one()
        parent = self.parent_id
        if not self.raya_voucher_journal_id:
            self.raya_voucher_journal_id = parent.raya_voucher_journal_id or self._raya_create_voucher_journal()
        if not self.account_stock_journal_id:
            self.account_stock_journal_id = parent.account_stock_journal_id

    def _raya_create_voucher_journal(self):
        Journal = self.env["account.journal"]
        taken = set(Journal.with_context(active_test=False).search(Journal._check_company_domain(self)).mapped("code"))
        code = next(code for index in range(1000) if (code := f"SRV{index or ''}") not in taken)
        journal = Journal.create(
            {
                "name": self._raya_source(SERVICE_COSTS),
                "code": code,
                "type": "general",
                "company_id": self.id,
                "show_on_dashboard": False,
            }
        )
        self._raya_translate_name(journal, SERVICE_COSTS)
        return journal

    def _raya_configure_locations(self):
        self.ensure_one()
        for field_name, label in (
            ("raya_warranty_location_id", WARRANTY_CONSUMPTION),
            ("raya_warranty_periodic_location_id", WARRANTY_CONSUMPTION_PERIODIC),
        ):
            if not self[field_name]:
                self[field_name] = self._raya_create_location(label)

    def _raya_create_location(self, label):
        location = self.env["stock.location"].create(
            {"name": self._raya_source(label), "usage": "inventory", "company_id": self.id}
        )
        self._raya_translate_name(location, label)
        return location

    def _raya_configure_accounts(self):
        """A branch uses the accounts of its parent: they share one chart."""
        self.ensure_one()
        parent = self.parent_id
        if not self.raya_warranty_account_id:
            self.raya_warranty_account_id = parent.raya_warranty_account_id or self._raya_create_account(WARRANTY_COST)
        if not self.raya_labour_account_id:
            self.raya_labour_account_id = parent.raya_labour_account_id or self._raya_create_account(LABOUR_ABSORBED)

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

    def _raya_source(self, label):
        return self.with_context(lang="en_US").env._(label)

    def _raya_translate_name(self, record, label):
        """Names made by us speak every language of the database."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        record.update_field_translations(
            "name",
            {code: self.with_context(lang=code).env._(label) for code in languages},
        )

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
        whole = charges.filtered(lambda charge: charge._is_whole_part())
        perpetual = whole.filtered(lambda charge: charge._is_perpetual())
        if perpetual:
            needed += ["raya_warranty_location_id", "account_stock_journal_id"]
        if whole - perpetual:
            needed.append("raya_warranty_periodic_location_id")
        labels = self.fields_get(needed, ["string"])
        return [labels[name]["string"] for name in needed if not self[name]]

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

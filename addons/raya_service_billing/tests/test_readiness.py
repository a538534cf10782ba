from datetime import timedelta

from odoo.tests import tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestReadiness(BillingCommon):
    """What a company has to set before warranty work is posted, and where its people begin."""

    def _get_row(self, key):
        rows = self.env["raya.readiness"].with_user(self.manager).get_rows()
        return next(row for row in rows if row["key"] == key)

    def test_missing_journal_is_named(self):
        self.assertTrue(self._get_row("vouchers")["is_ready"])
        self.company.raya_voucher_journal_id = False
        row = self._get_row("vouchers")
        self.assertFalse(row["is_ready"])
        self.assertIn("Cost Voucher Journal", row["sentence"])

    def test_covered_parts_need_a_location_and_a_journal_too(self):
        for name in ("raya_warranty_location_id", "account_stock_journal_id"):
            with self.subTest(name=name):
                label = self.company._fields[name]._description_string(self.env)
                kept, self.company[name] = self.company[name], False
                self.assertIn(label, self._get_row("vouchers")["sentence"])
                self.company[name] = kept

    def test_technician_whose_labour_costs_nothing_is_named(self):
        self.team.user_ids.employee_id.hourly_cost = 50.0
        self.assertTrue(self._get_row("hourly_costs")["is_ready"])
        self.employee.hourly_cost = 0.0
        row = self._get_row("hourly_costs")
        self.assertFalse(row["is_ready"])
        self.assertIn(self.employee.name, row["sentence"])

    def test_service_that_nothing_sells_is_named(self):
        unsold = self.env["raya.operation"].search([("product_id", "=", False)])
        unsold.active = False
        self.assertTrue(self._get_row("sold_services")["is_ready"])
        self.operation.product_id = False
        row = self._get_row("sold_services")
        self.assertFalse(row["is_ready"])
        self.assertIn(self.operation.name, row["sentence"])

    def test_end_of_the_last_tariff_is_named(self):
        self.assertTrue(self._get_row("tariffs")["is_ready"])
        today = self.company._raya_get_day()
        values = {"date_from": today, "state": "in_force"}
        first = self.env["raya.tariff"].create({"name": "First", "date_to": today + timedelta(10), **values})
        row = self._get_row("tariffs")
        self.assertFalse(row["is_ready"])
        self.assertIn(self.env["res.lang"]._raya_format_day(today + timedelta(11)), row["sentence"])
        following = {**values, "name": "Second", "date_from": today + timedelta(11)}
        second = self.env["raya.tariff"].create(following)
        self.assertTrue(self._get_row("tariffs")["is_ready"])
        (first | second)._supersede(today)
        self.assertIn(self.env["res.lang"]._raya_format_day(today), self._get_row("tariffs")["sentence"])

    def test_missing_journal_of_invoices_is_named(self):
        self.assertTrue(self._get_row("invoices")["is_ready"])
        self.env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", self.company.id)]).active = False
        self.assertFalse(self._get_row("invoices")["is_ready"])

    def test_missing_journal_of_cash_with_technicians_is_named(self):
        self.assertTrue(self._get_row("field_payments")["is_ready"])
        self.company.raya_field_cash_journal_id = False
        self.assertFalse(self._get_row("field_payments")["is_ready"])

    def test_every_row_leads_to_a_page(self):
        for row in self.env["raya.readiness"].with_user(self.manager).get_rows():
            self.assertEqual(self.env.ref(row["action"])._name, "ir.actions.act_window", row)

    def test_warehouse_that_gives_no_parts_is_named(self):
        self.assertTrue(self._get_row("warehouses")["is_ready"])
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        warehouse.raya_issue_type_id.active = False
        row = self._get_row("warehouses")
        self.assertFalse(row["is_ready"])
        self.assertIn(warehouse.name, row["sentence"])

    def test_accountants_begin_with_vouchers(self):
        accountant = self._create_user("test_first_accountant", "raya_service_base.group_service_accountant")
        action = self.env["raya.first.page"].with_user(accountant).open()
        self.assertEqual(action["id"], self.env.ref("raya_service_billing.raya_cost_voucher_action").id)

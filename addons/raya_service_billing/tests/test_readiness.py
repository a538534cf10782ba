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

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestDeskSight(ServiceCallsCommon):
    """What the operator sees beside the unit that was chosen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.env["raya.desk"].with_user(cls.operator)
        cls.asset = cls._create_asset()

    def test_unit_with_its_calls_and_coverage(self):
        call = self._create_call(asset_id=self.asset.id)
        done = self._create_call(asset_id=self.asset.id)
        done.sudo().stage_id = done._get_stage("done")
        sight = self.desk.look_at_unit(self.asset.id)
        self.assertEqual(sight["unit"]["serial"], self.asset.serial)
        self.assertEqual((sight["customer"]["name"], sight["customer"]["phone"]), ("Sara Karimi", "0912 555 0101"))
        self.assertEqual([shown["id"] for shown in sight["open_calls"]], call.ids)
        self.assertEqual([shown["id"] for shown in sight["last_calls"]], done.ids)
        day = self.company._raya_get_day()
        status, sentences = self.asset._get_coverage_summaries(day)[self.asset]
        self.assertEqual(sight["coverage"]["status"], status)
        self.assertEqual("\n".join([sight["coverage"]["sentence"], *sight["coverage"]["lines"]]), sentences)

    def test_unpaid_invoices_are_shown_to_those_who_may_read_them(self):
        self._load_accounts()
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [
                    Command.create({"name": "Repair", "quantity": 1, "price_unit": 80, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        self.assertEqual(self.desk.look_at_unit(self.asset.id)["unpaid"], [], "operators read no invoices")
        self.operator.group_ids += self.env.ref("account.group_account_invoice")
        [owed] = self.desk.look_at_unit(self.asset.id)["unpaid"]
        self.assertEqual(owed["count"], 1)
        self.assertIn("80", owed["amount"])

    def test_customer_with_units_to_choose_from(self):
        second = self._create_asset()
        gone = self._create_asset()
        gone.sudo().state = "cancelled"
        sight = self.desk.look_at_customer(self.customer.id)
        self.assertEqual({unit["id"] for unit in sight["units"]}, {self.asset.id, second.id})
        self.assertFalse(sight["has_more_units"])

    def test_symptoms_of_the_product_the_most_reported_first(self):
        rare, usual = self.env["raya.symptom"].create(
            [{"code": "S-A", "name": "Humming noise"}, {"code": "S-B", "name": "Loud noise"}]
        )
        self._create_call(asset_id=self.asset.id, symptom_ids=usual.ids)
        found = self.desk.find_symptoms("noise", self.fridge.id)
        self.assertEqual([symptom["id"] for symptom in found], [usual.id, rare.id])

    def test_products_with_files_come_first(self):
        found = self.desk.find_products("", limit=1)
        self.assertEqual([product["id"] for product in found], self.fridge.ids)

    def test_another_companys_unit_is_not_shown(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        asset = self.asset.copy(
            {"company_id": elsewhere.id, "partner_id": self.env["res.partner"].create({"name": "X"}).id}
        )
        with self.assertRaises(AccessError):
            self.desk.look_at_unit(asset.id)

    def test_days_are_those_of_the_readers_calendar(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.asset.date_invoice = "2026-03-21"
        call = self._create_call(asset_id=self.asset.id, date_reported="2026-03-21 08:00:00")
        desk = self.desk.with_context(lang="fa_IR", tz="Asia/Tehran")
        sight = desk.look_at_unit(self.asset.id)
        self.assertEqual(sight["unit"]["sold"], "۱۴۰۵/۰۱/۰۱")
        self.assertEqual([told["date"] for told in sight["open_calls"] if told["id"] == call.id], ["۱۴۰۵/۰۱/۰۱، ۱۱:۳۰"])

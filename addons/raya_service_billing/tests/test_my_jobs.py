from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, MissingError
from odoo.tests import new_test_user, tagged

from .common_field_payment import FieldPaymentCommon


@tagged("post_install", "-at_install")
class TestMyJobsMoney(FieldPaymentCommon):
    """On their own page technicians read what a job costs the customer, and take a payment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.env["raya.my.jobs"].with_user(cls.technician)

    def test_a_price_is_told_as_it_stands_and_what_is_owed_after_a_payment(self):
        self.company.raya_is_priced_on_report = True
        job = self._report(50)
        money = self.page.get_money(job.id)
        # Two hours at 40.00, of which the warranty bears half; 15 % of tax.
        [labour, total] = money["lines"]
        self.assertIn("40.00", labour["amount"])
        self.assertIn("50", labour["reason"])
        self.assertEqual((total["label"], total["amount"]), ("Total", labour["amount"]))
        [owed] = money["owed"]
        self.assertEqual(owed["name"], self.customer.display_name)
        self.assertIn("46.00", owed["amount"])
        self.assertEqual((money["taken"], money["canTake"]), ([], True))
        receipt = self._take(job, amount=30.0)
        money = self.page.get_money(job.id)
        self.assertEqual([taken["name"] for taken in money["taken"]], [receipt.name])
        self.assertIn("16.00", money["owed"][0]["amount"])

    def test_each_payer_reads_their_debt_and_the_job_is_priced_once_for_all(self):
        other = self.env["res.partner"].create({"name": "Insurer"})
        job = self._report(0)
        job.with_user(self.dispatcher).payer_ids = [Command.create({"partner_id": other.id, "percent": 25})]
        with patch.object(
            type(job), "_get_charges_of_payers", autospec=True, side_effect=type(job)._get_charges_of_payers
        ) as asked:
            owed = self.page.get_money(job.id)["owed"]
        self.assertEqual(asked.call_count, 1)
        self.assertEqual([each["name"] for each in owed], [self.customer.display_name, "Insurer"])
        for each, amount in zip(owed, ("69.00", "23.00"), strict=True):
            self.assertIn(amount, each["amount"])

    def test_prices_stay_with_the_office_where_the_company_tells_them_by_invoice(self):
        money = self.page.get_money(self._report(0).id)
        self.assertEqual(money["lines"], [])
        self.assertIn("92.00", money["owed"][0]["amount"])

    def test_what_was_cancelled_is_taken_no_more(self):
        job = self._report(0)
        self._cancel(self._take(job))
        money = self.page.get_money(job.id)
        self.assertEqual(money["taken"], [])
        self.assertIn("92.00", money["owed"][0]["amount"])

    def test_nobody_reads_prices_of_jobs_of_others(self):
        job = self._report(0)
        other = new_test_user(self.env, "other_technician", "raya_service_base.group_service_technician")
        for user, error in ((other, AccessError), (self.operator, AccessError)):
            with self.subTest(user=user.name), self.assertRaises(error):
                self.page.with_user(user).get_money(job.id)
        with self.assertRaises(MissingError):
            self.page.get_money(max(self.env["raya.workorder"].search([], limit=1, order="id desc").ids) + 1000)

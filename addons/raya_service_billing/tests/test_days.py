from datetime import datetime, time, timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.tests import tagged

from .common import BillingCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestDays(BillingCommon):
    """What a job costs is booked on one day of the company, and its voucher is numbered by the year of that day."""

    def _freeze(self, day, hour=12):
        return freeze_time(datetime.combine(day, time(hour)))

    def test_voucher_and_entry_of_the_stock_are_of_one_day_wherever_the_approver_is(self):
        """An hour before noon in London it is past midnight in Auckland."""
        self.company.partner_id.tz = "Europe/London"
        for zone in ("Pacific/Auckland", "Europe/London", "Pacific/Pago_Pago"):
            for hour in (1, 11, 23):
                with self.subTest(zone=zone, hour=hour), self._freeze(fields.Date.today() + DAY, hour):
                    job = self._report(100, self.parts["real_time"], used=1.0)
                    # As the page of a browser there says it.
                    job.with_user(self.dispatcher).with_context(tz=zone).action_approve()
                    job = job.sudo().with_user(self.env.user)
                    entries = job.voucher_ids._get_entries()
                    self.assertEqual(len(entries), 2)
                    self.assertEqual(entries.mapped("date"), [job.voucher_ids.date] * 2)
                    self.assertEqual(job.voucher_ids.date, self.company._raya_get_day())
                    self.assertFalse(job.message_ids.filtered(lambda message: "are locked" in (message.body or "")))

    def test_parts_that_come_back_are_booked_on_the_day_of_the_reversal(self):
        with self._freeze(fields.Date.today() + DAY, 11):
            job = self._approve(100, self.parts["real_time"])
            job.with_user(self.dispatcher).with_context(tz="Pacific/Auckland").action_amend("Wrong part")
            self.assertEqual(set(job.voucher_ids.reversal_ids.mapped("date")), {self.company._raya_get_day()})

    def test_whoever_approves_reads_when_the_cost_is_booked_where_the_books_are_closed(self):
        today = self.company._raya_get_day()
        self.company.fiscalyear_lock_date = today + 2 * DAY
        job = self._approve(100)
        voucher = job.voucher_ids
        self.assertEqual(set(voucher._get_entries().mapped("date")), {today + 3 * DAY})
        told = job.message_ids.filtered(lambda message: "are locked in the books" in (message.body or ""))
        self.assertEqual(len(told), 1)
        self.assertIn(voucher.name, told.body)
        self.assertEqual(told.author_id, self.dispatcher.partner_id)

    def test_each_year_has_numbers_of_its_own(self):
        year = fields.Date.today().year
        numbers = {}
        for later in (1, 2, 1):
            with self._freeze(datetime(year + later, 3, 1).date()):
                numbers.setdefault(later, []).append(self._approve(100).voucher_ids.name)
        self.assertEqual(
            numbers,
            {1: [f"CV/{year + 1}/00001", f"CV/{year + 1}/00002"], 2: [f"CV/{year + 2}/00001"]},
        )

from datetime import date

from freezegun import freeze_time
from odoo.tests import Form, tagged

from .common import WarrantySaleCommon

CALLED, CHANGED = date(2026, 6, 1), date(2026, 6, 5)


@tagged("post_install", "-at_install")
class TestDayOfTheCall(WarrantySaleCommon):
    """What became of a unit since does not change what was true on the day of the call."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-10 10:00:00"):
            self.order = self._sell_unit(self.lots[0])
        self.unit = self.order.order_line.raya_asset_ids

    def _share(self, day, unit=None):
        return (unit or self.unit).with_user(self.technician)._decide_coverage("labour", day).share

    def assertCoveredOnTheDayOfTheCall(self):
        with freeze_time("2026-06-10 10:00:00"):
            self.env.invalidate_all()
            self.assertEqual(self._share(CALLED), 100)
            self.assertEqual(self._share(CHANGED), 0)
            [[job]] = self.env["raya.asset"]._decide_jobs(
                [(self.unit, CALLED, [self.unit._get_work("labour")])], lambda amount: amount
            )
            self.assertEqual(job.share, 100)

    def test_unit_returned_between_the_call_and_the_decision(self):
        with freeze_time("2026-06-05 10:00:00"):
            self._return(self.order.picking_ids)
        self.assertEqual(self.unit.state, "returned")
        self.assertCoveredOnTheDayOfTheCall()

    def test_unit_taken_back_by_word_of_mouth(self):
        with freeze_time("2026-06-10 09:00:00"):
            self.unit.with_user(self.dispatcher)._take_back(CHANGED, "Left at our door")
        self.assertCoveredOnTheDayOfTheCall()

    def test_unit_exchanged_between_the_call_and_the_decision(self):
        with freeze_time("2026-06-05 10:00:00"):
            self.unit.with_user(self.dispatcher)._exchange("RF-NEW", CHANGED, "Goodwill")
        self.assertCoveredOnTheDayOfTheCall()

    def test_sale_credited_between_the_call_and_the_decision(self):
        with freeze_time("2026-06-05 10:00:00"):
            self._reverse(self.order.invoice_ids)
        self.assertEqual(self.unit.state, "cancelled")
        self.assertCoveredOnTheDayOfTheCall()

    def test_invoice_in_draft_for_correction_when_it_is_decided(self):
        with freeze_time("2026-06-05 10:00:00"):
            self.order.invoice_ids.button_draft()
        self.assertEqual(self.unit.state, "cancelled")
        self.assertCoveredOnTheDayOfTheCall()
        with freeze_time("2026-06-11 10:00:00"):
            self.order.invoice_ids.action_post()
        self.assertEqual(self._share(CHANGED), 100)

    def test_invoice_credited_and_replaced_by_a_corrected_one(self):
        with freeze_time("2026-06-05 10:00:00"):
            corrected = self._reverse(self.order.invoice_ids, modify=True)
        self.assertCoveredOnTheDayOfTheCall()
        with freeze_time("2026-06-08 10:00:00"):
            corrected.action_post()
            self.assertEqual(self._share(CALLED), 100)
            self.assertEqual(self._share(CHANGED), 100)
            self.assertEqual(self.unit.warranty_ids.date_end, date(2028, 3, 9))

    def test_sale_of_three_keeps_the_days_of_each_units_coverage(self):
        before = self.unit.warranty_ids.date_start
        with freeze_time("2026-06-05 10:00:00"):
            for _time in range(2):
                self.order.invoice_ids.button_draft()
                self.order.invoice_ids.action_post()
        self.assertEqual(self.unit.warranty_ids.date_start, before)
        self.assertFalse(self.unit.warranty_ids.event_ids)


@freeze_time("2027-11-10 10:00:00")
@tagged("post_install", "-at_install")
class TestExchangeUndone(WarrantySaleCommon):
    """An exchange is undone: the months that are left go back to the first unit."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-10 10:00:00"):
            self.order = self._sell_unit(self.lots[0])
        self.old = self.order.order_line.raya_asset_ids
        self.new = self.old.with_user(self.dispatcher)._exchange("RF-NEW", date(2027, 11, 10), "Goodwill")

    def _undo(self):
        form = Form(
            self.env["raya.asset.return"]
            .with_user(self.dispatcher)
            .with_context(**self.new.with_user(self.dispatcher).action_take_back()["context"])
        )
        form.date, form.reason, form.undoes_exchange = date(2027, 12, 1), "Wrong unit", True
        form.save().action_take_back()

    def test_after_twenty_months_four_are_left(self):
        self.assertRecordValues(
            self.new.warranty_ids, [{"date_start": date(2027, 11, 10), "date_end": date(2028, 3, 9)}]
        )
        self.assertEqual((self.old.replacing_asset_id, self.new.replaced_asset_id), (self.new, self.old))
        self.assertEqual(self.old._decide_coverage("labour", date(2027, 11, 10)).share, 0)

    @freeze_time("2027-12-01 10:00:00")
    def test_undone_exchange_gives_the_months_back(self):
        self._undo()
        self.assertEqual((self.old.state, self.new.state), ("active", "returned"))
        self.assertEqual(self.order.order_line.raya_asset_ids, self.old)
        self.assertEqual(self.old.warranty_ids.date_end, date(2028, 3, 9))
        self.assertFalse(self.new.warranty_ids)
        for day, share in ((date(2027, 11, 20), 0), (date(2027, 12, 1), 100), (date(2028, 3, 9), 100)):
            self.assertEqual(self.old._decide_coverage("labour", day).share, share, day)
        self.order.invoice_ids.button_draft()
        self.order.invoice_ids.action_post()
        self.assertEqual((self.old.state, self.order.order_line.raya_asset_ids), ("active", self.old))

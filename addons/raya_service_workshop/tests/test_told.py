from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from .common import WorkshopCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 10:00:00")
class TestTold(WorkshopCommon):
    """Who is told of a unit in the workshop, and where."""

    def test_stay_stands_in_the_life_of_the_unit(self):
        reception = self._receive()
        reception._hand_over("Ali", unrepaired_reason="Too dear")
        entries = {entry["kind"]: entry for entry in reception.asset_id.with_user(self.operator).get_timeline()}
        self.assertEqual(entries["reception"]["detail"], reception.name)
        self.assertEqual(entries["hand_over"]["detail"], "Ali – Too dear")

    def test_customer_reads_that_the_unit_is_here(self):
        call = self._create_call()
        reception = self._receive(call_id=call.id)
        told = [word for _moment, word in self.env["raya.call.page"].sudo()._get_timeline(call)]
        self.assertIn("Your unit is in our workshop", told)
        self.assertNotIn("Handed over", told)
        reception._hand_over("Ali", unrepaired_reason="Too dear")
        told = [word for _moment, word in self.env["raya.call.page"].sudo()._get_timeline(call)]
        self.assertIn("Handed over", told)

    def test_late_units_are_found_and_counted(self):
        late, due = self._receive(date_promised=date(2026, 11, 21)), self._receive(date_promised=date(2026, 11, 22))
        with freeze_time("2026-11-22 10:00:00"):
            self.env.invalidate_all()
            Reception = self.env["raya.reception"].with_user(self.dispatcher)
            self.assertEqual(Reception.search([("is_late", "=", True)]), late)
            self.assertEqual(Reception.search([("is_late", "=", False)]) & (late | due), due)
            self.assertEqual((late | due).mapped("is_late"), [True, False])
            self.assertEqual((late.days_here, due.days_here), (2, 2))
            tiles = {tile["key"]: tile for tile in self.env["raya.overview"].with_user(self.dispatcher).get_tiles()}
            self.assertEqual(tiles["in_workshop"]["count"], "2")
            self.assertEqual((tiles["workshop_late"]["count"], tiles["workshop_late"]["colour"]), ("1", "danger"))
            self.assertEqual(tiles["loans_overdue"]["count"], "0")
            late._hand_over("Ali", unrepaired_reason="Too dear")
            self.assertFalse(late.is_late)
            self.assertEqual(late.days_here, 2)

    def test_units_are_reached_from_their_documents(self):
        call = self._create_call()
        reception = self._receive(call_id=call.id)
        for document in (call, call.asset_id, reception.workorder_id):
            self.assertEqual(document.with_user(self.operator).action_view_receptions()["res_id"], reception.id)
            self.assertEqual(document.reception_count, 1)
        self.assertEqual(reception.action_view_workorder()["res_id"], reception.workorder_id.id)
        self.assertEqual(self.shelf.action_view_receptions()["domain"][0], ("shelf_id", "=", self.shelf.id))

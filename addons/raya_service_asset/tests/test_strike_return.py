from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_sale import SaleCommon

TODAY = date(2026, 6, 15)


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestStrikeReturn(SaleCommon):
    """A unit that somebody took back by mistake is in use again, as if nobody had said it."""

    def _take_back(self, file):
        file.with_user(self.dispatcher)._take_back(TODAY, "Left at our door")

    def _strike(self, file, user=None):
        form = self.env["raya.asset.return.strike"].with_user(user or self.dispatcher)
        form.create({"asset_ids": file.ids, "reason": "It was another one"}).action_apply()

    def _get_kinds(self, file):
        return set(file.event_ids.mapped("kind"))

    def test_unit_of_a_sale_is_in_use_as_before(self):
        order = self._sell_unit(self.lots[0])
        file = self._get_files(order)
        before = self._get_kinds(file)
        self._take_back(file)
        self.assertTrue(file.is_said_back)
        self._strike(file)
        self.assertEqual((file.state, file.is_said_back), ("active", False))
        self.assertEqual(self._get_kinds(file), before)
        self.assertEqual(file._get_life()[file].owner, self.customer)
        self.assertIn("It was another one", file.message_ids[0].body)
        self.assertEqual(file.message_ids[0].author_id, self.dispatcher.partner_id)
        self.env["raya.asset.sync"]._sync(order)
        self.assertFiles(order, [("RF-A", "active")])

    def test_unit_recorded_by_hand(self):
        file = self._create_asset()
        self._take_back(file)
        self._strike(file)
        self.assertEqual(file.state, "active")
        self.assertEqual(self._get_kinds(file), {"recorded"})

    def test_only_the_last_word_is_struck(self):
        file = self._create_asset()
        self._take_back(file)
        self._strike(file)
        self._take_back(file)
        self._strike(file)
        self.assertEqual(file.state, "active")

    def test_what_a_slip_tells_is_corrected_there(self):
        order = self._sold(1)
        slip = self._deliver(order, self.lots[0])
        self._invoice(order)
        file = self._get_files(order)
        self._take_back(file)
        self._return(slip)
        with self.assertRaises(UserError):
            self._strike(file)
        self.assertEqual(file.state, "returned")

    def test_exchanged_unit_is_not_in_use_again(self):
        file = self._create_asset()
        file.with_user(self.dispatcher)._exchange("H-1", TODAY, "Goodwill")
        self.assertFalse(file.is_said_back)
        with self.assertRaises(UserError):
            self._strike(file)

    def test_serial_that_somebody_else_has_by_now(self):
        file = self._create_asset(serial="RF-9")
        self._take_back(file)
        self.env.flush_all()
        self._create_asset(serial="RF-9", partner_id=self.env["res.partner"].create({"name": "Reza"}).id)
        with self.assertRaisesRegex(ValidationError, "Reza"):
            self._strike(file)

    def test_operators_do_not_decide_it(self):
        file = self._create_asset()
        self._take_back(file)
        with self.assertRaises(AccessError):
            self._strike(file, self.operator)

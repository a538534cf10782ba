from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests.common import SOLD_ON

from .common import WarrantyCommon

BORDER = date(2026, 4, 1)


@freeze_time("2026-06-01 10:00:00")
class TestTermsOfSoldUnits(WarrantyCommon):
    """What was promised by a sale is not moved by what is changed afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.labour_only = cls._create_policy(
            name="Labour", sequence=20, line_ids=[Command.create({"scope": "all", "share": 30})]
        )

    def _decided(self, asset):
        return asset._decide_coverage("labour", date(2026, 6, 1)).share

    def test_priority_changed_after_the_sale_moves_nothing_for_units_sold(self):
        self.fridge.raya_policy_ids = self.policy | self.labour_only
        sold = self._create_asset()
        self.assertEqual(self._decided(sold), 100)
        self.labour_only.with_user(self.manager).sequence = 1
        self.assertEqual(self._decided(sold), 100)
        self.assertEqual(self._decided(self._create_asset(serial="RF-2")), 30)

    def test_lines_neither_leave_nor_join_the_terms_of_sold_units(self):
        self._create_asset()
        own, other = self.policy.with_user(self.manager), self.labour_only.with_user(self.manager)
        for line, policy in ((other.line_ids, own), (own.line_ids, other)):
            with self.subTest(policy=policy.name), self.assertRaisesRegex(UserError, "covers units already sold"):
                line.policy_id = policy

    def test_unit_given_in_exchange_keeps_the_priority_of_the_sale(self):
        policies = self.fridge.raya_policy_ids = self.policy | self.labour_only
        sold = [self._create_asset(serial=f"Sold {number}") for number in range(2)]
        self.labour_only.sequence = 1
        promised = self._create_asset(serial="Promised by itself")
        self.fridge.raya_policy_ids = False
        given = [promised, self._create_asset(serial="Given only")]
        for old, new in zip(sold, given, strict=True):
            old.warranty_ids._move_to(new, date(2026, 5, 1), "Exchanged")
            self.assertEqual(new.warranty_ids.policy_id, policies)
            self.assertEqual(sorted(new.warranty_ids.mapped("priority")), [10, 20])
            self.assertEqual(set(new.warranty_ids.mapped("date_sold")), {SOLD_ON})


@freeze_time("2026-06-01 10:00:00")
class TestVersionOfTheDayOfSale(WarrantyCommon):
    """A day of sale that is corrected across the border of two versions brings the version of the right day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-20"):
            cls.newer = cls.policy.browse(cls.policy.action_new_version()["res_id"])
            cls.newer.write({"date_from": BORDER, "duration": 36, "sequence": 5})
            cls.newer.action_put_in_force()

    def _promised(self, asset):
        (warranty,) = asset.warranty_ids
        return warranty.policy_id, warranty.date_start, warranty.date_end

    def test_corrected_to_before_the_border(self):
        asset = self._create_asset(date_invoice=date(2026, 4, 2))
        self.assertEqual(self._promised(asset), (self.newer, date(2026, 4, 2), date(2029, 4, 1)))
        asset.with_user(self.operator).date_invoice = date(2026, 3, 31)
        self.assertEqual(self._promised(asset), (self.policy, date(2026, 3, 31), date(2028, 3, 30)))
        self.assertEqual(asset.warranty_ids.line_ids.policy_line_id, self.policy.line_ids)
        self.assertEqual(asset.warranty_ids.priority, 10)
        self.assertEqual(
            asset.warranty_ids.event_ids.filtered(lambda event: event.kind == "correct").mapped("reason"),
            ["The unit was sold on 03/31/2026: 24 months counts in place of 24 months (version 2)."],
        )

    def test_corrected_to_after_the_border(self):
        asset = self._create_asset(date_invoice=SOLD_ON)
        self.assertEqual(self._promised(asset)[0], self.policy)
        asset.date_invoice = BORDER
        self.assertEqual(self._promised(asset), (self.newer, BORDER, date(2029, 3, 31)))

    def test_corrected_on_one_side_of_the_border_keeps_its_version(self):
        asset = self._create_asset(date_invoice=SOLD_ON)
        asset.date_invoice = date(2026, 3, 11)
        self.assertEqual(self._promised(asset)[0], self.policy)

    def test_first_day_that_becomes_known_counts(self):
        asset = self._create_asset(date_invoice=False)
        self.assertEqual(asset.warranty_ids.policy_id, self.newer)
        asset.date_invoice = SOLD_ON
        self.assertEqual(self._promised(asset), (self.policy, SOLD_ON, date(2028, 3, 9)))

    def test_border_drawn_afterwards_moves_nothing(self):
        """A version that is put in force late begins before units that were sold with the former one."""
        asset = self._create_asset(date_invoice=date(2026, 5, 10))
        with freeze_time("2026-05-20"):
            third = self.policy.browse(self.newer.action_new_version()["res_id"])
            third.write({"date_from": date(2026, 5, 5), "duration": 12})
            third.action_put_in_force()
        asset.date_delivery = date(2026, 5, 12)
        asset.date_invoice = date(2026, 5, 11)
        self.assertEqual(self._promised(asset)[0], self.newer)

    def test_draft_was_never_sold(self):
        draft = self.policy.browse(self.newer.action_new_version()["res_id"])
        draft.date_from = date(2026, 5, 1)
        asset = self._create_asset(date_invoice=SOLD_ON)
        asset.date_invoice = date(2026, 5, 2)
        self.assertEqual(self._promised(asset)[0], self.newer)

    def test_what_happened_to_the_coverage_is_replayed_on_the_right_terms(self):
        asset = self._create_asset(date_invoice=BORDER)
        asset.warranty_ids._record_event("extend", "Goodwill", duration=6, duration_unit="month")
        asset.date_invoice = date(2026, 3, 31)
        self.assertEqual(self._promised(asset), (self.policy, date(2026, 3, 31), date(2028, 9, 30)))


@tagged("post_install", "-at_install")
class TestDaysThatDocumentsProve(WarrantyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_accounts()

    def _sold(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": SOLD_ON,
                "invoice_line_ids": [Command.create({"product_id": self.fridge.id})],
            }
        )
        invoice.action_post()
        return invoice, invoice.invoice_line_ids.raya_asset_ids

    def test_day_of_an_invoiced_unit_is_not_written_by_anybody(self):
        invoice, asset = self._sold()
        for user in (self.operator, self.manager):
            for name in ("date_invoice", "date_delivery"):
                with self.assertRaisesRegex(UserError, f"comes from {invoice.name}. Correct it there"):
                    asset.with_user(user).write({name: "2025-01-01"})
            with self.assertRaisesRegex(UserError, "Invoiced On"):
                asset.with_user(user).write({"date_invoice": False, "notes": "Typed"})
        self.assertEqual(asset.date_invoice, SOLD_ON)

    def test_the_same_day_may_be_written_again(self):
        _invoice, asset = self._sold()
        asset.with_user(self.operator).write({"date_invoice": "2026-03-10", "date_installation": "2026-03-12"})
        self.assertEqual(asset.date_installation, date(2026, 3, 12))

    def test_the_invoice_itself_corrects_it(self):
        invoice, asset = self._sold()
        invoice.button_draft()
        invoice.invoice_date = date(2026, 3, 15)
        invoice.action_post()
        self.assertEqual(asset.date_invoice, date(2026, 3, 15))

    def test_unit_that_nobody_invoiced_takes_the_day_that_people_know(self):
        asset = self._create_asset(date_invoice=False).with_user(self.operator)
        asset.date_invoice = date(2025, 1, 1)
        self.assertEqual(asset.warranty_ids.date_start, date(2025, 1, 1))


class TestActivation(WarrantyCommon):
    """Nobody activates what was not sold yet."""

    def test_activation_before_the_sale_is_refused(self):
        asset = self._create_asset().with_user(self.operator)
        with self.assertRaisesRegex(ValidationError, "was sold on 03/10/2026, so it cannot have been activated on"):
            asset.date_activation = date(2026, 3, 9)
        asset.date_activation = SOLD_ON
        with self.assertRaises(ValidationError):
            asset.date_invoice = date(2026, 3, 11)

    def test_goods_activated_before_their_invoice_came_later(self):
        asset = self._create_asset(date_delivery=date(2026, 3, 1)).with_user(self.operator)
        asset.date_activation = date(2026, 3, 1)
        with self.assertRaises(ValidationError):
            asset.date_activation = date(2026, 2, 28)

    def test_unit_whose_sale_is_not_known_may_be_activated(self):
        asset = self._create_asset(date_invoice=False).with_user(self.operator)
        asset.date_activation = date(2020, 1, 1)
        self.assertEqual(asset.date_activation, date(2020, 1, 1))

    def test_order_is_the_first_day_of_sale(self):
        order = self._create_order()
        order.action_confirm()
        order.date_order = "2026-02-01 10:00:00"
        asset = self._create_asset()
        asset.sudo().sale_line_id = order.order_line
        asset.with_user(self.operator).date_activation = date(2026, 2, 1)
        with self.assertRaises(ValidationError):
            asset.with_user(self.operator).date_activation = date(2026, 1, 31)

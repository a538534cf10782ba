from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import SOLD_ON
from .test_ownership import HANDED_ON, OwnershipCommon


@freeze_time("2026-06-01 10:00:00")
class TestTransfer(OwnershipCommon):
    """A unit changes hands, or somebody entered its owner wrongly."""

    def test_site_goes_along_unless_another_is_chosen(self):
        branch = self.env["res.partner"].create({"name": "Kitchen", "parent_id": self.other_buyer.id})
        self._transfer(self.other_buyer, site_id=branch)
        self.assertRecordValues(self.asset, [{"partner_id": self.other_buyer.id, "site_id": branch.id}])

    def test_team_leader_says_that_it_is_a_correction(self):
        self._transfer(self.buyer, SOLD_ON, self.dispatcher, how="corrected")
        self.assertEqual(self.asset.ownership_ids.mapped("kind"), ["corrected", "recorded"])
        self.assertFalse(self.asset._has_changed_hands())

    def test_what_the_operator_notes_is_a_change_of_hands(self):
        self._transfer(self.buyer)
        self.assertTrue(self.asset._has_changed_hands())

    def test_operator_does_not_see_the_question(self):
        action = self.asset.with_user(self.operator).action_transfer()
        form = Form(self.env["raya.asset.transfer"].with_user(self.operator).with_context(**action["context"]))
        self.assertNotIn("how", form._view["fields"])

    def test_unit_comes_back_to_somebody_who_had_it_before(self):
        self._transfer(self.buyer, date(2026, 4, 1))
        self._transfer(self.customer, date(2026, 5, 1))
        self.assertEqual(self.asset.ownership_ids.mapped("partner_id"), self.customer | self.buyer)
        self.assertEqual(len(self.asset.ownership_ids), 3)
        self.assertTrue(self.asset.with_user(self.technician).has_former_owners)

    def test_same_day_again_is_allowed_and_yesterday_is_not(self):
        self._transfer(self.buyer)
        self._transfer(self.other_buyer)
        self.assertEqual(self.asset.partner_id, self.other_buyer)
        with self.assertRaisesRegex(UserError, "belongs to Cafe Naranj since 06/01/2026"):
            self._transfer(self.buyer, date(2026, 5, 31))

    def test_first_owner_is_no_former_owner(self):
        self.assertFalse(self.asset.with_user(self.technician).has_former_owners)

    def test_unit_without_owner_gets_its_first_one(self):
        orphan = self._create_asset(serial="RF-0", partner_id=False)
        self.assertFalse(orphan.ownership_ids)
        self._transfer(self.buyer, assets=orphan)
        self.assertEqual((orphan.partner_id, orphan.ownership_ids.partner_id), (self.buyer, self.buyer))

    def test_owner_taken_away_leaves_nobody(self):
        self.asset.with_user(self.operator).partner_id = False
        self.assertEqual(self.asset.ownership_ids.mapped("date_until"), [HANDED_ON])

    def test_unit_that_came_back_is_nobodys_and_a_unit_in_use_again_is_somebodys(self):
        self.asset._transition("returned")
        self.assertFalse(self.asset.ownership_ids.filtered(lambda event: not event.date_until))
        self.asset._transition("active")
        self.assertEqual(
            self.asset.ownership_ids.filtered(lambda event: not event.date_until).partner_id, self.customer
        )

    def test_unit_taken_back_by_word_of_mouth_is_nobodys_since_that_day(self):
        entry = self.env["raya.asset.return"].with_user(self.dispatcher)
        entry.create(
            {"asset_ids": self.asset.ids, "date": date(2026, 5, 20), "reason": "Left at our door"}
        ).action_take_back()
        self.assertEqual(self.asset.state, "returned")
        lives = [self.asset._get_life(date(2026, 5, day))[self.asset] for day in (19, 20)]
        self.assertEqual([known.owner for known in lives], [self.customer, None])

    def test_unit_comes_back_neither_before_it_was_theirs_nor_in_the_future(self):
        for day, refusal in ((date(2026, 3, 9), "since 03/10/2026"), (date(2026, 6, 2), "in the future")):
            with self.assertRaisesRegex(UserError, refusal):
                self.asset.with_user(self.dispatcher)._take_back(day, "No")
            with self.assertRaisesRegex(UserError, refusal):
                self._transfer(self.buyer, day)
        self.assertEqual(self.asset.state, "active")

    def test_contact_who_owned_a_unit_cannot_be_deleted(self):
        self._transfer(self.buyer)
        self._transfer(self.other_buyer)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.buyer.unlink()

    def test_contact_of_another_company_gets_no_unit(self):
        self.buyer.company_id = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(UserError):
            self._transfer(self.buyer)

    def test_reason_is_asked_for(self):
        with self.assertRaisesRegex(AssertionError, "reason is a required field"):
            self._transfer(self.buyer, reason=False)
        self.assertEqual(self.asset.partner_id, self.customer)

    def test_hundred_units_change_hands_at_once(self):
        assets = self.env["raya.asset"].create(
            [{"product_id": self.fridge.id, "partner_id": self.customer.id, "serial": f"N-{n}"} for n in range(100)]
        )
        self.env.flush_all()
        before = self.cr.sql_log_count
        assets.with_user(self.operator)._transfer_ownership(self.buyer, HANDED_ON, "All of them")
        self.env.flush_all()
        self.assertLess(self.cr.sql_log_count - before, 150)
        self.assertEqual(assets.ownership_ids.filtered(lambda event: not event.date_until).partner_id, self.buyer)

    def test_history_is_closed_to_customers(self):
        customer = self._create_user("test_portal_owner", "base.group_portal")
        with self.assertRaises(AccessError):
            self.asset.ownership_ids.with_user(customer).read(["note"])

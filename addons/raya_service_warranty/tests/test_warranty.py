from datetime import date

from odoo.exceptions import UserError

from ..tools import coverage
from .common import WarrantyCommon


class TestWarranty(WarrantyCommon):
    def test_new_file_gets_the_coverage_of_its_product(self):
        warranty = self._create_asset().warranty_ids
        self.assertRecordValues(
            warranty,
            [
                {
                    "policy_id": self.policy.id,
                    "date_start": date(2026, 3, 10),
                    "date_end": date(2028, 3, 9),
                }
            ],
        )

    def test_coverage_that_starts_with_delivery_waits_for_it(self):
        self.policy.start_event = "delivery"
        asset = self._create_asset()
        self.assertRecordValues(asset.warranty_ids, [{"date_start": False, "date_end": False, "state": "waiting"}])
        asset.date_delivery = date(2026, 3, 20)
        asset._sync_warranties()
        asset._sync_warranties()
        self.assertRecordValues(asset.warranty_ids, [{"date_start": date(2026, 3, 20)}])

    def test_policies_are_promised_once_at_the_sale(self):
        self.fridge.raya_policy_ids = False
        asset = self._create_asset()
        self.fridge.raya_policy_ids = self.policy
        asset.date_delivery = date(2026, 3, 20)
        asset._sync_warranties()
        self.assertFalse(asset.warranty_ids)

    def test_policy_of_another_company_covers_nothing(self):
        self.policy.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self._create_asset().warranty_ids)

    def test_terms_of_units_already_sold_stay(self):
        self._create_asset()
        manager_policy = self.policy.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "New Version"):
            manager_policy.duration = 12
        with self.assertRaisesRegex(UserError, "New Version"):
            manager_policy.line_ids.share = 50
        with self.assertRaisesRegex(UserError, "New Version"):
            manager_policy.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "New Version"):
            self.env["raya.warranty.policy.line"].create({"policy_id": self.policy.id})
        manager_policy.name = "Two years"
        self.assertEqual(self.policy.name, "Two years")

    def test_copy_of_a_policy_is_free_to_change(self):
        self._create_asset()
        copy = self.policy.with_user(self.manager).copy()
        copy.duration = 36
        self.assertEqual(copy.line_ids.share, 100)
        self.assertFalse(copy.warranty_ids)

    def test_commitment_covers_nothing(self):
        self.policy.kind = "commitment"
        asset = self._create_asset()
        self.assertTrue(asset.warranty_ids)
        decision = asset._decide_coverage("labour", date(2026, 5, 1))
        self.assertEqual((decision.share, decision.reason_key), (0, "no_policy"))

    def test_decision_is_explained_to_its_reader(self):
        asset = self._create_asset().with_user(self.technician)
        for day, key, share in (
            (date(2028, 3, 9), "covered", 100),
            (date(2028, 3, 10), "expired", 0),
            (date(2026, 3, 9), "not_started", 0),
        ):
            decision = asset._decide_coverage("part", day, part=self.part)
            self.assertEqual((decision.reason_key, decision.share), (key, share))
            self.assertIn("24 months", asset._render_decision(decision))

    def test_fault_of_the_customer_is_charged_within_the_warranty(self):
        asset = self._create_asset().with_user(self.technician)
        decision = asset._decide_coverage("labour", date(2026, 5, 1), fault=self.fault_misuse)
        self.assertEqual(decision.reason_key, "customer_caused")
        self.assertIn("customer caused", asset._render_decision(decision))

    def test_every_reason_has_its_sentence(self):
        days = dict.fromkeys(("date_start", "date_end", "date_since"), "2026-12-31")
        args = {"cover": "X", "share": 50, "meter": "km", "limit": 30000, "reading": 30001, **days}
        for key in (*coverage.GRANTS, "no_policy", *coverage.REFUSALS):
            sentence = self.env["raya.warranty"]._get_reason_sentence(key, args)
            self.assertTrue(sentence.endswith("."), key)
            self.assertNotIn("%(", sentence)

    def test_returned_unit_has_no_coverage(self):
        asset = self._create_asset()
        asset._transition("returned")
        self.assertEqual(asset._decide_coverage("labour", self.company._raya_get_day()).share, 0)
        self.assertEqual(asset._decide_coverage("labour", date(2026, 5, 1)).share, 100, "it was in use on that day")

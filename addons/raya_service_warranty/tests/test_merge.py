from datetime import date

from freezegun import freeze_time

from odoo.addons.raya_service_asset.tests.test_merge import MergeCommon

from .common import WarrantyCommon


@freeze_time("2026-06-01 10:00:00")
class TestMergeOfCoverages(MergeCommon, WarrantyCommon):
    def test_merged_file_is_cancelled_and_shows_where_it_went(self):
        self._merge()
        self.assertRecordValues(self.double, [{"state": "cancelled", "merged_into_id": self.kept.id}])
        self.assertIn("RF-1", self.double.message_ids[0].body)
        self.assertIn("RF-l", self.kept.message_ids[0].body)
        self.assertFalse(self.double.warranty_ids)

    def test_same_policy_stays_one_coverage_with_the_events_of_both(self):
        self.double.warranty_ids._record_event("extend", "Goodwill", duration=6, duration_unit="month")
        self._merge()
        self.assertRecordValues(
            self.kept.warranty_ids, [{"date_start": date(2026, 3, 10), "date_end": date(2028, 9, 9)}]
        )
        events = self.kept.warranty_ids.event_ids
        self.assertEqual(set(events.mapped("kind")), {"extend", "merge"})
        self.assertIn("from 04/01/2026 until 09/30/2028", events.filtered(lambda event: event.kind == "merge").reason)

    def test_void_of_the_other_file_counts(self):
        self.double.warranty_ids._record_event("void", "Seal broken")
        self._merge()
        self.assertEqual(self.kept.warranty_ids.state, "void")

    def test_coverage_of_another_policy_moves_with_its_events(self):
        self.fridge.raya_policy_ids = self._create_policy(name="Other")
        third = self._create_asset(serial="RF-3")
        third.warranty_ids._record_event("suspend", "Unpaid")
        warranty = third.warranty_ids
        self._merge(self.kept | third)
        self.assertIn(warranty, self.kept.warranty_ids)
        self.assertEqual(warranty.state, "suspended")

from odoo.addons.raya_service_asset.tests.test_asset_timeline import TimelineCommon

from .common import WarrantyCommon


class TestTimelineOfCoverages(TimelineCommon, WarrantyCommon):
    def test_event_is_told_with_its_reason_author_and_document(self):
        asset = self._create_asset()
        asset.warranty_ids.with_user(self.dispatcher).sudo()._record_event("void", "Opened by a stranger")
        entry = next(entry for entry in self._tell(asset) if entry["kind"] == "event")
        self.assertEqual(entry["detail"], "24 months – Opened by a stranger")
        self.assertEqual(entry["author"], self.dispatcher.name)
        self.assertEqual((entry["res_model"], entry["res_id"]), ("raya.warranty", asset.warranty_ids.id))

    def test_coverage_that_waits_for_its_start_is_not_told(self):
        self.policy = self._create_policy(start_event="activation")
        self.fridge.raya_policy_ids = self.policy
        self.assertNotIn("warranty", self._get_kinds(self._create_asset()))

    def test_nothing_is_to_come_for_a_unit_out_of_use(self):
        asset = self._create_asset()
        self.assertIn("Last day of coverage", [entry["title"] for entry in self._tell(asset)])
        asset._transition("returned")
        titles = [entry["title"] for entry in self._tell(asset)]
        self.assertIn("Coverage begins", titles)
        self.assertNotIn("Last day of coverage", titles)

from datetime import date

from freezegun import freeze_time
from odoo.tests import Form

from odoo.addons.raya_service_asset.tests.test_ownership import HANDED_ON, OwnershipCommon

from .common import WarrantyCommon


@freeze_time("2026-06-01 10:00:00")
class TestOwnershipAndCoverage(OwnershipCommon, WarrantyCommon):
    def _limit_to_first_owner(self):
        self.fridge.raya_policy_ids = self._create_policy(name="First owner only", is_transferable=False)
        self.asset = self._create_asset(serial="RF-2")
        return self.asset.warranty_ids

    def _decide(self, day):
        return self.asset.with_user(self.technician)._decide_coverage("labour", day)

    def test_transferable_coverage_goes_on(self):
        self._transfer(self.buyer)
        warranty = self.asset.warranty_ids
        self.assertRecordValues(warranty, [{"date_end": date(2028, 3, 9), "state": "active"}])
        self.assertRecordValues(warranty.event_ids, [{"kind": "transfer", "date": HANDED_ON}])
        self.assertEqual(self._decide(HANDED_ON).share, 100)

    def test_coverage_that_is_not_transferable_ends_the_day_before(self):
        warranty = self._limit_to_first_owner()
        self._transfer(self.buyer)
        self.assertRecordValues(warranty, [{"date_end": date(2026, 5, 31), "state": "expired"}])
        self.assertEqual(warranty.line_ids.date_end, date(2026, 5, 31))
        self.assertEqual(self._decide(date(2026, 5, 31)).share, 100)
        self.assertEqual(self._decide(HANDED_ON).reason_key, "expired")

    def test_no_days_of_grace_for_the_new_owner(self):
        self.policy.copy({"name": "Grace"})
        self.fridge.raya_policy_ids = self._create_policy(name="Graceful", is_transferable=False, grace_days=30)
        self.asset = self._create_asset(serial="RF-2")
        self._transfer(self.buyer)
        self.assertEqual(self._decide(HANDED_ON).reason_key, "void")

    def test_what_has_not_started_never_does_for_the_new_owner(self):
        self.fridge.raya_policy_ids = self._create_policy(
            name="From installation", is_transferable=False, start_event="installation"
        )
        self.asset = self._create_asset(serial="RF-2")
        self._transfer(self.buyer)
        self.assertEqual(self.asset.warranty_ids.state, "void")
        self.asset.date_installation = date(2026, 6, 20)
        self.assertEqual(self._decide(date(2026, 7, 1)).reason_key, "void")

    def test_transfer_warns_of_coverages_that_end(self):
        self._limit_to_first_owner()
        transfer = self.env["raya.asset.transfer"].with_user(self.operator)
        form = Form(transfer.with_context(**self.asset.with_user(self.operator).action_transfer()["context"]))
        self.assertEqual(form.ending, "First owner only")

    def test_coverage_ended_by_mistake_is_reinstated(self):
        warranty = self._limit_to_first_owner()
        self._transfer(self.buyer)
        warranty.with_user(self.dispatcher).sudo()._record_event("reinstate", "Still with the first owner", HANDED_ON)
        self.assertRecordValues(warranty, [{"date_end": date(2028, 3, 9), "state": "active"}])
        self.assertEqual(warranty.event_ids.sorted("id").mapped("kind"), ["transfer", "reinstate"])

    def test_wrong_owner_corrected_by_a_team_leader_ends_nothing(self):
        warranty = self._limit_to_first_owner()
        self._transfer(self.buyer, user=self.dispatcher, how="corrected")
        self.assertEqual(warranty.state, "active")
        self.assertFalse(warranty.event_ids)
        self.assertEqual(self.asset.ownership_ids[0].kind, "corrected")

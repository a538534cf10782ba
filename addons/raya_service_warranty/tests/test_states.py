from .common import WarrantyCommon


class TestStates(WarrantyCommon):
    def test_nobody_writes_a_state_by_hand(self):
        self._assert_facts_protected(
            "raya_service_warranty",
            raya_warranty_reapply=["position", "user_id"],
            raya_warranty_policy=["version", "is_draft", "previous_version_id", "reached_asset_id"],
        )

from .common import AssetCommon


class TestStates(AssetCommon):
    def test_nobody_writes_a_state_by_hand(self):
        self._assert_facts_protected(
            "raya_service_asset",
            raya_asset=["sale_line_id", "merged_into_id"],
            raya_asset_sync_run=["position", "total"],
        )

from odoo.exceptions import AccessError

from .common import AssetCommon


class TimelineCommon(AssetCommon):
    def _tell(self, asset, user=None):
        return asset.with_user(user or self.operator).get_timeline()

    def _get_kinds(self, asset, user=None):
        return [entry["kind"] for entry in self._tell(asset, user)]


class TestAssetTimeline(TimelineCommon):
    """The life of a unit on one page."""

    def test_life_is_told_to_nobody_else(self):
        asset = self._create_asset()
        with self.assertRaises(AccessError):
            self._tell(asset, self.outsider)
        asset.company_id = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(AccessError):
            self._tell(asset)

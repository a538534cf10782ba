from datetime import date

from freezegun import freeze_time

from .common import ServiceCallsCommon


@freeze_time("2026-06-01 10:00:00")
class TestCoverageHistory(ServiceCallsCommon):
    """A coverage that was told to somebody who called does not vanish."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset(date_invoice="2026-05-01")
        cls.warranty = cls.asset.warranty_ids

    def _get_result(self):
        """What taking away all that is no longer promised would do to the coverage."""
        self.fridge.raya_policy_ids = False
        run = (
            self.env["raya.warranty.reapply"]
            .with_user(self.manager)
            .create({"reason": "Campaign.", "asset_ids": self.asset.ids, "is_removing": True})
        )
        run.action_preview()
        return run.line_ids.result

    def test_it_is_voided_when_a_call_came_after_it_began(self):
        self.assertEqual(self.warranty.date_start, date(2026, 5, 1))
        self._create_call(asset_id=self.asset.id, date_reported="2026-05-01 09:00:00")
        self.assertEqual(self._get_result(), "voided")

    def test_it_is_removed_when_the_last_call_came_before(self):
        self._create_call(asset_id=self.asset.id, date_reported="2026-04-29 09:00:00")
        self.assertEqual(self._get_result(), "removed")

    def test_the_same_answer_in_another_language_is_no_other_answer(self):
        """What was told is kept as it was said; a colleague who reads Persian is shown no change."""
        self.env["res.lang"]._activate_lang("fa_IR")
        call = self._create_call(asset_id=self.asset.id, date_reported="2026-05-04 08:00:00")
        reader = call.with_context(lang="fa_IR")
        self.assertNotEqual(reader.coverage_reason, reader.told_reason)
        self.assertFalse(reader.is_told_otherwise)
        self.warranty._record_event("void", "Seal broken", date(2026, 5, 2))
        call.invalidate_recordset()
        self.assertTrue(reader.is_told_otherwise)

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.raya_service_asset.tests.common import SOLD_ON
from odoo.addons.raya_service_asset.tests.test_asset_timeline import TimelineCommon

from .common import ServiceCallsCommon


class TestTimelineOfCalls(TimelineCommon, ServiceCallsCommon):
    """The life of a unit on one page."""

    def test_life_is_told_from_the_latest_to_the_earliest(self):
        with freeze_time("2026-03-12 10:00:00"):
            asset = self._create_asset(
                date_delivery="2026-03-11", date_installation="2026-03-15", date_activation="2026-03-16"
            )
        call = self._create_call(asset_id=asset.id)
        asset.warranty_ids._record_event(
            "extend", "Goodwill", fields.Date.to_date("2026-06-01"), duration=1, duration_unit="month"
        )
        told = [(entry["date"], entry["title"]) for entry in self._tell(asset) if entry["kind"] != "file"]
        self.assertEqual(
            told,
            [
                ("2028-04-09", "Last day of coverage"),
                ("2026-06-01", "Coverage: Extend"),
                ("2026-05-04", f"Call {call.name}, New"),
                ("2026-03-16", "Activated"),
                ("2026-03-15", "Installed"),
                ("2026-03-11", "Delivered"),
                ("2026-03-10", "Coverage begins"),
                ("2026-03-10", "Sold"),
            ],
        )

    def test_technician_is_told_only_of_calls_that_he_may_read(self):
        asset = self._create_asset()
        self._create_call(asset_id=asset.id)
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        self.assertIn("call", self._get_kinds(asset, self.technician))
        self.assertNotIn("call", self._get_kinds(asset, stranger))

    def test_day_of_a_call_is_that_of_the_reader(self):
        asset = self._create_asset()
        self._create_call(asset_id=asset.id, date_reported="2026-05-04 21:00:00")
        self.operator.tz = "Asia/Tehran"
        days = {entry["date"] for entry in self._tell(asset) if entry["kind"] == "call"}
        self.assertEqual(days, {"2026-05-05"})

    def test_texts_are_those_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.symptom.with_context(lang="fa_IR").name = "سرد نمی‌کند"
        asset = self._create_asset()
        self._create_call(asset_id=asset.id)
        told = asset.with_user(self.operator).with_context(lang="fa_IR").get_timeline()
        self.assertIn("سرد نمی‌کند", [entry["detail"] for entry in told])

    def test_long_life_costs_no_more_queries_than_a_short_one(self):
        assets = [self._create_asset(serial=f"RF-{number}") for number in range(2)]
        for asset, length in zip(assets, (2, 50), strict=True):
            self._live(asset, length)
        self._tell(assets[0])
        costs = []
        for asset, length in zip(assets, (2, 50), strict=True):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertGreater(len(self._tell(asset)), length)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 2)
        self.assertLess(costs[1], 40)

    def _live(self, asset, length):
        for number in range(length // 2):
            day = SOLD_ON + timedelta(days=number)
            asset.warranty_ids._record_event("extend", "Again", day, duration=1, duration_unit="day")
        self.env["raya.call"].create(
            [
                {"asset_id": asset.id, "statement": "Again", "symptom_ids": self.symptom.ids, "team_id": self.team.id}
                for _number in range(length // 2)
            ]
        )
        self.env.flush_all()


@tagged("post_install", "-at_install")
class TestAssetTimelineTour(ServiceCallsCommon, HttpCase):
    def test_operator_reads_the_life_of_a_unit(self):
        self.customer.phone = "0912 555 0101"
        asset = self._create_asset(serial="RF-TOUR", date_invoice=fields.Date.today())
        self._create_call(asset_id=asset.id)
        self.start_tour("/odoo/service-files", "raya_asset_timeline", login="test_op", timeout=120)

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo import Command
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import WarrantyCommon

TODAY = date(2026, 6, 1)


@freeze_time("2026-06-01 10:00:00")
class TestUsage(WarrantyCommon):
    def _create_limited(self, serial="RF-1", **vals):
        """A unit whose only policy has these terms."""
        line = {"scope": "all", "share": 100, **vals.pop("line", {})}
        policy = self._create_policy(name="Limited", line_ids=[Command.create(line)], **vals)
        self.fridge.raya_policy_ids = policy
        return self._create_asset(serial=serial)

    def _decide(self, asset, day=TODAY, **facts):
        return asset.with_user(self.technician)._decide_coverage("labour", day, **facts)

    def _spend(self, count, amount):
        """What the coverage lines of these tests have paid."""
        Line = self.env.registry["raya.warranty.line"]
        return patch.object(Line, "_get_usage", lambda lines: dict.fromkeys(lines, (count, amount)))

    def test_use_ends_the_cover_before_its_time(self):
        asset = self._create_limited(usage_limit=1000, usage_meter="hours")
        asset._record_reading("hours", 1000, date(2026, 5, 1))
        self.assertEqual(self._decide(asset).share, 100)
        asset._record_reading("hours", 1000.5, TODAY)
        decision = self._decide(asset)
        self.assertEqual((decision.share, decision.reason_key), (0, "used_up"))
        self.assertIn("1,000 hours", asset._render_decision(decision))

    def test_time_ends_the_cover_before_its_use(self):
        asset = self._create_limited(usage_limit=1000, usage_meter="hours")
        asset._record_reading("hours", 5, TODAY)
        self.assertEqual(self._decide(asset, date(2028, 3, 10)).reason_key, "expired")

    def test_what_was_read_after_the_call_does_not_count(self):
        asset = self._create_limited(usage_limit=1000, usage_meter="hours")
        asset._record_reading("hours", 2000, TODAY)
        self.assertEqual(self._decide(asset, date(2026, 5, 31)).share, 100)
        self.assertEqual(self._decide(asset, TODAY).reason_key, "used_up")

    def test_meter_nobody_read_limits_nothing(self):
        asset = self._create_limited(usage_limit=1000, usage_meter="hours")
        asset._record_reading("km", 90000, TODAY)
        self.assertEqual(self._decide(asset).share, 100)

    def test_limit_of_the_line_takes_the_place_of_that_of_the_policy(self):
        asset = self._create_limited(
            usage_limit=1000, usage_meter="hours", line={"usage_limit": 30000, "usage_meter": "km"}
        )
        asset._record_reading("hours", 5000, TODAY)
        self.assertEqual(self._decide(asset).share, 100)
        asset._record_reading("km", 30001, TODAY)
        self.assertEqual(self._decide(asset).reason_key, "used_up")

    def test_cover_that_began_later_counts_from_there(self):
        asset = self._create_limited(usage_limit=1000, usage_meter="hours")
        asset.warranty_ids.line_ids.usage_start = 500
        asset._record_reading("hours", 1500, TODAY)
        self.assertEqual(self._decide(asset).share, 100)
        self.assertIn("1,500 hours", asset.warranty_ids.line_ids.limits_text)
        self.assertEqual(self._decide(asset, meters={"hours": 1501}).reason_key, "used_up")

    def test_summary_of_the_file_knows_the_meter(self):
        asset = self._create_limited(usage_limit=1000, usage_meter="hours")
        self.assertEqual(asset.coverage_status, "covered")
        asset._record_reading("hours", 1001, TODAY)
        self.env.invalidate_all()
        self.assertEqual(asset.with_user(self.operator).coverage_status, "charged")

    def test_coverage_is_used_up_when_all_its_lines_are(self):
        asset = self._create_limited(usage_limit=1000, usage_meter="hours")
        asset._record_reading("hours", 1000, TODAY)
        self.assertEqual(asset.warranty_ids.state, "active")
        asset._record_reading("hours", 1001, TODAY)
        self.assertEqual(asset.warranty_ids.with_user(self.technician).state, "used_up")

    def test_coverage_with_a_line_that_goes_on_is_active(self):
        self.fridge.raya_policy_ids = self._create_policy(
            line_ids=[
                Command.create({"scope": "labour", "usage_limit": 10, "usage_meter": "hours"}),
                Command.create({"scope": "part"}),
            ]
        )
        asset = self._create_asset()
        asset._record_reading("hours", 11, TODAY)
        self.assertEqual(asset.warranty_ids.state, "active")

    def test_number_of_services_is_limited(self):
        asset = self._create_limited(line={"max_count": 2})
        with self._spend(1, 0):
            self.assertEqual(self._decide(asset).share, 100)
        with self._spend(2, 0):
            self.assertEqual(self._decide(asset).reason_key, "spent")
            self.assertEqual(asset.warranty_ids.state, "used_up")
            self.assertEqual(asset.warranty_ids.line_ids.limits_text, "2 of 2 times")

    def test_amount_is_limited_and_its_rest_paid(self):
        asset = self._create_limited(line={"max_amount": 100})
        with self._spend(1, 40):
            whole = self._decide(asset, amount=60)
            self.assertEqual((whole.share, whole.reason_key), (100, "covered"))
            rest = self._decide(asset, amount=120)
            self.assertEqual((rest.share, rest.reason_key), (50, "covered_to_amount"))
        with self._spend(1, 100):
            self.assertEqual(self._decide(asset, amount=1).reason_key, "spent")

    def test_maximum_in_another_currency_is_converted(self):
        currency = self.env["res.currency"].create(
            {
                "name": "TST",
                "symbol": "T",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 4.0})],
            }
        )
        asset = self._create_limited(currency_id=currency.id, line={"max_amount": 400})
        decision = self._decide(asset, amount=200)
        self.assertEqual(decision.share, 50)
        other = self.env["res.company"].create({"name": "Other", "currency_id": currency.id})
        told = asset.with_company(other)._render_decision(decision)
        self.assertIn(asset.company_id.currency_id.format(100), told, "in the money of the unit's company")

    def test_limit_without_meter_is_refused(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self._create_policy(usage_limit=1000)

    def test_meter_correction_is_an_event_of_limited_coverages(self):
        self.fridge.raya_policy_ids = self.policy
        plain = self._create_asset(serial="RF-2")
        plain._exchange_meter("hours", 0, TODAY, "Broken")
        self.assertFalse(plain.warranty_ids.event_ids)
        asset = self._create_limited(usage_limit=1000, usage_meter="hours")
        asset._exchange_meter("hours", 0, TODAY, "Broken")
        self.assertRecordValues(asset.warranty_ids.event_ids, [{"kind": "meter", "reason": "Broken"}])

    def test_many_units_are_decided_with_as_many_queries_as_one(self):
        assets = self._create_limited(usage_limit=1000, usage_meter="hours", line={"max_count": 2})
        assets = assets.concat(*(self._create_asset(serial=f"N-{number}") for number in range(20)))
        for asset in assets:
            asset._record_reading("hours", 5, TODAY)
        counts = []
        for some in (assets[:1], assets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some._get_facts(TODAY)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

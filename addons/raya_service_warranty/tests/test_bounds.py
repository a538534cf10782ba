from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from odoo.addons.raya_service_asset.tests.test_bounds import BoundedModels

from .common import WarrantyCommon

TOO_LONG = "nobody keeps a promise for so long. Enter at most 100 years"


@freeze_time("2026-06-01 10:00:00")
class TestBounds(BoundedModels, WarrantyCommon):
    """No bounds: terms and days that make no sense are refused with one sentence, at every door."""

    def test_every_number_and_day_has_bounds(self):
        self.assertEqual(dict(self._get_unbounded("raya_service_warranty")), {})

    def _refused(self, sentence, record, **vals):
        with self.assertRaisesRegex(ValidationError, sentence):
            record.write(vals)

    def test_duration_of_a_policy_and_of_its_lines(self):
        policy = self._create_policy(name="Other")
        for record in (policy, policy.line_ids):
            for duration, unit in ((9999, "year"), (101, "year"), (1201, "month"), (36601, "day")):
                self._refused(TOO_LONG, record, duration=duration, duration_unit=unit)
            self._refused("enter a value", record, duration=10**12)
        policy.write({"duration": 100, "duration_unit": "year"})
        with self.assertRaisesRegex(ValidationError, TOO_LONG):
            self._create_policy(duration=9999, duration_unit="year")

    def test_terms_of_a_policy(self):
        policy = self._create_policy(name="Other")
        for days in (9_999_999, -1, 3651):
            self._refused("Grace Days: enter a value from 0 to 3,650", policy, grace_days=days)
        self._refused("Starts at the Latest: enter a value from 0 to 1,200", policy, start_cap=1201)
        self._refused("Up to: enter a value", policy, usage_limit=1e16, usage_meter="km")
        self._refused("Sold From: enter a value", policy, date_from="0625-01-01")
        self._refused("At Most Times: enter a value from 0 to 999,999", policy.line_ids, max_count=10**7)
        self._refused("At Most in All: enter a value", policy.line_ids, max_amount=1e20)

    def test_terms_in_a_form(self):
        with Form(self._create_policy(name="Other")) as form:
            form.duration, form.duration_unit = 9999, "year"
            with self.assertRaisesRegex(ValidationError, TOO_LONG):
                form.save()
            form.duration = 10

    def test_longest_promise_is_kept_and_its_file_opens(self):
        self.policy.write({"duration": 100, "duration_unit": "year", "grace_days": 3650})
        asset = self._create_asset(serial="A", date_invoice="2199-12-31")
        self.assertEqual(asset.warranty_ids.date_end, date(2299, 12, 30))
        self.assertEqual(asset.warranty_ids.state, "future")
        Form(asset.with_user(self.technician))

    def _extend(self, warranty, duration, unit):
        vals = {"warranty_id": warranty.id, "kind": "extend", "date": "2026-06-01", "reason": "Asked"}
        Change = self.env["raya.warranty.change"].with_user(self.dispatcher)
        Change.create({**vals, "duration": duration, "duration_unit": unit}).action_apply()

    def test_extension_by_99_999_years(self):
        warranty = self._create_asset().warranty_ids
        for duration, unit in ((99_999, "year"), (101, "year"), (1201, "month"), (1201, "solar_month")):
            with self.assertRaisesRegex(ValidationError, TOO_LONG):
                self._extend(warranty, duration, unit)
        self.assertEqual(warranty.date_end, date(2028, 3, 9))

    def test_extensions_do_not_add_up_to_a_day_that_no_calendar_has(self):
        warranty = self._create_asset().warranty_ids
        for _time in range(3):
            self._extend(warranty, 100, "year")
        self.assertEqual(warranty.date_end, date(2328, 3, 9))
        with self.assertRaisesRegex(ValidationError, "Until: enter a value from .* to 12/31/2399, not 03/09/2428"):
            self._extend(warranty, 100, "year")
        self.assertEqual(warranty.date_end, date(2328, 3, 9))

    def test_event_on_a_day_of_the_middle_ages(self):
        vals = {"warranty_id": self._create_asset().warranty_ids.id, "kind": "void", "reason": "Asked"}
        for day in ("1404-12-19", "2200-01-01"):
            with self.assertRaisesRegex(ValidationError, "As of: enter a value"):
                self.env["raya.warranty.change"].with_user(self.dispatcher).create({**vals, "date": day})

    def test_old_unit_has_a_coverage_and_opens(self):
        self.policy.write({"start_event": "manufacture", "duration": 1, "duration_unit": "year"})
        asset = self._create_asset(serial="OLD", date_invoice=False, date_manufacture="1832-03-20")
        self.assertEqual(asset.warranty_ids.date_start, date(1832, 3, 20))
        self.assertEqual(asset.warranty_ids.state, "expired")
        Form(asset.with_user(self.technician))

    def test_what_is_supposed_has_bounds_as_well(self):
        asset = self._create_asset()
        action = asset.with_user(self.technician).action_simulate()
        form = Form(self.env["raya.coverage.simulation"].with_user(self.technician).with_context(**action["context"]))
        for day in (date(9999, 12, 31), date(625, 1, 1)):
            with self.assertRaisesRegex(ValidationError, "Reported On: enter a value"):
                form.report_date = day

    def test_days_of_reminders(self):
        for days in (-1, 3651):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                self.company.raya_claim_days = days
                self.company.flush_recordset()

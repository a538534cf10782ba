from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import AssetCommon


@freeze_time("2026-06-01 10:00:00")
class MeterCommon(AssetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fridge.raya_meter = "hours"
        cls.asset = cls._create_asset()

    def _read(self, value, day=date(2026, 6, 1), user=None, **vals):
        """What a person does: open the form on the file, enter, record."""
        asset = self.asset.with_user(user or self.operator)
        Entry = self.env["raya.meter.entry"].with_user(asset.env.user)
        form = Form(Entry.with_context(**asset.action_record_reading()["context"]))
        form.value, form.date = value, day
        for name, typed in vals.items():
            setattr(form, name, typed)
        form.save().action_record()
        return self.asset.reading_ids[:1]

    def _correct(self, kind, value, user=None, **vals):
        asset = self.asset.with_user(user or self.dispatcher)
        Correction = self.env["raya.meter.correction"].with_user(asset.env.user)
        form = Form(Correction.with_context(**asset.action_correct_meter()["context"]))
        form.kind, form.value, form.reason = kind, value, "Seen on site"
        for name, typed in vals.items():
            setattr(form, name, typed)
        form.save().action_apply()

    def _get_use(self, day):
        return self.asset._get_meters(day)[self.asset]


@freeze_time("2026-06-01 10:00:00")
class TestMeter(MeterCommon):
    def test_operator_and_technician_record_what_the_meter_reads(self):
        self._read(100, date(2026, 4, 1), note="By phone")
        reading = self._read(250, user=self.technician)
        expected = {"meter": "hours", "value": 250, "total": 250, "user_id": self.technician.id}
        self.assertRecordValues(reading, [expected])
        self.assertEqual(self.asset.with_user(self.operator).meter_summary, "250 hours (06/01/2026)")

    def test_use_counts_as_read_until_the_day(self):
        self._read(100, date(2026, 4, 1))
        self._read(250, date(2026, 5, 1))
        self.assertEqual(self._get_use(date(2026, 3, 31)), {})
        self.assertEqual(self._get_use(date(2026, 4, 30)), {"hours": 100})
        self.assertEqual(self._get_use(date(2026, 5, 1)), {"hours": 250})

    def test_meter_does_not_run_backwards(self):
        self._read(250, date(2026, 5, 1))
        self._read(200, date(2026, 4, 1))
        self.assertEqual(self.asset.reading_ids.sorted("id").mapped("total"), [250, 200])
        for value, day in ((249.5, date(2026, 6, 1)), (260, date(2026, 4, 1))):
            with self.assertRaises(UserError) as caught:
                self._read(value, day)
            self.assertIn("it cannot read", str(caught.exception))
        with self.assertRaisesRegex(UserError, "read 250 hours on 05/01/2026, so it cannot read 249.5 hours"):
            self._read(249.5)

    def test_tomorrow_nobody_has_read_a_meter(self):
        with self.assertRaisesRegex(UserError, "tomorrow"):
            self._read(100, date(2026, 6, 2))

    def test_exchanged_meter_starts_again_and_use_goes_on(self):
        self._read(900, date(2026, 4, 1))
        self._correct("exchange", 0, date=date(2026, 5, 1), has_last_value=True, last_value=1000)
        self._read(50)
        self.assertEqual(self.asset.reading_ids.sorted("id").mapped("total"), [900, 1000, 1000, 1050])
        self.assertEqual(self._get_use(date(2026, 6, 1)), {"hours": 1050})

    def test_reading_typed_wrongly_stays_in_the_history_and_counts_no_more(self):
        self._read(100, date(2026, 4, 1))
        wrong = self._read(9000, date(2026, 5, 1))
        self._correct("wrong", 900)
        self.assertFalse(wrong.is_counted)
        self.assertRecordValues(
            self.asset.reading_ids[0],
            [{"value": 900, "total": 900, "date": date(2026, 5, 1), "corrects_id": wrong.id, "kind": "correction"}],
        )
        self.assertEqual(self._read(950).total, 950)
        self.assertEqual(len(self.asset.reading_ids), 4)

    def test_start_of_an_exchanged_meter_can_be_corrected(self):
        self._read(900, date(2026, 4, 1))
        self._correct("exchange", 0, date=date(2026, 5, 1))
        self._correct("wrong", 20)
        self.assertEqual(self._read(50).total, 930)

    def test_reading_is_corrected_once(self):
        self._read(9000)
        wrong = self.asset.reading_ids
        self._correct("wrong", 900)
        with self.assertRaisesRegex(UserError, "correct the one that took its place"):
            self.asset._correct_reading(wrong, 80, date(2026, 6, 1), "Twice")

    def test_only_team_leaders_correct(self):
        for user in (self.operator, self.technician, self.outsider):
            with self.assertRaises(AccessError):
                self.env["raya.meter.correction"].with_user(user).create({"asset_id": self.asset.id, "reason": "No"})

    def test_nobody_writes_readings(self):
        reading = self._read(100)
        for user in (self.technician, self.operator, self.dispatcher, self.manager):
            with self.assertRaises(AccessError):
                reading.with_user(user).value = 1
            with self.assertRaises(AccessError):
                reading.with_user(user).unlink()
            with self.assertRaises(AccessError):
                reading.with_user(user).create({"asset_id": self.asset.id, "meter": "hours", "value": 1})

    def test_unit_of_another_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id, serial="RF-9")
        reading = asset._record_reading("hours", 5, date(2026, 6, 1))
        self.assertFalse(self.env["raya.meter.reading"].with_user(self.manager).search([("id", "=", reading.id)]))
        with self.assertRaises(AccessError):
            asset.with_user(self.operator)._record_reading("hours", 6, date(2026, 6, 1))

    def test_meter_of_the_category_and_of_those_above_it(self):
        parent = self.env["product.category"].create({"name": "Vehicles", "raya_meter": "km"})
        self.fridge.categ_id = self.env["product.category"].create({"name": "Vans", "parent_id": parent.id})
        self.assertEqual(self._create_asset(serial="V-1").meter, "hours")
        self.fridge.raya_meter = False
        self.assertEqual(self._create_asset(serial="V-2").meter, "km")
        self.fridge.categ_id = False
        self.assertFalse(self._create_asset(serial="V-3").has_meter)

    def test_life_of_the_unit_tells_readings(self):
        self._read(77, note="By phone")
        told = [entry for entry in self.asset.with_user(self.technician).get_timeline() if entry["kind"] == "meter"]
        self.assertEqual([(entry["title"], entry["detail"]) for entry in told], [("Meter: 77 hours", "By phone")])

    def test_many_units_are_read_in_one_query(self):
        assets = self.asset.concat(*(self._create_asset(serial=f"N-{number}") for number in range(20)))
        for asset in assets:
            asset._record_reading("hours", 10, date(2026, 5, 1))
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.assertEqual(assets._get_meters(date(2026, 6, 1)), {asset: {"hours": 10} for asset in assets})

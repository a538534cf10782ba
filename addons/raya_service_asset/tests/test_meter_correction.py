from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .test_meter import MeterCommon


@freeze_time("2026-06-01 10:00:00")
class TestMeterForms(MeterCommon):
    """What the forms propose, and what they do not take."""

    def _open(self, model, asset=None, user=None):
        action = "action_record_reading" if model == "raya.meter.entry" else "action_correct_meter"
        asset = (asset or self.asset).with_user(user or self.dispatcher)
        return Form(asset.env[model].with_context(**getattr(asset, action)()["context"]))

    def _correct_this(self, reading, value, **vals):
        """What a team leader does: choose the wrong reading, then say what is right."""
        form = self._open("raya.meter.correction")
        form.kind, form.reading_id, form.reason = "wrong", reading, "Seen on site"
        form.value = value
        for name, typed in vals.items():
            setattr(form, name, typed)
        form.save().action_apply()

    def test_meter_of_the_product_is_asked_for_first(self):
        self.assertEqual(self._open("raya.meter.entry", user=self.technician).meter, "hours")
        self.fridge.raya_meter = False
        self.asset._record_reading("km", 7, date(2026, 5, 1))
        self.assertEqual(self._open("raya.meter.entry", user=self.technician).meter, "km")
        bare = self._create_asset(serial="RF-2")
        self.assertFalse(self._open("raya.meter.entry", bare).meter)

    def test_reading_is_of_today_unless_it_is_said_otherwise(self):
        self.assertEqual(self._open("raya.meter.entry").date, date(2026, 6, 1))

    def test_last_reading_is_proposed_as_the_wrong_one(self):
        self._read(100, date(2026, 4, 1))
        last = self._read(250, date(2026, 5, 1))
        form = self._open("raya.meter.correction")
        self.assertFalse(form.reading_id)
        form.kind = "wrong"
        self.assertEqual((form.reading_id, form.value, form.date), (last, 250, date(2026, 5, 1)))

    def test_reading_in_the_middle_can_be_corrected_within_its_neighbours(self):
        self._read(100, date(2026, 3, 1))
        middle = self._read(200, date(2026, 4, 1))
        self._read(300, date(2026, 5, 1))
        self._correct_this(middle, 250)
        self.assertEqual(self._get_use(date(2026, 4, 1)), {"hours": 250})
        with self.assertRaisesRegex(UserError, "it cannot read"), self.cr.savepoint():
            self._correct_this(self.asset.reading_ids.filtered("corrects_id"), 301)
        self.assertEqual(self._get_use(date(2026, 4, 1)), {"hours": 250})

    def test_reading_of_another_unit_is_not_corrected_here(self):
        own, other = self._read(100, date(2026, 3, 1)), self._create_asset(serial="RF-2")
        foreign = other._record_reading("hours", 5, date(2026, 3, 1))
        correction = {"asset_id": self.asset.id, "kind": "wrong", "reason": "?", "date": date(2026, 3, 1), "value": 7}
        wizard = self.env["raya.meter.correction"].with_user(self.dispatcher)
        with self.assertRaisesRegex(ValidationError, "another unit"), self.cr.savepoint():
            wizard.create({**correction, "reading_id": foreign.id}).action_apply()
        self.assertTrue(foreign.is_counted and own.is_counted)
        self.assertEqual((other.reading_ids, self.asset.reading_ids), (foreign, own))

    def test_correction_of_a_correction_stands_where_the_first_stood(self):
        first = self._read(100, date(2026, 3, 1))
        self._read(300, date(2026, 5, 1))
        self._correct_this(first, 110)
        self._correct_this(first.search([("corrects_id", "=", first.id)]), 120)
        self.assertEqual(self._get_use(date(2026, 3, 1)), {"hours": 120})
        self.assertEqual(len(self.asset.reading_ids.filtered("is_counted")), 2)

    def test_two_readings_of_one_day_stay_in_their_order(self):
        first = self._read(100)
        self._read(300)
        self._correct_this(first, 200)
        self.assertEqual(self._get_use(date(2026, 6, 1)), {"hours": 300})

    def test_day_of_a_wrong_reading_can_be_corrected(self):
        wrong = self._read(100, date(2026, 3, 1))
        self._correct_this(wrong, 100, date=date(2026, 4, 1))
        self.assertEqual(self._get_use(date(2026, 3, 31)), {})
        self.assertEqual(self._get_use(date(2026, 4, 1)), {"hours": 100})

    def test_meters_of_one_unit_count_by_themselves(self):
        self._read(100)
        self._read(9, meter="km")
        self.assertEqual(self._get_use(date(2026, 6, 1)), {"hours": 100, "km": 9})
        self.assertEqual(self.asset.meter_summary, "100 hours (06/01/2026), 9 kilometres (06/01/2026)")

    def test_name_of_a_reading_tells_the_use_in_all_where_it_differs(self):
        self._read(900, date(2026, 4, 1))
        self._correct("exchange", 0, date=date(2026, 5, 1))
        self.assertEqual(self._read(1250).display_name, "1,250 hours (06/01/2026), 2,150 hours in all")
        self.env["res.lang"]._activate_lang("fa_IR")
        self.assertIn("۱۴۰۵/۰۳/۱۱", self.asset.reading_ids[0].with_context(lang="fa_IR").display_name)

    def test_meter_reads_no_less_than_nothing(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._read(-1)

    def test_exchange_without_a_last_look_counts_what_was_read(self):
        self._read(900, date(2026, 4, 1))
        self._correct("exchange", 5, date=date(2026, 5, 1))
        self.assertEqual(self.asset.reading_ids.sorted("id").mapped("total"), [900, 900])
        self.assertEqual(self._read(10).total, 905)

    def test_reason_is_asked_for(self):
        form = self._open("raya.meter.correction")
        form.value = 3
        with self.assertRaisesRegex(AssertionError, "reason is a required field"):
            form.save()

    def test_operator_of_another_company_reads_no_meter(self):
        reading = self._read(100)
        other = self.env["res.company"].create({"name": "Other"})
        self.operator.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            reading.with_user(self.operator).read(["value"])

    def test_no_category_and_no_product_have_no_meter(self):
        self.assertFalse(self.env["product.category"]._raya_get_meter())
        self.assertFalse(self.labour.product_tmpl_id._raya_get_meter())

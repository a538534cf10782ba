from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import AssetCommon


@freeze_time("2026-06-01 10:00:00")
class MergeCommon(AssetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._create_asset()
        # One unit, read twice: the second time with a letter in the place of the figure.
        cls.double = cls._create_asset(serial="RF-l", date_invoice=date(2026, 4, 1), date_installation=date(2026, 4, 5))

    def _merge(self, files=None, kept=None, user=None, is_one_unit=True):
        """What a manager does: choose files in the list, then the one that stays, and say that a number was wrong."""
        files = (files or self.kept | self.double).with_user(user or self.manager)
        Merge = self.env["raya.asset.merge"].with_user(files.env.user)
        form = Form(Merge.with_context(**files.action_merge()["context"]))
        form.kept_id = kept or self.kept
        if form.wrong_serials:
            form.is_one_unit = is_one_unit
        form.save().action_merge()
        self.env.invalidate_all()


@freeze_time("2026-06-01 10:00:00")
class TestMerge(MergeCommon):
    def test_file_that_stays_learns_what_only_the_other_knew(self):
        self._merge()
        self.assertRecordValues(
            self.kept, [{"date_installation": date(2026, 4, 5), "date_invoice": date(2026, 3, 10), "serial": "RF-1"}]
        )

    def test_different_serial_numbers_are_one_unit_only_where_somebody_says_so(self):
        with self.assertRaisesRegex(UserError, "RF-l is the serial number of another unit.*typed wrongly.*say so"):
            self._merge(is_one_unit=False)
        self.assertEqual(self.double.state, "active")
        self._merge()
        self.assertEqual((self.kept.serial, self.double.merged_into_id), ("RF-1", self.kept))
        self.assertIn("Typed wrongly for this unit: RF-l.", self.kept.message_ids[0].body)
        told = [entry for entry in self.kept.get_timeline() if "merged into it" in entry["title"]]
        self.assertEqual([entry["detail"] for entry in told], ["Typed wrongly for this unit: RF-l."])
        self.assertEqual(told[0]["author"], self.manager.name)

    def test_one_serial_number_and_none_need_no_word(self):
        """Spellings of one number are no difference; neither is a number that nobody told."""
        blank, spelt = self._create_asset(serial=False), self._create_asset(serial="XY-77")
        spelt._transition("cancelled")
        spelt.flush_recordset()
        again = self._create_asset(serial="xy‑۷۷")
        self._merge(blank | spelt | again, blank, is_one_unit=False)
        self.assertEqual(blank.serial_key, "xy-77")
        self.assertNotIn("wrongly", blank.message_ids[0].body)
        for kept, other in ((blank, self.double), (self.double, blank)):
            with self.assertRaisesRegex(UserError, "the serial number of another unit"):
                self._merge(kept | other, kept, is_one_unit=False)

    def test_serial_number_of_the_stock_stays_whatever_was_typed(self):
        [lot] = self._create_lots("SN-1")
        self.double.lot_id = lot
        blank = self._create_asset(serial=False)
        for kept in (blank, self.kept, self.double):
            with self.assertRaisesRegex(UserError, "RF-1 is the serial number of another unit"):
                self._merge(self.kept | self.double | blank, kept, is_one_unit=False)
        self._merge(self.kept | self.double | blank, blank)
        self.assertRecordValues(blank, [{"serial": "SN-1", "lot_id": lot.id}])

    def test_photo_is_taken_over_where_there_is_none(self):
        self.double.image = b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        self._merge()
        self.assertTrue(self.kept.image)

    def test_number_typed_on_both_files_is_one_fact(self):
        kind = self.env["raya.identifier.type"].create({"name": "Tag", "code": "tag", "is_unique": True})
        self.kept.identifier_ids.create({"asset_id": self.kept.id, "type_id": kind.id, "value": "A-1"})
        self._cancelled = self._create_asset(serial="RF-5")
        self._cancelled._transition("cancelled")
        kind.flush_recordset()
        self._cancelled.identifier_ids.create({"asset_id": self._cancelled.id, "type_id": kind.id, "value": "A-1"})
        self._merge(self.kept | self._cancelled)
        self.assertEqual(self.kept.identifier_ids.mapped("value"), ["A-1"])
        self.kept.identifier_ids.value = "A-2"

    def test_file_of_a_sale_stays_by_itself(self):
        order = self._create_order()
        order.action_confirm()
        sold = self._create_asset(serial="RF-4", sale_line_id=order.order_line.id, unit_number=1)
        form = Form(
            self.env["raya.asset.merge"]
            .with_user(self.manager)
            .with_context(**(self.kept | sold).with_user(self.manager).action_merge()["context"])
        )
        self.assertEqual(form.kept_id, sold)

    def test_sale_goes_to_the_file_that_stays(self):
        order = self._create_order()
        order.action_confirm()
        self.double.write({"sale_line_id": order.order_line.id, "unit_number": 1})
        self._merge()
        self.assertRecordValues(self.kept, [{"sale_line_id": order.order_line.id, "unit_number": 1}])
        self.assertFalse(self.double.sale_line_id)

    def test_two_sales_are_refused(self):
        order = self._create_order(2)
        order.action_confirm()
        self.kept.write({"sale_line_id": order.order_line.id, "unit_number": 1})
        self.double.write({"sale_line_id": order.order_line.id, "unit_number": 2})
        with self.assertRaisesRegex(UserError, "sold one by one"):
            self._merge()
        self.assertEqual(self.double.state, "active")

    def test_files_of_different_units_are_refused(self):
        lots = self._create_lots("SN-1", "SN-2")
        self.kept.lot_id, self.double.lot_id = lots
        with self.assertRaisesRegex(UserError, "SN-. and SN-. are different serial numbers"):
            self._merge()
        other = self._create_asset(product_id=self.part.id, serial="P-1")
        with self.assertRaisesRegex(UserError, "different products"):
            self._merge(self.kept | other)
        with self.assertRaisesRegex(UserError, "at least two"):
            self._merge(self.kept)

    def test_merged_file_is_not_merged_again(self):
        self._merge()
        other = self._create_asset(serial="RF-3")
        for files, kept in ((self.double | other, other), (self.double | other, self.double)):
            with self.assertRaisesRegex(UserError, "was merged into .*RF-1 already"):
                self._merge(files, kept)
        self.assertEqual((self.double.merged_into_id, other.state), (self.kept, "active"))

    def test_file_out_of_use_does_not_swallow_one_in_use(self):
        self.kept._transition("cancelled")
        with self.assertRaisesRegex(UserError, "Keep a file that is"):
            self._merge()

    def test_readings_that_contradict_are_refused(self):
        self.kept._record_reading("hours", 100, date(2026, 5, 1))
        self.double._record_reading("hours", 50, date(2026, 5, 2))
        with self.assertRaisesRegex(UserError, "cannot read 50 hours"):
            self._merge()

    def test_only_managers_merge(self):
        for user in (self.operator, self.technician, self.dispatcher, self.outsider):
            with self.assertRaises(AccessError):
                self.env["raya.asset.merge"].with_user(user).create(
                    {"asset_ids": (self.kept | self.double).ids, "kept_id": self.kept.id}
                )

    def test_files_of_another_company_are_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        files = self._create_asset(company_id=other.id, serial="A") | self._create_asset(
            company_id=other.id, serial="B"
        )
        with self.assertRaises(AccessError):
            self.env["raya.asset.merge"].with_user(self.manager).create(
                {"asset_ids": files.ids, "kept_id": files[0].id}
            ).action_merge()

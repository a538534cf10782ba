from datetime import date

from freezegun import freeze_time
from odoo.tests import Form

from .test_merge import MergeCommon


@freeze_time("2026-06-01 10:00:00")
class TestMergeLinks(MergeCommon):
    """Nothing that belongs to one of the files is lost when they become one."""

    def test_file_that_goes_says_where_it_went_and_is_out_of_use(self):
        self._merge()
        self.assertRecordValues(
            self.double, [{"state": "cancelled", "merged_into_id": self.kept.id, "lot_id": False, "unit_number": 0}]
        )
        self.assertIn("Merged into Refrigerator · RF-1", self.double.message_ids[0].body)
        self.assertTrue(self.kept.message_ids.filtered(lambda message: "Merged into this file" in message.body))

    def test_messages_activities_and_documents_go_along(self):
        message = self.double.message_post(body="The customer called")
        activity = self.double.activity_schedule("mail.mail_activity_data_todo", summary="Call back")
        paper = self.env["ir.attachment"].create(
            {"name": "invoice.pdf", "res_model": "raya.asset", "res_id": self.double.id}
        )
        self._merge()
        self.assertIn(message, self.kept.message_ids)
        self.assertEqual(self.kept.activity_ids, activity)
        self.assertEqual((paper.res_id, self.kept.with_user(self.technician).attachment_count), (self.kept.id, 1))

    def test_photo_of_the_file_that_stays_stays(self):
        red = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
        blue = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg=="
        self.kept.image, self.double.image = red, blue
        before = self.kept.image
        self._merge()
        self.assertEqual(self.kept.image, before)

    def test_components_tags_and_followers_go_along(self):
        tags = self.env["raya.asset.tag"].create([{"name": "Show room"}, {"name": "Rented"}])
        self.kept.tag_ids, self.double.tag_ids = tags[0], tags
        component = self._create_asset(product_id=self.part.id, serial="C-1", parent_id=self.double.id)
        self.double.message_subscribe(self.customer.ids)
        self._merge()
        self.assertEqual(component.parent_id, self.kept)
        self.assertEqual(self.kept.tag_ids, tags)
        self.assertIn(self.customer, self.kept.message_partner_ids)

    def test_unit_into_which_only_one_of_them_was_built_is_taken_over(self):
        machine = self._create_asset(product_id=self.part.id, serial="M-1")
        self.double.parent_id = machine
        self._merge()
        self.assertEqual((self.kept.parent_id, machine.child_ids), (machine, self.kept))

    def test_component_that_becomes_one_with_its_unit_is_not_part_of_itself(self):
        self.double.parent_id = self.kept
        self._merge()
        self.assertFalse(self.kept.parent_id)
        self.assertFalse(self.kept.child_ids)

    def test_readings_of_both_are_one_history(self):
        self.kept._record_reading("hours", 100, date(2026, 4, 1))
        self.double._record_reading("hours", 250, date(2026, 5, 1))
        self._merge()
        self.assertEqual(self.kept._get_meters(date(2026, 4, 30))[self.kept], {"hours": 100})
        self.assertEqual(self.kept._get_meters(date(2026, 6, 1))[self.kept], {"hours": 250})

    def test_owners_of_both_are_shown_and_one_has_it_today(self):
        buyer = self.env["res.partner"].create({"name": "Ali Hosseini"})
        self.double._transfer_ownership(buyer, date(2026, 5, 1), "Sold privately")
        self._merge(kept=self.double)
        self.assertEqual(self.double.partner_id, buyer)
        self.assertEqual(self.double.ownership_ids.filtered(lambda event: not event.date_until).partner_id, buyer)
        self.assertIn(self.customer, self.double.ownership_ids.partner_id)

    def test_identifiers_of_both_are_kept_and_the_unique_one_stays_unique(self):
        tracking = self.env.ref("raya_service_asset.raya_identifier_type_tracking")
        for file, value in ((self.kept, "TR-1"), (self.double, "TR-2")):
            file.identifier_ids = [(0, 0, {"type_id": tracking.id, "value": value})]
        self._merge()
        self.assertEqual(self.kept.identifier_ids.mapped("is_exclusive"), [True, True])
        self.assertEqual(set(self.kept.identifier_ids.mapped("value")), {"TR-1", "TR-2"})

    def test_three_files_become_one(self):
        third = self._create_asset(serial="RF-I", date_activation=date(2026, 4, 7))
        self._merge(self.kept | self.double | third)
        self.assertEqual((self.double | third).merged_into_id, self.kept)
        self.assertRecordValues(
            self.kept, [{"date_installation": date(2026, 4, 5), "date_activation": date(2026, 4, 7)}]
        )

    def test_serial_in_stock_is_taken_over(self):
        lot = self._create_lots("SN-1")
        self.double.lot_id = lot
        self._merge()
        self.assertRecordValues(self.kept, [{"lot_id": lot.id, "serial": "SN-1"}])

    def test_oldest_file_in_use_is_proposed(self):
        self.kept._transition("returned")
        files = (self.kept | self.double).with_user(self.manager)
        form = Form(files.env["raya.asset.merge"].with_context(**files.action_merge()["context"]))
        self.assertEqual(form.kept_id, self.double)

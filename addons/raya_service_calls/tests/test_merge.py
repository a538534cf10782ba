from datetime import date

from freezegun import freeze_time

from odoo.addons.raya_service_asset.tests.test_merge import MergeCommon

from .common import ServiceCallsCommon


@freeze_time("2026-06-01 10:00:00")
class TestMergeOfCalls(MergeCommon, ServiceCallsCommon):
    def test_everything_moves_to_the_file_that_stays(self):
        other_customer = self.env["res.partner"].create({"name": "Ali Hosseini"})
        call = self._create_call(asset_id=self.double.id, partner_id=other_customer.id)
        message = self.double.message_post(body="Seal was intact")
        attachment = self.env["ir.attachment"].create(
            {"name": "photo.jpg", "res_model": "raya.asset", "res_id": self.double.id, "raw": b"x"}
        )
        activity = self.double.activity_schedule("mail.mail_activity_data_todo", user_id=self.operator.id)
        self.kept.message_subscribe((self.customer | other_customer).ids)
        self.double.message_subscribe((self.customer | self.operator.partner_id).ids)
        reading = self.double._record_reading("hours", 5, date(2026, 5, 1))
        component = self._create_asset(serial="C-1", parent_id=self.double.id)
        self._merge()
        self.assertEqual((call.asset_id, call.partner_id), (self.kept, other_customer))
        self.assertIn(message, self.kept.message_ids)
        self.assertEqual(attachment.res_id, self.kept.id)
        self.assertEqual(self.kept.activity_ids, activity)
        followers = self.customer | other_customer | self.operator.partner_id
        self.assertEqual(self.kept.message_partner_ids & followers, followers)
        self.assertEqual(self.kept.reading_ids, reading)
        self.assertEqual(component.parent_id, self.kept)
        self.assertEqual(len(self.kept.ownership_ids), 2)
        self.assertEqual(self.kept.ownership_ids.filtered(lambda event: not event.date_until).partner_id, self.customer)

from datetime import date

from odoo.tests import Form

from odoo.addons.raya_service_asset.tests.test_meter import MeterCommon

from .common import ServiceCallsCommon


class TestMeterOfCalls(MeterCommon, ServiceCallsCommon):
    def test_call_records_what_the_customer_reads(self):
        call = self._create_call(asset_id=self.asset.id).with_user(self.operator)
        form = Form(
            self.env["raya.meter.entry"]
            .with_user(self.operator)
            .with_context(**call.action_record_reading()["context"])
        )
        form.value = 77
        form.save().action_record()
        self.assertRecordValues(self.asset.reading_ids, [{"value": 77, "date": date(2026, 5, 4), "call_id": call.id}])
        self.assertIn("77 hours", call.meter_summary)

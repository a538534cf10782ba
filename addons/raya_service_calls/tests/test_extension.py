from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from odoo.addons.raya_service_warranty.tests.common_extension import ExtensionCommon

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 10:00:00")
class TestExtensionWithCalls(ExtensionCommon, ServiceCallsCommon):
    def test_extension_that_may_have_decided_is_voided_and_reinstated(self):
        asset = self._create_asset(date_invoice=date(2020, 1, 1))
        order = self._sell((self.extension, 1, {"raya_asset_id": asset.id}), user=self.counter)
        invoice = self._invoice(order)
        warranty = self._extensions(order)
        with freeze_time("2026-05-04 10:00:00"):
            self._create_call(asset_id=asset.id)
            refund = self._reverse(invoice)
            self.assertEqual((warranty.standing, warranty.is_withdrawn), ("void", True))
            self.assertIn(refund.name, warranty.event_ids.reason)
            self.assertEqual(warranty.event_ids.user_id, self.invoicer)
            refund.button_draft()
        self.assertEqual((warranty.standing, warranty.is_withdrawn), ("normal", False))
        self.assertEqual(warranty.event_ids.sorted("id").mapped("kind"), ["void", "reinstate"])
        self.assertEqual(self._extensions(order), warranty)

    def test_a_call_offers_it_in_one_button(self):
        call = self._create_call(asset_id=self._create_asset().id)
        action = call.with_user(self.counter).action_sell_extension()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertRecordValues(
            order, [{"partner_id": call.asset_id.partner_id.id, "state": "draft", "origin": call.name}]
        )
        self.assertEqual(order.order_line.raya_asset_id, call.asset_id)
        arch = {user: call.with_user(user).get_view(view_type="form")["arch"] for user in (self.counter, self.operator)}
        self.assertIn("action_sell_extension", arch[self.counter])
        self.assertNotIn("action_sell_extension", arch[self.operator])

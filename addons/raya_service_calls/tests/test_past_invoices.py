from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests.common_sale import SaleCommon

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestPastInvoices(SaleCommon, ServiceCallsCommon):
    """Product files are made of invoices from before; calls were taken meanwhile."""

    def test_unit_typed_by_hand_for_a_call_goes_on_as_the_one_of_its_invoice(self):
        self.fridge.raya_file_policy = "never"
        order = self._sell_unit(self.lots[0])
        self.fridge.raya_file_policy = False
        file = self._create_asset(serial="RF-A", date_invoice=False)
        call = self._create_call(asset_id=file.id)
        run = self.env["raya.asset.sync.run"].with_user(self.manager).create({})
        run.action_start()
        with self.enter_registry_test_mode():
            self.env.ref("raya_service_asset.ir_cron_raya_asset_sync_run").method_direct_trigger()
        self.assertFalse(self._get_failures(order))
        self.assertFiles(order, [("RF-A", "active")])
        self.assertEqual(self._get_files(order), file)
        self.assertEqual(self.env["raya.asset"].search([("serial", "=", "RF-A")]), file)
        self.assertEqual(call.asset_id, file)
        self.assertEqual(set(file.event_ids.mapped("kind")), {"recorded", "sold", "delivered"})
        self.assertEqual(file.date_invoice, order.invoice_ids.invoice_date)
        self.assertEqual(file.warranty_ids.mapped("state"), ["active"])

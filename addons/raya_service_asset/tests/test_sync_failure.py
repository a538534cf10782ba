from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_sale import SaleCommon

LOGGER = "odoo.addons.raya_service_asset.models.raya_asset_sync_failure"


@tagged("post_install", "-at_install")
class TestAssetFailure(SaleCommon):
    """A mistake in the setup stops neither an invoice nor a delivery."""

    def _break(self, product=None):
        """Files of a product (or of all) cannot be opened."""
        Asset = type(self.env["raya.asset"])
        create, reason = Asset.create, "The policy is broken."

        def refuse(model, vals_list):
            if not product or any(vals["product_id"] == product.id for vals in vals_list):
                raise ValidationError(reason)
            return create(model, vals_list)

        patcher = patch.object(Asset, "create", refuse)
        self.startPatcher(patcher)
        return patcher

    def _get_all_failures(self):
        return self.env["raya.asset.sync.failure"].with_user(self.manager).search([])

    def _get_failures(self, document):
        return super()._get_failures(document).with_user(self.manager)

    @mute_logger(LOGGER)
    def test_invoice_is_posted_and_the_failure_is_seen(self):
        self._break()
        invoice = self._create_invoice({"quantity": 1})
        self.assertEqual(invoice.state, "posted")
        failure = self._get_all_failures()
        self.assertEqual(failure.document.sudo(), invoice.sudo())
        self.assertEqual(failure.error, "The policy is broken.")
        self.assertIn("The policy is broken.", invoice.message_ids[0].body)

    @mute_logger(LOGGER)
    def test_delivery_is_done_and_the_order_waits_for_its_files(self):
        order = self._sold(1)
        self._invoice(order)
        self.patch(type(self.env["raya.asset.sync"]), "_write_goods", lambda *args: 1 / 0)
        self.assertEqual(self._deliver(order, self.lots[0]).state, "done")
        self.assertEqual(self._get_all_failures().document.sudo(), order)

    @mute_logger(LOGGER)
    def test_order_is_cancelled_whatever_hangs_on_it(self):
        order = self._sold(1)
        self.patch(type(self.env["raya.asset.sync"]), "_on_synced", lambda *args: 1 / 0)
        order.with_user(self.seller)._action_cancel()
        self.assertEqual(order.state, "cancel")
        self.assertEqual(self._get_all_failures().document.sudo(), order)

    @mute_logger(LOGGER)
    def test_one_bad_document_does_not_cost_the_others_their_files(self):
        self.part.raya_file_policy = "unit"
        invoices = self.env["account.move"]
        for product in (self.fridge, self.part, self.fridge, self.fridge):
            invoices |= self._create_invoice({"product_id": product.id, "quantity": 1}, post=False)
        self._break(self.part)
        invoices.action_post()
        self.assertEqual(set(invoices.mapped("state")), {"posted"})
        self.assertEqual([len(self._get_files(invoice)) for invoice in invoices], [1, 0, 1, 1])
        self.assertEqual(self._get_all_failures().document.sudo(), invoices[1].sudo())

    @mute_logger(LOGGER)
    def test_unique_violation_does_not_stop_the_invoice(self):
        order = self._sold(1)
        values = {**order.order_line._raya_prepare_asset_values(), "product_id": self.fridge.id, "unit_number": 1}
        hidden = self.env["raya.asset"].create(values)
        # Another transaction has opened the file: this one does not see it.
        unaware = patch.object(type(hidden), "grouped", lambda *args: {})
        with unaware, mute_logger("odoo.sql_db"):
            invoice = self._invoice(order)
        self.assertEqual(invoice.state, "posted")
        self._get_all_failures().action_retry()
        self.assertEqual(self._get_files(order), hidden)
        self.assertFalse(self._get_all_failures())

    @mute_logger(LOGGER)
    def test_failed_document_is_tried_again_by_hand_and_by_the_clock(self):
        broken = self._break()
        invoice = self._create_invoice({"quantity": 1})
        second = self._create_invoice({"quantity": 2})
        told = self._get_all_failures().action_retry()["params"]
        self.assertEqual(len(self._get_all_failures()), 2, "still broken")
        self.assertEqual((told["type"], told["next"]["tag"]), ("warning", "soft_reload"))
        broken.stop()
        told = (
            self._get_all_failures()
            .filtered(lambda failure: failure.document.id == invoice.id)
            .action_retry()["params"]
        )
        self.assertEqual((told["type"], told["next"]["res_model"]), ("success", "raya.asset.sync.failure"))
        self.assertEqual(len(self._get_files(invoice)), 1)
        with self.enter_registry_test_mode():
            self.env.ref("raya_service_asset.ir_cron_raya_asset_sync_failure").method_direct_trigger()
        self.assertEqual(len(self._get_files(second)), 2)
        self.assertFalse(self._get_all_failures())

    @mute_logger(LOGGER)
    def test_only_the_service_manager_reads_the_list_and_nobody_writes_it(self):
        self._break()
        self._create_invoice({"quantity": 1})
        with self.assertRaises(AccessError):
            self.env["raya.asset.sync.failure"].with_user(self.operator).search([])
        with self.assertRaises(AccessError):
            self.env["raya.asset.sync.failure"].search([]).with_user(self.operator).action_retry()
        with self.assertRaises(AccessError):
            self._get_all_failures().error = "Nothing"

    @mute_logger(LOGGER)
    def test_quantity_that_nobody_means_posts_and_waits_to_be_corrected(self):
        self.part.raya_file_policy = "unit"
        for product in (self.fridge, self.part):
            with self.subTest(product.name):
                invoice = self._create_invoice({"product_id": product.id, "quantity": 1e9, "price_unit": 0})
                self.assertEqual(invoice.state, "posted")
                self.assertIn("1,000,000,000", self._get_failures(invoice).error)
                invoice.button_draft()
                invoice.invoice_line_ids.quantity = 2
                invoice.action_post()
                self._get_failures(invoice).action_retry()
                self.assertFalse(self._get_failures(invoice))
                self.assertEqual(len(self._get_files(invoice)), 2)

    def _post_order(self, quantity):
        order = self._sold(quantity)
        order.order_line.price_unit = 0
        invoice = self._invoice(order)
        self.assertEqual(invoice.state, "posted")
        self.assertIn(order.name, self._get_failures(invoice).error)
        self.assertFalse(self._get_files(order))
        return order, invoice

    @mute_logger(LOGGER)
    def test_order_of_a_quantity_that_nobody_means_is_invoiced(self):
        self._post_order(1e9)

    @mute_logger(LOGGER)
    def test_order_of_more_units_than_files_are_opened_for_takes_one_for_the_line(self):
        order, invoice = self._post_order(20_000)
        self.fridge.raya_file_policy = "line"
        self._get_failures(invoice).action_retry()
        self.assertEqual(self._get_files(order).mapped("quantity"), [20_000])

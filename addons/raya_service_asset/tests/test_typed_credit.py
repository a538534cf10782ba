from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_sale import SaleCommon

LOGGER = "odoo.addons.raya_service_asset.models.raya_asset_sync_failure"


@tagged("post_install", "-at_install")
class TestTypedCredit(SaleCommon):
    """A credit note that names no invoice asks only where it may mean a unit."""

    def _credit(self, product, quantity=1):
        return self._create_invoice({"product_id": product.id, "quantity": quantity}, move_type="out_refund")

    def _get_all_failures(self, document):
        failures = self.env["raya.asset.sync.failure"].with_context(active_test=False)
        return failures.search([("document", "=", f"{document._name},{document.id}")])

    def _dismiss(self, failures, user=None):
        action = failures.with_user(user or self.manager).action_dismiss()
        form = self.env["raya.asset.sync.dismissal"].with_user(user or self.manager).with_context(**action["context"])
        form.create({"reason": "Only the price was too high."}).action_apply()

    def test_service_has_no_unit_that_came_back(self):
        self._sell_unit(self.lots[0])
        service = self.env["product.product"].create({"name": "Compensation", "type": "service"})
        self.assertFalse(self._get_failures(self._credit(service)))

    def test_goods_that_the_customer_has_no_file_of(self):
        self.assertFalse(self._get_failures(self._credit(self.fridge)), "sold in the old system")
        self.assertFalse(self._get_failures(self._credit(self.part)), "never has files")

    def test_unit_recorded_by_hand_was_sold_by_no_invoice_of_ours(self):
        self._create_asset()
        self.assertFalse(self._get_failures(self._credit(self.fridge)))

    def test_unit_of_somebody_else_is_not_meant(self):
        self._sell_unit(self.lots[0], self.env["res.partner"].create({"name": "Reza"}))
        self.assertFalse(self._get_failures(self._credit(self.fridge)))

    @mute_logger(LOGGER)
    def test_credit_for_the_price_alone_is_dismissed_with_a_reason(self):
        file = self._get_files(self._sell_unit(self.lots[0]))
        credit = self._credit(self.fridge)
        failure = self._get_failures(credit)
        self.assertIn(file.display_name, failure.error)
        self._dismiss(failure)
        self.assertFalse(self._get_failures(credit))
        self.assertIn("Only the price was too high.", credit.message_ids[0].body)
        self.assertEqual(file.state, "active")
        with self.enter_registry_test_mode():
            self.env.ref("raya_service_asset.ir_cron_raya_asset_sync_failure").method_direct_trigger()
        credit.button_draft()
        credit.action_post()
        self.assertFalse(self._get_failures(credit), "nobody asks again")

    @mute_logger(LOGGER)
    def test_what_was_dismissed_does_not_count_when_a_unit_comes_back_later(self):
        self._sell_unit(self.lots[0])
        file = self._get_files(self._sell_unit(self.lots[1]))
        self._dismiss(self._get_failures(self._credit(self.fridge)))
        credit = self._credit(self.fridge)
        self.assertTrue(self._get_failures(credit))
        file.with_user(self.dispatcher)._take_back(self.company._raya_get_day(), "With the credit note")
        self._get_failures(credit).with_user(self.manager).action_retry()
        self.assertFalse(self._get_failures(credit))

    @mute_logger(LOGGER)
    def test_dismissed_by_mistake_is_tried_again(self):
        self._sell_unit(self.lots[0])
        credit = self._credit(self.fridge)
        self._dismiss(self._get_failures(credit))
        self._get_all_failures(credit).with_user(self.manager).action_retry()
        failure = self._get_failures(credit)
        self.assertTrue(failure, "it asks anew")
        self.assertFalse(failure.dismissal_reason)

    @mute_logger(LOGGER)
    def test_another_mistake_opens_what_was_dismissed(self):
        order = self._sold(1)
        self.patch(type(self.env["raya.asset.sync"]), "_write_goods", lambda *args: 1 / 0)
        self._invoice(order)
        self._deliver(order, self.lots[0])
        self._dismiss(self._get_failures(order))
        self.env["raya.asset.sync"]._sync(order)
        self.assertFalse(self._get_failures(order), "nothing else is wrong")
        self.patch(type(self.env["raya.asset.sync"]), "_write_goods", lambda *args: int("two"))
        self.env["raya.asset.sync"]._sync(order)
        self.assertTrue(self._get_failures(order))

    @mute_logger(LOGGER)
    def test_only_the_service_manager_dismisses(self):
        self._sell_unit(self.lots[0])
        failure = self._get_failures(self._credit(self.fridge))
        with self.assertRaises(AccessError):
            self._dismiss(failure, self.dispatcher)
        with self.assertRaises(AccessError):
            failure.with_user(self.dispatcher)._dismiss("No")
        self.assertTrue(self._get_failures(failure.document))

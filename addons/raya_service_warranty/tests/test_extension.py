from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from .common_extension import ExtensionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 10:00:00")
class TestExtension(ExtensionCommon):
    """Sold, credited, cancelled: the coverages follow the documents."""

    def test_extension_starts_on_the_day_after_the_warranty(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        self.assertExtended(order, [])
        self._invoice(order)
        warranty = self.assertExtended(order, [1])
        self.assertRecordValues(
            warranty,
            [
                {
                    "date_granted": date(2026, 3, 10),
                    "date_start": date(2028, 3, 10),
                    "date_end": date(2029, 3, 9),
                    "is_start_assumed": False,
                }
            ],
        )
        self.assertEqual(warranty.line_ids.date_end, date(2029, 3, 9))
        asset = self._files(order)
        for day, cover in ((date(2028, 3, 9), "24 months"), (date(2028, 3, 10), "12 more")):
            decision = asset._decide_coverage("labour", day)
            self.assertEqual(decision.share, 100)
            self.assertIn(cover, asset._render_decision(decision))
        self.assertEqual(asset._decide_coverage("labour", date(2029, 3, 9)).share, 100)
        self.assertEqual(asset._decide_coverage("labour", date(2029, 3, 10)).reason_key, "expired")

    def test_each_unit_gets_one(self):
        order = self._sell((self.fridge, 3), (self.extension, 3))
        self._invoice(order)
        self.assertExtended(order, [1, 2, 3])
        self.assertFalse(self._waiting(order))

    def test_first_units_get_what_was_bought_for_some(self):
        order = self._sell((self.fridge, 3), (self.extension, 2))
        self._invoice(order)
        self.assertExtended(order, [1, 2])

    def test_too_many_wait_and_the_salesperson_is_told_once(self):
        order = self._sell((self.fridge, 1), (self.extension, 3))
        invoice = self._invoice(order)
        self.assertEqual(invoice.state, "posted")
        self.assertExtended(order, [1])
        self.env["raya.asset.sync"]._sync_or_raise(order)
        told = self._waiting(order)
        self.assertEqual((len(told), told.user_id), (1, self.seller))
        self.assertIn("2 extended warranties", told.note)

    def test_extension_without_goods_waits_until_its_unit_is_chosen(self):
        asset = self._create_asset()
        order = self._sell((self.extension, 1))
        self._invoice(order)
        self.assertFalse(self._extensions(order))
        self.assertTrue(self._waiting(order))
        order.with_user(self.counter).order_line.raya_asset_id = asset
        self.assertEqual(self._extensions(order).asset_id, asset)
        self.assertFalse(self._waiting(order))

    def test_chosen_unit_goes_before_the_goods_of_the_order(self):
        asset = self._create_asset(date_invoice=date(2025, 3, 10))
        order = self._sell((self.fridge, 1), (self.extension, 1, {"raya_asset_id": asset.id}), user=self.counter)
        self._invoice(order)
        self.assertRecordValues(self._extensions(order), [{"asset_id": asset.id, "date_start": date(2027, 3, 10)}])
        self.assertIn("For unit: Refrigerator · RF-1", order.order_line[1].name)

    def test_another_unit_chosen_later_takes_it_over(self):
        first, second = self._create_asset(), self._create_asset(serial="RF-2")
        order = self._sell((self.extension, 1, {"raya_asset_id": first.id}), user=self.counter)
        self._invoice(order)
        order.with_user(self.counter).order_line.raya_asset_id = second
        self.assertEqual(self._extensions(order).asset_id, second)

    def test_sold_after_the_warranty_had_ended_starts_on_the_day_sold(self):
        asset = self._create_asset(date_invoice=date(2020, 1, 1))
        order = self._sell((self.extension, 1, {"raya_asset_id": asset.id}), user=self.counter)
        self._invoice(order)
        self.assertRecordValues(
            self._extensions(order), [{"date_start": date(2026, 3, 10), "date_end": date(2027, 3, 9)}]
        )

    def test_nearest_goods_line_before_is_extended(self):
        heater = self.env["product.product"].create(
            {"name": "Heater", "type": "consu", "is_storable": True, "tracking": "serial"}
        )
        order = self._sell((self.fridge, 1), (heater, 1), (self.extension, 1))
        self._invoice(order)
        self.assertEqual(self._extensions(order).asset_id.product_id, heater)
        above = self._sell((self.extension, 1), (self.fridge, 1), (heater, 1))
        self._invoice(above)
        self.assertEqual(self._extensions(above).asset_id.product_id, self.fridge)

    def test_two_lines_for_the_same_goods_share_its_units(self):
        order = self._sell((self.fridge, 3), (self.extension, 1), (self.extension, 2))
        self._invoice(order)
        self.assertExtended(order, [1, 2, 3])

    def test_two_different_extensions_queue_up(self):
        second = self._create_policy(name="6 more", kind="extended", start_event="previous", duration=6)
        order = self._sell((self.fridge, 1), (self.extension, 1), (self._create_extension(second), 1))
        self._invoice(order)
        self.assertRecordValues(
            self._extensions(order).sorted("date_start"),
            [
                {"policy_id": self.longer.id, "date_start": date(2028, 3, 10), "date_end": date(2029, 3, 9)},
                {"policy_id": second.id, "date_start": date(2029, 3, 10), "date_end": date(2029, 9, 9)},
            ],
        )

    def test_the_same_extension_bought_again_queues_behind_and_moves_up(self):
        asset = self._create_asset()
        chosen = {"raya_asset_id": asset.id}
        orders = [self._sell((self.extension, 1, chosen), user=self.counter) for _twice in range(2)]
        invoices = [self._invoice(order) for order in orders]
        first, second = (self._extensions(order) for order in orders)
        self.assertEqual((first.date_start, second.date_start), (date(2028, 3, 10), date(2029, 3, 10)))
        invoices[0].button_draft()
        self.assertFalse(first.exists())
        self.assertEqual(second.date_start, date(2028, 3, 10))

    def test_posting_deliveries_and_repeats_grant_exactly_once(self):
        lots = self.lots[:2]
        order = self._sell((self.fridge, 2), (self.extension, 2))
        invoice = self._invoice(order)
        warranties = self.assertExtended(order, [1, 2])
        picking = order.picking_ids.with_user(self.clerk)
        picking.move_ids.lot_ids = lots
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()
        for _repeated in range(2):
            self.env["raya.asset.sync"]._sync_or_raise(invoice)
        self.assertEqual(self._extensions(order), warranties)
        self.assertFalse(warranties.event_ids)

    def test_reset_and_posted_again(self):
        order = self._sell((self.fridge, 2), (self.extension, 1))
        invoice = self._invoice(order)
        invoice.button_draft()
        self.assertFalse(self._extensions(order))
        invoice.action_post()
        self.assertExtended(order, [1])
        invoice.button_draft()
        invoice.button_cancel()
        self.assertFalse(self._extensions(order))

    def test_partial_and_full_credit_note(self):
        order = self._sell((self.fridge, 3), (self.extension, 3))
        invoice = self._invoice(order)
        self._reverse(invoice, quantity=1, product=self.extension)
        self.assertExtended(order, [1, 2])
        self._reverse(invoice, quantity=2, product=self.extension)
        self.assertExtended(order, [])
        self.assertFalse(self._waiting(order))

    def test_credited_goods_and_extensions_go_together(self):
        order = self._sell((self.fridge, 2), (self.extension, 2))
        self._reverse(self._invoice(order))
        self.assertFalse(self._extensions(order))
        self.assertFalse(self._waiting(order))

    def test_several_invoices_of_one_order(self):
        order = self._sell((self.fridge, 2), (self.extension, 2))
        first = self._invoice(order, post=False)
        first.invoice_line_ids.filtered(lambda line: line.product_id == self.fridge).quantity = 1
        first.action_post()
        self.assertExtended(order, [1])
        self.assertTrue(self._waiting(order))
        self._invoice(order)
        self.assertExtended(order, [1, 2])
        self.assertFalse(self._waiting(order))

    def test_cancelled_order_takes_it_back_and_reopened_gives_it_again(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        self._invoice(order)
        order._action_cancel()
        self.assertExtended(order, [])
        order.action_draft()
        order.action_confirm()
        self.assertExtended(order, [1])

    def test_posting_again_does_not_reinstate_what_people_voided(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        invoice = self._invoice(order)
        warranty = self._extensions(order)
        warranty._record_event("void", "Opened by a stranger", date(2026, 6, 1))
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(warranty.standing, "void")
        self.assertEqual(warranty.event_ids.kind, "void")

    def test_credit_never_stops_at_a_later_event(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        invoice = self._invoice(order)
        warranty = self._extensions(order)
        warranty._record_event("suspend", "Abroad", date(2027, 1, 1))
        self._reverse(invoice)
        self.assertEqual(warranty.standing, "void")

    def test_policy_of_the_product_changed_later_changes_nothing_sold(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        invoice = self._invoice(order)
        self.extension.raya_extension_policy_id = False
        self.env["raya.asset.sync"]._sync_or_raise(order)
        self.assertExtended(order, [1])
        self._reverse(invoice)
        self.assertExtended(order, [])

    def test_manual_invoice(self):
        invoice = self._create_manual_invoice((self.fridge, 2), (self.extension, 1))
        invoice.action_post()
        self.assertExtended(invoice, [1])
        invoice.button_draft()
        self.assertFalse(self._extensions(invoice))
        invoice.action_post()
        self.assertExtended(invoice, [1])
        self._reverse(invoice, quantity=1, product=self.extension)
        self.assertExtended(invoice, [])

    def test_line_below_zero_credits_its_invoice(self):
        """Wherever it stands among the lines."""
        goods, sold, credited = (self.fridge, 3), (self.extension, 2), (self.extension, -1)
        for lines in ((goods, sold, credited), (goods, credited, sold)):
            invoice = self._create_manual_invoice(*lines)
            invoice.action_post()
            self.assertExtended(invoice, [1])

    def test_manual_invoice_for_a_chosen_unit(self):
        asset = self._create_asset()
        # Only people with a role in Service know units, and choose one.
        self.invoicer.group_ids |= self.env.ref("raya_service_base.group_service_user")
        invoice = self._create_manual_invoice((self.extension, 1))
        invoice.invoice_line_ids.raya_asset_id = asset
        invoice.action_post()
        self.assertEqual(self._extensions(invoice).asset_id, asset)

    def test_manual_invoice_without_unit_waits(self):
        invoice = self._create_manual_invoice((self.extension, 1))
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")
        self.assertTrue(self._waiting(invoice))

    def _create_manual_invoice(self, *lines, **vals):
        lines = [{"product_id": product.id, "quantity": quantity} for product, quantity in lines]
        return self._create_invoice(*lines, post=False, **vals)

    def test_foreign_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        invoice = self._create_manual_invoice((self.fridge, 1), (self.extension, 1), currency_id=euro.id)
        invoice.action_post()
        self.assertExtended(invoice, [1])

    def test_dozen_of_extensions_is_twelve(self):
        dozen = {"product_uom_id": self.env.ref("uom.product_uom_dozen").id}
        order = self._sell((self.fridge, 12), (self.extension, 1, dozen))
        self._invoice(order)
        self.assertExtended(order, list(range(1, 13)))

    def test_one_file_for_a_whole_line_takes_them_all(self):
        self.part.raya_file_policy = "line"
        order = self._sell((self.part, 5), (self.extension, 5))
        self._invoice(order)
        self.assertEqual(len(self._extensions(order)), 1)
        self.assertFalse(self._waiting(order))

    def test_posting_many_extensions_costs_few_queries(self):
        """Odoo looks up the reference of each new coverage, when it is made and when it is dated; nothing else."""
        few, many = self._count_queries(2), self._count_queries(20)
        self.assertLessEqual(many, few + 2 * 18)

    def _count_queries(self, count):
        order = self._sell((self.fridge, count), (self.extension, count))
        self._invoice(order)
        self._extensions(order).unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        order.order_line._raya_sync_extensions()
        self.env.flush_all()
        self.assertExtended(order, list(range(1, count + 1)))
        return self.env.cr.sql_log_count - before

    def test_posting_without_extensions_asks_one_question(self):
        order = self._sell((self.fridge, 3))
        self._invoice(order)
        lines = order.sudo().order_line
        self.assertEqual(len(lines.raya_asset_ids), 3)
        self.env.flush_all()
        with self.assertQueryCount(1):
            lines._raya_sync_extensions()

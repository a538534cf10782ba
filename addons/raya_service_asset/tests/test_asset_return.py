from odoo.tests import tagged

from .common_sale import SaleCommon


@tagged("post_install", "-at_install")
class TestAssetReturn(SaleCommon):
    """Credit notes, returns, exchanges and resale: money and goods are two stories."""

    def test_return_and_credit_note_end_the_file_in_either_order(self):
        order = self._sold(1)
        picking = self._deliver(order, self.lots[0])
        invoice = self._invoice(order)
        self._return(picking)
        self.assertFiles(order, [("RF-A", "returned")])
        self._reverse(invoice)
        self.assertFiles(order, [("RF-A", "returned")])
        other = self._sold(1)
        picking = self._deliver(other, self.lots[1])
        self._reverse(self._invoice(other))
        self.assertFiles(other, [("RF-B", "cancelled")])
        self._return(picking)
        self.assertFiles(other, [("RF-B", "returned")])

    def test_partial_credit_note_without_return_ends_the_last_unit(self):
        order = self._sold()
        self._deliver(order, self.lots[:2])
        self._reverse(self._invoice(order), quantity=1)
        self.assertFiles(order, [("RF-A", "active"), ("RF-B", "cancelled")])

    def test_partial_credit_note_with_return_ends_the_returned_unit(self):
        order = self._sold()
        picking = self._deliver(order, self.lots[:2])
        invoice = self._invoice(order)
        back = self._return(picking)
        gone = back.move_ids.lot_ids
        states = {lot: "returned" if lot == gone else "active" for lot in self.lots[:2]}
        self._reverse(invoice, quantity=1)
        for file in self._get_files(order):
            self.assertEqual(file.state, states[file.lot_id])

    def test_credit_note_reset_to_draft_brings_the_files_back(self):
        order = self._sold(1)
        self._deliver(order, self.lots[0])
        credit = self._reverse(self._invoice(order))
        self.assertFiles(order, [("RF-A", "cancelled")])
        credit.button_draft()
        self.assertFiles(order, [("RF-A", "active")])

    def test_corrected_invoice_keeps_the_files(self):
        order = self._sold()
        self._deliver(order, self.lots[:2])
        files = self._get_files(order) | self._get_files(order)
        corrected = self._reverse(self._invoice(order), modify=True)
        files = self.assertFiles(order, [("RF-A", "cancelled"), ("RF-B", "cancelled")])
        corrected.action_post()
        self.assertEqual(self.assertFiles(order, [("RF-A", "active"), ("RF-B", "active")]), files)
        self.assertEqual(files.invoice_id.sudo(False), corrected)

    def test_exchange_of_a_serial_opens_a_file_that_replaces_the_first(self):
        order = self._sold(1)
        picking = self._deliver(order, self.lots[0])
        self._invoice(order)
        self._return(picking, exchange=True)
        self.assertFiles(order, [("RF-A", "returned")])
        self._deliver(order, self.lots[1])
        first, second = self.assertFiles(order, [("RF-A", "returned"), ("RF-B", "active")])
        self.assertEqual(second.replaced_asset_id, first)
        self.assertEqual(first.replacing_asset_ids, second)
        self.assertEqual(second.invoice_line_id, first.invoice_line_id)

    def test_exchange_made_before_the_invoice_was_posted_is_known_from_its_documents(self):
        order = self._sold(1)
        picking = self._deliver(order, self.lots[0])
        self._return(picking, exchange=True)
        self._deliver(order, self.lots[1])
        self.assertFiles(order, [])
        self._invoice(order)
        first, second = self.assertFiles(order, [("RF-A", "returned"), ("RF-B", "active")])
        self.assertEqual(second.replaced_asset_id, first)

    def test_same_serial_delivered_again_is_the_same_file(self):
        order = self._sold(1)
        picking = self._deliver(order, self.lots[0])
        self._invoice(order)
        file = self._get_files(order)
        self._return(picking, exchange=True)
        self.assertEqual(file.state, "returned")
        self._deliver(order, self.lots[0])
        self.assertEqual(self.assertFiles(order, [("RF-A", "active")]), file)
        self.assertFalse(file.replaced_asset_id)

    def _count_back(self, lot):
        """Somebody counts: the goods are not with the customers any more, but in stock."""
        Quant = self.env["stock.quant"].with_context(inventory_mode=True)
        there = Quant.search([("lot_id", "=", lot.id), ("location_id.usage", "=", "customer")])
        there.inventory_quantity = 0
        values = {"product_id": lot.product_id.id, "location_id": self.stock.id, "lot_id": lot.id}
        (there | Quant.create({**values, "inventory_quantity": 1})).action_apply_inventory()

    def test_serial_counted_back_and_resold_is_with_the_last_buyer_whatever_event_comes_next(self):
        first = self._sold(1)
        self._deliver(first, self.lots[0])
        invoice = self._invoice(first)
        self._count_back(self.lots[0])
        second = self._sold(1, partner_id=self.outsider.partner_id.id)
        self.assertEqual(self._deliver(second, self.lots[0]).state, "done")
        self._invoice(second)
        sync = self.env["raya.asset.sync"]
        for event in (invoice.button_draft, invoice.action_post, lambda: sync._sync_or_raise(second)):
            event()
            self.assertFiles(second, [("RF-A", "active")])
        self.assertEqual(self._get_files(first).mapped("state"), ["returned"])

    def test_both_sales_of_a_serial_found_in_one_batch_have_one_file_in_use(self):
        self.fridge.raya_file_policy = "never"
        orders = []
        for partner in (self.customer, self.outsider.partner_id):
            if orders:
                self._receive(self.lots[0], "customer", self.customer)
            orders.append(self._sold(1, partner_id=partner.id))
            self._deliver(orders[-1], self.lots[0])
            self._invoice(orders[-1])
        self.fridge.raya_file_policy = False
        self.env["raya.asset.sync"]._sync_or_raise(orders[1] | orders[0])
        self.assertFiles(orders[0], [("RF-A", "returned")])
        self.assertFiles(orders[1], [("RF-A", "active")])

    def test_whatever_happens_to_a_sale_comes_through_one_door(self):
        seen = []
        self.patch(
            type(self.env["raya.asset.sync"]),
            "_on_synced",
            lambda sync, order_lines, invoice_lines, files: seen.append((order_lines, files)),
        )
        order = self._sold(1)
        picking = self._deliver(order, self.lots[0])
        invoice = self._invoice(order)
        events = {
            "returned": lambda: self._return(picking),
            "credited": lambda: self._reverse(invoice),
            "reset": invoice.button_draft,
            "cancelled": invoice.button_cancel,
            "order cancelled": order.with_user(self.seller)._action_cancel,
            "order reset": order.with_user(self.seller).action_draft,
        }
        self.assertEqual([lines for lines, _files in seen], [order.order_line] * 2, "delivered and invoiced")
        for name, event in events.items():
            seen.clear()
            event()
            self.assertEqual(seen, [(order.order_line, self._get_files(order))], name)

    # --- invoices without order -----------------------------------------------------

    def test_credit_note_of_an_invoice_without_order_ends_its_files(self):
        invoice = self._create_invoice({"quantity": 2})
        self.assertFiles(invoice, [(False, "pending"), (False, "pending")])
        self._reverse(invoice, quantity=1)
        self.assertFiles(invoice, [(False, "pending"), (False, "cancelled")])
        self._reverse(invoice, quantity=1)
        self.assertFiles(invoice, [(False, "cancelled"), (False, "cancelled")])

    def test_credit_note_without_order_is_matched_by_product_and_quantity(self):
        self.part.raya_file_policy = "unit"
        invoice = self._create_invoice({"quantity": 1}, {"quantity": 2}, {"product_id": self.part.id, "quantity": 2})
        credit = self._reverse(invoice)
        credit.button_draft()
        credit.invoice_line_ids.filtered(lambda line: line.product_id == self.part).unlink()
        credit.invoice_line_ids.filtered(lambda line: line.quantity == 1).unlink()
        credit.action_post()
        states = [line.raya_asset_ids.mapped("state") for line in invoice.sudo().invoice_line_ids]
        self.assertEqual(states, [["pending"], ["cancelled"] * 2, ["active"] * 2])

    def test_corrected_invoice_without_order_goes_on_with_the_same_files(self):
        invoice = self._create_invoice({"quantity": 1})
        file = self._get_files(invoice)
        file.lot_id = self.lots[0]
        file._transition("active")
        other = self.outsider.partner_id
        corrected = self._reverse(invoice, modify=True)
        corrected.partner_id = other
        corrected.action_post()
        self.assertFalse(self._get_files(invoice))
        self.assertEqual(self.assertFiles(corrected, [("RF-A", "active")]), file)
        self.assertEqual(file.partner_id, other)

    def test_serial_entered_by_hand_survives_reset_and_posting(self):
        invoice = self._create_invoice({"quantity": 1})
        file = self._get_files(invoice)
        file.lot_id = self.lots[0]
        file._transition("active")
        invoice.button_draft()
        self.assertEqual(file.state, "cancelled")
        invoice.action_post()
        self.assertFiles(invoice, [("RF-A", "active")])

    def test_negative_line_counts_against_the_others(self):
        invoice = self._create_invoice({"quantity": 3}, {"quantity": -1})
        self.assertEqual(self._get_files(invoice).mapped("state"), ["pending", "pending"])

    def test_unit_that_stays_its_owners_is_no_return(self):
        """Taken in for repair and given out again, by slips that name no order, whoever looks at its order meanwhile."""
        order = self._sell_unit(self.lots[0])
        workshop = self.stock.copy({"name": "Workshop"})
        for source, target in ((self.customer.property_stock_customer, workshop),) * 2:
            self._move_own(source, target)
            self.assertFiles(order, [("RF-A", "active")])
            self._move_own(target, source)
            self.env["raya.asset.sync"]._sync(order.sudo().order_line)
            self.assertFiles(order, [("RF-A", "active")])
        self.env["res.partner"].create({"name": "Firm", "is_company": True, "child_ids": self.customer.ids})
        self.env["raya.asset.sync"]._sync(order.sudo().order_line)
        self.assertFiles(order, [("RF-A", "active")])

    def test_goods_of_a_supplier_come_back_as_any_other(self):
        order = self._sell_unit(self.lots[0])
        self._move_own(
            self.customer.property_stock_customer, self.stock, owner=self.env["res.partner"].create({"name": "S"})
        )
        self.assertFiles(order, [("RF-A", "returned")])

    def _move_own(self, source, target, owner=None):
        """A slip of the customer's first unit that names no order, with its owner."""
        # Where nobody uses locations, the type of internal transfers is archived.
        types = self.env["stock.picking.type"].with_context(active_test=False)
        kind = types.search([("code", "=", "internal"), ("company_id", "=", self.env.company.id)], limit=1)
        places = {"location_id": source.id, "location_dest_id": target.id}
        goods = {"product_id": self.fridge.id, "product_uom_qty": 1, **places}
        slip = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "partner_id": self.customer.id,
                "owner_id": (owner or self.customer).id,
                "move_ids": [(0, 0, goods)],
                **places,
            }
        )
        slip.action_confirm()
        slip.move_ids.lot_ids = self.lots[0]
        slip.move_ids.picked = True
        slip._action_done()
        return slip

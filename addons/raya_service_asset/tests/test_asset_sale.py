from datetime import date

from odoo import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common_sale import SaleCommon


@tagged("post_install", "-at_install")
class TestAssetSale(SaleCommon):
    """Which files different ways of selling open."""

    def test_each_unit_belongs_to_the_invoice_that_sold_it(self):
        order = self._sold()
        with freeze_time("2026-03-10"):
            first = self._invoice(order, post=False)
            first.invoice_line_ids.quantity = 1
            first.action_post()
        with freeze_time("2026-04-10"):
            second = self._invoice(order)
        files = self.assertFiles(order, [(False, "pending"), (False, "pending")])
        self.assertEqual(files.mapped("date_invoice"), [date(2026, 3, 10), date(2026, 4, 10)])
        self.assertEqual(files[0].invoice_id.sudo(False), first)
        self.assertEqual(files[1].invoice_id.sudo(False), second)

    def test_down_payment_opens_nothing_and_the_final_invoice_everything(self):
        order = self._sold(1)
        self._deliver(order, self.lots[0])
        wizard = self.env["sale.advance.payment.inv"].with_user(self.seller)
        wizard = wizard.create({"sale_order_ids": order.ids, "advance_payment_method": "percentage", "amount": 30})
        wizard.create_invoices()
        order.invoice_ids.with_user(self.invoicer).action_post()
        self.assertEqual(order.invoice_ids.mapped("state"), ["posted"])
        self.assertFiles(order, [])
        self._invoice(order, final=True)
        self.assertEqual(len(order.invoice_ids), 2)
        self.assertFiles(order, [("RF-A", "active")])

    def test_backorder_brings_the_other_serials(self):
        order = self._sold(3)
        self._invoice(order)
        first = self._deliver(order, self.lots[:2])
        self.assertFiles(order, [("RF-A", "active"), ("RF-B", "active"), (False, "pending")])
        second = self._deliver(order, self.lots[2])
        self.assertEqual(second.backorder_id, first)
        self.assertFiles(order, [("RF-A", "active"), ("RF-B", "active"), ("RF-C", "active")])

    def test_dozen_on_the_order_opens_a_file_per_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.part.write({"raya_file_policy": "unit", "uom_ids": [Command.link(dozen.id)]})
        invoice = self._create_invoice({"product_id": self.part.id, "quantity": 2, "product_uom_id": dozen.id})
        self.assertEqual(len(self._get_files(invoice)), 24)

    def test_dozen_delivered_and_partly_returned(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.part.write({"raya_file_policy": "line", "uom_ids": [Command.link(dozen.id)]})
        self.env["stock.quant"]._update_available_quantity(self.part, self.stock, 24)
        line = {"product_id": self.part.id, "product_uom_qty": 2, "product_uom_id": dozen.id}
        order = self._sold(order_line=[Command.create(line)])
        self._invoice(order)
        picking = order.picking_ids.with_user(self.clerk)
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()
        self.assertEqual(self._get_files(order).mapped("quantity"), [24])
        self._return(picking, quantity=12)
        self.assertEqual([(file.quantity, file.state) for file in self._get_files(order)], [(12, "active")])

    def test_each_lot_has_a_file_with_its_quantity(self):
        self.part.write({"raya_file_policy": "unit", "tracking": "lot"})
        lots = self.env["stock.lot"].create([{"name": name, "product_id": self.part.id} for name in ("L1", "L2")])
        for lot, quantity in zip(lots, (6, 4), strict=True):
            self.env["stock.quant"]._update_available_quantity(self.part, self.stock, quantity, lot_id=lot)
        order = self._sold(order_line=[Command.create({"product_id": self.part.id, "product_uom_qty": 10})])
        self._invoice(order)
        self.assertEqual([(file.serial, file.quantity) for file in self._get_files(order)], [(False, 10)])
        picking = order.picking_ids.with_user(self.clerk)
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()
        files = self.assertFiles(order, [("L1", "active"), ("L2", "active")])
        self.assertEqual(files.mapped("quantity"), [6, 4])
        wizard = self.env["stock.return.picking"].with_user(self.clerk).create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 2
        back = wizard._create_return()
        back.move_ids.move_line_ids.lot_id = lots[0]
        back.move_ids.picked = True
        back.with_context(skip_sms=True).button_validate()
        self.assertEqual(self._get_files(order).mapped("quantity"), [4, 4])

    def test_one_lot_may_be_with_several_customers(self):
        self.part.write({"raya_file_policy": "unit", "tracking": "lot"})
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": self.part.id})
        self.env["stock.quant"]._update_available_quantity(self.part, self.stock, 10, lot_id=lot)
        for _customer in range(2):
            order = self._sold(order_line=[Command.create({"product_id": self.part.id, "product_uom_qty": 5})])
            self._invoice(order)
            order.picking_ids.move_ids.picked = True
            order.picking_ids.with_user(self.clerk).with_context(skip_sms=True).button_validate()
        self.assertEqual(lot.raya_asset_ids.mapped("state"), ["active", "active"])

    def test_sections_notes_discounts_and_services_open_nothing(self):
        invoice = self._create_invoice(
            {"quantity": 1, "discount": 10},
            {"display_type": "line_section", "name": "Section"},
            {"display_type": "line_note", "name": "Note"},
            {"product_id": self.labour.id, "quantity": 5},
            {"product_id": False, "name": "Discount", "quantity": 1, "price_unit": -10},
        )
        self.assertEqual(len(self._get_files(invoice)), 1)

    def test_foreign_currency_changes_nothing(self):
        currency = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.company.currency_id.id)], limit=1)
        )
        currency.active = True
        invoice = self._create_invoice({"quantity": 2}, currency_id=currency.id, invoice_date="2026-03-10")
        files = self._get_files(invoice)
        self.assertEqual(files.mapped("date_invoice"), [date(2026, 3, 10)] * 2)
        self.assertEqual(files.company_id, self.company)

    def test_invoices_of_two_companies_posted_at_once_open_files_in_their_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._load_accounts(other)
        invoices = self.env["account.move"]
        both = self.company | other
        for company in both:
            accountant = self.env["account.move"].with_company(company)
            line = Command.create({"product_id": self.fridge.id, "quantity": 1, "tax_ids": False})
            invoices |= accountant.create(
                {"move_type": "out_invoice", "partner_id": self.customer.id, "invoice_line_ids": [line]}
            )
        self.assertEqual(invoices.company_id, both)
        invoices.with_context(allowed_company_ids=both.ids)._post(soft=False)
        for invoice in invoices:
            self.assertEqual(self._get_files(invoice).company_id, invoice.company_id)

    def test_user_of_one_company_invoices_there_while_another_exists(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._load_accounts(other)
        there = new_test_user(
            self.env,
            "test_there",
            "account.group_account_invoice",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        invoice = self._create_invoice({"quantity": 1, "tax_ids": False}, user=there)
        self.assertEqual(self._get_files(invoice).company_id, other)

    def test_large_invoice_costs_no_query_per_line(self):
        counts = []
        for lines in (20, 500):
            invoice = self._create_invoice(*[{"quantity": 1}] * lines, user=self.env.user, post=False)
            invoice.state = "posted"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["raya.asset.sync"]._sync_or_raise(invoice)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._get_files(invoice)), lines)
        self.assertLessEqual(counts[1], counts[0] + 20, "a few more for batches, none for lines")

    def test_order_of_many_lines_costs_no_query_per_line(self):
        counts = []
        for lines in (5, 50):
            line = Command.create({"product_id": self.fridge.id, "product_uom_qty": 1})
            order = self._sold(order_line=[line] * lines)
            invoice = self._invoice(order, post=False).sudo()
            invoice.state = "posted"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["raya.asset.sync"]._sync_or_raise(invoice)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._get_files(order)), lines)
        self.assertLessEqual(counts[1], counts[0] + 5)

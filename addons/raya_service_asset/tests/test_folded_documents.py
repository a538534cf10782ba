from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.raya_service_base.tests.test_folded import FoldedCommon

from .common import AssetCommon

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@tagged("post_install", "-at_install")
class TestFoldedDocuments(AssetCommon, FoldedCommon):
    """Orders, invoices, transfers and serial numbers are found by Odoo's own search however they were typed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_accounts()
        # People of Odoo, without any role of ours.
        roles = ("sales_team.group_sale_salesman_all_leads", "stock.group_stock_user", "account.group_account_invoice")
        cls.clerk = new_test_user(cls.env, "folded_clerk", groups=",".join(("base.group_user", *roles)))
        cls.customer.name = "يخچال‌سازي كيان"
        cls.order, cls.other_order = cls._create_order(client_order_ref="سفارش‌های ۱۲/ك"), cls._create_order()

    def _assert_found(self, view, found, other, *texts):
        records = (found | other).with_user(self.clerk)
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual(self._find_by_view(records, view, text), found)

    def test_orders_are_found_by_number_reference_and_customer(self):
        self.order.name, self.other_order.name = "RAYA-00012-X", "RAYA-00013-X"
        view = "sale.view_sales_order_filter"
        self._assert_found(view, self.order, self.other_order, "raya–۰۰۰۱۲", "سفارش های 12", "سفارشهای", "١٢/ک")
        self.other_order.partner_id = self.outsider.partner_id
        self._assert_found(view, self.order, self.other_order, "یخچال سازی", "كیان")
        self.assertEqual(self._find_by_name(self.order.with_user(self.clerk), "raya-٠٠٠١٢"), self.order)

    def test_invoices_are_found_by_number_reference_and_customer(self):
        invoices = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "ref": ref,
                    "payment_reference": payment,
                    "invoice_line_ids": [Command.create({"name": "x", "price_unit": 1, "tax_ids": False})],
                }
                for partner, ref, payment in (
                    (self.customer, "قرارداد ۷۷‌ك", "پرداخت‌ها ۵"),
                    (self.outsider.partner_id, "other", "other"),
                )
            ]
        )
        invoices.action_post()
        texts = ("قرارداد 77ک", "قرارداد ٧٧", "پرداخت ها", "یخچال‌سازی", invoices[0].name.translate(PERSIAN))
        self._assert_found("account.view_account_invoice_filter", *invoices, *texts)
        self.assertEqual(self._find_by_name(invoices.with_user(self.clerk), "قرارداد ۷۷ک"), invoices[0])

    def test_transfers_are_found_by_number_source_and_customer(self):
        self._create_lots("RF-1")
        self.order.action_confirm()
        self.other_order.partner_id = self.outsider.partner_id
        self.other_order.action_confirm()
        slips = self.order.picking_ids | self.other_order.picking_ids
        self.order.picking_ids.origin = "سفارش‌های ۱۲/ك"
        texts = ("سفارش های 12", "سفارشهای", self.order.picking_ids.name.translate(PERSIAN))
        self._assert_found("stock.view_picking_internal_search", *slips, *texts)
        self.assertEqual(
            slips.with_user(self.clerk).search([("id", "in", slips.ids), ("partner_id", "child_of", "کیان")]), slips[0]
        )

    def test_serial_numbers_are_found_in_any_digits_and_dashes(self):
        lots = self.env["stock.lot"].create(
            [
                {"name": "RF‑۲۲–7ك", "ref": "سری‌ها", "product_id": self.fridge.id},
                {"name": "RF-23", "product_id": self.fridge.id},
            ]
        )
        self._assert_found("stock.search_product_lot_filter", *lots, "rf-22", "٢٢-7ک", "سری ها", "سريها")
        self.assertEqual(self._find_by_name(lots.with_user(self.clerk), "rf-٢٢"), lots[0])
        self.assertFalse(lots.search([("name", "=", "RF-22-7ک"), ("id", "in", lots.ids)]), "the very number")
        quants = self.env["stock.quant"]
        for lot in lots:
            quants._update_available_quantity(self.fridge, self.stock, 1, lot_id=lot)
        self.assertEqual(quants.with_user(self.clerk).search([("lot_id", "ilike", "rf-۲۲")]).lot_id, lots[0])

    def test_each_kind_has_its_index(self):
        names = ("sale.order", "account.move", "stock.picking", "stock.lot")
        self._assert_index_used(*(self.env[name] for name in names))

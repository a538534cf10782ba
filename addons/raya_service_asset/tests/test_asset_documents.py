from lxml import etree
from odoo.tests import Form, tagged

from .common_sale import SaleCommon

SERVICE = "raya_service_base.group_service_user"


class AssetDocumentsCommon(SaleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(2)
        cls.order.action_confirm()

    def _sell(self):
        self.picking = self._deliver(self.order, self.lots[:2])
        self.invoice = self._invoice(self.order)
        self.files = self.order.order_line.raya_asset_ids.sorted("unit_number")
        return self.files[0]

    def _create_reader(self, login, *groups):
        return self._create_user(login, SERVICE, *groups)

    def _open(self, record, user):
        """The form as this user gets it."""
        return Form(record.with_user(user))

    def _get_shown(self, view):
        """What the browser reads for this view, as ``web_read`` takes it."""
        names = etree.fromstring(view["arch"]).xpath("//field[not(ancestor::field)]/@name")
        return {name: {} for name in names}


@tagged("post_install", "-at_install")
class TestAssetDocuments(AssetDocumentsCommon):
    """From the file to its documents and back, for those who may open them."""

    def test_file_leads_to_every_document_that_its_reader_may_open(self):
        file = self._sell()
        groups = {
            "order": ("sales_team.group_sale_salesman_all_leads", "action_view_orders", self.order),
            "picking": ("stock.group_stock_user", "action_view_pickings", self.picking),
            "invoice": ("account.group_account_invoice", "action_view_invoices", self.invoice),
            "lot": (SERVICE, "action_view_lot", self.lots[0]),
        }
        for kind, (group, action, document) in groups.items():
            with self.subTest(kind=kind):
                reader = self._create_reader(f"test_{kind}", group)
                form = self._open(file, reader)
                self.assertEqual(form[f"{kind}_count"], 1)
                opened = getattr(file.with_user(reader), action)()
                self.assertEqual((opened["res_model"], opened["res_id"]), (document._name, document.id))

    def test_operator_without_other_rights_opens_the_file_and_sees_no_such_button(self):
        file = self._sell()
        form = self._open(file, self.operator)
        for kind in ("order", "picking", "invoice"):
            self.assertEqual(form[f"{kind}_count"], 0, kind)
        told = {entry["kind"]: entry for entry in file.with_user(self.operator).get_timeline()}
        for kind in ("sale", "delivery"):
            self.assertEqual((told[kind]["res_id"], told[kind]["detail"]), (False, ""), kind)

    def test_salesman_of_his_own_orders_sees_no_other(self):
        file = self._sell()
        salesman = self._create_reader("test_own", "sales_team.group_sale_salesman")
        self.assertEqual(file.with_user(salesman).order_count, 0)

    def test_documents_lead_back_to_their_files(self):
        self._sell()
        documents = {
            "order": (self.order, "sales_team.group_sale_salesman_all_leads", self.files),
            "picking": (self.picking, "stock.group_stock_user", self.files),
            "invoice": (self.invoice, "account.group_account_invoice", self.files),
            "lot": (self.lots[0], "stock.group_stock_user", self.files[0]),
            "product": (self.fridge.product_tmpl_id, "base.group_user", self.files),
            "customer": (self.customer, "base.group_user", self.files),
        }
        for kind, (document, group, files) in documents.items():
            with self.subTest(kind=kind):
                reader = self._create_reader(f"test_{kind}", group)
                self.assertEqual(self._open(document, reader).raya_asset_count, len(files))
                action = document.with_user(reader).action_view_raya_assets()
                self.assertEqual(self.env["raya.asset"].with_user(reader).search(action["domain"]), files.sorted())

    def test_clerk_without_service_rights_opens_his_documents_without_error(self):
        self._sell()
        documents = {
            "order": (self.order, self.seller),
            "picking": (self.picking, self.clerk),
            "invoice": (self.invoice, self.invoicer),
            "lot": (self.lots[0], self.clerk),
            "product": (self.fridge.product_tmpl_id, self.seller),
            "customer": (self.customer, self.seller),
        }
        for kind, (document, user) in documents.items():
            with self.subTest(kind=kind):
                form = self._open(document, user)
                self.assertNotIn("raya_asset_count", form._view["fields"])
                self.assertNotIn("action_view_raya_assets", document.with_user(user).get_view()["arch"])

    def test_slip_shows_the_units_that_it_moves(self):
        """Of a partial delivery, not the other units of the order."""
        self._invoice(self.order)
        first = self._deliver(self.order, self.lots[0])
        stockman = self._create_reader("test_stock", "stock.group_stock_user")
        file = self.order.order_line.raya_asset_ids.filtered("lot_id")
        action = first.with_user(stockman).action_view_raya_assets()
        self.assertEqual(self.env["raya.asset"].search(action["domain"]), file)
        backorder = self.order.picking_ids - first
        self.assertEqual(backorder.with_user(stockman).raya_asset_count, 1)

    def test_credit_note_leads_to_the_files_it_ends(self):
        self._sell()
        wizard = self.env["account.move.reversal"].create(
            {"move_ids": self.invoice.ids, "journal_id": self.invoice.journal_id.id}
        )
        wizard.refund_moves()
        wizard.new_move_ids.action_post()
        accountant = self._create_reader("test_acc", "account.group_account_invoice")
        self.assertEqual(wizard.new_move_ids.with_user(accountant).raya_asset_count, 2)
        told = self.files[0].with_user(accountant).get_timeline()
        self.assertIn("Credited", [entry["title"] for entry in told])

    def test_goods_that_come_back_are_part_of_the_life(self):
        file = self._sell()
        self._return(self.picking)
        returned = self.order.order_line.raya_asset_ids.filtered(lambda asset: asset.state == "returned")
        told = [entry["kind"] for entry in returned.with_user(self.operator).get_timeline()]
        self.assertEqual((told.count("delivery"), told.count("return")), (1, 1))
        self.assertNotIn("return", [entry["kind"] for entry in (self.files - returned).get_timeline()])
        self.assertTrue(file)

    def test_opening_a_file_and_listing_eighty_stay_cheap(self):
        file = self._sell()
        self.env["raya.asset"].create(
            [
                {
                    "product_id": self.fridge.id,
                    "partner_id": self.customer.id,
                    "serial": f"N-{n}",
                    "date_invoice": "2026-01-01",
                }
                for n in range(80)
            ]
        )
        Asset = self.env["raya.asset"].with_user(self.operator)
        spec, columns = (self._get_shown(Asset.get_view(view_type=kind)) for kind in ("form", "list"))
        file.with_user(self.operator).web_read(spec)
        for cost, read in (
            (50, lambda: file.with_user(self.operator).web_read(spec)),
            (25, lambda: Asset.web_search_read([], columns, limit=80)),
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(read())
            self.assertLessEqual(self.env.cr.sql_log_count - before, cost)

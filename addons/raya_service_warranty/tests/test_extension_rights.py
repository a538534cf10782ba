from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common_extension import ExtensionCommon


@tagged("post_install", "-at_install")
class TestExtensionRights(ExtensionCommon):
    def test_salesperson_sells_what_he_cannot_read(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        self._invoice(order)
        warranty = self._extensions(order)
        self.assertTrue(warranty)
        for user in (self.seller, self.invoicer):
            with self.assertRaises(AccessError):
                warranty.with_user(user).read(["date_end"])

    def test_who_may_read_the_order_opens_it_from_the_coverage(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        self._invoice(order)
        warranty = self._extensions(order)
        for user, may in ((self.operator, False), (self.counter, True)):
            self.assertRecordValues(warranty.with_user(user), [{"origin_name": order.name, "can_open_origin": may}])
        self.assertEqual(warranty.with_user(self.counter).action_view_origin()["res_id"], order.id)
        with self.assertRaises(AccessError):
            warranty.with_user(self.operator).origin.order_id.read(["name"])

    def test_salesperson_types_an_order_without_the_column(self):
        with Form(self.env["sale.order"].with_user(self.seller)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.extension
                self.assertTrue(line.raya_is_extension)
        self.assertFalse(form.record.sudo().order_line.raya_asset_id)

    def test_operator_who_sells_chooses_the_unit(self):
        asset = self._create_asset()
        with Form(self.env["sale.order"].with_user(self.counter)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.extension
                line.raya_asset_id = asset
        self.assertEqual(form.record.order_line.raya_asset_id, asset)

    def test_service_accountant_chooses_the_unit_on_a_manual_invoice(self):
        asset = self._create_asset()
        groups = "account.group_account_invoice,raya_service_base.group_service_operator"
        accountant = new_test_user(self.env, "test_biller", groups)
        Move = self.env["account.move"].with_user(accountant).with_context(default_move_type="out_invoice")
        with Form(Move) as form:
            form.partner_id = self.customer
            with form.invoice_line_ids.new() as line:
                line.product_id = self.extension
                line.raya_asset_id = asset
        form.record.action_post()
        self.assertEqual(self._extensions(form.record).asset_id, asset)

    def test_button_on_the_file_makes_a_quotation(self):
        asset = self._create_asset()
        action = asset.with_user(self.counter).action_sell_extension()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertRecordValues(order, [{"partner_id": self.customer.id, "state": "draft"}])
        self.assertRecordValues(
            order.order_line, [{"product_id": self.extension.id, "raya_asset_id": asset.id, "price_unit": 50}]
        )
        self.assertIn("RF-1", order.order_line.name)

    def test_operator_without_sales_rights_makes_no_quotation(self):
        asset = self._create_asset()
        with self.assertRaises(AccessError):
            asset.with_user(self.operator).action_sell_extension()
        arch = self.env["raya.asset"].with_user(self.operator).get_view(view_type="form")["arch"]
        self.assertNotIn("action_sell_extension", arch)
        arch = self.env["raya.asset"].with_user(self.counter).get_view(view_type="form")["arch"]
        self.assertIn("action_sell_extension", arch)

    def test_button_says_what_is_missing(self):
        self.env["product.product"].search([("raya_extension_policy_id", "!=", False)]).sale_ok = False
        with self.assertRaisesRegex(UserError, "Create a service product"):
            self._create_asset().with_user(self.counter).action_sell_extension()

    def test_unit_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id)
        with self.assertRaises(UserError):
            self._sell((self.extension, 1, {"raya_asset_id": asset.id}), user=self.counter)

    def test_policy_of_another_company_is_refused(self):
        self.longer.company_id = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(UserError):
            self._create_extension(self.longer, company_id=self.company.id)

    def test_goods_sell_no_extension_and_other_kinds_are_none(self):
        with self.assertRaisesRegex(ValidationError, "make it a service"):
            self.fridge.raya_extension_policy_id = self.longer
        with self.assertRaisesRegex(ValidationError, "make it a service"):
            self._create_extension(self.policy)

    def test_start_events_fit_the_kind(self):
        for kind, event in (("warranty", "previous"), ("repair", "invoice"), ("warranty", "repair")):
            with self.assertRaisesRegex(ValidationError, "cannot start on"):
                self._create_policy(kind=kind, start_event=event)
        with Form(self.env["raya.warranty.policy"].with_user(self.manager)) as form:
            form.name = "Twelve more"
            form.kind = "extended"
            self.assertEqual(form.start_event, "previous")
            form.kind = "repair"
            self.assertEqual(form.start_event, "repair")
            form.kind = "warranty"
            self.assertEqual(form.start_event, "invoice")

    def test_repair_warranty_is_not_promised_at_the_sale(self):
        self.fridge.raya_policy_ids |= self._create_policy(name="Repair", kind="repair", start_event="repair")
        self.assertEqual(self._create_asset().warranty_ids.policy_id, self.policy)

from odoo import Command
from odoo.tests import new_test_user

from .common import WarrantyCommon

SALES = "sales_team.group_sale_salesman_all_leads"


class ExtensionCommon(WarrantyCommon):
    """Refrigerators with 24 months of warranty, and 12 months more to buy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", cls.company)
        cls.seller = new_test_user(cls.env, "test_seller", SALES)
        cls.invoicer = new_test_user(cls.env, "test_invoicer", "account.group_account_invoice")
        cls.clerk = new_test_user(cls.env, "test_clerk", "stock.group_stock_user")
        cls.counter = new_test_user(cls.env, "test_counter", f"{SALES},raya_service_base.group_service_operator")
        cls.longer = cls._create_policy(name="12 more", kind="extended", start_event="previous", duration=12)
        cls.extension = cls._create_extension(cls.longer)

    @classmethod
    def _create_extension(cls, policy, **vals):
        return cls.env["product.product"].create(
            {
                "name": policy.name,
                "type": "service",
                "list_price": 50,
                "invoice_policy": "order",
                "raya_extension_policy_id": policy.id,
                **vals,
            }
        )

    def _sell(self, *lines, **vals):
        """A confirmed order of the salesperson; lines are products with quantities."""
        commands = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity, **more})
            for product, quantity, *rest in lines
            for more in (rest or [{}])
        ]
        order = self.env["sale.order"].with_user(vals.pop("user", self.seller))
        order = order.create({"partner_id": self.customer.id, "order_line": commands, **vals})
        order.action_confirm()
        return order

    def _invoice(self, order, post=True):
        invoices = order.with_user(self.seller)._create_invoices().with_user(self.invoicer)
        if post:
            invoices.action_post()
        return invoices

    def _credit(self, invoice, only=None):
        """A posted credit note: of everything, or of this quantity of one product."""
        wizard = self.env["account.move.reversal"].with_user(self.invoicer)
        wizard = wizard.create({"move_ids": invoice.ids, "journal_id": invoice.journal_id.id})
        wizard.refund_moves()
        refund = wizard.new_move_ids
        if only:
            product, quantity = only
            lines = refund.invoice_line_ids
            lines.filtered(lambda line: line.product_id != product).unlink()
            lines.exists().quantity = quantity
        refund.action_post()
        return refund

    def _files(self, order):
        return order.sudo().order_line.raya_asset_ids.sorted("unit_number")

    def _extensions(self, document):
        lines = document.sudo().order_line if document._name == "sale.order" else document.sudo().invoice_line_ids
        origins = [f"{line._name},{line.id}" for line in lines]
        return self.env["raya.warranty"].search([("origin", "in", origins)])

    def assertExtended(self, document, numbers):
        """These units, by number, have one extension in force each, and no others have."""
        warranties = self._extensions(document).filtered(lambda warranty: warranty.standing == "normal")
        self.assertEqual(sorted(warranties.asset_id.mapped("unit_number")), numbers)
        self.assertEqual(len(warranties), len(numbers))
        return warranties

    def _waiting(self, document):
        kind = self.env.ref("raya_service_warranty.mail_activity_type_extension")
        return document.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

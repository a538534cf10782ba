from odoo import Command
from odoo.tests import new_test_user

from .common import AssetCommon

SALES = "sales_team.group_sale_salesman_all_leads"


class SaleCommon(AssetCommon):
    """People who sell, deliver and invoice; none of them has rights on product files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_accounts()
        cls.seller = new_test_user(cls.env, "test_seller", SALES)
        cls.invoicer = new_test_user(cls.env, "test_invoicer", "account.group_account_invoice")
        cls.clerk = new_test_user(cls.env, "test_clerk", "stock.group_stock_user")
        cls.lots = cls._create_lots("RF-A", "RF-B", "RF-C")

    def _sell(self, *lines, user=None, **vals):
        """An order that a salesperson has made and confirmed; lines are products with quantities and further values."""
        commands = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity, **more})
            for product, quantity, *rest in lines
            for more in (rest or [{}])
        ]
        order = self.env["sale.order"].with_user(user or self.seller)
        order = order.create({"partner_id": self.customer.id, "order_line": commands, **vals})
        order.action_confirm()
        return order

    def _sell_unit(self, lot, partner=None):
        """An order of one unit, delivered and invoiced."""
        order = self._sold(1, partner_id=(partner or self.customer).id)
        self._deliver(order, lot)
        self._invoice(order)
        return order

    def _sold(self, quantity=2, **vals):
        order = self._create_order(quantity, **vals)
        order.with_user(self.seller).action_confirm()
        return order

    def _invoice(self, order, post=True, final=False):
        invoices = order.with_user(self.seller)._create_invoices(final=final)
        if post:
            invoices.with_user(self.invoicer).action_post()
        return invoices.with_user(self.invoicer)

    def _deliver(self, order, lots):
        picking = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        picking = picking.with_user(self.clerk)
        picking.move_ids.lot_ids = lots
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True, skip_backorder=True).button_validate()
        return picking

    def _return(self, picking, quantity=1, exchange=False):
        """Goods come back; for an exchange, others are to be delivered."""
        wizard = self.env["stock.return.picking"].with_user(self.clerk).create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = quantity
        if exchange:
            back = self.env["stock.picking"].browse(wizard.action_create_exchanges()["res_id"])
        else:
            back = wizard._create_return()
        back = back.with_user(self.clerk)
        back.move_ids.picked = True
        back.with_context(skip_sms=True).button_validate()
        return back

    def _receive(self, lot, source, partner=None, product=None):
        """Goods come in by a slip that names no order: from a ``customer``, or a ``supplier`` who buys back."""
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        location = self.env.ref(f"stock.stock_location_{source}s")
        slip = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "partner_id": partner.id if partner else False,
                "location_id": location.id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": (product or lot.product_id).id,
                            "product_uom_qty": 1,
                            "location_id": location.id,
                            "location_dest_id": self.stock.id,
                        }
                    )
                ],
            }
        )
        slip.action_confirm()
        slip.move_ids.lot_ids = lot
        slip.move_ids.picked = True
        slip.with_user(self.clerk).with_context(skip_sms=True, skip_backorder=True).button_validate()
        return slip

    def _get_failures(self, document):
        return self.env["raya.asset.sync.failure"].search([("document", "=", f"{document._name},{document.id}")])

    def _reverse(self, invoice, modify=False, quantity=None, product=None):
        """Credit an invoice: whole, so many units, or those of one product alone; or credit and correct it."""
        wizard = self.env["account.move.reversal"].with_user(self.invoicer)
        wizard = wizard.create({"move_ids": invoice.ids, "journal_id": invoice.journal_id.id})
        if modify:
            wizard.modify_moves()
            return wizard.new_move_ids
        wizard.refund_moves()
        if product:
            lines = wizard.new_move_ids.invoice_line_ids
            lines.filtered(lambda line: line.product_id != product).unlink()
        if quantity:
            wizard.new_move_ids.invoice_line_ids.quantity = quantity
        wizard.new_move_ids.action_post()
        return wizard.new_move_ids

    def _create_invoice(self, *lines, post=True, user=None, **vals):
        """An invoice without order; lines are dicts, of a refrigerator unless they say otherwise."""
        invoice = (
            self.env["account.move"]
            .with_user(user or self.invoicer)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_line_ids": [
                        Command.create({"product_id": self.fridge.id, **line} if "display_type" not in line else line)
                        for line in lines
                    ],
                    **vals,
                }
            )
        )
        if post:
            invoice.action_post()
        return invoice

    def _get_files(self, source):
        lines = source.order_line if source._name == "sale.order" else source.invoice_line_ids
        return lines.sudo().raya_asset_ids.sorted("unit_number")

    def assertFiles(self, source, expected):
        """Serial number and state of the files of an order or of an invoice without order."""
        files = self._get_files(source)
        self.assertEqual([(file.serial, file.state) for file in files], expected)
        return files

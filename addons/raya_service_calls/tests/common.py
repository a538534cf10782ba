from datetime import date

from odoo import Command

from odoo.addons.raya_service_knowledge.tests.common import KnowledgeCommon

SOLD_ON = date(2026, 3, 10)


class ServiceCallsCommon(KnowledgeCommon):
    """A company that sells refrigerators with 24 months of warranty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.operator = cls._create_user("test_op", "raya_service_calls.group_service_operator")
        cls.dispatcher = cls._create_user("test_sup", "raya_service_calls.group_service_dispatcher")
        cls.customer = cls.env["res.partner"].create({"name": "Sara Karimi", "phone": "0912 555 0101"})
        cls.team = cls.env["raya.team"].create(
            {
                "name": "Cooling",
                "leader_id": cls.dispatcher.id,
                "member_ids": (cls.technician | cls.dispatcher).ids,
            }
        )
        cls.policy = cls._create_policy()
        cls.fridge.write({"is_storable": True, "tracking": "serial", "raya_policy_ids": cls.policy.ids})
        cls.part.is_storable = True
        cls.stock = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1).lot_stock_id

    @classmethod
    def _create_policy(cls, **vals):
        return cls.env["raya.warranty.policy"].create(
            {
                "name": "24 months",
                "duration": 24,
                "line_ids": [Command.create({"scope": "all", "share": 100})],
                **vals,
            }
        )

    @classmethod
    def _create_lots(cls, *names):
        """Serial numbers of the refrigerator, one of each in stock."""
        lots = cls.env["stock.lot"].create([{"name": name, "product_id": cls.fridge.id} for name in names])
        for lot in lots:
            cls.env["stock.quant"]._update_available_quantity(cls.fridge, cls.stock, 1, lot_id=lot)
        return lots

    @classmethod
    def _create_order(cls, quantity=1, **vals):
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [Command.create({"product_id": cls.fridge.id, "product_uom_qty": quantity})],
                **vals,
            }
        )

    @classmethod
    def _create_asset(cls, **vals):
        return cls.env["raya.asset"].create(
            {
                "product_id": cls.fridge.id,
                "partner_id": cls.customer.id,
                "serial": "RF-1",
                "date_invoice": SOLD_ON,
                **vals,
            }
        )

    @classmethod
    def _create_call(cls, **vals):
        return cls.env["raya.call"].create(
            {
                "asset_id": cls._create_asset().id if "asset_id" not in vals else vals["asset_id"],
                "symptom_ids": cls.symptom.ids,
                "statement": "It does not get cold.",
                "date_reported": "2026-05-04 08:00:00",
                "team_id": cls.team.id,
                "user_id": cls.technician.id,
                **vals,
            }
        )


class DocumentsCommon(ServiceCallsCommon):
    """Units sold, delivered and taken back by real documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", cls.company)

    @classmethod
    def _sell_unit(cls, lot, partner=None):
        """An order of one unit, delivered and invoiced."""
        order = cls._create_order(partner_id=(partner or cls.customer).id)
        order.action_confirm()
        order.picking_ids.move_ids.lot_ids = lot
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_context(skip_sms=True).button_validate()
        order._create_invoices().action_post()
        return order

    @classmethod
    def _take_back(cls, order):
        wizard = cls.env["stock.return.picking"].create({"picking_id": order.picking_ids.id})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.move_ids.picked = True
        back.with_context(skip_sms=True).button_validate()

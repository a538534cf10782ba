from datetime import date

from odoo import Command

from odoo.addons.raya_service_base.tests.common import ServiceCommon

SOLD_ON = date(2026, 3, 10)


class AssetCommon(ServiceCommon):
    """A company that sells refrigerators by serial number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Sara Karimi", "phone": "0912 555 0101"})
        cls.fridge.write({"is_storable": True, "tracking": "serial"})
        cls.part.is_storable = True
        cls.stock = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1).lot_stock_id

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
    def _get_free_serial(cls):
        """RF-1, or the first number after it that no file has."""
        number = 1
        while cls.env["raya.asset"].search_count([("serial", "=", f"RF-{number}")]):
            number += 1
        return f"RF-{number}"

    @classmethod
    def _create_asset(cls, **vals):
        return cls.env["raya.asset"].create(
            {
                "product_id": cls.fridge.id,
                "partner_id": cls.customer.id,
                "serial": vals["serial"] if "serial" in vals else cls._get_free_serial(),
                "date_invoice": SOLD_ON,
                **vals,
            }
        )

    @classmethod
    def _load_accounts(cls, company=None):
        """A chart of accounts, without which no invoice is posted."""
        company = company or cls.company
        if not company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company)

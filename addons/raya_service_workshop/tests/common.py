from collections import defaultdict

from odoo import Command

from odoo.addons.raya_service_workorder.tests.common import WorkorderCommon


class WorkshopCommon(WorkorderCommon):
    """Customers bring refrigerators (by serial number), kettles (no number) and pumps (by batch)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kettle = cls._create_product("Kettle", standard_price=50.0)
        cls.pump = cls._create_product("Pump", tracking="lot")
        cls.fridge.standard_price = 900.0
        cls.workshop = cls.company._raya_get_place("workshop")
        cls.customers = cls.customer.property_stock_customer
        cls.shelf = cls.env["raya.shelf"].create({"name": "A1", "code": "S-A1"})

    @classmethod
    def _create_reception(cls, **vals):
        if not vals.keys() & {"asset_id", "call_id", "product_id", "workorder_id"}:
            vals["asset_id"] = cls._create_asset().id
        return cls.env["raya.reception"].with_user(cls.operator).create(vals)

    @classmethod
    def _receive(cls, **vals):
        reception = cls._create_reception(**vals)
        reception.action_receive()
        return reception

    def _finish(self, job):
        """The technician reports the job and the leader approves it."""
        job = job.sudo()
        job.write({"team_id": self.team.id, "user_id": self.technician.id})
        if job.state == "draft":
            job.action_start()
        job.write(
            {
                "diagnosis_ids": [
                    Command.clear(),
                    Command.create({"symptom_id": self.symptom.id, "fault_id": self.fault.id}),
                ],
                "work_line_ids": [Command.create({"operation_id": self.operation.id, "hours": 1})],
            }
        )
        job.with_user(self.technician).action_submit()

    def _read_stock(self, product):
        """What each place has of a product, by owner and lot, as the stock counts it."""
        self.env.flush_all()
        stock = defaultdict(float)
        for quant in self.env["stock.quant"].search([("product_id", "=", product.id)]):
            stock[quant.location_id, quant.owner_id, quant.lot_id] += quant.quantity
        return {key: quantity for key, quantity in stock.items() if quantity}

    def _sum_moves(self, product):
        """The same from all done moves."""
        sums = defaultdict(float)
        lines = self.env["stock.move.line"].search([("product_id", "=", product.id), ("state", "=", "done")])
        for line in lines:
            sums[line.location_dest_id, line.owner_id, line.lot_id] += line.quantity
            sums[line.location_id, line.owner_id, line.lot_id] -= line.quantity
        return {key: quantity for key, quantity in sums.items() if quantity}

    def _assert_moved(self, before, after, expected):
        """Exactly these places have more or less than before.

        :param expected: quantity by place, owner and lot
        """
        keys = before.keys() | after.keys()
        moved = {key: after.get(key, 0) - before.get(key, 0) for key in keys}
        self.assertEqual({key: quantity for key, quantity in moved.items() if quantity}, expected)

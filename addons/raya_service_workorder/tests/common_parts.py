from collections import defaultdict

from odoo import Command

from .common import WorkorderCommon


class PartMovesCommon(WorkorderCommon):
    """Every test sums all moves by product and location, before and after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.relay = cls._create_product("Relay", 10)
        cls.board = cls._create_product("Board", tracking="serial")
        cls.boards = cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.board.id} for name in ("P1", "P2", "P3")]
        )
        for lot in cls.boards:
            cls._stock_up(cls.board, 1, lot)
        cls.other = cls._create_user("test_tech_2", "raya_service_base.group_service_technician")
        cls._create_employee(cls.other)
        cls.team.user_ids += cls.other
        # The customer pays: what a policy bears goes elsewhere.
        cls.fridge.raya_policy_ids = False
        cls.sold = cls.customer.property_stock_customer

    @classmethod
    def _create_job(cls, *needs, **vals):
        """A job of the technician that needs so much of some products."""
        serial = f"RF-{cls.env['raya.asset'].search_count([])}"
        vals.setdefault("call_id", cls._create_call(asset_id=cls._create_asset(serial=serial).id).id)
        lines = [Command.create({"product_id": product.id, "quantity": quantity}) for product, quantity in needs]
        return cls._create_workorder(part_ids=lines, **vals)

    @classmethod
    def _create_job_with(cls, *needs, **vals):
        """Likewise, and the warehouse has issued all of it."""
        job = cls._create_job(*needs, **vals)
        job.with_user(job.user_id).action_request_parts()
        cls._issue(job)
        return job

    def _take(self, job, quantity, source="van", product=None):
        """A line for what the technician takes from own stock."""
        return self.env["raya.part"].create(
            {
                "workorder_id": job.id,
                "product_id": (product or self.relay).id,
                "source": source,
                "quantity": quantity,
                "qty_reported": quantity,
            }
        )

    def _sum_moves(self, product):
        """What each location got and gave by done moves, in all."""
        sums = defaultdict(float)
        for move in self.env["stock.move"].search([("product_id", "=", product.id), ("state", "=", "done")]):
            sums[move.location_dest_id] += move.quantity
            sums[move.location_id] -= move.quantity
        return sums

    def _assert_moved(self, before, product, expected):
        """Exactly these locations have more or less than before; and the stock says the same as the moves."""
        after = self._sum_moves(product)
        moved = {place: after[place] - before.get(place, 0) for place in after}
        self.assertEqual({place: quantity for place, quantity in moved.items() if quantity}, expected)

    def _approve(self, job):
        job.with_user(job.user_id).action_submit()
        job.with_user(self.dispatcher).action_approve()

    def _get_quantity(self, location, product):
        return sum(
            self.env["stock.quant"]
            .search([("location_id", "=", location.id), ("product_id", "=", product.id)])
            .mapped("quantity")
        )

    def _find_old(self, job):
        self.env.flush_all()
        return self.env["raya.old.part"].search([("part_id", "in", job.part_ids.ids)])

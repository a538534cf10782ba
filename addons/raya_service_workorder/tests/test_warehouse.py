from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..hooks import uninstall_hook
from ..models.stock_warehouse import OPERATION_CODES
from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestWarehouse(WorkorderCommon):
    def _check_operations(self, warehouse):
        field = warehouse.company_id._raya_get_place("field")
        defective = warehouse.company_id._raya_get_place("defective")
        customers = self.env.ref("stock.stock_location_customers")
        stock, back = warehouse.lot_stock_id, warehouse.raya_return_type_id.id
        self.assertRecordValues(
            self.env["stock.picking.type"].concat(*(warehouse[name] for name in OPERATION_CODES)),
            [
                {
                    "code": "internal",
                    "default_location_src_id": source.id,
                    "default_location_dest_id": dest.id,
                    "return_picking_type_id": returned,
                    "active": True,
                }
                for source, dest, returned in (
                    (stock, field, back),
                    (field, stock, False),
                    (field, customers, back),
                    (field, field, False),
                    (customers, defective, False),
                )
            ],
        )
        self.assertRecordValues(
            warehouse.raya_issue_rule_id,
            [
                {
                    "location_src_id": warehouse.lot_stock_id.id,
                    "location_dest_id": field.id,
                    "picking_type_id": warehouse.raya_issue_type_id.id,
                    "warehouse_id": warehouse.id,
                    "procure_method": "make_to_stock",
                    "route_id": self.env.ref("raya_service_workorder.route_issue").id,
                    "active": True,
                }
            ],
        )

    def test_new_warehouse_is_born_with_its_service_operations(self):
        self._check_operations(self.env["stock.warehouse"].create({"name": "South", "code": "SOU"}))

    def test_first_warehouse_of_a_new_company_has_them_too(self):
        company = self.env["res.company"].create({"name": "Branch"})
        self._check_operations(self.env["stock.warehouse"].search([("company_id", "=", company.id)]))

    def test_warehouse_of_before_the_installation_gets_them_once(self):
        warehouse = self.env["stock.warehouse"].create({"name": "South", "code": "SOU"})
        warehouse.raya_issue_rule_id.unlink()
        for name in OPERATION_CODES:
            warehouse[name].unlink()
        self.env["stock.warehouse"]._raya_create_service_operations()
        self._check_operations(warehouse)
        types = self.env["stock.picking.type"].search_count([("warehouse_id", "=", warehouse.id)])
        self.env["stock.warehouse"]._raya_create_service_operations()
        self.assertEqual(self.env["stock.picking.type"].search_count([("warehouse_id", "=", warehouse.id)]), types)

    def test_warehouse_is_archived_and_comes_back(self):
        warehouse = self.env["stock.warehouse"].create({"name": "South", "code": "SOU"})
        warehouse.active = False
        self.assertFalse(warehouse.raya_issue_type_id.active)
        warehouse.active = True
        self._check_operations(warehouse)

    def test_company_without_warehouse_is_told_what_to_do(self):
        company = self.env["res.company"].create({"name": "Branch"})
        self.env["stock.warehouse"].search([("company_id", "=", company.id)]).active = False
        with self._refused("has no warehouse"):
            self.env["stock.location"]._raya_get_of_technician(self.technician, company)

    @mute_logger("odoo.sql_db")
    def test_technician_has_one_location_in_a_company(self):
        Location = self.env["stock.location"]
        location = Location._raya_get_of_technician(self.technician, self.company)
        location.active = False
        self.assertEqual(Location._raya_get_of_technician(self.technician, self.company), location)
        self.assertTrue(location.active)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            location.copy({"raya_technician_id": self.technician.id})

    def test_delivery_does_not_take_the_parts_of_a_technician(self):
        self._create_issued(used=0, part_ids=[(0, 0, {"product_id": self.part.id, "quantity": 10})])
        order = self._create_order(order_line=[(0, 0, {"product_id": self.part.id, "product_uom_qty": 1})])
        order.action_confirm()
        self.assertEqual(order.picking_ids.state, "confirmed")

    def test_used_part_leads_to_its_work_order(self):
        workorder = self._create_submitted()
        workorder.with_user(self.dispatcher).action_approve()
        move = workorder.part_ids._get_used_moves()
        self.assertEqual(move._get_source_document(), workorder)
        self.assertEqual(move.reference, move.picking_id.name)
        self.assertFalse(move.sale_line_id or move.rule_id or move.location_final_id)

    def test_uninstalling_leaves_what_moved_alone(self):
        workorder = self._create_issued()
        uninstall_hook(self.env)
        self.assertEqual(workorder.picking_ids.state, "done")
        self.assertFalse(self.warehouse.raya_issue_type_id.active)

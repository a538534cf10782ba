from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import leftovers

# What a warehouse has for jobs.
OPERATIONS = (
    "raya_technician_view_location_id",
    "raya_defective_location_id",
    "raya_issue_type_id",
    "raya_return_type_id",
    "raya_issue_rule_id",
)


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    raya_technician_view_location_id = fields.Many2one(
        "stock.location", "Technicians' Locations", check_company=True, copy=False
    )
    raya_defective_location_id = fields.Many2one(
        "stock.location", "Defective Parts Location", check_company=True, copy=False
    )
    raya_issue_type_id = fields.Many2one("stock.picking.type", "Parts to Technicians", check_company=True, copy=False)
    raya_return_type_id = fields.Many2one(
        "stock.picking.type", "Parts from Technicians", check_company=True, copy=False
    )
    raya_issue_rule_id = fields.Many2one("stock.rule", "Parts Request Rule", copy=False)

    @api.model
    def _raya_create_service_operations(self):
        """Give warehouses of before the installation what a new one is born with.
        The rule follows from writing the operation types (see ``depends`` below)."""
        self._raya_take_back_operations()
        for warehouse in self.search([("raya_issue_type_id", "=", False)]):
            warehouse = warehouse.with_company(warehouse.company_id)
            warehouse._create_missing_locations({})
            warehouse.write(warehouse._create_or_update_sequences_and_picking_types())

    @api.model
    def _raya_take_back_operations(self):
        """What an installation of before made serves again."""
        known = leftovers.take_back(self.with_context(active_test=False), set(OPERATIONS))
        (known.raya_issue_type_id | known.raya_return_type_id).active = True
        known.raya_issue_rule_id.active = True
        known.raya_defective_location_id.raya_is_defective = True
        leftovers.take_back(self.env["stock.location"], {"raya_technician_id"})
        leftovers.take_back(self.env["res.company"], {"raya_service_project_id"})

    def _get_locations_values(self, vals, code=False):
        values = super()._get_locations_values(vals, code=code)
        values["raya_technician_view_location_id"] = {
            "name": self.env._("Technicians"),
            "usage": "view",
        }
        values["raya_defective_location_id"] = {
            "name": self.env._("Defective Parts"),
            "usage": "internal",
            "raya_is_defective": True,
        }
        return values

    def _get_sequence_values(self, name=False, code=False):
        values = super()._get_sequence_values(name=name, code=code)
        name, code = name or self.name, code or self.code
        common = {"padding": 5, "company_id": self.company_id.id}
        values["raya_issue_type_id"] = {
            "name": self.env._("%(name)s Sequence parts to technicians", name=name),
            "prefix": f"{code}/{self.raya_issue_type_id.sequence_code or 'TI'}/",
            **common,
        }
        values["raya_return_type_id"] = {
            "name": self.env._("%(name)s Sequence parts from technicians", name=name),
            "prefix": f"{code}/{self.raya_return_type_id.sequence_code or 'TR'}/",
            **common,
        }
        return values

    def _get_picking_type_create_values(self, max_sequence):
        values, next_sequence = super()._get_picking_type_create_values(max_sequence)
        common = {
            "code": "internal",
            "use_create_lots": False,
            "use_existing_lots": True,
            "company_id": self.company_id.id,
        }
        values["raya_issue_type_id"] = {
            "name": self.env._("Parts to Technicians"),
            "default_location_src_id": self.lot_stock_id.id,
            "default_location_dest_id": self.raya_technician_view_location_id.id,
            "sequence": next_sequence + 1,
            "sequence_code": "TI",
            **common,
        }
        values["raya_return_type_id"] = {
            "name": self.env._("Parts from Technicians"),
            "default_location_src_id": self.raya_technician_view_location_id.id,
            "default_location_dest_id": self.lot_stock_id.id,
            "sequence": next_sequence + 2,
            "sequence_code": "TR",
            **common,
        }
        return values, next_sequence + 3

    def _get_picking_type_update_values(self):
        values = super()._get_picking_type_update_values()
        code = self.code.replace(" ", "").upper()
        values["raya_issue_type_id"] = {"active": self.active, "barcode": f"{code}TI"}
        values["raya_return_type_id"] = {"active": self.active, "barcode": f"{code}TR"}
        return values

    def _create_or_update_sequences_and_picking_types(self):
        values = super()._create_or_update_sequences_and_picking_types()
        if "raya_issue_type_id" in values:
            issue_type = self.env["stock.picking.type"].browse(values["raya_issue_type_id"])
            issue_type.return_picking_type_id = values.get("raya_return_type_id") or self.raya_return_type_id
        return values

    def _generate_global_route_rules_values(self):
        rules = super()._generate_global_route_rules_values()
        route = self._find_or_create_global_route(
            "raya_service_workorder.route_issue", self.env._("Parts to Technicians")
        )
        rules["raya_issue_rule_id"] = {
            "depends": ["raya_issue_type_id"],
            "create_values": {
                "action": "pull",
                "auto": "manual",
                "procure_method": "make_to_stock",
                "company_id": self.company_id.id,
                "route_id": route.id,
            },
            "update_values": {
                "name": self._format_rulename(self.lot_stock_id, self.raya_technician_view_location_id, False),
                "location_src_id": self.lot_stock_id.id,
                "location_dest_id": self.raya_technician_view_location_id.id,
                "picking_type_id": self.raya_issue_type_id.id,
            },
        }
        return rules

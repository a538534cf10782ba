from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import leftovers

# Operation types that a warehouse has for jobs, with the code of their numbers.
OPERATION_CODES = {
    "raya_issue_type_id": "TI",
    "raya_return_type_id": "TR",
    "raya_use_type_id": "TU",
    "raya_handover_type_id": "TH",
    "raya_defective_type_id": "TD",
}
# What a warehouse has for jobs.
OPERATIONS = (*OPERATION_CODES, "raya_issue_rule_id")


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    raya_issue_type_id = fields.Many2one("stock.picking.type", "Parts to Technicians", check_company=True, copy=False)
    raya_return_type_id = fields.Many2one(
        "stock.picking.type", "Parts from Technicians", check_company=True, copy=False
    )
    raya_use_type_id = fields.Many2one("stock.picking.type", "Parts Used", check_company=True, copy=False)
    raya_handover_type_id = fields.Many2one(
        "stock.picking.type", "Parts between Technicians", check_company=True, copy=False
    )
    raya_defective_type_id = fields.Many2one("stock.picking.type", "Old Parts", check_company=True, copy=False)
    raya_issue_rule_id = fields.Many2one("stock.rule", "Parts Request Rule", copy=False)
    raya_clerk_id = fields.Many2one(
        "res.users",
        "Told of Cancelled Requests",
        check_company=True,
        copy=False,
        help="Who issues parts to technicians. Else the responsible of the transfer is told.",
    )

    @api.model
    def _raya_create_service_operations(self):
        """Give warehouses of before the installation what a new one is born with.
        The rule follows from writing the operation types (see ``depends`` below)."""
        self.env["res.company"]._raya_create_places()
        self._raya_take_back_operations()
        for warehouse in self.search(Domain.OR([(name, "=", False)] for name in OPERATION_CODES)):
            warehouse = warehouse.with_company(warehouse.company_id)
            warehouse.write(warehouse._create_or_update_sequences_and_picking_types())

    @api.model
    def _raya_take_back_operations(self):
        """What an installation of before made serves again."""
        known = leftovers.take_back(self.with_context(active_test=False), set(OPERATIONS))
        for name in OPERATION_CODES:
            known[name].active = True
        known.raya_issue_rule_id.active = True

    def _raya_get_operation_names(self):
        return {
            "raya_issue_type_id": self.env._("Parts to Technicians"),
            "raya_return_type_id": self.env._("Parts from Technicians"),
            "raya_use_type_id": self.env._("Parts Used"),
            "raya_handover_type_id": self.env._("Parts between Technicians"),
            "raya_defective_type_id": self.env._("Old Parts"),
        }

    def _raya_get_operation_places(self):
        """Where the goods of each operation come from and go to, if nobody says otherwise."""
        # Whoever makes a warehouse need not manage the places of the service.
        company = self.company_id.sudo()
        field, stock = company._raya_get_place("field"), self.lot_stock_id
        customers = self.env.ref("stock.stock_location_customers")
        return {
            "raya_issue_type_id": (stock, field),
            "raya_return_type_id": (field, stock),
            "raya_use_type_id": (field, customers),
            "raya_handover_type_id": (field, field),
            "raya_defective_type_id": (customers, company._raya_get_place("defective")),
        }

    def _get_sequence_values(self, name=False, code=False):
        values = super()._get_sequence_values(name=name, code=code)
        name, code = name or self.name, code or self.code
        labels = self._raya_get_operation_names()
        for field, default in OPERATION_CODES.items():
            values[field] = {
                "name": self.env._("%(name)s Sequence %(operation)s", name=name, operation=labels[field]),
                "prefix": f"{code}/{self[field].sequence_code or default}/",
                "padding": 5,
                "company_id": self.company_id.id,
            }
        return values

    def _get_picking_type_create_values(self, max_sequence):
        values, next_sequence = super()._get_picking_type_create_values(max_sequence)
        labels, places = self._raya_get_operation_names(), self._raya_get_operation_places()
        for number, (field, code) in enumerate(OPERATION_CODES.items(), 1):
            source, dest = places[field]
            values[field] = {
                "name": labels[field],
                "code": "internal",
                "default_location_src_id": source.id,
                "default_location_dest_id": dest.id,
                "sequence": next_sequence + number,
                "sequence_code": code,
                "use_create_lots": False,
                "use_existing_lots": True,
                "company_id": self.company_id.id,
            }
        return values, next_sequence + len(OPERATION_CODES) + 1

    def _get_picking_type_update_values(self):
        values = super()._get_picking_type_update_values()
        code = self.code.replace(" ", "").upper()
        for field, suffix in OPERATION_CODES.items():
            values[field] = {"active": self.active, "barcode": f"{code}{suffix}"}
        return values

    def _create_or_update_sequences_and_picking_types(self):
        """What a technician gets, and what was used, comes back by the same operation."""
        values = super()._create_or_update_sequences_and_picking_types()
        back = values.get("raya_return_type_id") or self.raya_return_type_id.id
        made = [values[name] for name in ("raya_issue_type_id", "raya_use_type_id") if name in values]
        self.env["stock.picking.type"].browse(made).return_picking_type_id = back
        return values

    def _generate_global_route_rules_values(self):
        rules = super()._generate_global_route_rules_values()
        route = self._find_or_create_global_route(
            "raya_service_workorder.route_issue", self.env._("Parts to Technicians")
        )
        # As in ``_raya_get_operation_places()``.
        field = self.company_id.sudo()._raya_get_place("field")
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
                "name": self._format_rulename(self.lot_stock_id, field, False),
                "location_src_id": self.lot_stock_id.id,
                "location_dest_id": field.id,
                "picking_type_id": self.raya_issue_type_id.id,
            },
        }
        return rules

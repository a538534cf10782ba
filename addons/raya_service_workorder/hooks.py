from odoo.addons.raya_service_base.tools import leftovers

from .models.stock_warehouse import OPERATION_CODES, OPERATIONS

_ROUTE = "raya_service_workorder.route_issue"
_ROUTE_KEPT = "raya_service.left_behind.route_issue"


def pre_init_hook(env):
    """The route of before, if there was one, is the route again: the data file finds it by its name."""
    parameters = env["ir.config_parameter"].sudo()
    route = env["stock.route"].browse(int(parameters.get_param(_ROUTE_KEPT, 0))).exists()
    if route:
        route.active = True
        env["ir.model.data"]._update_xmlids([{"xml_id": _ROUTE, "record": route, "noupdate": True}])


def uninstall_hook(env):
    """Leave no operation type behind that nobody can start any more; what was
    really moved stays in the history of the stock."""
    activities = env["mail.activity"].with_context(active_test=False)
    activities.search([("res_model", "=", "raya.workorder")]).unlink()
    warehouses = env["stock.warehouse"].with_context(active_test=False).search([])
    _leave_operations_behind(env, warehouses)
    types = env["stock.picking.type"].union(*(warehouses[name] for name in OPERATION_CODES))
    busy = env["stock.picking"].search([("picking_type_id", "in", types.ids), ("state", "not in", ("done", "cancel"))])
    (types - busy.picking_type_id).active = False
    warehouses.raya_issue_rule_id.active = False
    # Parts moved along the route: it stays in the history, so nothing may delete it.
    route = env["ir.model.data"].search([("module", "=", "raya_service_workorder"), ("name", "=", "route_issue")])
    env["stock.route"].browse(route.mapped("res_id")).active = False
    env["ir.config_parameter"].sudo().set_param(_ROUTE_KEPT, route.res_id)
    route.unlink()


def _leave_operations_behind(env, warehouses):
    """What the next installation finds again."""
    leftovers.leave_behind(warehouses, OPERATIONS)
    locations = env["stock.location"].with_context(active_test=False)
    ours = locations.search(["|", ("raya_technician_id", "!=", False), ("raya_place", "!=", False)])
    leftovers.leave_behind(ours, ["raya_technician_id", "raya_place"])
    leftovers.leave_behind(env["res.company"].sudo().search([]), ["raya_service_project_id"])

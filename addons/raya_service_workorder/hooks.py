def uninstall_hook(env):
    """Leave no half-planned consumption behind, and no operation type that nobody
    can start any more; what was really moved stays in the history of the stock."""
    env["raya.part"].search([])._cancel_plans()
    activities = env["mail.activity"].with_context(active_test=False)
    activities.search([("res_model", "=", "raya.workorder")]).unlink()
    warehouses = env["stock.warehouse"].with_context(active_test=False).search([])
    types = warehouses.raya_issue_type_id | warehouses.raya_return_type_id
    busy = env["stock.picking"].search([("picking_type_id", "in", types.ids), ("state", "not in", ("done", "cancel"))])
    (types - busy.picking_type_id).active = False
    warehouses.raya_issue_rule_id.active = False
    # Parts moved along the route: it stays in the history, so nothing may delete it.
    route = env["ir.model.data"].search([("module", "=", "raya_service_workorder"), ("name", "=", "route_issue")])
    env["stock.route"].browse(route.mapped("res_id")).active = False
    route.unlink()

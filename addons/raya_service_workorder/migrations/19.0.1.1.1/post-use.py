from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Limits by use of repair warranties count from the repair; until now they counted from the sale."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    domain = [("warranty_id.origin", "=like", "raya.workorder,%"), ("usage_start", "=", 0)]
    lines = env["raya.warranty.line"].search(domain).filtered("policy_line_id")
    for day, granted in lines.grouped(lambda line: line.warranty_id.date_granted).items():
        meters = granted.warranty_id.asset_id._get_meters(day)
        for line in granted:
            line.usage_start = line.policy_line_id._get_counted_use(meters[line.warranty_id.asset_id])

from odoo.api import Environment


def migrate(cr, version):
    """Coverages of before had one period for all lines of their policy."""
    env = Environment(cr, 1, {})
    bare = env["raya.warranty"].search([("line_ids", "=", False)])
    env["raya.warranty.line"].create(
        [
            {
                "warranty_id": warranty.id,
                "policy_line_id": line.id,
                "date_start": warranty.date_start,
                "date_end": warranty.date_end,
            }
            for warranty in bare
            for line in warranty.policy_id.line_ids
        ]
    )

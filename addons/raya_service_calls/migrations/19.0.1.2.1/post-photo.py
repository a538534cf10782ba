from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The small copies of photos are not kept any more: the server shows the photo in any size."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    domain = [("res_model", "=", "raya.asset"), ("res_field", "=", "image_128")]
    env["ir.attachment"].search(domain).unlink()

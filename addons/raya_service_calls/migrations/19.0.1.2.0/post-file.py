from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Payer and price of files opened before these facts were kept, from their invoices."""
    assets = api.Environment(cr, SUPERUSER_ID, {"active_test": False})["raya.asset"].search(
        [("invoice_line_id", "!=", False)]
    )
    for (line, owner), alike in assets.grouped(lambda asset: (asset.invoice_line_id, asset.partner_id)).items():
        alike.with_context(mail_notrack=True).write(line._prepare_payment_values(owner))

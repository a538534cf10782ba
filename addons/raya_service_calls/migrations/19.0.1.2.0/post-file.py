from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

FACTS = ("price_paid", "currency_id")


def migrate(cr, version):
    """Payer and price of files opened before these facts were kept, from their invoices."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False, "mail_notrack": True})
    assets = env["raya.asset"].search([("invoice_line_id", "!=", False)])
    for ids in split_every(1000, assets.ids):
        chunk = assets.browse(ids)
        by_line = chunk.grouped(lambda asset: (asset.invoice_line_id, asset.product_id, asset.partner_id))
        for (line, product, owner), alike in by_line.items():
            evidence = line._prepare_asset_evidence(product)
            facts = {name: evidence[name] for name in FACTS if name in evidence}
            alike.write({**facts, "payer_id": line.move_id._get_raya_payer(owner).id})
        env.flush_all()
        env.invalidate_all()

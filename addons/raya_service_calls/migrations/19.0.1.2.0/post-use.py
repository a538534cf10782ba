"""Each product file in use begins the history of its owners with the owner it has."""


def migrate(cr, version):
    cr.execute(
        """
        INSERT INTO raya_asset_owner (asset_id, company_id, partner_id, date_from, how, user_id)
        SELECT asset.id, asset.company_id, asset.partner_id,
               COALESCE(asset.date_invoice, asset.date_delivery, asset.create_date::date),
               CASE WHEN asset.sale_line_id IS NULL AND asset.invoice_line_id IS NULL THEN 'import' ELSE 'sale' END,
               COALESCE(asset.create_uid, 1)
          FROM raya_asset asset
         WHERE asset.partner_id IS NOT NULL AND asset.state IN ('pending', 'active')
           AND NOT EXISTS (SELECT FROM raya_asset_owner owner WHERE owner.asset_id = asset.id)
        """
    )

def migrate(cr, version):
    """Days of receipt for all files in one statement, not file by file."""
    cr.execute("ALTER TABLE raya_asset ADD COLUMN IF NOT EXISTS date_receipt date")
    cr.execute("""
        UPDATE raya_asset
           SET date_receipt = received.day
          FROM (
                SELECT line.lot_id, MIN(line.date)::date AS day
                  FROM stock_move_line line
                  JOIN stock_location location ON location.id = line.location_id
                 WHERE line.state = 'done' AND location.usage = 'supplier' AND line.lot_id IS NOT NULL
                 GROUP BY line.lot_id
               ) received
         WHERE received.lot_id = raya_asset.lot_id
    """)

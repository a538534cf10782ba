def migrate(cr, version):
    """Units that have a coverage were promised their policies when they were sold."""
    cr.execute("ALTER TABLE raya_asset ADD COLUMN IF NOT EXISTS is_promised boolean")
    cr.execute("""
        UPDATE raya_asset SET is_promised = TRUE
         WHERE id IN (SELECT asset_id FROM raya_warranty)
    """)
    # Both are made anew with more columns.
    cr.execute("DROP INDEX IF EXISTS raya_warranty__policy_once")
    cr.execute("DROP INDEX IF EXISTS raya_warranty_line__line_once")

def migrate(cr, version):
    """Coverages of before had one period for all lines of their policy."""
    cr.execute("""
        INSERT INTO raya_warranty_line (warranty_id, policy_line_id, date_start, date_end)
        SELECT warranty.id, line.id, warranty.date_start, warranty.date_end
          FROM raya_warranty warranty
          JOIN raya_warranty_policy_line line ON line.policy_id = warranty.policy_id
            ON CONFLICT DO NOTHING
    """)

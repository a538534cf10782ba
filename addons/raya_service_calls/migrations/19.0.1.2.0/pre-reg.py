def migrate(cr, version):
    """Past invoices are built by a run that stays; what is left of the wizard goes."""
    cr.execute("DELETE FROM raya_asset_builder")
    # Both are made anew: a kit has several products on one line, and a lot of
    # many may be with several customers.
    cr.execute("DROP INDEX IF EXISTS raya_asset__sale_unit_uniq")
    cr.execute("DROP INDEX IF EXISTS raya_asset__invoice_unit_uniq")
    cr.execute("DROP INDEX IF EXISTS raya_asset__lot_in_use_uniq")

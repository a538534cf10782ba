def migrate(cr, version):
    """A repair warranty starts on the day of the repair; until now no start event said so.

    Policies that cover units already keep their terms.
    """
    cr.execute("""
        UPDATE raya_warranty_policy policy
           SET start_event = 'repair', start_cap = NULL
         WHERE kind = 'repair' AND start_event != 'repair'
           AND NOT EXISTS (SELECT FROM raya_warranty WHERE policy_id = policy.id)
    """)

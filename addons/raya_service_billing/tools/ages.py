"""How long a unit has been in service: plain arithmetic, no ORM."""

# Upper end of each band in months, whole; what is older is in the last one.
BANDS = (3, 6, 12, 18, 24, 36, 60)
OLDER = "060_"


def whole_months(first_day, day):
    """Whole months from the first day of service to another day; none before it.

    :param first_day: ``datetime.date``
    :param day: ``datetime.date``

    >>> from datetime import date
    >>> whole_months(date(2026, 1, 31), date(2026, 2, 28)), whole_months(date(2026, 1, 15), date(2026, 7, 15))
    (0, 6)
    >>> whole_months(date(2026, 5, 1), date(2026, 4, 1))
    0
    """
    months = (day.year - first_day.year) * 12 + day.month - first_day.month
    return max(months - (day.day < first_day.day), 0)


def band(months):
    """Key of the band in which so many months are; keys sort by age.

    >>> band(0), band(2), band(3), band(59), band(60)
    ('000_003', '000_003', '003_006', '036_060', '060_')
    """
    lower = 0
    for upper in BANDS:
        if months < upper:
            return f"{lower:03}_{upper:03}"
        lower = upper
    return OLDER

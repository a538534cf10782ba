"""Time that people spend: counted in whole seconds, so that rows add up before anything is rounded. No ORM."""

HOUR = 3600
MINUTE = 60
DAY = 24 * HOUR


def typed(hours):
    """Seconds of a time as people type it, in hours: they mean whole minutes.

    >>> typed(0.5), typed(5 / 60), typed(0.08), typed(24)
    (1800, 300, 300, 86400)
    """
    return round((hours or 0) * MINUTE) * MINUTE


def in_hours(*seconds):
    """Hours of so many seconds, all together.

    >>> in_hours(*12 * [300]), in_hours(1800), in_hours()
    (1.0, 0.5, 0.0)
    """
    return sum(seconds) / HOUR


def between(start, stop):
    """Whole seconds from one moment to another.

    >>> from datetime import datetime
    >>> between(datetime(2026, 5, 4, 8), datetime(2026, 5, 4, 8, 5))
    300
    """
    return round((stop - start).total_seconds())


def text(seconds):
    """Hours and minutes, as a clock shows them.

    >>> text(300), text(86400), text(90000)
    ('0:05', '24:00', '25:00')
    """
    hours, minutes = divmod(round(seconds / MINUTE), MINUTE)
    return f"{hours}:{minutes:02}"

"""Days in the calendar of Persian readers, where the library for it is installed.

The web client writes the dates of Persian users in the Solar Hijri calendar by
itself; texts that the server writes would say the same day in another calendar.
"""

try:
    import jdatetime
except ImportError:
    jdatetime = None

IS_AVAILABLE = jdatetime is not None
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def written(day):
    """A day as it is written in Iran.

    :param datetime.date day: a day of the Gregorian calendar
    :raises RuntimeError: without the library, see :data:`IS_AVAILABLE`

    >>> from datetime import date
    >>> written(date(2026, 3, 21)) if IS_AVAILABLE else "۱۴۰۵/۰۱/۰۱"
    '۱۴۰۵/۰۱/۰۱'
    """
    if not IS_AVAILABLE:
        raise RuntimeError("The Python library jdatetime is not installed.")
    return jdatetime.date.fromgregorian(date=day).strftime("%Y/%m/%d").translate(_DIGITS)

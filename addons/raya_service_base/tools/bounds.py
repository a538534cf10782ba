"""Between which values numbers and days make sense: beyond them people mistyped. No ORM."""

from datetime import date
from typing import Any, NamedTuple


class Bounds(NamedTuple):
    """The least and the greatest value.

    :param bool is_above: more than the least, not the least itself
    :param besides: one value beyond them that means something of its own
    """

    low: Any
    high: Any
    is_above: bool = False
    besides: Any = None

    def hold(self, value):
        """Whether a value lies within.

        >>> DAY.hold(date(1404, 12, 19)), POSITIVE.hold(0), POSITIVE.hold(float("nan")), Bounds(0, 10).hold(10)
        (False, False, False, True)
        """
        within = (self.low < value if self.is_above else self.low <= value) and value <= self.high
        return within or (self.besides is not None and value == self.besides)


LAST_DAY = date(2199, 12, 31)
DAY = Bounds(date(1900, 1, 1), LAST_DAY)
# Some units are older than whoever serves them.
MAKING = Bounds(date(1800, 1, 1), LAST_DAY)
# What follows from such days by calculation; what is promised for life ends on the last of all.
PROMISED = Bounds(MAKING.low, date(2399, 12, 31), besides=date(2999, 12, 31))
# What the columns of a database hold.
INTEGER = Bounds(-(2**31), 2**31 - 1)
NUMBER = Bounds(-(10.0**14), 10.0**14)
NOT_NEGATIVE = Bounds(0, 10.0**14)
POSITIVE = Bounds(0, 99_999_999, is_above=True)
COUNT = Bounds(0, 999_999)
PERCENT = Bounds(0, 100)
# In km: nobody drives more for one visit.
DISTANCE = Bounds(0, 5000)
BY_TYPE = {"date": DAY, "integer": INTEGER, "float": NUMBER, "monetary": NUMBER}

# No promise is longer; also the most of each unit of time.
LONGEST_YEARS = 100
LONGEST_MONTHS = 12 * LONGEST_YEARS
LONGEST = {
    "year": LONGEST_YEARS,
    "month": LONGEST_MONTHS,
    "solar_month": LONGEST_MONTHS,
    "day": 366 * LONGEST_YEARS,
}
MONTHS = Bounds(0, LONGEST_MONTHS)
GRACE = Bounds(0, 3650)


def is_too_long(duration, unit):
    """Whether nobody promises anything for so long.

    :param str unit: ``day``, ``month``, ``solar_month`` or ``year``

    >>> is_too_long(100, "year"), is_too_long(101, "year"), is_too_long(1200, "month"), is_too_long(0, None)
    (False, True, False, False)
    >>> is_too_long(1201, "solar_month")
    True
    """
    return duration > LONGEST.get(unit, LONGEST["day"])

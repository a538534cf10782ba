"""Working time between moments, from the intervals of any calendar; no ORM.

Moments are naive and in UTC, as Odoo stores them. Days are those of the calendar's
own time zone: its rules of daylight saving are asked for each day anew.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

# How far ahead work is looked for: a calendar without any in so long a time has none.
HORIZON = timedelta(days=1100)
# How many days are asked for at once; each further question asks for twice as many.
FIRST_DAYS = 35


class Piece(NamedTuple):
    """Work without a break, within one day."""

    start: datetime
    end: datetime


def always(start, end):
    """Intervals of a calendar that never rests.

    >>> always(1, 2)
    [(1, 2)]
    """
    return [(start, end)]


class WorkingTime:
    """Working time of one calendar, loaded as far as it is asked for, and once only.

    >>> daily = WorkingTime(always, "Asia/Tehran")
    >>> daily.seconds(datetime(2026, 6, 15, 5), datetime(2026, 6, 15, 5, 30))
    1800.0
    >>> daily.moment_after(datetime(2026, 6, 15, 5), 7200)
    datetime.datetime(2026, 6, 15, 7, 0)
    >>> daily.day_end_after(datetime(2026, 6, 15, 5), 1, daily.day(datetime(2026, 6, 15, 5)))
    datetime.datetime(2026, 6, 16, 20, 30)
    """

    def __init__(self, load, zone):
        """
        :param load: function of two moments that gives the intervals of work between
            them, as ``(start, end)`` in UTC, sorted, apart from each other
        :param str zone: name of the time zone whose days count
        """
        self._load, self._zone = load, ZoneInfo(zone)
        self._days, self._first, self._beyond = {}, None, None
        self._pieces, self._totals, self._ends = [], [0.0], []

    def day(self, moment):
        """The day of a moment where this calendar is at home."""
        return moment.replace(tzinfo=UTC).astimezone(self._zone).date()

    def seconds(self, start, end):
        """Working seconds between two moments; none where the second is not later."""
        if end <= start:
            return 0.0
        self._reach(start, end)
        return self._total(end) - self._total(start)

    def days(self, start, end, counted):
        """Working days whose work ended in between, later than the day ``counted``; sorted."""
        if end <= start:
            return []
        self._reach(start, end)
        low = bisect_right(self._ends, start, key=lambda ended: ended[0])
        high = bisect_right(self._ends, end, key=lambda ended: ended[0])
        return [day for _moment, day in self._ends[low:high] if day > counted]

    def moment_after(self, start, seconds):
        """The earliest moment until which so many working seconds pass.

        :return: None where the calendar has no work for so long that nobody waits for it
        """
        if seconds <= 0:
            return start
        for _step in self._steps(start):
            wanted = self._total(start) + seconds
            # The first piece at whose end enough has passed; a rounding error is no piece more.
            index = bisect_left(self._totals, wanted - 1e-6) - 1
            if index < len(self._pieces):
                return self._pieces[index].start + timedelta(seconds=round(wanted - self._totals[index], 3))
        return None

    def moment_before(self, end, seconds):
        """The latest moment from which so many working seconds pass until ``end``; ``end`` where there are not so many."""
        if seconds <= 0:
            return end
        days = FIRST_DAYS
        while timedelta(days=days) < HORIZON:
            self._reach(end - timedelta(days=days), end)
            wanted = self._total(end) - seconds
            if wanted >= 0:
                index = min(bisect_right(self._totals, wanted + 1e-6), len(self._pieces)) - 1
                return self._pieces[index].start + timedelta(seconds=round(wanted - self._totals[index], 3))
            days *= 2
        return end

    def day_end_after(self, start, count, counted):
        """End of the work of the so many-th working day that ends after ``start`` and later than the day ``counted``."""
        if count <= 0:
            return start
        for _step in self._steps(start):
            low = bisect_right(self._ends, start, key=lambda ended: ended[0])
            later = [moment for moment, day in self._ends[low:] if day > counted]
            if len(later) >= count:
                return later[count - 1]
        return None

    def next_open(self, moment):
        """The first working moment at or after a moment, or None as in :meth:`moment_after`."""
        for _step in self._steps(moment):
            index = bisect_right(self._pieces, moment, key=lambda piece: piece.end)
            if index < len(self._pieces):
                return max(moment, self._pieces[index].start)
        return None

    def _steps(self, start):
        """Look further and further ahead, as long as the caller asks for more."""
        days = FIRST_DAYS
        while timedelta(days=days) < HORIZON * 2:
            self._reach(start, start + min(timedelta(days=days), HORIZON))
            yield days
            days *= 2

    def _total(self, moment):
        """Working seconds from the first loaded moment to this one."""
        index = bisect_right(self._pieces, moment, key=lambda piece: piece.start) - 1
        if index < 0:
            return 0.0
        within = min(moment, self._pieces[index].end) - self._pieces[index].start
        return self._totals[index] + within.total_seconds()

    def _reach(self, start, end):
        """Load the whole days from one moment to another, as far as they are not there."""
        first, beyond = self.day(start), self.day(end) + timedelta(days=1)
        if self._first is None:
            self._read(first, max(beyond, first + timedelta(days=FIRST_DAYS)))
        else:
            if first < self._first:
                self._read(first, self._first)
            if beyond > self._beyond:
                self._read(self._beyond, beyond)

    def _read(self, first, beyond):
        midnights = [self._midnight(first + timedelta(days=n)) for n in range((beyond - first).days + 1)]
        for start, end in self._load(midnights[0], midnights[-1]):
            index = bisect_right(midnights, start)
            while start < end:
                part = min(end, midnights[index])
                day = first + timedelta(days=index - 1)
                self._days.setdefault(day, []).append(Piece(start, part))
                start, index = part, index + 1
        self._first = min(first, self._first or first)
        self._beyond = max(beyond, self._beyond or beyond)
        self._sum_up()

    def _sum_up(self):
        days = sorted(self._days)
        self._pieces = [piece for day in days for piece in self._days[day]]
        lengths = ((piece.end - piece.start).total_seconds() for piece in self._pieces)
        self._totals = list(accumulate(lengths, initial=0.0))
        self._ends = [(self._days[day][-1].end, day) for day in days]

    def _midnight(self, day):
        local = datetime.combine(day, time.min, tzinfo=self._zone)
        return local.astimezone(UTC).replace(tzinfo=None)

"""The day of a technician: where a visit fits, in which order visits are made, how their travel is shared. No ORM.

Moments are of one kind within a call: datetimes, or minutes of a day. A *span* is a pair
of them, its end not in it, so that 9:00–10:00 and 10:00–11:00 only touch.
"""

from datetime import date
from typing import Any, NamedTuple

FAR = date.max


class Hours(NamedTuple):
    """When somebody works, and when they are on leave: spans, sorted, apart from each other.

    :param work: by their working hours, without holidays of everybody
    :param away: leaves of their own
    """

    work: tuple = ()
    away: tuple = ()


class Stop(NamedTuple):
    """A visit that is to be laid into a day.

    :param key: whatever the caller knows it by
    :param int minutes: how long it takes
    :param promised: the day told to the customer, ``None`` for none
    :param str priority: the greater, the more urgent
    :param str area: visits of one area are made one after the other
    """

    key: Any
    minutes: int
    promised: date | None = None
    priority: str = "0"
    area: str = ""


def overlaps(spans, start, stop):
    """Those of the spans that share some time with another one; empty ones share none.

    >>> overlaps([(9, 10), (10, 12), (11, 11)], 10, 12)
    [(10, 12)]
    """
    return [(first, last) for first, last in spans if first < last and max(first, start) < min(last, stop)]


def subtract(spans, holes):
    """What is left of spans without the holes.

    >>> subtract([(8, 12), (13, 17)], [(9, 10), (11, 14)])
    [(8, 9), (10, 11), (14, 17)]
    """
    left = []
    for start, stop in spans:
        at = start
        for first, last in sorted(overlaps(holes, start, stop)):
            if at < first:
                left.append((at, first))
            at = max(at, last)
        if at < stop:
            left.append((at, stop))
    return left


def works(work, start, stop):
    """Whether a visit begins and ends in working time; a long one may have the break of the day in it.

    >>> work = [(8, 12), (13, 17)]
    >>> [works(work, *span) for span in ((8, 12), (11, 14), (12, 14), (11, 12.5), (16, 18))]
    [True, True, False, False, False]
    """
    begins = any(first <= start < last for first, last in work)
    return begins and any(first < stop <= last for first, last in work)


def first_gap(work, busy, length, earliest):
    """Where something first fits on a day: in one piece of free time, else with a break of the day in it.

    :param work: spans of working time of the day
    :param busy: spans that are taken
    :param earliest: nothing begins before
    :return: when it begins, ``None`` where it does not fit

    >>> work = [(8, 12), (13, 17)]
    >>> first_gap(work, [(8, 9.5)], 2, 0), first_gap(work, [(9, 11)], 2, 0), first_gap(work, [], 6, 0)
    (9.5, 13, 8)
    >>> first_gap(work, [], 1, 16.5)
    """
    for start, stop in subtract(work, busy):
        if max(start, earliest) + length <= stop:
            return max(start, earliest)
    starts = sorted({max(each, earliest) for span in (*work, *busy) for each in span})
    for start in starts:
        if works(work, start, start + length) and not overlaps(busy, start, start + length):
            return start
    return None


def order(stops, day):
    """In which order visits are made: what is promised until that day first, then by area, so that nobody drives twice.

    Areas come in the order of their most urgent visit.

    >>> monday, friday = date(2026, 5, 4), date(2026, 5, 8)
    >>> stops = [Stop("a", 60, None, area="North"), Stop("b", 60, friday, area="West"), Stop("c", 60, area="West"),
    ...          Stop("d", 60, monday, area="North"), Stop("e", 60, monday, "2", area="West")]
    >>> [stop.key for stop in order(stops, monday)]
    ['e', 'd', 'a', 'b', 'c']
    """

    def urgency(stop):
        return (stop.promised or FAR) > day, -int(stop.priority), stop.promised or FAR

    first = {}
    for stop in stops:
        key = ((stop.promised or FAR) <= day, stop.area)
        first[key] = min(first.get(key, urgency(stop)), urgency(stop))
    last = _last_area(stops, day, first)

    def place(stop):
        is_due = (stop.promised or FAR) <= day
        # Whoever is in an area already goes on there.
        is_elsewhere = not is_due and stop.area != last
        return not is_due, is_elsewhere, first[is_due, stop.area], stop.area, urgency(stop)

    return sorted(stops, key=place)


def _last_area(stops, day, first):
    """The area in which what is promised ends."""
    due = [(first[True, stop.area], stop.area) for stop in stops if (stop.promised or FAR) <= day]
    return max(due)[1] if due else None


def lay(stops, work, busy, earliest, minute=1):
    """Lay visits into a day, one after the other in their order; each where it first fits.

    :param minute: one minute in the unit of the moments
    :return: pairs of a stop and when it begins, by time, and the stops that do not fit

    >>> placed, rest = lay([Stop("a", 120), Stop("b", 60), Stop("c", 300)], [(480, 720), (780, 1020)], [(480, 540)], 0)
    >>> [(stop.key, at) for stop, at in placed], [stop.key for stop in rest]
    ([('a', 540), ('b', 660)], ['c'])
    """
    placed, rest, taken = [], [], list(busy)
    for stop in stops:
        length = stop.minutes * minute
        at = first_gap(work, taken, length, earliest)
        if at is None:
            rest.append(stop)
        else:
            placed.append((stop, at))
            taken.append((at, at + length))
    return sorted(placed, key=lambda pair: pair[1]), rest


def share(total, count):
    """A whole number in so many parts that differ by one at most, the greater ones first.

    >>> share(50, 3), share(2, 3), share(5, 0)
    ([17, 17, 16], [1, 1, 0], [])
    """
    return [total // count + (place < total % count) for place in range(count)] if count else []

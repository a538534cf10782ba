"""How long a unit was out of use, and how much of that waited for parts; no ORM."""

from datetime import timedelta

HOUR = timedelta(hours=1)


def union(spans):
    """Spans of time as few that do not touch, the earliest first.

    >>> union([(1, 3), (5, 6), (2, 4)])
    [(1, 4), (5, 6)]
    """
    joined = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def hours(spans):
    """Hours of spans of datetimes together, what they share counted once.

    >>> from datetime import datetime
    >>> hours([(datetime(2026, 11, 1, 8), datetime(2026, 11, 3, 12))])
    52.0
    """
    return sum((end - start for start, end in union(spans)), timedelta()) / HOUR


def within(spans, frame):
    """What of some spans lies within another one.

    >>> within([(1, 4), (6, 9)], (3, 7))
    [(3, 4), (6, 7)]
    """
    cut = [(max(start, frame[0]), min(end, frame[1])) for start, end in spans]
    return [(start, end) for start, end in cut if start < end]

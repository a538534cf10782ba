"""The life of a unit as the fold of its dated events; no ORM.

Documents tell their own events: sold, delivered, came back, credited. What people
say stands beside them. Whose a unit was on any day, and whether anybody had it, is
:func:`fold` of the events up to that day, whatever is true today.
"""

from datetime import date
from typing import Any, NamedTuple

LIVE = "live"
RETURNED = "returned"
ENDED = "ended"

# What each kind of event makes of a unit; those left out change only its owner.
STATUS = {
    "sold": LIVE,
    "recorded": LIVE,
    "given": LIVE,
    "delivered": LIVE,
    "resumed": LIVE,
    "returned": RETURNED,
    "exchanged": RETURNED,
    "credited": ENDED,
    "withdrawn": ENDED,
    "merged": ENDED,
}
# Kinds of which nobody may know the day: they keep the one on which they were noticed.
UNDATED = ("withdrawn", "resumed", "returned")
# Kinds that say whose the unit is from then on.
OWNING = ("sold", "recorded", "given", "transferred", "corrected")


class Event(NamedTuple):
    """What happened to a unit on a day.

    :param sequence: order among the events of one day
    :param owner: whose the unit is from then on, for the kinds in :data:`OWNING`
    :param document: the document behind it, by model and id, where there is one
    """

    date: date
    sequence: int
    kind: str
    owner: Any = None
    document: str | None = None

    @property
    def key(self):
        """What stays the same while the documents are corrected; goods move by many slips, sold they are once."""
        return self.kind, self.document if self.kind in ("delivered", "returned", "given") else None


class Life(NamedTuple):
    """What a unit is on a day.

    :param status: ``None`` before its first event, else :data:`LIVE`, :data:`RETURNED` or :data:`ENDED`
    :param owner: whose it is, nobody's once it came back or its sale ended
    :param since: the day since which it is theirs, or nobody's
    """

    status: str | None = None
    owner: Any = None
    since: date | None = None


def fold(events, day=None):
    """The :class:`Life` that events make up to a day, or up to the last of them.

    >>> sold, back = Event(date(2026, 3, 10), 0, "sold", "Ali"), Event(date(2026, 6, 5), 1, "returned")
    >>> fold([sold, back], date(2026, 6, 1)).owner, fold([sold, back]).owner
    ('Ali', None)
    >>> fold([sold, back], date(2026, 3, 9)).status
    """
    status = owner = since = changed = None
    for event in sorted(events, key=lambda event: (event.date, event.sequence)):
        if day and event.date > day:
            break
        before, status = status, _get_status(status, event.kind)
        changed = event.date if status != before else changed
        if event.kind in OWNING and event.owner != owner:
            owner, since = event.owner, event.date
    return Life(status, owner, since) if status == LIVE else Life(status, since=changed)


def _get_status(status, kind):
    after = STATUS.get(kind, status)
    # Goods that came back are told as such, also when they are credited later ...
    if kind == "credited" and status == RETURNED:
        return RETURNED
    # ... and a delivery alone sells nothing.
    if kind == "delivered" and status == ENDED:
        return ENDED
    return after


def conclude(events, status, day):
    """The event that is missing where events do not come to what a unit is today, else ``None``.

    :param status: the status that the unit has today
    :param day: today

    >>> conclude([Event(date(2026, 3, 10), 0, "sold")], ENDED, date(2026, 6, 5)).kind
    'withdrawn'
    >>> conclude([Event(date(2026, 3, 10), 0, "sold")], LIVE, date(2026, 6, 5))
    """
    if fold(events).status == status:
        return None
    day = max([day, *(event.date for event in events)])
    last = max((event.sequence for event in events if event.date == day), default=0)
    return Event(day, last + 1, {LIVE: "resumed", RETURNED: "returned", ENDED: "withdrawn"}[status])

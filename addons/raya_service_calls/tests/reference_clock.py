"""Clocks, told slowly: minute by minute, from nothing but the hours of the week."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..tools.working_time import WorkingTime

MINUTE = timedelta(minutes=1)
# Hours of work and time zones begin at full and half hours.
STEP = timedelta(minutes=30)


class Week(NamedTuple):
    """Hours of work by weekday (Monday is 0), from half hour to half hour of the local day, and whole days off."""

    hours: dict
    zone: str
    off: frozenset = frozenset()

    def works_at(self, moment):
        """Whether the minute that begins at a moment is one of work."""
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        return local.date() not in self.off and any(
            start <= minute < end for start, end in self.hours.get(local.weekday(), ())
        )

    def day(self, moment):
        """The local day of a moment."""
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone)).date()

    def load(self, start, end):
        """Intervals of work, as any calendar gives them."""
        found, begun, moment = [], None, start
        while moment <= end:
            works = moment < end and self.works_at(moment)
            if works and begun is None:
                begun = moment
            if not works and begun is not None:
                found.append((begun, moment))
                begun = None
            moment += STEP
        return found

    def work(self):
        """The same hours for the quick clock."""
        return WorkingTime(self.load, self.zone)


def office(zone="UTC", off=()):
    """Monday to Friday from nine to five."""
    return Week({day: [(540, 1020)] for day in range(5)}, zone, frozenset(off))


def iran(off=()):
    """Saturday to Wednesday from eight to four, Thursday until noon, Friday off."""
    whole = {day: [(480, 960)] for day in (5, 6, 0, 1, 2)}
    return Week({**whole, 3: [(480, 720)]}, "Asia/Tehran", frozenset(off))


class Story(NamedTuple):
    """What the slow clock saw."""

    failed: datetime | None
    minutes: int
    days: int


def tell(week, start, target, events, until):
    """Walk through every minute until one of them.

    :param events: ``(minute after the start, what, argument)``: pause, resume,
        target (another one) or week (another one)
    """
    changes = {}
    for minute, what, argument in events:
        changes.setdefault(start + minute * MINUTE, []).append((what, argument))
    failed, minutes, days, counted, runs, moment = None, 0, 0, week.day(start), True, start
    while moment < until:
        for what, argument in changes.get(moment, ()):
            runs = {"pause": False, "resume": True}.get(what, runs)
            target = argument if what == "target" else target
            week = argument if what == "week" else week
        if runs and failed is None and _is_over(target, minutes, days):
            failed = moment
        if runs and week.works_at(moment):
            minutes += 1
            if _is_last(week, moment) and week.day(moment) > counted:
                days, counted = days + 1, week.day(moment)
        moment += MINUTE
    return Story(failed, minutes, days)


def _is_over(target, minutes, days):
    length = {"minute": 1, "hour": 60}.get(target.unit)
    return minutes >= target.amount * length if length else days >= target.amount


def _is_last(week, moment):
    """Whether no minute of work follows on this day."""
    later, day = moment + MINUTE, week.day(moment)
    while week.day(later) == day:
        if week.works_at(later):
            return False
        later += MINUTE
    return True


def moment(text):
    """A moment in UTC, as ``2026-11-27 16:00``."""
    return datetime.fromisoformat(text)


def tehran(text):
    """A moment told by the clocks of Tehran, in UTC."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tehran"))
    return local.astimezone(UTC).replace(tzinfo=None)


def days(*texts):
    """Days, as ``2027-03-20``."""
    return [date.fromisoformat(text) for text in texts]

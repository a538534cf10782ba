"""A clock: what was promised, how much of it has passed, and when it is due; no ORM.

A clock runs by the working time of a calendar, stands while the customer is waited
for, may get another target or calendar on its way, and is never turned back: what
passed stays passed, and what failed stays failed.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from .working_time import WorkingTime

SECONDS = {"minute": 60, "hour": 3600}
UNITS = (*SECONDS, "day")


class Target(NamedTuple):
    """How long something may take: working minutes or hours, or whole working days after the day it began."""

    amount: int
    unit: str


@dataclass(frozen=True)
class Clock:
    """One promise and the time that passed; every change gives another clock.

    Moments are naive and in UTC. A working day has passed when its work ends while the
    clock runs; the day on which the clock began is none.

    :param running: since when it runs by this target and working time; None while it stands
    :param seconds: working seconds that passed before that
    :param days: working days that passed before that
    :param counted: the last day that is not counted any more
    """

    target: Target
    work: WorkingTime
    started: datetime
    running: datetime | None
    counted: date
    seconds: float = 0.0
    days: int = 0
    failed: datetime | None = None
    reached: datetime | None = None
    ended: datetime | None = None

    @property
    def due(self):
        """When it fails if nothing happens; None while it stands, after its end, or when its calendar never works."""
        return None if self.running is None else self.due_from(self.running)

    def due_from(self, moment):
        """When it would be due if it ran on from a moment, with what passed so far."""
        if self.target.unit == "day":
            return self.work.day_end_after(moment, self.target.amount - self.days, self.counted)
        return self.work.moment_after(moment, self.target.amount * SECONDS[self.target.unit] - self.seconds)

    def used(self, moment):
        """What passed until a moment: seconds, or days for a target in days."""
        now = self._count(moment)
        return now.days if self.target.unit == "day" else now.seconds

    def left(self, moment):
        """What is left at a moment, in the same unit as :meth:`used`; less than zero after the deadline."""
        return self.target.amount * SECONDS.get(self.target.unit, 1) - self.used(moment)

    def warning(self, minutes):
        """The moment so many working minutes before it is due, or None."""
        due = self.due
        return due and max(self.running, self.work.moment_before(due, minutes * 60))

    def settle(self, moment):
        """Note that it failed, if it is due before a moment."""
        due = self.due
        return replace(self, failed=due) if due and due < moment and not self.failed else self

    def pause(self, moment):
        """It stands from a moment on."""
        return replace(self.settle(moment)._count(moment), running=None)

    def resume(self, moment):
        """It runs on from a moment, if it stood."""
        return self if self.running or self.ended else replace(self, running=moment)

    def refit(self, moment, target, work):
        """Another target or another calendar from a moment on; what passed by the old ones stays passed.

        A target that is shorter than what has passed is due at once, not in the past.
        """
        before = self.settle(moment)._count(moment)
        running = before.running and max(before.running, moment)
        return replace(before, target=target, work=work, running=running)

    def reach(self, moment):
        """What was promised is done, in time or late."""
        return replace(self.settle(moment), reached=moment).end(moment)

    def end(self, moment):
        """Nobody waits for it any more."""
        return replace(self.settle(moment)._count(moment), running=None, ended=moment)

    def reopen(self, moment):
        """It goes on, with what passed before; the time since its end is no time of it."""
        return replace(self, reached=None, ended=None, running=moment)

    def _count(self, moment):
        """Count what passed since it runs."""
        if self.running is None or moment <= self.running:
            return self
        days = self.work.days(self.running, moment, self.counted)
        return replace(
            self,
            seconds=self.seconds + self.work.seconds(self.running, moment),
            days=self.days + len(days),
            counted=days[-1] if days else self.counted,
            running=moment,
        )


def begin(target, work, moment, now=None):
    """A clock that runs from a moment on.

    :param now: when the promise was made, if later: what passed before counts, but
        it is due at once and not in the past

    A clock of four hours begins on Friday at 16:00 and stands from 16:30 on, in a
    company that works on weekdays from nine to five:

    >>> from datetime import timedelta
    >>> def weekdays(start, end):
    ...     days = (start + timedelta(days=n) for n in range((end - start).days))
    ...     return [(day.replace(hour=9), day.replace(hour=17)) for day in days if day.weekday() < 5]
    >>> work = WorkingTime(weekdays, "UTC")
    >>> clock = begin(Target(4, "hour"), work, datetime(2026, 11, 27, 16)).pause(datetime(2026, 11, 27, 16, 30))
    >>> clock.due, clock.used(datetime(2026, 11, 29)) / 3600
    (None, 0.5)
    >>> clock.resume(datetime(2026, 11, 30, 10, 30)).due
    datetime.datetime(2026, 11, 30, 14, 0)
    """
    clock = Clock(target, work, moment, moment, work.day(moment))
    return clock._count(now) if now else clock

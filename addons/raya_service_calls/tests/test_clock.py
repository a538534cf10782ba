"""The clock of service levels: dated cases, and random ones against a walk through every minute."""

from datetime import datetime, timedelta

from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools.clock import Target, begin
from ..tools.working_time import HORIZON, WorkingTime, always
from .reference_clock import MINUTE, Week, days, iran, moment, office, tehran, tell

HOURS_4, HOURS_8, DAYS_7 = Target(4, "hour"), Target(8, "hour"), Target(7, "day")


class TestClock(BaseCase):
    def test_waiting_is_taken_out_by_working_time_not_by_the_wall(self):
        clock = begin(HOURS_4, office().work(), moment("2026-11-27 16:00"))
        stands = clock.pause(moment("2026-11-27 16:30"))
        self.assertIsNone(stands.due)
        self.assertEqual(stands.used(moment("2026-11-30 10:00")), 1800)
        runs = stands.resume(moment("2026-11-30 10:30"))
        self.assertEqual(runs.left(moment("2026-11-30 10:30")), 3.5 * 3600)
        self.assertEqual(runs.due, moment("2026-11-30 14:00"))

    def test_iranian_week_goes_over_friday(self):
        clock = begin(HOURS_8, iran().work(), tehran("2026-11-25 15:00"))
        self.assertEqual(clock.due, tehran("2026-11-28 11:00"))

    def test_complaint_before_nowruz_is_answered_in_seven_working_days(self):
        off = days("2027-03-20", *[f"2027-03-{day}" for day in range(21, 25)], "2027-04-01", "2027-04-02")
        clock = begin(DAYS_7, iran(off).work(), tehran("2027-03-18 09:00"))
        self.assertEqual(clock.due, tehran("2027-04-03 16:00"))
        self.assertEqual(clock.used(tehran("2027-04-01 12:00")), 6)

    def test_day_on_which_it_began_is_no_working_day_of_it(self):
        for begun in ("2026-11-28 00:10", "2026-11-28 09:00", "2026-11-28 23:50"):
            clock = begin(Target(1, "day"), iran().work(), tehran(begun))
            self.assertEqual(clock.due, tehran("2026-11-29 16:00"), begun)
        on_friday = begin(Target(1, "day"), iran().work(), tehran("2026-11-27 11:00"))
        self.assertEqual(on_friday.due, tehran("2026-11-28 16:00"))

    def test_iran_has_no_daylight_saving_any_more(self):
        work = Week({0: [(510, 600)]}, "Asia/Tehran").work()
        self.assertEqual(work.next_open(moment("2026-06-15 00:00")), moment("2026-06-15 05:00"))

    def test_night_of_the_change_has_an_hour_more_or_less(self):
        night = Week({6: [(0, 360)]}, "Europe/Berlin").work()
        for day, hours in (("2026-03-29", 5), ("2026-10-25", 7), ("2026-11-01", 6)):
            noon = moment(f"{day} 12:00")
            self.assertEqual(night.seconds(noon - timedelta(hours=20), noon), hours * 3600, day)

    def test_statutory_hours_pass_day_and_night(self):
        work = WorkingTime(always, "Asia/Tehran")
        clock = begin(Target(24, "hour"), work, tehran("2026-11-26 23:00"))
        self.assertEqual(clock.due, tehran("2026-11-27 23:00"))
        self.assertEqual(iran().work().next_open(clock.due), tehran("2026-11-28 08:00"))

    def test_what_passed_stays_when_the_calendar_changes(self):
        clock = begin(HOURS_4, office().work(), moment("2026-11-25 14:00"))
        handed_over = clock.refit(moment("2026-11-25 17:00"), HOURS_4, WorkingTime(always, "UTC"))
        self.assertEqual(handed_over.due, moment("2026-11-25 18:00"))
        standing = clock.pause(moment("2026-11-25 15:00")).refit(moment("2026-11-25 15:30"), HOURS_8, office().work())
        self.assertIsNone(standing.due)
        self.assertEqual(standing.resume(moment("2026-11-26 09:00")).due, moment("2026-11-26 16:00"))

    def test_shorter_target_is_due_at_once_and_not_in_the_past(self):
        clock = begin(HOURS_8, office().work(), moment("2026-11-25 09:00"))
        urgent = clock.refit(moment("2026-11-25 14:00"), HOURS_4, office().work())
        self.assertEqual(urgent.due, moment("2026-11-25 14:00"))
        self.assertFalse(urgent.failed)
        self.assertEqual(urgent.left(moment("2026-11-25 14:00")), -3600)

    def test_promise_that_was_made_later_is_due_at_once_and_not_in_the_past(self):
        clock = begin(HOURS_4, office().work(), moment("2026-11-25 09:00"), now=moment("2026-11-25 14:00"))
        self.assertEqual(clock.due, moment("2026-11-25 14:00"))
        early = begin(HOURS_4, office().work(), moment("2026-11-25 09:00"), now=moment("2026-11-25 10:00"))
        self.assertEqual(early.due, moment("2026-11-25 13:00"))

    def test_what_failed_stays_failed(self):
        clock = begin(HOURS_4, office().work(), moment("2026-11-25 09:00"))
        late = clock.refit(moment("2026-11-25 14:00"), HOURS_8, office().work())
        self.assertEqual(late.failed, moment("2026-11-25 13:00"))
        done = late.reach(moment("2026-11-25 15:00")).reopen(moment("2026-11-26 09:00"))
        self.assertEqual(done.failed, moment("2026-11-25 13:00"))

    def test_work_that_ends_on_the_dot_is_in_time(self):
        clock = begin(HOURS_4, office().work(), moment("2026-11-25 09:00"))
        self.assertFalse(clock.reach(moment("2026-11-25 13:00")).failed)
        self.assertTrue(clock.reach(moment("2026-11-25 13:01")).failed)

    def test_reopened_clock_goes_on_where_it_ended(self):
        clock = begin(HOURS_4, office().work(), moment("2026-11-25 09:00")).reach(moment("2026-11-25 11:00"))
        again = clock.reopen(moment("2026-11-27 10:00"))
        self.assertEqual((again.due, again.reached), (moment("2026-11-27 12:00"), None))

    def test_warning_comes_in_working_time(self):
        """One hour before Monday 09:30 is Friday 16:30, when somebody can still do something."""
        clock = begin(HOURS_4, office().work(), moment("2026-11-27 13:30"))
        self.assertEqual(clock.due, moment("2026-11-30 09:30"))
        self.assertEqual(clock.warning(60), moment("2026-11-27 16:30"))
        self.assertEqual(clock.warning(300), clock.started)

    def test_calendar_without_work_never_is_due(self):
        clock = begin(HOURS_4, WorkingTime(lambda start, end: [], "UTC"), moment("2026-11-27 13:30"))
        self.assertIsNone(clock.due)
        self.assertIsNone(clock.work.next_open(clock.started))
        self.assertIsNone(clock.warning(60))
        self.assertFalse(clock.settle(clock.started + HORIZON).failed)


def weeks():
    """Any working hours: some days, one or two shifts, some days off, zones with and without daylight saving."""
    shift = strategies.sampled_from([[(480, 960)], [(540, 720), (780, 1020)], [(0, 300)], [(1200, 1440)], [(0, 1440)]])
    hours = strategies.dictionaries(strategies.integers(0, 6), shift, min_size=2)
    zones = strategies.sampled_from(["UTC", "Asia/Tehran", "Europe/Berlin", "America/New_York"])
    off = strategies.frozensets(strategies.sampled_from(days(*[f"2026-03-{day}" for day in range(22, 32)])), max_size=4)
    return strategies.builds(Week, hours, zones, off)


def targets():
    hours = strategies.builds(Target, strategies.integers(1, 30), strategies.just("hour"))
    minutes = strategies.builds(Target, strategies.integers(1, 900), strategies.just("minute"))
    return strategies.one_of(
        hours, minutes, strategies.builds(Target, strategies.integers(1, 4), strategies.just("day"))
    )


def stories():
    """Pauses, other targets and other calendars, in any order, within some days."""
    changes = strategies.one_of(
        strategies.tuples(strategies.just("pause"), strategies.none()),
        strategies.tuples(strategies.just("resume"), strategies.none()),
        strategies.tuples(strategies.just("target"), targets()),
        strategies.tuples(strategies.just("week"), weeks()),
    )
    at = strategies.integers(1, 5 * 1440)
    return strategies.dictionaries(at, changes, max_size=5).map(
        lambda found: [(minute, *change) for minute, change in sorted(found.items())]
    )


class TestClockAgainstEveryMinute(BaseCase):
    """Around the last nights of March, when clocks change and days off begin."""

    START = datetime(2026, 3, 24)

    def _play(self, week, start, target, events):
        clock = begin(target, week.work(), start)
        for minute, what, argument in events:
            at = start + minute * MINUTE
            if what == "target":
                clock = clock.refit(at, argument, clock.work)
            elif what == "week":
                clock = clock.refit(at, clock.target, argument.work())
            else:
                clock = getattr(clock, what)(at)
        return clock

    @given(weeks(), strategies.integers(0, 4000), targets(), stories())
    def test_quick_and_slow_clock_tell_the_same(self, week, minute, target, events):
        start = self.START + minute * MINUTE
        until = start + timedelta(days=7)
        slow = tell(week, start, target, events, until)
        clock = self._play(week, start, target, events)
        failed = clock.failed or clock.due
        self.assertEqual(failed if failed and failed < until else None, slow.failed)
        closed = clock.pause(until)
        self.assertEqual((closed.seconds, closed.days), (slow.minutes * 60, slow.days))

    @given(weeks(), strategies.integers(0, 4000), strategies.integers(1, 2000))
    def test_there_and_back_is_the_same_working_time(self, week, minute, length):
        start, work = self.START + minute * MINUTE, week.work()
        end = work.moment_after(start, length * 60)
        self.assertEqual(work.seconds(start, end), length * 60)
        back = work.moment_before(end, length * 60)
        self.assertEqual(work.seconds(back, end), length * 60)
        self.assertGreaterEqual(back, start)

    @given(
        weeks(), strategies.integers(0, 4000), strategies.lists(strategies.integers(0, 60000), min_size=2, max_size=5)
    )
    def test_order_of_questions_does_not_matter(self, week, minute, lengths):
        start, one = self.START + minute * MINUTE, week.work()
        for length in lengths:
            end = start - length * MINUTE
            self.assertEqual(one.seconds(end, start), week.work().seconds(end, start))

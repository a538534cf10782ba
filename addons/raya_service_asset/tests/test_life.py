from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools.life import ENDED, LIVE, OWNING, RETURNED, STATUS, Event, conclude, fold

FIRST = date(2026, 3, 1)
EVENTS = strategies.lists(
    strategies.builds(
        Event,
        strategies.integers(0, 20).map(lambda day: FIRST + timedelta(day)),
        strategies.integers(0, 3),
        strategies.sampled_from([*STATUS, "transferred", "corrected"]),
        strategies.sampled_from(["Ali", "Bita"]),
    ),
    max_size=8,
)


def happened(*told):
    return [Event(date(2026, month, day), at, kind, owner) for at, (month, day, kind, owner) in enumerate(told)]


@tagged("post_install", "-at_install")
class TestLife(BaseCase):
    """State and owner on any day are the fold of the events up to it; no database."""

    def test_unit_that_is_returned_today_was_in_use_on_the_day_of_the_call(self):
        events = happened((3, 10, "sold", "Ali"), (6, 5, "returned", None))
        self.assertEqual(fold(events, date(2026, 6, 1)), (LIVE, "Ali", date(2026, 3, 10)))
        self.assertEqual(fold(events, date(2026, 6, 5)), (RETURNED, None, date(2026, 6, 5)))

    def test_before_its_first_event_nothing_is_known_of_a_unit(self):
        self.assertEqual(fold(happened((3, 10, "sold", "Ali")), date(2026, 3, 9)), (None, None, None))

    def test_owner_is_whoever_got_it_last(self):
        events = happened((3, 10, "sold", "Ali"), (5, 1, "transferred", "Bita"), (6, 1, "corrected", "Cyrus"))
        owners = [fold(events, date(2026, month, 15)).owner for month in (4, 5, 6)]
        self.assertEqual(owners, ["Ali", "Bita", "Cyrus"])

    def test_unit_delivered_again_is_its_last_owners(self):
        events = happened(
            (3, 10, "sold", "Ali"), (5, 1, "transferred", "Bita"), (6, 1, "returned", None), (6, 9, "delivered", None)
        )
        self.assertEqual(fold(events)[:2], (LIVE, "Bita"))

    def test_delivery_sells_nothing_after_a_credit_note(self):
        events = happened((3, 10, "sold", "Ali"), (4, 1, "credited", None), (4, 2, "delivered", None))
        self.assertEqual(fold(events).status, ENDED)

    def test_goods_that_came_back_are_told_as_such_also_when_they_are_credited_later(self):
        events = happened((3, 10, "sold", "Ali"), (4, 1, "returned", None), (4, 2, "credited", None))
        self.assertEqual(fold(events).status, RETURNED)

    @given(EVENTS, strategies.integers(0, 20), examples=300)
    def test_what_happens_later_changes_nothing_on_an_earlier_day(self, events, number):
        day = FIRST + timedelta(number)
        self.assertEqual(fold(events, day), fold([event for event in events if event.date <= day], day))

    @given(EVENTS, examples=300)
    def test_order_in_which_events_are_written_down_does_not_matter(self, events):
        unlike = list({(event.date, event.sequence): event for event in events}.values())
        self.assertEqual(fold(unlike), fold(unlike[::-1]))

    @given(EVENTS, strategies.sampled_from([LIVE, RETURNED, ENDED]), examples=300)
    def test_conclusion_makes_of_a_unit_what_it_is(self, events, status):
        closing = conclude(events, status, FIRST + timedelta(10))
        self.assertEqual(fold([*events, closing] if closing else events).status, status)

    def test_only_kinds_that_name_an_owner_change_it(self):
        for kind in set(STATUS) - set(OWNING):
            events = happened((3, 10, "sold", "Ali"), (4, 1, kind, "Bita"), (4, 2, "resumed", None))
            self.assertEqual(fold(events).owner, "Ali", kind)

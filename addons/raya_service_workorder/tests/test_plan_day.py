from datetime import date

from odoo.tests import BaseCase

from ..tools import plan_day
from ..tools.plan_day import Stop

WORK = [(480, 720), (780, 1020)]
MONDAY, TUESDAY = date(2027, 5, 3), date(2027, 5, 4)


class TestPlanDay(BaseCase):
    """Where visits fit, and in which order they are made."""

    def test_spans_that_touch_share_nothing(self):
        self.assertEqual(plan_day.overlaps([(480, 540), (600, 660)], 540, 600), [])
        self.assertEqual(plan_day.overlaps([(480, 541)], 540, 600), [(480, 541)])

    def test_holes_of_every_kind(self):
        for holes, left in (
            ([], [(480, 720)]),
            ([(400, 500)], [(500, 720)]),
            ([(700, 800)], [(480, 700)]),
            ([(500, 600), (550, 650)], [(480, 500), (650, 720)]),
            ([(400, 800)], []),
            ([(480, 720)], []),
        ):
            with self.subTest(holes=holes):
                self.assertEqual(plan_day.subtract([(480, 720)], holes), left)

    def test_first_gap_avoids_what_is_taken_and_what_is_past(self):
        for busy, length, earliest, found in (
            ([], 60, 0, 480),
            ([(480, 540)], 60, 0, 540),
            ([(480, 540), (570, 700)], 60, 0, 780),
            ([], 60, 500, 500),
            ([], 60, 700, 780),
            ([], 360, 0, 480),
            ([], 300, 0, None),
            ([(480, 490)], 300, 0, 490),
            ([(700, 800)], 300, 0, None),
            ([], 60, 961, None),
            ([(480, 1020)], 15, 0, None),
        ):
            with self.subTest(busy=busy, length=length, earliest=earliest):
                self.assertEqual(plan_day.first_gap(WORK, busy, length, earliest), found)

    def test_overdue_comes_before_what_is_promised_later(self):
        stops = [Stop("later", 60, TUESDAY), Stop("none", 60), Stop("overdue", 60, date(2027, 4, 1)), Stop("due", 60, MONDAY)]
        self.assertEqual([stop.key for stop in plan_day.order(stops, MONDAY)], ["overdue", "due", "later", "none"])

    def test_urgent_comes_before_normal(self):
        stops = [Stop("normal", 60, MONDAY), Stop("urgent", 60, MONDAY, "2")]
        self.assertEqual([stop.key for stop in plan_day.order(stops, MONDAY)], ["urgent", "normal"])

    def test_one_area_after_the_other(self):
        stops = [Stop(number, 60, area=area) for number, area in enumerate(["B", "A", "B", "A", "B"])]
        areas = [stop.area for stop in plan_day.order(stops, MONDAY)]
        self.assertEqual(areas, ["A", "A", "B", "B", "B"])

    def test_where_the_promised_ones_end_the_others_go_on(self):
        stops = [Stop(1, 60, area="A"), Stop(2, 60, area="B"), Stop(3, 60, MONDAY, area="B")]
        self.assertEqual([stop.key for stop in plan_day.order(stops, MONDAY)], [3, 2, 1])

    def test_day_is_laid_without_overlap_and_the_rest_is_told(self):
        stops = [Stop(number, 90) for number in range(8)]
        placed, rest = plan_day.lay(stops, WORK, [(600, 660)], 500)
        spans = [(at, at + stop.minutes) for stop, at in placed]
        self.assertEqual(spans, [(500, 590), (780, 870), (870, 960)])
        self.assertEqual(len(placed) + len(rest), 8)

    def test_shares_are_whole_and_lose_nothing(self):
        for total in range(0, 100, 7):
            for count in range(1, 6):
                parts = plan_day.share(total, count)
                self.assertEqual((sum(parts), len(parts)), (total, count))
                self.assertLessEqual(max(parts) - min(parts), 1)

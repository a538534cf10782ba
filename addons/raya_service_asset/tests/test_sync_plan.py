from odoo.tests import BaseCase

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..tools.sync import File, Goods, Sale, plan, tally


def carry_out(files, changes):
    """Files once the plan has been carried out."""
    after = {file.unit: file for file in files}
    for change in changes:
        after[change.unit] = File(
            change.id or 100 + change.unit, change.unit, change.lot, change.state, change.quantity, change.replaces
        )
    return [after[unit] for unit in sorted(after)]


def sale(invoiced, credited=0, moves=(), **more):
    goods, returns = tally(moves)
    return Sale(invoiced, credited, goods, returns, **more)


def brief(files):
    return [(file.unit, file.lot, file.state) for file in files]


class TestRegistrationPlan(BaseCase):
    """What the files of one sold line should be; identifiers of lots are 11, 12 …"""

    def _run(self, *steps, files=(), **more):
        files = list(files)
        for step in steps:
            documents = sale(*step, **more)
            files = carry_out(files, plan(documents, files))
            self.assertEqual(plan(documents, files), [], "asking twice")
        return files

    def assertFiles(self, expected, *steps, **more):
        self.assertEqual(brief(self._run(*steps, **more)), expected)

    def test_invoice_then_delivery(self):
        self.assertFiles([(1, 11, "active"), (2, 12, "active")], (2,), (2, 0, [(11, 1)]), (2, 0, [(11, 1), (12, 1)]))

    def test_delivery_then_invoice_gives_the_same(self):
        both = [(11, 1), (12, 1)]
        self.assertEqual(self._run((0, 0, both), (2, 0, both)), self._run((2,), (2, 0, both)))

    def test_invoice_reset_and_posted_again(self):
        both = [(11, 1), (12, 1)]
        self.assertFiles([(1, 11, "active"), (2, 12, "active")], (2, 0, both), (0, 0, both), (2, 0, both))

    def test_returned_goods_leave_a_unit_that_the_customer_is_owed(self):
        self.assertFiles([(1, 11, "returned")], (1, 0, [(11, 1)]), (1, 0, [(11, 1), (11, -1)]))

    def test_credit_note_after_the_return_ends_it(self):
        back = [(11, 1), (11, -1)]
        self.assertFiles([(1, 11, "returned")], (1, 0, [(11, 1)]), (1, 0, back), (1, 1, back))

    def test_credit_note_before_the_return_ends_the_same(self):
        back = [(11, 1), (11, -1)]
        self.assertFiles([(1, 11, "cancelled")], (1, 0, [(11, 1)]), (1, 1, [(11, 1)]))
        self.assertFiles([(1, 11, "returned")], (1, 0, [(11, 1)]), (1, 1, [(11, 1)]), (1, 1, back))

    def test_exchange_opens_a_file_that_replaces_the_returned_one(self):
        files = self._run((1, 0, [(11, 1)]), (1, 0, [(11, 1), (11, -1)]), (1, 0, [(11, 1), (11, -1), (12, 1)]))
        self.assertEqual(brief(files), [(1, 11, "returned"), (2, 12, "active")])
        self.assertEqual([file.replaces for file in files], [None, 1])

    def test_exchange_in_advance_is_one_when_the_old_goods_come_back(self):
        files = self._run((1, 0, [(11, 1), (12, 1)]), (1, 0, [(11, 1), (12, 1), (11, -1)]))
        self.assertEqual(
            [(file.lot, file.state, file.replaces) for file in files], [(11, "returned", None), (12, "active", 1)]
        )

    def test_exchange_of_an_exchange_is_a_chain(self):
        moves = [(11, 1), (11, -1), (12, 1), (12, -1), (13, 1)]
        self.assertEqual([file.replaces for file in self._run((1, 0, moves))], [None, 1, 2])

    def test_exchange_for_the_same_goods_again_turns_round(self):
        moves = [(11, 1), (11, -1), (12, 1), (12, -1), (11, 1)]
        files = self._run(*((1, 0, moves[:end]) for end in range(1, 6)))
        self.assertEqual(
            [(file.lot, file.state, file.replaces) for file in files], [(11, "active", 2), (12, "returned", None)]
        )

    def test_new_invoice_after_a_credit_note_is_a_new_sale_and_no_exchange(self):
        moves = [(11, 1), (11, -1), (12, 1)]
        files = self._run((1, 0, moves[:1]), (1, 1, moves[:2]), (2, 1, moves))
        self.assertEqual([file.replaces for file in files], [None, None])

    def test_same_serial_delivered_again_revives_its_file(self):
        moves = [(11, 1), (11, -1), (11, 1)]
        self.assertFiles([(1, 11, "active")], *((1, 0, moves[:end]) for end in range(1, 4)))

    def test_another_unit_that_is_still_to_come_is_no_exchange(self):
        files = self._run((2, 0, [(11, 1)]), (2, 0, [(11, 1), (11, -1)]), (2, 0, [(11, 1), (11, -1), (12, 1)]))
        self.assertEqual(brief(files), [(1, 11, "returned"), (2, 12, "active")])
        self.assertEqual([file.replaces for file in files], [None, None])

    def test_credit_of_one_unit_cancels_the_one_without_goods(self):
        self.assertFiles([(1, 11, "active"), (2, None, "cancelled")], (2, 0, [(11, 1)]), (2, 1, [(11, 1)]))

    def test_goods_without_serial_are_in_use_at_once(self):
        self.assertFiles([(1, None, "active")], (1,), needs_lot=False)

    def test_goods_without_serial_that_come_back_end_one_file(self):
        steps = (3,), (3, 0, [(None, 3)]), (3, 0, [(None, 3), (None, -1)])
        expected = [(1, None, "active"), (2, None, "active"), (3, None, "returned")]
        self.assertFiles(expected, *steps, needs_lot=False)
        self.assertFiles(expected, *steps, (3, 1, [(None, 3), (None, -1)]), needs_lot=False)
        again = [(unit, None, "active") for unit in (1, 2, 3)]
        self.assertFiles(again, *steps, (3, 0, [(None, 3), (None, -1), (None, 1)]), needs_lot=False)

    def test_each_lot_has_one_file_with_its_quantity(self):
        moves = [(11, 6), (12, 3), (11, -2)]
        quantities = []
        for end in range(4):
            files = self._run(*((10, 0, moves[:at]) for at in range(end + 1)), is_whole=True)
            quantities.append([(file.lot, file.state, file.quantity) for file in files])
        self.assertEqual(
            quantities,
            [
                [(None, "pending", 10)],
                [(11, "active", 6), (None, "pending", 4)],
                [(11, "active", 6), (12, "active", 3), (None, "pending", 1)],
                [(11, "active", 4), (12, "active", 3), (None, "pending", 1)],
            ],
        )

    def test_lot_beyond_what_is_invoiced_counts_only_as_far_as_invoiced(self):
        files = self._run((8, 0, [(11, 6), (12, 6)]), is_whole=True)
        self.assertEqual([(file.lot, file.quantity) for file in files], [(11, 6), (12, 2)])

    def test_whole_line_has_one_file_with_what_is_still_there(self):
        files = self._run((5,), (5, 0, [(None, 5), (None, -2)]), needs_lot=False, is_whole=True)
        self.assertEqual([(file.state, file.quantity) for file in files], [("active", 3)])
        files = self._run((5,), (5, 0, [(None, 5), (None, -5)]), needs_lot=False, is_whole=True)
        self.assertEqual([(file.state, file.quantity) for file in files], [("returned", 5)])

    def test_serial_entered_by_hand_stays_until_a_delivery_knows_better(self):
        by_hand = [File(7, 1, 99, "active")]
        self.assertFiles([(1, 99, "active")], (1,), files=by_hand)
        self.assertFiles([(1, 99, "active")], (1,), (0,), (1,), files=by_hand)
        self.assertFiles([(1, 11, "active")], (1, 0, [(11, 1)]), files=by_hand)

    def test_wrong_serials_of_before_the_invoice_are_history(self):
        self.assertFiles([(1, 11, "returned"), (2, 12, "active")], (1, 0, [(11, 1), (11, -1), (12, 1)]))
        self.assertFiles([], (0, 0, [(11, 1), (11, -1)]))


class Story:
    """A random life of one sold line: its documents, as they appear one after the other."""

    def __init__(self, events):
        self.invoiced = self.credited = 0
        self.moves = []
        for kind, number in events:
            getattr(self, kind)(number)

    def post(self, number):
        self.invoiced += number

    def reset(self, number):
        self.invoiced = max(0, self.invoiced - number)

    def credit(self, number):
        self.credited = min(self.invoiced, self.credited + number)

    def deliver(self, lot):
        if self._holds(lot) <= 0:
            self.moves.append((lot, 1))

    def take_back(self, lot):
        if self._holds(lot) > 0:
            self.moves.append((lot, -1))

    def _holds(self, lot):
        return sum(quantity for other, quantity in self.moves if other == lot)

    def get_sale(self, **more):
        return sale(self.invoiced, min(self.credited, self.invoiced), self.moves, **more)


EVENTS = strategies.lists(
    strategies.one_of(
        strategies.tuples(strategies.sampled_from(["post", "reset", "credit"]), strategies.integers(1, 3)),
        strategies.tuples(strategies.sampled_from(["deliver", "take_back"]), strategies.sampled_from([11, 12, 13, 14])),
    ),
    max_size=14,
)


class TestRegistrationConverges(BaseCase):
    """Whatever is seen of a story, and when: in the end the files are the same."""

    def _live(self, files):
        return sorted((file.lot or 0, file.state) for file in files if file.state in ("active", "pending"))

    @given(EVENTS, strategies.sets(strategies.integers(0, 13)), examples=400)
    def test_files_in_use_depend_on_the_documents_alone(self, events, seen):
        files = []
        for at in [*sorted(at for at in seen if at < len(events)), len(events) - 1]:
            documents = Story(events[: at + 1]).get_sale()
            files = carry_out(files, plan(documents, files))
            self.assertEqual(plan(documents, files), [], "asking twice")
        story = Story(events).get_sale()
        self.assertEqual(self._live(files), self._live(carry_out([], plan(story, []))))

    @given(EVENTS, examples=400)
    def test_each_sold_unit_has_one_file_that_is_live_or_whose_goods_came_back(self, events):
        documents = Story(events).get_sale()
        files = carry_out([], plan(documents, []))
        live = [file for file in files if file.state in ("active", "pending")]
        owed = max(0, sum(goods.back for goods in documents.goods) - documents.credited)
        self.assertEqual(len(live), documents.sold - min(owed, documents.sold - self._active(files)))
        lots = [file.lot for file in files if file.lot]
        self.assertEqual(len(lots), len(set(lots)), "one file per serial number")
        held = {goods.lot for goods in documents.goods if goods.held}
        self.assertLessEqual({file.lot for file in files if file.state == "active"}, held)

    def _active(self, files):
        return sum(file.state == "active" for file in files)

    @given(EVENTS, strategies.booleans(), examples=300)
    def test_goods_without_serial_converge_in_number(self, events, is_whole):
        files = []
        for at in range(len(events)):
            story = Story(events[: at + 1])
            story.moves = [(None, quantity) for _lot, quantity in story.moves]
            documents = story.get_sale(needs_lot=False, is_whole=is_whole)
            files = carry_out(files, plan(documents, files))
            self.assertEqual(plan(documents, files), [], "asking twice")
            alone = carry_out([], plan(documents, []))
            for stage in (files, alone):
                self.assertFalse([file for file in stage if file.state == "pending"])
            self.assertEqual(self._quantity(files), self._quantity(alone))

    def _quantity(self, files):
        return sum(file.quantity for file in files if file.state == "active")

    @given(EVENTS, examples=300)
    def test_a_file_replaces_only_goods_that_came_back(self, events):
        files = carry_out([], plan(Story(events).get_sale(), []))
        by_unit = {file.unit: file for file in files}
        replaced = [file.replaces for file in files if file.replaces]
        self.assertEqual(len(replaced), len(set(replaced)))
        self.assertEqual({by_unit[unit].state for unit in replaced} - {"returned"}, set())

    def test_order_in_which_goods_and_invoices_appear_does_not_matter(self):
        goods = [("deliver", 11), ("deliver", 12), ("take_back", 11), ("deliver", 13)]
        ends = set()
        for at in range(len(goods) + 1):
            files = []
            events = [*goods[:at], ("post", 2), *goods[at:]]
            for end in range(1, len(events) + 1):
                files = carry_out(files, plan(Story(events[:end]).get_sale(), files))
            ends.add(tuple(sorted((file.lot, file.state) for file in files)))
        self.assertEqual(ends, {((11, "returned"), (12, "active"), (13, "active"))})

    def test_goods_of_no_lot_wait_beside_those_with_one(self):
        changes = plan(Sale(2, goods=(Goods(None, 1), Goods(11, 1))), [])
        self.assertEqual([(file.lot, file.state) for file in changes], [(11, "active"), (None, "pending")])

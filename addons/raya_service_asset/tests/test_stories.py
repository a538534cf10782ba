from datetime import date, timedelta

from freezegun import freeze_time
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.raya_service_base.tests.properties import given, strategies

from ..models.raya_asset_event import STATUS_BY_STATE
from ..tools import life
from .common_sale import SaleCommon

TODAY = date(2026, 6, 15)
# Stories that are told to their end tell most; of a few, chance decides.
ENOUGH, MOST_WAITING = 20, 0.1
STEPS = (
    "invoice",
    "reset",
    "post_again",
    "credit",
    "deliver",
    "take_back_goods",
    "receive_unlinked",
    "correct_serial",
    "correct_day",
    "take_back_by_hand",
    "strike_return",
    "exchange_by_hand",
    "hand_over",
    "type_serial",
    "import_unit",
    "change_policy",
    "delete_draft",
)
# Most of what may happen happens only to what was sold.
BEGINNINGS = (
    (("deliver", 0), ("invoice", 2)),
    (("invoice", 1), ("deliver", 2), ("deliver", 0)),
    (("invoice", 2), ("type_serial", 1)),
    (("deliver", 1), ("invoice", 0), ("invoice", 1)),
)
STORIES = strategies.builds(
    lambda beginning, more: [*beginning, *more],
    strategies.sampled_from(BEGINNINGS),
    strategies.lists(
        strategies.tuples(strategies.sampled_from(STEPS), strategies.integers(0, 2)), min_size=2, max_size=7
    ),
)


@freeze_time("2026-06-15 10:00:00")
@tagged("post_install", "-at_install")
class TestStories(SaleCommon):
    """Whatever happens to a sale, in whatever order: files are what their events say, and these what the documents say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(3)
        cls.order.with_user(cls.seller).action_confirm()
        cls.spare = cls._create_lots("RF-D", "RF-E", "RF-F")
        cls.told = cls.waiting = 0
        cls.heirs = cls.env["res.partner"].create([{"name": name} for name in ("Ali Hosseini", "Cafe Naranj", "Kaveh")])

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        share = cls.waiting / max(cls.told, 1)
        assert cls.told < ENOUGH or share <= MOST_WAITING, f"{share:.0%} of the stories end with a document that waits"

    # Four tests, as none of them may take too long.

    @given(STORIES, examples=25, full=250)
    def test_files_are_what_events_say_and_events_what_documents_and_people_say(self, story):
        self._live_through(story)

    @given(STORIES, examples=25, full=250)
    def test_of_a_second_quarter_of_all_stories(self, story):
        self._live_through(story)

    @given(STORIES, examples=25, full=250)
    def test_of_a_third_quarter_of_all_stories(self, story):
        self._live_through(story)

    @given(STORIES, examples=25, full=250)
    def test_of_a_fourth_quarter_of_all_stories(self, story):
        self._live_through(story)

    def test_unit_given_by_hand_is_sold_before_one_whose_invoice_was_reset(self):
        self._live_through(
            [("invoice", 1), ("deliver", 2), ("deliver", 0), ("invoice", 0), ("reset", 0), ("exchange_by_hand", 0)]
        )

    def test_unit_that_waits_for_its_goods_does_not_come_back(self):
        steps = ("deliver", 0), ("invoice", 2), ("correct_serial", 0), ("type_serial", 1), ("take_back_by_hand", 2)
        self._live_through([*steps, ("deliver", 1)])

    def test_unit_that_was_said_to_have_come_back_by_mistake_is_in_use(self):
        steps = ("invoice", 2), ("deliver", 0), ("take_back_by_hand", 0), ("strike_return", 0), ("reset", 0)
        self._live_through([*steps, ("post_again", 0), ("take_back_by_hand", 0), ("credit", 1), ("strike_return", 0)])

    def test_unit_given_by_hand_stays_when_another_one_of_its_sale_was_credited(self):
        steps = ("invoice", 1), ("deliver", 2), ("deliver", 0), ("credit", 2), ("exchange_by_hand", 0)
        self._live_through([*steps, ("exchange_by_hand", 0)])
        self._live_through([*steps, ("hand_over", 0)])

    def test_given_unit_that_came_back_is_the_one_that_was_credited(self):
        steps = ("deliver", 0), ("invoice", 2), ("credit", 1), ("exchange_by_hand", 0), ("receive_unlinked", 0)
        self._live_through(steps)

    def _live_through(self, story):
        savepoint = self.cr.savepoint()
        try:
            self.serial = 0
            for step, number in story:
                self._happen(step, number)
                self._check_files(step)
            self._check_told_again()
        finally:
            # Each story begins with the same sale.
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _happen(self, step, number):
        """One thing happens, if it can; what the house or Odoo refuses has not happened."""
        try:
            with self.cr.savepoint():
                getattr(self, f"_step_{step}")(number)
                self.env.flush_all()
        except (UserError, ValidationError):
            self.env.invalidate_all()

    # --- what may happen ----------------------------------------------------------------

    def _pick(self, records, number):
        return records[number % len(records)] if records else records

    def _get_invoices(self, state):
        return self.order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice" and move.state == state)

    def _get_live(self):
        return self._get_files(self.order).filtered(lambda file: file.state in ("pending", "active"))

    def _step_invoice(self, number):
        invoice = self._invoice(self.order, post=False)
        invoice.invoice_line_ids.quantity = min(number + 1, invoice.invoice_line_ids.quantity)
        invoice.invoice_date = TODAY - timedelta(days=30 * number)
        invoice.action_post()

    def _step_reset(self, number):
        self._pick(self._get_invoices("posted"), number).button_draft()

    def _step_post_again(self, number):
        self._pick(self._get_invoices("draft"), number).action_post()

    def _step_delete_draft(self, number):
        self._pick(self._get_invoices("draft"), number).with_context(force_delete=True).unlink()

    def _step_credit(self, number):
        invoice = self._pick(self._get_invoices("posted"), number).with_user(self.invoicer)
        if invoice:
            self._reverse(invoice, quantity=1 if number else None)

    def _step_deliver(self, number):
        free = (self.lots | self.spare).filtered(
            lambda lot: lot.quant_ids.filtered(lambda quant: quant.location_id == self.stock and quant.quantity > 0)
        )
        slip = self.order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        if free and slip:
            self._deliver(self.order, self._pick(free, number))

    def _get_slips(self):
        done = self.order.picking_ids.filtered(lambda picking: picking.state == "done")
        return done.filtered(lambda picking: picking.location_dest_id.usage == "customer")

    def _step_take_back_goods(self, number):
        slip = self._pick(self._get_slips(), number)
        if slip:
            self._return(slip)

    def _step_receive_unlinked(self, number):
        file = self._pick(self._get_live().filtered("lot_id"), number)
        if file:
            self._receive(file.lot_id, "customer", self.customer)

    def _step_correct_serial(self, number):
        goods = self._pick(self._get_slips().move_line_ids, number)
        if goods:
            goods.lot_id = self._pick(self.spare, number)

    def _step_correct_day(self, number):
        slip = self._pick(self._get_slips(), number)
        if slip:
            slip.date_done = f"2026-06-{10 + number} 10:00:00"

    def _step_take_back_by_hand(self, number):
        file = self._pick(self._get_live(), number)
        file.with_user(self.dispatcher)._take_back(TODAY, "Left at our door")

    def _step_strike_return(self, number):
        file = self._pick(self._get_files(self.order).filtered("is_said_back"), number)
        if file:
            self.env["raya.asset.event"].with_user(self.dispatcher)._strike_return(
                file.with_user(self.dispatcher), "It was another one"
            )

    def _step_exchange_by_hand(self, number):
        file = self._pick(self._get_live().filtered(lambda file: file.state == "active"), number)
        if file:
            self.serial += 1
            file.with_user(self.dispatcher)._exchange(f"H-{self.serial}", TODAY, "Goodwill")

    def _step_hand_over(self, number):
        self._pick(self._get_live(), number).with_user(self.operator)._transfer_ownership(
            self.heirs[number], TODAY, "Sold privately"
        )

    def _step_type_serial(self, number):
        file = self._pick(self._get_live().filtered(lambda file: not file.lot_id), number)
        file.with_user(self.operator).serial = self.lots[number].name

    def _step_import_unit(self, number):
        rows = [[self.fridge.display_name, f"IMP-{number}", self.customer.name]]
        self.env["raya.asset"].with_user(self.manager).load(["product_id", "serial", "partner_id"], rows)

    def _step_change_policy(self, number):
        self.fridge.raya_file_policy = ("never", "line", False)[number]

    # --- what must hold -----------------------------------------------------------------

    def _check_files(self, step):
        self.env.flush_all()
        files = self.env["raya.asset"].with_context(active_test=False).search([("product_id", "=", self.fridge.id)])
        for file, known in files._get_life().items():
            self.assertEqual(
                known.status, STATUS_BY_STATE[file.state], (step, file.serial, file.event_ids.mapped("kind"))
            )
            if known.status == life.LIVE:
                self.assertEqual(known.owner, file.partner_id, (step, file.serial))
        in_use = files.filtered(lambda file: file.state == "active" and file.lot_id).mapped("lot_id.name")
        self.assertEqual(len(in_use), len(set(in_use)), step)

    def _tell(self):
        """What is known of the files of the order, on each day on which something happened."""
        told = {}
        for file in self._get_files(self.order):
            values = file.event_ids._get_values()
            days = sorted({event.date for event in values})
            told[file] = file.state, file.lot_id, [life.fold(values, day)[:2] for day in days]
        return told

    def _try_again(self):
        """Which documents wait for somebody, and why, after all were tried once more."""
        failures = self.env["raya.asset.sync.failure"].search([])
        for failure in failures:
            failure._retry()
        return {(str(failure.document), failure.error) for failure in failures.exists()}

    def _check_told_again(self):
        """Asking again changes nothing, and events told from scratch come to the same life.

        A document that waits for somebody waits on, for the same reason, and its files stay as they are.
        """
        waiting = self._try_again()
        type(self).told += 1
        type(self).waiting += bool(waiting)
        before = self._tell()
        events = self._get_files(self.order).event_ids
        sync = self.env["raya.asset.sync"]
        sync._sync(self.order)
        self.assertEqual(self._get_files(self.order).event_ids, events, "asking twice")
        self.assertEqual(self._tell(), before, "asking twice")
        self.assertEqual(self._try_again(), waiting, "asking twice")
        if waiting:
            return
        events.filtered("is_told").unlink()
        self.env.invalidate_all()
        sync._sync_or_raise(self.order)
        self.assertEqual(self._tell(), before, "from scratch")

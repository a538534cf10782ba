from collections import Counter, defaultdict

from odoo.tests import tagged
from odoo.tools import float_compare

from odoo.addons.raya_service_base.tests.properties import given

from ..tools import quantities
from .common_walks import GIVEN, STEPS, TAKEN, WALKS, WalksCommon

# What of each table a refused action might leave behind.
TOLD = {
    "raya_workorder": "state, version, user_id, outcome, approved_by_id, reference_id",
    "raya_part": "workorder_id, product_id, source, quantity, qty_reported, qty_kept, qty_lost",
    "raya_time": "workorder_id, seconds, employee_id",
    "raya_wait": "workorder_id, kind, date_end",
    "raya_phone_operation": "workorder_id, name",
    "stock_picking": "state, location_id, location_dest_id, raya_workorder_id",
    "stock_move": "state, product_id, product_uom_qty, quantity, location_id, location_dest_id, raya_part_id",
    "stock_move_line": "state, move_id, lot_id, quantity, picked",
    "stock_quant": "product_id, location_id, lot_id, quantity, reserved_quantity",
    "account_analytic_line": "unit_amount, raya_workorder_id",
    "mail_activity": "res_model, res_id, user_id",
}


@tagged("post_install", "-at_install")
class TestWalks(WalksCommon):
    """Whatever is done to two jobs, in whatever order: every part and every minute is accounted for."""

    # Four tests, as none of them may take too long.

    @given(WALKS, examples=10, full=130)
    def test_every_part_is_accounted_for_after_every_step(self, walk):
        self._walk(walk)

    @given(WALKS, examples=10, full=130)
    def test_of_a_second_quarter_of_all_walks(self, walk):
        self._walk(walk)

    @given(WALKS, examples=10, full=130)
    def test_of_a_third_quarter_of_all_walks(self, walk):
        self._walk(walk)

    @given(WALKS, examples=10, full=130)
    def test_of_a_fourth_quarter_of_all_walks(self, walk):
        self._walk(walk)

    def test_every_step_can_be_taken(self):
        """A step that is always refused would say nothing."""
        steps = (
            *(("need_more", 0, 0), ("add_part", 0, 0), ("leave_part_out", 0, 3), ("request", 0, 1)),
            *(("issue_some", 0, 1), ("refuse_request", 0, 0), ("request", 0, 0), ("cancel_request", 0, 0)),
            *(("request", 0, 0), ("wait", 0, 1), ("go_on", 0, 0), ("issue", 0, 0), ("use_all", 0, 0), ("keep", 0, 1)),
            *(("give_back", 0, 0), ("receive_some", 0, 1), ("refuse_return", 0, 0), ("give_back", 0, 1)),
            *(("receive", 0, 0), ("request", 1, 0), ("issue", 1, 0), ("use_all", 1, 0)),
            *(
                ("use_all", 1, 1),
                ("choose_lots", 1, 0),
                ("work", 1, 0),
                ("submit", 1, 0),
                ("call_back", 1, 0),
                ("submit", 1, 0),
            ),
            *(("send_back", 1, 0), ("submit", 1, 0), ("approve", 1, 0), ("old_comes_in", 1, 0)),
            *(("used_comes_back", 1, 0), ("amend", 1, 0), ("use", 1, 0), ("lose", 1, 0), ("take_from_van", 1, 0)),
            *(
                ("hand_over", 0, 0),
                ("use", 0, 0),
                ("give_back", 0, 0),
                ("receive", 0, 0),
                ("cancel", 0, 0),
                ("reset", 0, 0),
                ("start", 0, 0),
            ),
        )
        self.assertEqual(set(STEPS) - {step for step, _which, _number in steps}, set())
        self._walk(steps, has_to_go=True)

    def test_nothing_is_lost_that_another_job_has_used(self):
        given = (*GIVEN, *(("use_all", 0, number) for number in range(3)), *TAKEN)
        self._walk([*given, ("use", 0, 0), ("lose", 0, 2), ("keep", 0, 1), ("submit", 0, 0), ("approve", 0, 0)])

    def test_nothing_is_given_back_that_another_job_has_used(self):
        self._walk([*GIVEN, *TAKEN, ("give_back", 0, 0), ("receive", 0, 0), ("submit", 0, 0), ("approve", 0, 0)])

    def test_nothing_is_given_back_twice_as_another_job_uses_what_is_on_its_way(self):
        self._walk([*GIVEN, ("give_back", 0, 0), *TAKEN, ("receive", 0, 0), ("submit", 0, 0), ("approve", 0, 0)])

    def test_what_another_job_has_used_is_not_handed_over(self):
        self._walk([*GIVEN, *TAKEN, ("take_from_van", 1, 1), ("hand_over", 0, 0)])

    def _walk(self, walk, has_to_go=False):
        savepoint = self.cr.savepoint()
        try:
            self.there = self._count_stock()
            for step in walk:
                before = self._tell()
                is_done = self._act(*step)
                self.assertTrue(is_done or not has_to_go, step)
                if not is_done:
                    self.assertEqual(self._tell(), before, step)
                self._check_all(step)
            self._check_end()
        finally:
            # Each walk begins with the same two jobs.
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _tell(self):
        """What the database holds, as far as an action may change it."""
        self.env.flush_all()
        told = {}
        for table, columns in TOLD.items():
            self.cr.execute(f"SELECT id, {columns} FROM {table} ORDER BY id")
            told[table] = self.cr.fetchall()
        return told

    def _count_stock(self):
        """What there is of each product and lot, wherever it is."""
        self.cr.execute(
            "SELECT product_id, lot_id, sum(quantity) FROM stock_quant WHERE product_id = ANY(%s) GROUP BY 1, 2",
            [self.products.ids],
        )
        return {(product, lot): float(quantity) for product, lot, quantity in self.cr.fetchall()}

    # What must hold

    def _check_all(self, step):
        self.env.flush_all()
        self._check_stock(step)
        for job in self.jobs:
            for part in job.part_ids:
                self._check_balance(part, step)
            self._check_job(job, step)

    def _check_stock(self, step):
        there = {key: quantity for key, quantity in self._count_stock().items() if key in self.there or quantity}
        self.assertEqual(there, self.there, step)
        promised = defaultdict(float)
        for line in self.env["stock.move.line"].search(
            [
                ("product_id", "in", self.products.ids),
                ("state", "not in", ("done", "cancel", "draft")),
                ("location_id.usage", "=", "internal"),
            ]
        ):
            promised[line.location_id, line.lot_id, line.product_id] += line.quantity_product_uom
        for quant in self.env["stock.quant"].search([("product_id", "in", self.products.ids)]):
            if quant.location_id.usage == "internal":
                place = (step, quant.location_id.name, quant.product_id.name, quant.lot_id.name)
                self.assertGreaterEqual(quant.quantity, 0, place)
                self.assertGreaterEqual(quant.quantity, quant.reserved_quantity, place)
                promised[quant.location_id, quant.lot_id, quant.product_id] -= quant.reserved_quantity
        self.assertFalse({key: left for key, left in promised.items() if left}, step)

    def _check_balance(self, part, step):
        """issued + own = used + returned good + kept + lost + held, of the line and of each of its lots."""
        told = (step, part.product_id.name, part.read(["source", "qty_reported", "qty_kept", "qty_lost"]))
        used = part.qty_used if part._is_closed() else part.qty_reported
        lost = part._read_quantities().lost if part._is_closed() else part.qty_lost
        if part._is_issued():
            gone = used + part.qty_returned + part.qty_returning + part.qty_kept + lost + part.qty_held
            self.assertEqual(part.qty_issued, gone, told)
        else:
            self.assertEqual(part.qty_own, part.qty_reported + part.qty_lost, told)
        hands, lots = Counter(), Counter()
        for line in part.move_ids.move_line_ids.filtered(lambda line: line.state == "done"):
            for place, sign in ((line.location_dest_id, 1), (line.location_id, -1)):
                if place._raya_get_part_place() in quantities.HANDS:
                    hands[place.id] += sign * line.quantity_product_uom
                    lots[place.id, line.lot_id.id] += sign * line.quantity_product_uom
        if part._is_issued():
            self.assertEqual({key: left for key, left in hands.items() if left}, part._read_quantities().by_place, told)
            self.assertFalse({key: left for key, left in lots.items() if left < 0}, told)
        for quantity in (part.qty_held, part.qty_returned, part.qty_returning, part.qty_used, part.qty_issued):
            self.assertGreaterEqual(float_compare(quantity, 0, 2), 0, told)

    def _check_job(self, job, step):
        told = (step, job.name, job.state)
        timesheets = self.env["account.analytic.line"].search([("raya_workorder_id", "=", job.id)])
        hours = sum(timesheets.mapped("unit_amount"))
        self.assertAlmostEqual(hours, job.hours if job.state == "approved" else 0, 2, told)
        self.assertEqual(bool(job.waiting_for), job.state == "waiting", told)
        self.assertEqual(job.version, len(job.version_ids) + 1, told)
        requests = job.part_ids._get_open_requests()
        if job.state in ("submitted", "approved", "cancelled"):
            self.assertFalse(requests, told)
        self.assertLessEqual(requests.location_dest_id, self._get_location(job.user_id), told)
        if job.state == "approved":
            self._check_approved(job, told)
        elif job.state == "cancelled":
            # What was used or lost leaves the stock by an approval only.
            for part in job.part_ids:
                self.assertFalse(part.qty_held or part.qty_reported or part.qty_lost, told)
        else:
            self.assertFalse(any(part.qty_used for part in job.part_ids), told)

    def _check_approved(self, job, told):
        """What an approved report says is what moved, unless a part came back since: then it says so."""
        for part in job.part_ids:
            self.assertEqual(part._read_quantities().lost, part.qty_lost, told)
            if not job.parts_alert:
                self.assertEqual(part.qty_held, 0, told)
                self.assertEqual(part.qty_used, part.qty_reported, told)
                lots = part._get_used_moves().move_line_ids.lot_id
                self.assertTrue(lots <= part.lot_ids or not part.lot_ids, told)
                self.assertEqual(bool(lots), part.tracking != "none" and part.qty_reported > 0, told)

    def _check_end(self):
        """No step leaves a job from which no way leads out: reported as not used, all of it can be approved."""
        for number, job in enumerate(self.jobs.filtered(lambda job: job.state != "cancelled")):
            for state, step in (("approved", "amend"), ("submitted", "send_back"), ("draft", "start")):
                if job.state == state:
                    self.assertTrue(self._act(step, number, 0), (step, job.state))
            for slip in self._get_slips(job, True).with_user(self.clerk):
                slip.action_cancel()
            job.with_user(job.user_id).action_cancel_requests("Not needed")
            for part in self._as_technician(job).part_ids:
                part.write({"qty_reported": 0, "qty_lost": 0, "qty_kept": 0, "lot_ids": [(5,)]})
                if part.qty_held:
                    part.write({"qty_kept": part.qty_held, "kept_reason": "At the end"})
            self._check_all("end")
            self._as_technician(job).action_submit()
            job.with_user(self.dispatcher).action_approve()
            self._check_all("approved at the end")

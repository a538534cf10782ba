from datetime import timedelta

from freezegun import freeze_time
from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestTrials(BillingCommon):
    """Cases from other people's bug reports; ``docs/trials.md`` tells where each came from (G)."""

    def test_part_that_came_back_and_got_dearer_is_expensed_at_what_it_is_worth_then(self):
        """G1: cost 10, used, invoiced, amended; revalued to 100, used again, invoiced again."""
        part = self._create_part("real_time", cost=10.0)
        with self.assertPosts(receivable=80.5, revenue=-70.0, tax=-10.5, expense=10.0, stock=-10.0):
            job = self._approve(0, part, hours=0.0, used=1)
            self._invoice(job)
        # Odoo values moves and prices in the order of their seconds.
        hours = [fields.Datetime.now() + timedelta(hours=hour) for hour in (1, 2, 3)]
        with (
            freeze_time(hours[0]),
            self.assertPosts(receivable=-80.5, revenue=70.0, tax=10.5, expense=-10.0, stock=10.0),
        ):
            job.with_user(self.dispatcher).action_amend("Wrong unit")
        with freeze_time(hours[1]):
            part.standard_price = 100.0
        before = self._get_balances()
        with freeze_time(hours[2]):
            self._do_again(job)
        used = job.charge_ids.filtered(lambda charge: charge.version == 2).use_move_ids
        after = self._get_balances()
        self.assertEqual(sum(used.mapped("value")), 100.0)
        self.assertEqual(round(after["expense"] - before["expense"], 2), 100.0)

    def _do_again(self, job):
        again = job.with_user(self.technician)
        again.part_ids.action_use_all()
        again.action_submit()
        again.with_user(self.dispatcher).action_approve()
        order = job.sale_order_ids.filtered(lambda order: order.state == "draft").with_user(self.accountant)
        order.action_confirm()
        order._create_invoices().action_post()

    def test_cost_of_two_pieces_is_twice_the_cost_of_one(self):
        """G5: cost 10, price 10, two pieces."""
        part = self._create_part("real_time", cost=10.0, list_price=10.0)
        job = self._approve(0, part, used=2)
        charge = job.charge_ids.filtered("part_id").with_user(self.accountant)
        self.assertRecordValues(charge, [{"ordered_amount": 20.0, "cost": 20.0, "margin": 0.0}])

    def test_line_deleted_from_a_draft_invoice_is_invoiced_later_at_its_price(self):
        """G7"""
        job = self._approve(0, self.parts["periodic"])
        order = job.sale_order_ids.with_user(self.accountant)
        order.action_confirm()
        draft = order._create_invoices()
        whole = draft.amount_untaxed
        draft.invoice_line_ids.filtered(lambda line: line.product_id == self.labour).unlink()
        draft.action_post()
        self.assertEqual(job.charge_ids.mapped("billing_status"), ["to_bill", "billed"])
        rest = order._create_invoices()
        rest.unlink()
        rest = order._create_invoices()
        rest.action_post()
        self.assertEqual(rest.invoice_line_ids.product_id, self.labour)
        self.assertEqual(draft.amount_untaxed + rest.amount_untaxed, whole)
        self.assertEqual(job.charge_ids.mapped("billing_status"), ["billed", "billed"])
        self.assertEqual(order.invoice_status, "invoiced")

    def test_serial_number_costs_what_it_was_bought_for_where_it_is_valued_by_itself(self):
        """G8: P1 was bought at 10, P2 at 20; the job fits P2."""
        for is_valued, cost in ((True, 20.0), (False, 15.0)):
            with self.subTest(is_valued=is_valued):
                part = self._create_unbought_part("real_time", tracking="serial", lot_valuated=is_valued)
                lots = self.env["stock.lot"].create([{"name": name, "product_id": part.id} for name in ("P1", "P2")])
                for lot, price in zip(lots, (10.0, 20.0), strict=True):
                    self._receive(part, price, 1, [(lot, 1)])
                job = self._fit(part, lots[1])
                job.with_user(self.dispatcher).action_approve()
                move = job.sudo().charge_ids.use_move_ids
                self.assertEqual(move.lot_ids, lots[1])
                self.assertEqual((job.sudo().voucher_ids.amount_total, move.value), (cost, cost))

    def _fit(self, part, lot):
        """A report on two pieces, of which this one was fitted and the other one given back."""
        call = self._create_call(asset_id=self._create_covered_asset(100).id)
        call.with_user(self.dispatcher).action_refer()
        needed = [Command.create({"product_id": part.id, "quantity": 2})]
        done = [Command.create({"operation_id": self.operation.id})]
        job = self._create_workorder(call_id=call.id, work_line_ids=done, part_ids=needed).with_user(self.technician)
        job.action_request_parts()
        self._issue(job.sudo())
        job.part_ids.write({"qty_reported": 1, "lot_ids": [Command.set(lot.ids)]})
        job.action_return_parts()
        self._issue(job.sudo())
        job.action_submit()
        return job

    def test_done_use_is_not_set_to_nothing_and_the_past_is_valued(self):
        """G9"""
        part = self._create_part("real_time")
        job = self._approve(0, part)
        self._return_one(job)
        move = job.charge_ids.use_move_ids[:1]
        move.picking_id.is_locked = False
        with self.assertRaises(UserError):
            move.quantity = 0.0
        past = part.with_context(to_date=fields.Datetime.now() - timedelta(days=1))
        self.assertEqual((past.total_value, part.qty_available), (0.0, 8.0))

    def test_credit_note_is_posted_before_the_invoice_it_credits(self):
        """G10"""
        job = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(job)
        note = invoice._reverse_moves([{}], cancel=True)
        (invoice | note).button_draft()
        self.assertEqual(set(job.charge_ids.mapped("billing_status")), {"to_bill"})
        note.action_post()
        invoice.action_post()
        self.assertEqual(set(job.charge_ids.mapped("billing_status")), {"credited"})
        self.assertEqual(invoice.amount_total, note.amount_total)

    def test_other_product_on_a_credit_note_changes_no_other_line(self):
        """G11"""
        job = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(job)
        note = invoice._reverse_moves([{}])
        note.invoice_line_ids = [Command.unlink(line.id) for line in note.invoice_line_ids[1:]]
        note.invoice_line_ids.product_id = self.parts["real_time"]
        note.action_post()
        labour, part = job.charge_ids
        self.assertEqual(part.billing_status, "billed")
        self.assertEqual(labour.billed_amount, labour.ordered_amount - note.amount_untaxed)

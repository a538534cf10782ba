from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import WorkshopCommon
from .test_reception import PIXEL


@tagged("post_install", "-at_install")
class TestHandOver(WorkshopCommon):
    """The unit goes back, and the stock is as before."""

    def _hand_over(self, reception, **vals):
        action = reception.action_hand_over()
        form = Form(self.env["raya.reception.hand.over"].with_user(self.operator).with_context(**action["context"]))
        for name, value in vals.items():
            form[name] = value
        return form.save().action_hand_over()

    def _receive_done(self, **vals):
        reception = self._receive(**vals)
        self._finish(reception.workorder_id)
        return reception

    def test_stock_is_as_before_the_reception(self):
        for vals in ({}, {"product_id": self.kettle.id, "partner_id": self.customer.id}):
            product = self.env["product.product"].browse(vals.get("product_id", self.fridge.id))
            before = self._read_stock(product)
            reception = self._receive_done(**vals)
            self.assertNotEqual(self._read_stock(product), before)
            report = self._hand_over(reception, handed_to="Ali", signature=PIXEL)
            self._assert_moved(before, self._read_stock(product), {})
            self.assertFalse(self._sum_moves(product), "what came in went out")
            self.assertRecordValues(
                reception, [{"state": "handed_over", "handed_to": "Ali", "handed_over_by_id": self.operator.id}]
            )
            self.assertTrue(reception.hand_over_signature)
            self.assertEqual(report["report_name"], "raya_service_workshop.report_hand_over")

    def test_second_tap_moves_nothing(self):
        reception = self._receive_done()
        reception._hand_over("Ali")
        with self._refused("Handed Over"):
            reception._hand_over("Ali")
        self.assertEqual(len(reception.sudo().picking_ids), 2)

    def test_unit_comes_again_on_another_job(self):
        first = self._receive_done()
        first._hand_over("Ali")
        again = self._receive(asset_id=first.asset_id.id)
        self.assertNotEqual(again.workorder_id, first.workorder_id)
        self.assertEqual(first.asset_id.reception_count, 2)

    def test_open_job_keeps_its_unit(self):
        reception = self._receive()
        before = self._read_stock(self.fridge)
        with self._refused("Have its report submitted first"), self.cr.savepoint():
            self._hand_over(reception, handed_to="Ali")
        self.env.invalidate_all()
        self.assertEqual(self._read_stock(self.fridge), before)
        self.assertEqual((reception.state, reception.handed_to), ("received", False))

    def test_unit_is_taken_back_unrepaired_for_a_reason(self):
        reception = self._receive()
        job = reception.workorder_id
        self._hand_over(reception, handed_to="Ali", unrepaired_reason="Too dear")
        self.assertEqual((reception.state, reception.unrepaired_reason), ("handed_over", "Too dear"))
        self.assertEqual((job.state, job.outcome), ("draft", "refused"))
        self.assertIn("Too dear", job.message_ids[0].body)

    def test_finished_job_keeps_no_reason_why_it_was_not_repaired(self):
        reception, other = self._receive_done(), self._receive()
        (reception | other)._hand_over("Ali", unrepaired_reason="Too dear")
        self.assertEqual((reception.unrepaired_reason, other.unrepaired_reason), (False, "Too dear"))
        job = reception.sudo().workorder_id
        self.assertFalse(job.message_ids.filtered(lambda message: "unrepaired" in (message.body or "")))

    def test_clerk_does_not_return_the_slip_of_a_receipt(self):
        for vals in ({}, {"product_id": self.kettle.id, "partner_id": self.customer.id}):
            reception = self._receive_done(**vals)
            slip = reception.sudo().picking_ids
            wizard = self.env["stock.return.picking"].with_user(self.clerk).create({"picking_id": slip.id})
            wizard.product_return_moves.quantity = 1
            with self._refused(f"{slip.name} belongs to {reception.name}"), self.cr.savepoint():
                wizard.action_create_returns()
            self.assertEqual(slip.return_count, 0)

    def test_clerk_gives_no_unit_out_by_another_slip(self):
        for owner in (self.customer, self.env["res.partner"]):
            with self.subTest(owner=owner.name):
                self._assert_given_out_by_its_receipt(owner)

    def _assert_given_out_by_its_receipt(self, owner):
        reception = self._receive_done()
        own = reception.sudo()
        slip = own.picking_ids.copy(
            {
                "location_id": self.workshop.id,
                "location_dest_id": self.customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.fridge.id,
                            "product_uom_qty": 1,
                            "location_id": self.workshop.id,
                            "location_dest_id": self.customers.id,
                            "move_line_ids": [
                                Command.create(
                                    {
                                        "product_id": self.fridge.id,
                                        "lot_id": own.lot_id.id,
                                        "owner_id": owner.id,
                                        "quantity": 1,
                                        "location_id": self.workshop.id,
                                        "location_dest_id": self.customers.id,
                                    }
                                )
                            ],
                        }
                    )
                ],
            }
        )
        slip.move_ids.picked = True
        with self._refused(f"is in the workshop by {reception.name}"), self.cr.savepoint():
            slip.with_user(self.clerk).button_validate()
        self.env.invalidate_all()
        slip.action_cancel()
        reception._hand_over("Ali")
        self.assertEqual(reception.state, "handed_over")

    def test_what_a_slip_does_not_move_gives_nothing_out(self):
        own = self._receive_done().sudo()
        sold = self.env["stock.lot"].create({"product_id": self.fridge.id, "name": "SOLD-1"})
        self._stock_up(self.fridge, 1, sold)
        places = {"location_id": self.stock.id, "location_dest_id": self.customers.id}
        lines = [
            Command.create({"product_id": self.fridge.id, "lot_id": lot.id, "quantity": quantity, **places})
            for lot, quantity in ((sold, 1), (own.lot_id, 0))
        ]
        slip = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                **places,
                "move_ids": [
                    Command.create(
                        {"product_id": self.fridge.id, "product_uom_qty": 1, "move_line_ids": lines, **places}
                    )
                ],
            }
        )
        slip.move_ids.picked = True
        slip.with_user(self.clerk).button_validate()
        self.assertEqual((slip.state, own.state), ("done", "received"))

    def test_outcome_that_was_reported_stays(self):
        reception = self._receive()
        reception.sudo().workorder_id.outcome = "not_repairable"
        reception._hand_over("Ali", unrepaired_reason="No parts")
        self.assertEqual(reception.workorder_id.outcome, "not_repairable")

    def test_hook_may_refuse_the_hand_over(self):
        reception = self._receive_done()
        asked = []
        reason = "Pay first"

        def refuse(receptions):
            asked.append((receptions.sudo(False).ids, receptions.env.su, receptions.handed_to))
            raise UserError(reason)

        with (
            patch.object(type(reception), "_check_hand_over", refuse),
            self._refused(reason),
            self.cr.savepoint(),
        ):
            reception._hand_over("Ali")
        self.env.invalidate_all()
        self.assertEqual(asked, [(reception.ids, True, "Ali")])
        self.assertEqual((reception.state, len(reception.sudo().picking_ids)), ("received", 1))

    def test_unit_waits_for_the_payment_where_the_company_says_so(self):
        reception, asked = self._receive_done(), []
        reason = "The invoice is not paid"

        def refuse(jobs):
            if jobs:
                asked.append((jobs.ids, jobs.env.su))
                raise UserError(reason)

        self.patch(self.registry["raya.workorder"], "_check_paid", refuse)
        self.company.raya_hand_over_paid = True
        with self._refused(reason), self.cr.savepoint():
            reception._hand_over("Ali")
        self.env.invalidate_all()
        self.assertEqual((asked, reception.state), ([(reception.workorder_id.ids, True)], "received"))
        self.company.raya_hand_over_paid = False
        reception._hand_over("Ali")
        self.assertEqual((len(asked), reception.state), (1, "handed_over"))

    def test_somebody_takes_it(self):
        reception = self._receive_done()
        with self._refused("Enter the name"):
            self._hand_over(reception, handed_to="  ")

    def test_unit_is_found_where_the_clerk_moved_it(self):
        reception = self._receive_done()
        units, own = self.env["raya.unit.move"], reception.sudo()
        units._move("raya_reception_type_id", own, own._get_goods(), self.workshop, self.shelf.location_id)
        reception._hand_over("Ali")
        self.assertEqual(own.picking_ids.sorted("id")[-1].location_id, self.shelf.location_id)
        self.assertFalse(self._sum_moves(self.fridge))

    def test_unit_that_the_stock_does_not_have_is_not_given_out(self):
        reception = self._receive_done()
        own = reception.sudo()
        self.env["raya.unit.move"]._move("raya_hand_over_type_id", own, own._get_goods(), self.workshop, self.customers)
        with self._refused("The stock has no"):
            reception._hand_over("Ali")

    def test_form_tells_what_goes_along_and_what_is_still_out(self):
        reception = self._receive(accessory_ids=[(0, 0, {"name": "Cable", "quantity": 2})])
        self._stock_up(self.kettle, 1)
        loan = self.env["raya.loan"].create(
            {**self._get_loan_of(reception), "product_id": self.kettle.id, "date_due": "2026-12-01"}
        )
        loan.action_lend()
        form = self.env["raya.reception.hand.over"].with_user(self.operator).create({"reception_id": reception.id})
        self.assertEqual((form.accessories, form.is_job_open), ("2 × Cable", True))
        self.assertEqual(form.loaners, loan.display_name)
        self.assertEqual(form.handed_to, self.customer.name)

    def _get_loan_of(self, reception):
        return {"reception_id": reception.id, "partner_id": self.customer.id}

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common_parts import PartMovesCommon
from .common_phone import PhoneCommon


class PartRequestCommon(PartMovesCommon):
    """Relays cost 30 and are sold for 50; a rule stops what is worth 100 or more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.relay.write({"standard_price": 30.0, "lst_price": 50.0})
        cls.boss = cls._create_user("test_decider", "raya_service_base.group_service_user")
        cls.rule = cls._create_rule()

    @classmethod
    def _create_rule(cls, **vals):
        asked = {"approver": "users", "user_ids": [Command.set(cls.boss.ids)], "amount": 100.0}
        return cls.env["raya.approval.rule"].create(
            {"name": "Dear parts", "document": "raya.part.request", **asked, **vals}
        )

    def _request(self, quantity, **vals):
        job = self._create_job((self.relay, quantity), **vals)
        job.with_user(self.technician).action_request_parts()
        return job


@tagged("post_install", "-at_install")
class TestPartRequests(PartRequestCommon):
    """Parts worth much are asked of the warehouse when somebody has approved it."""

    def test_below_the_amount_nobody_is_asked(self):
        job = self._request(3)
        self.assertFalse(job.part_request_ids)
        self.assertRecordValues(job.part_ids, [{"qty_requested": 3, "qty_to_approve": 0, "supply": "ready"}])

    def test_without_a_rule_nobody_is_asked(self):
        self.rule.active = False
        self.assertFalse(self._request(9).part_request_ids)

    def test_from_the_amount_on_nothing_is_transferred_before_the_approval(self):
        job = self._create_job((self.relay, 4))
        told = job.with_user(self.technician).action_request_parts()
        self.assertIn(self.boss.name, told["params"]["message"])
        self.assertFalse(job.picking_ids)
        self.assertRecordValues(job.part_ids, [{"qty_requested": 0, "qty_to_approve": 4, "supply": "to_approve"}])
        self.assertRecordValues(job, [{"state": "waiting", "waiting_for": "parts", "can_request": False}])
        request = job.part_request_ids
        self.assertRecordValues(
            request,
            [{"state": "submitted", "amount_cost": 120, "amount_list": 200, "user_id": self.technician.id}],
        )
        self.assertEqual(request.activity_ids.user_id, self.boss)
        with self.assertRaises(UserError):
            job.with_user(self.technician).action_request_parts()

    def test_who_decides_needs_no_other_right_and_the_technician_is_told(self):
        job = self._request(4)
        request = job.part_request_ids.with_user(self.boss)
        self.assertTrue(request.can_decide)
        self.assertEqual(request.line_ids.product_id, self.relay)
        with self.assertRaises(AccessError):
            job.with_user(self.boss).read(["name"])
        request.action_approve()
        self.env.invalidate_all()
        self.assertEqual(job.part_request_ids.state, "approved")
        self.assertRecordValues(job.picking_ids.move_ids, [{"product_qty": 4, "state": "assigned"}])
        self.assertRecordValues(job.part_ids, [{"qty_requested": 4, "qty_to_approve": 0, "supply": "ready"}])
        self.assertEqual(job.state, "progress")
        self.assertIn("The parts are here", job.activity_ids.filtered(lambda a: a.user_id == self.technician).note)
        self.assertIn(self.technician.partner_id, job.part_request_ids.message_ids.partner_ids)
        self.assertFalse(job.part_request_ids.with_user(self.boss).search([]))
        self._issue(job)
        job.part_ids.with_user(self.technician).qty_reported = 4
        self._approve(job)

    def test_approved_parts_that_are_short_are_waited_for(self):
        job = self._request(12)
        job.part_request_ids.with_user(self.boss).action_approve()
        self.assertRecordValues(job, [{"state": "waiting", "waiting_for": "parts"}])
        self.assertTrue(self.env["stock.warehouse.orderpoint"].search([("product_id", "=", self.relay.id)]))

    def test_refused_parts_are_not_asked_for_and_the_technician_reads_why(self):
        job = self._request(4)
        wizard = self.env["raya.part.request.refusal"].with_user(self.boss)
        wizard.with_context(active_ids=job.part_request_ids.ids).create({"reason": "Clean it"}).action_refuse()
        self.assertRecordValues(job.part_request_ids, [{"state": "dropped", "sent_back_reason": "Clean it"}])
        self.assertFalse(job.picking_ids)
        self.assertEqual(job.state, "progress")
        told = job.activity_ids.filtered(lambda activity: activity.user_id == self.technician)
        self.assertIn("Clean it", told.note)
        self.assertFalse(job.part_request_ids.activity_ids)
        self.assertRecordValues(job, [{"can_request": True, "has_open_requests": False}])
        job.with_user(self.technician).action_request_parts()
        self.assertEqual(job.part_request_ids.sorted("id").mapped("state"), ["dropped", "submitted"])

    def test_asking_in_pieces_does_not_go_past_the_rule(self):
        job = self._request(3)
        job.part_ids.with_user(self.technician).quantity = 4
        job.with_user(self.technician).action_request_parts()
        self.assertRecordValues(job.part_ids, [{"qty_requested": 3, "qty_to_approve": 1}])
        self.assertEqual(job.part_request_ids.amount_cost, 120)
        job.part_request_ids.with_user(self.boss).action_approve()
        job.part_ids.with_user(self.technician).quantity = 5
        job.with_user(self.technician).action_request_parts()
        last = job.part_request_ids.sorted("id")[-1]
        self.assertEqual((last.amount_cost, last.state), (120, "submitted"), "three of before and this one")

    def test_what_was_approved_once_counts_no_more(self):
        job = self._request(4)
        job.part_request_ids.with_user(self.boss).action_approve()
        job.part_ids.with_user(self.technician).quantity = 6
        job.with_user(self.technician).action_request_parts()
        self.assertRecordValues(job.part_ids, [{"qty_requested": 6, "qty_to_approve": 0}])

    def test_what_was_approved_for_another_part_lets_nothing_pass(self):
        dear = self._create_product("Dear relay", 20, standard_price=500)
        job = self._request(4)
        job.part_request_ids.with_user(self.boss).action_approve()
        job.with_user(self.technician).action_cancel_requests("Another one fits")
        job.part_ids.with_user(self.technician).product_id = dear
        job.with_user(self.technician).action_request_parts()
        self.assertRecordValues(job.part_ids, [{"qty_requested": 0, "qty_to_approve": 4}])
        self.assertEqual(job.part_request_ids.sorted("id")[-1].amount_cost, 2000)

    def test_what_was_approved_lets_no_dear_substitute_pass(self):
        dear = self._create_product("Dear relay", 20, standard_price=500)
        self.env["raya.part.substitute"].create({"product_id": self.relay.id, "substitute_id": dear.id})
        job = self._request(12)
        job.part_request_ids.with_user(self.boss).action_approve()
        job.part_ids.invalidate_recordset()
        job.part_ids.with_user(self.technician).action_take_substitute()
        self.assertRecordValues(job.part_ids, [{"product_id": dear.id, "qty_requested": 0, "qty_to_approve": 12}])

    def test_requests_of_one_part_that_are_approved_together_add_up(self):
        job = self._request(4)
        job.part_ids.with_user(self.technician).quantity = 8
        job.with_user(self.technician).action_request_parts()
        self.assertEqual(job.part_request_ids.mapped("state"), ["submitted", "submitted"])
        job.part_request_ids.with_user(self.boss).action_approve()
        self.assertEqual(sum(job.picking_ids.move_ids.mapped("product_qty")), 8)

    def test_who_approves_says_what_the_warehouse_is_asked_for(self):
        for needed, first, second in (
            (8, "asked for the parts", "asked for the parts"),
            (5, "asked for the parts", "what is still needed"),
            (3, "what is still needed", "nothing of it is needed"),
        ):
            with self.subTest(needed=needed):
                job = self._request(4)
                part = job.part_ids.with_user(self.technician)
                part.quantity = 8
                job.with_user(self.technician).action_request_parts()
                part.quantity = needed
                job.part_request_ids.with_user(self.boss).action_approve()
                requests = job.part_request_ids.sorted("id")
                for request, sentence in zip(requests, (first, second), strict=True):
                    self.assertIn(sentence, " ".join(request.message_ids.mapped("body")))
                job.picking_ids.action_cancel()

    def test_job_goes_on_where_nothing_that_was_approved_is_needed_any_more(self):
        job = self._request(3)
        part = job.part_ids.with_user(self.technician)
        part.quantity = 7
        job.with_user(self.technician).action_request_parts()
        self.assertEqual(job.state, "waiting")
        part.quantity = 3
        job.part_request_ids.with_user(self.boss).action_approve()
        self.assertRecordValues(job.part_ids, [{"qty_requested": 3, "supply": "ready"}])
        self.assertEqual(job.state, "progress")

    def test_job_goes_on_when_what_it_waits_for_is_given_up(self):
        to_approve, short = self._request(4), self._request(1)
        short.part_ids.quantity = 12
        self.rule.active = False
        short.with_user(self.technician).action_request_parts()
        for job in (to_approve, short):
            self.assertRecordValues(job, [{"state": "waiting", "waiting_for": "parts"}])
            job.with_user(self.technician).action_cancel_requests("Cleaned it")
            self.assertEqual(job.state, "progress")
        # Nobody was asked for what this one waits for.
        other = self._create_job((self.relay, 1))
        other.with_user(self.technician).action_wait_parts()
        other.with_user(self.technician).action_cancel_requests("Cleaned it")
        self.assertEqual(other.state, "waiting")

    def test_rule_names_the_price_and_the_team(self):
        self.rule.part_price = "list"
        job = self._request(2)
        self.assertEqual(job.part_request_ids.state, "submitted", "100 at sales price")
        other = self.team.copy({"name": "Washing"})
        self.rule.team_ids = other
        self.assertFalse(self._request(2).part_request_ids)
        self.rule.team_ids |= self.team
        self.assertTrue(self._request(2).part_request_ids)

    def test_rules_of_other_companies_stop_nothing(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.boss.company_ids |= elsewhere
        self.rule.company_id = elsewhere
        self.assertFalse(self._request(9).part_request_ids)

    def test_no_more_is_transferred_than_is_needed_still(self):
        job = self._request(6)
        job.part_ids.with_user(self.technician).quantity = 2
        job.part_request_ids.with_user(self.boss).action_approve()
        self.assertEqual(job.picking_ids.move_ids.product_qty, 2)

    def test_nobody_decides_on_what_they_asked_for(self):
        self.rule.user_ids = self.technician
        job = self._request(4)
        with self._refused("your own work"):
            job.part_request_ids.with_user(self.technician).action_approve()
        self.assertNotIn(self.technician, job.part_request_ids.approval_step_ids.asked_ids)
        self.assertIn(self.manager, job.part_request_ids.approval_step_ids.asked_ids)

    def test_leader_of_the_team_is_asked_where_the_rule_says_so(self):
        self.rule.write({"approver": "leader", "user_ids": False})
        self.team.leader_id = self.dispatcher
        job = self._request(4)
        self.assertEqual(job.part_request_ids.approval_step_ids.asked_ids, self.dispatcher)

    def test_what_waits_is_not_changed_behind_whoever_decides(self):
        job = self._request(4)
        part = job.part_ids.with_user(self.technician)
        for vals in ({"product_id": self.board.id}, {"source": "van"}):
            with self.subTest(vals=vals), self._refused("requested already"), self.env.cr.savepoint():
                part.write(vals)
        with self._refused("stays on the work order"):
            part.unlink()

    def test_report_waits_for_the_decision_or_gives_the_parts_up(self):
        job = self._request(4)
        job.with_user(self.technician).action_go_on()
        with self._refused("requested and not issued yet"):
            job.with_user(self.technician).action_submit()
        wizard = self.env["raya.workorder.submission"].with_user(self.technician).create({"workorder_id": job.id})
        with self._refused("Choose whether you wait"):
            wizard.action_submit()
        wizard.write({"choice": "cancel", "reason": "Cleaned it"})
        wizard.action_submit()
        self.assertRecordValues(job.part_request_ids, [{"state": "dropped"}])
        self.assertEqual(job.part_request_ids.approval_step_ids.mapped("state"), ["dropped"])
        self.assertEqual(job.state, "submitted")
        with self.assertRaises(UserError):
            job.part_request_ids.with_user(self.dispatcher).action_approve()

    def test_cancelled_job_asks_for_nothing(self):
        job = self._request(4)
        job.with_user(self.dispatcher).action_cancel()
        self.assertEqual(job.part_request_ids.state, "dropped")
        self.assertFalse(job.part_request_ids.activity_ids)

    def test_job_waits_on_while_some_of_its_parts_are_not_approved(self):
        job = self._create_job((self.relay, 1))
        job.with_user(self.technician).action_request_parts()
        job.part_ids = [Command.create({"product_id": self.relay.id, "quantity": 4})]
        job.with_user(self.technician).action_request_parts()
        self.assertEqual(job.state, "waiting")
        job.picking_ids.do_unreserve()
        job.picking_ids.action_assign()
        self.assertEqual(job.state, "waiting", "what is there is not all")

    def test_handed_over_job_gets_its_parts_where_it_is(self):
        job = self._request(4)
        job.with_user(self.dispatcher).action_hand_over(self.other)
        job.part_request_ids.with_user(self.boss).action_approve()
        self.assertEqual(job.picking_ids.location_dest_id.raya_technician_id, self.other)

    def test_nobody_writes_requests_by_hand(self):
        job = self._request(4)
        for user in (self.technician, self.dispatcher, self.manager):
            with self.subTest(user=user.login):
                for act in (
                    lambda request: request.write({"state": "approved"}),
                    lambda request: request.line_ids.write({"quantity": 1}),
                    lambda request: request.unlink(),
                    lambda request: request.create({"workorder_id": job.id}),
                ):
                    with self.assertRaises(AccessError):
                        act(job.part_request_ids.with_user(user))
        with self.assertRaises(AccessError):
            job.part_request_ids.with_user(self.boss).read(["amount_cost"])

    def test_rule_shows_its_price_for_part_requests_only(self):
        with Form(self.env["raya.approval.rule"]) as form:
            form.name = "Dear"
            form.document = "raya.workorder"
            self.assertTrue(form._get_modifier("part_price", "invisible"))
            form.document = "raya.part.request"
            self.assertFalse(form._get_modifier("part_price", "invisible"))
            self.assertFalse(form._get_modifier("amount", "invisible"))
            self.assertFalse(form._get_modifier("team_ids", "invisible"))
            self.assertTrue(form._get_modifier("payer", "invisible"))


@tagged("post_install", "-at_install")
class TestPartRequestRoles(RolesCommon, PartRequestCommon):
    def test_requests_are_read_by_their_team_and_the_office(self):
        request = self._request(4).part_request_ids
        for records in (request, request.line_ids):
            self._assert_read_by(records, self.OFFICE | {"technician"})


@tagged("post_install", "-at_install")
class TestPartRequestOnThePhone(PhoneCommon):
    def test_phone_says_that_the_parts_wait_for_an_approval(self):
        self.part.standard_price = 30
        boss = self._create_user("test_decider", "raya_service_base.group_service_user")
        self.env["raya.approval.rule"].create(
            {
                "name": "Dear parts",
                "document": "raya.part.request",
                "approver": "users",
                "user_ids": [Command.set(boss.ids)],
            }
        )
        job = self._create_workorder()
        self._fill_van()
        self.env.invalidate_all()
        self.assertTrue(self._read(job)["parts"][0]["canTake"])
        answer = self._do("request_parts", job)
        self.assertIn("approve the parts", answer["message"])
        [part] = self._read(job)["parts"]
        self.assertEqual([state["key"] for state in part["states"]][:1], ["to_approve"])
        self.assertFalse(part["canTake"])

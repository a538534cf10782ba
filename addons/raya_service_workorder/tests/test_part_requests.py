from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common_parts import PartMovesCommon


class PartRequestCommon(PartMovesCommon):
    """Relays cost 30 and are sold for 50; a rule stops what is worth 100 or more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.relay.write({"standard_price": 30.0, "lst_price": 50.0})
        cls.rule = cls._ask_about_parts(100.0)
        cls.boss = cls.rule.user_ids

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
            [{"state": "submitted", "amount_cost": 120, "amount_list": 200, "submitted_by_id": self.technician.id}],
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
        opened = {"active_model": "raya.part.request", "active_ids": job.part_request_ids.ids}
        form = self.env["raya.send.back"].with_user(self.boss).with_context(**opened)
        form.create({"reason": "Clean it"}).action_send_back()
        self.assertRecordValues(job.part_request_ids, [{"state": "dropped", "sent_back_reason": "Clean it"}])
        # Nothing is corrected here: the technician reads it as it is.
        self.assertIn("The parts were not approved: Clean it", job.part_request_ids.message_ids[0].body)
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

    def test_slip_that_the_warehouse_cancels_is_waited_for_no_more(self):
        self.rule.active = False
        job, other = self._request(12), self._request(11)
        self.assertEqual((job.state, other.state), ("waiting", "waiting"))
        job.picking_ids.with_user(self.clerk).action_cancel()
        self.assertEqual((job.state, other.state), ("progress", "waiting"))
        told = job.activity_ids.filtered(lambda activity: activity.user_id == self.technician)
        self.assertIn("The warehouse cancelled what was requested: Relay", told.note)
        self.assertFalse(other.activity_ids)
        self.assertTrue(job.can_request)

    def test_rest_that_the_warehouse_does_not_issue_is_waited_for_no_more(self):
        self.rule.active = False
        job = self._request(12)
        slip = job.picking_ids.with_user(self.clerk)
        slip.move_ids.quantity = 4
        slip.move_ids.picked = True
        slip.with_context(skip_backorder=True, picking_ids_not_to_backorder=slip.ids).button_validate()
        self.assertRecordValues(job.part_ids, [{"qty_issued": 4}])
        self.assertEqual(job.state, "progress")

    def test_lines_name_parts_of_their_company_only(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self._create_product("Foreign relay", company_id=elsewhere.id)
        request = self._request(4).part_request_ids
        with self._refused("Foreign relay"):
            request.line_ids.create({"request_id": request.id, "product_id": foreign.id, "quantity": 1})

    def test_overview_and_menu_show_what_waits(self):
        def count(user):
            tiles = {tile["key"]: tile for tile in self.env["raya.overview"].with_user(user).get_tiles()}
            return tiles["parts_to_approve"]["count"], tiles["parts_to_approve"]["model"]

        self.assertEqual(count(self.dispatcher), ("0", "raya.part.request"))
        self.rule.user_ids |= self.dispatcher
        self._request(4)
        self.assertEqual(count(self.dispatcher), ("1", "raya.part.request"))
        self.assertEqual(count(self.manager)[0], "0", "they are not asked")
        shown = self.env["ir.ui.menu"].with_user(self.boss)._visible_menu_ids()
        ours = {
            name: self.env.ref(f"raya_service_workorder.raya_{name}_menu").id in shown
            for name in ("part", "part_request", "van_stock", "old_part")
        }
        self.assertEqual(ours, {"part": True, "part_request": True, "van_stock": False, "old_part": False})

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

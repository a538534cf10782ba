import inspect

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WorkorderCommon
from .common_visit import VisitCommon

MODELS = ("raya.workorder", "raya.diagnosis", "raya.work.line", "raya.time", "raya.part")


@tagged("post_install", "-at_install")
class TestAccess(WorkorderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._create_user("test_stranger", "raya_service_base.group_service_technician")
        cls.accountant = cls._create_user("test_accountant", "raya_service_base.group_service_accountant")

    def _count(self, model, user):
        return self.env[model].with_user(user).search_count([("company_id", "=", self.company.id)])

    def test_technician_of_another_team_sees_nothing(self):
        workorder = self._create_workorder()
        for model in MODELS:
            self.assertFalse(self._count(model, self.stranger))
            self.assertTrue(self._count(model, self.technician))
        with self.assertRaises(AccessError):
            workorder.with_user(self.stranger).action_submit()

    def test_colleague_of_the_team_works_on_the_job(self):
        colleague = self.stranger
        self.team.user_ids |= colleague
        workorder = self._create_workorder()
        workorder.with_user(colleague).finding = "Seen together."
        self.assertEqual(workorder.finding, "Seen together.")

    def test_technician_of_a_job_sees_its_call_though_it_was_referred_elsewhere(self):
        team = self.team.copy({"name": "Washing", "user_ids": self.stranger.ids})
        workorder = self._create_workorder(team_id=team.id, user_id=self.stranger.id, part_ids=[])
        job = workorder.with_user(self.stranger)
        self.assertEqual(job.call_id.statement, "It does not get cold.")
        job.action_submit()
        self.assertEqual(workorder.state, "submitted")

    def test_operator_and_accountant_read_and_do_not_write(self):
        workorder = self._create_workorder()
        for user in (self.operator, self.accountant):
            self.assertTrue(workorder.with_user(user).read(["name", "state"]))
            for record in (workorder, workorder.part_ids, workorder.work_line_ids):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"sequence": 1} if "sequence" in record else {"finding": "?"})
            with self.assertRaises(AccessError):
                workorder.with_user(user).action_request_parts()
            self.assertEqual(workorder.part_ids.with_user(user).qty_issued, 0)

    def test_outsider_and_clerk_see_no_work_order(self):
        for model in MODELS:
            for user in (self.outsider, self.clerk):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_technician_has_no_rights_on_the_stock(self):
        workorder = self._create_issued()
        self.assertFalse(self.technician.has_group("stock.group_stock_user"))
        job = workorder.with_user(self.technician)
        with self.assertRaises(AccessError):
            job.part_ids.move_ids.mapped("state")
        with self.assertRaises(AccessError):
            self._get_location().with_user(self.technician).name = "Mine"
        with self.assertRaises(AccessError):
            workorder.picking_ids.with_user(self.technician).button_validate()

    def test_technician_opens_the_form_with_all_its_fields(self):
        workorder = self._create_issued()
        Job = self.env["raya.workorder"].with_user(self.technician)
        arch = Job.get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertNotIn("action_view_pickings", arch)
        self.assertNotIn("action_approve", arch)
        specification = {
            "name": {},
            "call_id": {"fields": {"display_name": {}}},
            "part_ids": {"fields": {"product_id": {}, "qty_reported": {}, "qty_held": {}}},
            "coverage_reason": {},
            "can_return": {},
            "picking_count": {},
        }
        [values] = Job.browse(workorder.id).web_read(specification)
        self.assertEqual(values["part_ids"][0]["qty_reported"], 1)
        self.assertEqual(values["picking_count"], 1)

    def test_work_order_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        team = self.team.copy({"company_id": other.id, "leader_id": False, "user_ids": False})
        call = self._create_call(
            company_id=other.id,
            asset_id=self._create_asset(serial="X-1", company_id=other.id).id,
            team_id=team.id,
            user_id=False,
        )
        workorder = self.env["raya.workorder"].create({"call_id": call.id})
        self.assertEqual(workorder.company_id, other)
        for user in (self.manager, self.dispatcher, self.operator):
            self.assertFalse(self.env["raya.workorder"].with_user(user).search([("id", "=", workorder.id)]))
        with self.assertRaises(AccessError):
            self.env["raya.workorder"].with_user(self.dispatcher).create({"call_id": call.id})
        with self.assertRaises(UserError):
            workorder.team_id = self.team

    def test_service_project_is_not_shared_between_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.assertNotEqual(other._raya_get_service_project(), self.company._raya_get_service_project())
        self.assertEqual(other.raya_service_project_id.company_id, other)

    def test_people_of_an_agent_see_their_own_jobs_only(self):
        agent = self.env["res.partner"].create({"name": "Agent"})
        boss = self._create_user("test_agent", "raya_service_base.group_service_technician")
        agency = self.env["raya.team"].create(
            {"name": "Agency", "agent_id": agent.id, "leader_id": boss.id, "user_ids": (boss | self.stranger).ids}
        )
        foreign = self._create_workorder()
        own = self._create_workorder(team_id=agency.id, user_id=self.stranger.id, part_ids=[])
        for user in (boss, self.stranger):
            self.assertEqual(self.env["raya.workorder"].with_user(user).search([]), own)
            for model in MODELS[1:]:
                self.assertLessEqual(self.env[model].with_user(user).search([]).workorder_id, own)
            for attempt in (lambda job: job.read(["name"]), lambda job: job.write({"finding": "?"})):
                with self.assertRaises(AccessError):
                    attempt(foreign.with_user(user))

    def test_forms_tell_technicians_nothing_of_jobs_of_other_teams(self):
        self._assert_out_of_reach(self.stranger, self._create_workorder())


# What these may call all the same: it only opens a page, on which everybody sees what they may read.
ONLY_OPEN = {
    "action_open_map",
    "action_view_asset",
    "action_view_call",
    "action_view_pickings",
    "action_view_visits",
    "action_view_workorders",
}
# Whoever reads a report sends it to its customer, and stops what runs of their own time.
READERS_MAY = {"action_send_report", "action_stop_timer"}
# Whoever reads it and decides is told first that nothing is asked: who is asked, the tests of the approval know.
DECISIONS = {"action_approve", "action_send_back"}


@tagged("post_install", "-at_install")
class TestActions(VisitCommon):
    """Every verb of a job, its parts and its visit, by whoever has no say in them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._create_user("test_stranger", "raya_service_base.group_service_technician")
        cls.accountant = cls._create_user("test_accountant", "raya_service_base.group_service_accountant")
        job = cls._create_job(
            part_ids=[Command.create({"product_id": cls.part.id})],
            work_line_ids=[Command.create({"operation_id": cls.operation.id, "hours_planned": 1})],
        )
        cls.visit = cls._create_visit(jobs=job)
        cls.arguments = {"technician": cls.stranger, "kind": "parts", "reason": "Why not"}

    def _get_actions(self, record):
        """Names of the verbs that this add-on gives a model: floors above tell theirs."""
        return sorted(
            name
            for name in dir(type(record))
            if name.startswith("action_") and self._is_ours(getattr(type(record), name))
        )

    def _is_ours(self, method):
        return method.__module__.startswith(("odoo.addons.raya_service_base.", "odoo.addons.raya_service_workorder."))

    def _call(self, record, name):
        parameters = list(inspect.signature(getattr(record, name)).parameters.values())
        required = [each.name for each in parameters if each.default is each.empty]
        with self.env.cr.savepoint():
            getattr(record, name)(*(self.arguments[each] for each in required))
            self.env.flush_all()

    def test_nobody_acts_on_what_is_not_theirs(self):
        job = self.visit.workorder_ids
        for record in (job, job.part_ids, self.visit):
            self.assertTrue(record)
            for name in set(self._get_actions(record)) - ONLY_OPEN:
                for person in (self.operator, self.accountant, self.stranger):
                    if name in READERS_MAY and person != self.stranger:
                        continue
                    with self.subTest(model=record._name, action=name, person=person.login):
                        self.env.invalidate_all()
                        with self.assertRaises(UserError if name in DECISIONS else AccessError):
                            self._call(record.with_user(person), name)

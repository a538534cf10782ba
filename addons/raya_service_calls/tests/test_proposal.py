from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import Form

from ..models.raya_proposal import REASONS
from .common import ServiceCallsCommon

# A Monday.
NOON = "2026-06-01 12:00:00"


@freeze_time(NOON)
class TestProposal(ServiceCallsCommon):
    """Team and technician are proposed, with reasons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["raya.team"].search([("id", "!=", cls.team.id)]).active = False
        cls.iran = cls.env.ref("base.ir")
        cls.tehran, cls.fars = cls.env["res.country.state"].create(
            [{"name": name, "code": code, "country_id": cls.iran.id} for name, code in (("T", "RT"), ("F", "RF"))]
        )
        cls.customer.write({"country_id": cls.iran.id, "state_id": cls.tehran.id, "zip": "11369-45678"})
        cls.colleague = cls._create_user("test_colleague", "raya_service_base.group_service_technician")
        cls.team.user_ids = cls.technician | cls.colleague
        cls.first, cls.second = cls.team.member_ids
        cls.asset = cls._create_asset(serial="RF-P")

    def _create_team(self, name, user=None, **vals):
        return self.env["raya.team"].create({"name": name, "user_ids": user.ids if user else [], **vals})

    def _create_open(self, **vals):
        """A call for which nothing was chosen."""
        return self._create_call(**{"asset_id": self.asset.id, "team_id": False, "user_id": False, **vals})

    def _propose(self, call=None):
        call = (call or self._create_open()).with_user(self.operator)
        return call.proposed_team_id, call.proposed_user_id, call.proposal_reason or ""

    def test_operator_chooses_the_unit_and_the_rest_is_filled_in(self):
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.asset_id = self.asset
            self.assertEqual((form.team_id, form.user_id), (self.team, self.technician))
            self.assertIn("0 calls that day", form.proposal_reason)
        self.assertEqual(form.record.user_id, self.technician)

    def test_what_a_person_chose_stays(self):
        other = self._create_team("Other", self.dispatcher)
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.partner_id = self.customer
            form.team_id = other
            self.assertEqual(form.user_id, self.dispatcher)
            form.asset_id = self.asset
            self.assertEqual((form.team_id, form.user_id), (other, self.dispatcher))
            form.team_id = self.team
            self.assertEqual(form.user_id, self.technician, "nobody of another team stays")

    def test_the_nearest_area_comes_first(self):
        self.team.country_ids = self.iran
        state = self._create_team("State", self.colleague, state_ids=self.tehran.ids)
        self.assertEqual(self._propose()[0], state)
        near = self._create_team("ZIP", self.colleague, zip_ranges="113")
        team, _user, reason = self._propose()
        self.assertEqual(team, near)
        self.assertIn("ZIP area", reason)
        near.zip_ranges = "114"
        self.customer.state_id = self.fars
        self.assertEqual(self._propose()[0], self.team)

    def test_the_address_of_the_visit_counts_not_that_of_the_owner(self):
        site = self.env["res.partner"].create({"name": "House", "country_id": self.iran.id, "state_id": self.fars.id})
        self.team.state_ids = self.tehran
        south = self._create_team("South", self.colleague, state_ids=self.fars.ids)
        self.assertEqual(self._propose()[0], self.team)
        self.assertEqual(self._propose(self._create_open(site_id=site.id))[0], south)

    def test_members_have_areas_of_their_own(self):
        self.first.state_ids = self.fars
        self.assertEqual(self._propose()[1], self.colleague)

    def test_products_of_a_team_are_those_below_its_categories(self):
        self.team.categ_ids = self.env["product.category"].create({"name": "Cars"})
        self.assertFalse(self._propose()[0])
        self.family.parent_id = self.team.categ_ids
        team, _user, reason = self._propose()
        self.assertEqual(team, self.team)
        self.assertIn("for Cars", reason)

    def test_skill_that_the_symptom_or_product_needs(self):
        gas = self.env["raya.skill"].create({"name": "Gas", "symptom_ids": self.symptom.ids})
        self.second.skill_ids = gas
        _team, user, reason = self._propose()
        self.assertEqual(user, self.colleague)
        self.assertIn("knows Gas", reason)
        gas.write({"symptom_ids": False, "categ_ids": self.part.categ_id.ids})
        self.assertEqual(self._propose()[1], self.technician)
        gas.categ_ids = self.family
        self.second.skill_ids = False
        self.assertEqual(self._propose()[:2], (self.team, self.env["res.users"]))

    def test_whoever_is_on_leave_is_not_sent(self):
        self._leave(self.technician, datetime(2026, 6, 1, 6), datetime(2026, 6, 1, 14))
        self.assertEqual(self._propose()[1], self.colleague)
        self.assertEqual(self._propose(self._create_open(date_promised="2026-06-02"))[1], self.technician)
        chosen = self._create_open(team_id=self.team.id, user_id=self.technician.id)
        self.assertIn("on leave", self._propose(chosen)[2])

    def test_who_does_not_work_that_day_comes_last(self):
        weekend = self.env["resource.calendar"].create(
            {
                "name": "Sundays",
                "attendance_ids": [
                    (5, 0, 0),
                    (0, 0, {"name": "S", "dayofweek": "6", "hour_from": 8, "hour_to": 16, "day_period": "morning"}),
                ],
            }
        )
        self.first.resource_calendar_id = weekend
        self.assertEqual(self._propose()[1], self.colleague)
        self.assertEqual(self._propose(self._create_open(date_promised="2026-06-07"))[1], self.technician)

    def test_least_load_and_capacity(self):
        self._create_call(asset_id=self.asset.id, user_id=self.technician.id).action_refer()
        self.assertEqual(self._propose()[1], self.colleague)
        self.second.capacity = 1
        self._create_call(asset_id=self.asset.id, user_id=self.colleague.id).action_refer()
        _team, user, reason = self._propose()
        self.assertEqual(user, self.technician)
        self.assertIn("1 calls that day", reason)
        full = self._create_open(team_id=self.team.id, user_id=self.colleague.id)
        self.assertIn("full with 1/1", self._propose(full)[2])

    def test_capacity_by_kind_of_call(self):
        self.first.capacity_ids = [(0, 0, {"kind": "installation", "capacity": 0})]
        self.assertEqual(self._propose(self._create_open(kind="installation"))[1], self.colleague)
        self.assertEqual(self._propose(self._create_open(kind="repair"))[1], self.technician)

    def test_many_calls_are_spread(self):
        calls = self.env["raya.call"].union(*(self._create_open() for _number in range(4)))
        calls.action_refer()
        self.assertEqual(calls.mapped("user_id.login"), ["test_tech", "test_colleague"])
        self.assertEqual(len(calls.filtered(lambda call: call.user_id == self.technician)), 2)

    def test_by_turns_whoever_waited_longest_is_next(self):
        self.team.mode = "turn"
        given = []
        for _number in range(4):
            call = self._create_open()
            call.action_refer()
            call._transition("progress")
            call._transition("done")
            given.append(call.user_id)
        self.assertEqual(given, [self.technician, self.colleague] * 2)

    def test_by_hand_only_the_team_is_filled_in(self):
        self.team.mode = "manual"
        call = self._create_open()
        self.assertEqual(self._propose(call)[:2], (self.team, self.env["res.users"]))
        call.action_refer()
        self.assertRecordValues(call, [{"team_id": self.team.id, "user_id": False, "state": "referred"}])

    def test_whoever_was_there_last_goes_again_but_not_for_a_complaint(self):
        before = self._create_call(asset_id=self.asset.id, user_id=self.colleague.id)
        before.action_refer()
        before.action_start()
        _team, user, reason = self._propose()
        self.assertEqual(user, self.colleague)
        self.assertIn("was there last", reason)
        self.assertEqual(self._propose(self._create_open(kind="complaint"))[1], self.technician)

    def test_whoever_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.customer.lang = "fa_IR"
        self.second.lang_ids = self.env["res.lang"]._lang_get("fa_IR")
        _team, user, reason = self._propose()
        self.assertEqual(user, self.colleague)
        self.assertIn("speaks", reason)

    def test_call_that_no_team_serves_says_what_to_do(self):
        self.team.country_ids = self.env.ref("base.fr")
        call = self._create_open().with_user(self.operator)
        self.assertFalse(call.proposal_reason)
        for action in (call.action_refer, call.action_propose):
            with self.assertRaisesRegex(UserError, r"Choose the technical team .* Configuration / Technical Teams"):
                action()
        self.assertEqual(call.state, "new")

    def test_propose_chooses_anew(self):
        other = self._create_team("Other", self.colleague, state_ids=self.fars.ids)
        call = self._create_open(team_id=other.id, user_id=self.colleague.id).with_user(self.operator)
        self.assertIn("not their area", call.proposal_reason)
        call.action_propose()
        self.assertEqual((call.team_id, call.user_id), (self.team, self.technician))

    def test_reasons_are_written_down_with_the_referral(self):
        call = self._create_open()
        call.with_user(self.operator).action_refer()
        self.assertIn("0 calls that day", call.referral_id.reason)

    def test_every_reason_has_its_words(self):
        gas = {self.env["raya.skill"].create({"name": "Gas"}).id}
        for code in REASONS:
            detail = {"skill": gas, "no_skill": gas, "category": self.family.id, "language": "en_US"}.get(code, (2, 5))
            self.assertIsInstance(self.env["raya.proposal"]._get_reason_detail(code, detail), str)

    def test_queries_do_not_grow_with_calls_and_people(self):
        def count(calls):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            calls._propose_referral()
            return self.cr.sql_log_count - before

        calls = self.env["raya.call"].union(*(self._create_open() for _number in range(12)))
        calls.write({"date_promised": date(2026, 6, 3)})
        calls[0].date_promised = date(2026, 9, 3)
        count(calls)
        few = count(calls[:2])
        users = [self._create_user(f"many_{n}", "raya_service_base.group_service_technician") for n in range(10)]
        self.team.user_ids |= self.env["res.users"].union(*users)
        self.assertLessEqual(count(calls), few + 2)
        self.assertLess(few, 45)

from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import ServiceCallsCommon

NOON = "2026-06-01 12:00:00"


@freeze_time(NOON)
class TestTeam(ServiceCallsCommon):
    """Who leads, who is a member and where they work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Tehran"
        cls.deputy = cls._create_user("test_deputy", "raya_service_base.group_service_dispatcher")
        cls.team.deputy_id = cls.deputy

    def test_leader_is_asked_and_while_they_are_away_the_deputy(self):
        self.assertEqual(self.team._get_acting_leader(), self.dispatcher)
        self.team.is_leader_away = True
        self.assertEqual(self.team._get_acting_leader(), self.deputy)

    def test_a_leave_counts_on_the_day_of_the_company(self):
        """20:30 UTC is midnight in Tehran."""
        leave = self._leave(self.dispatcher, datetime(2026, 5, 31, 20, 30), datetime(2026, 6, 1, 20, 30))
        for moment, leader in (
            ("2026-05-31 20:29:00", self.dispatcher),
            ("2026-05-31 20:31:00", self.deputy),
            ("2026-06-01 20:29:00", self.deputy),
            ("2026-06-01 20:31:00", self.dispatcher),
        ):
            with self.subTest(moment), freeze_time(moment):
                self.assertEqual(self.team._get_acting_leader(), leader)
        leave.resource_id.user_id = self.technician
        self.assertEqual(self.team._get_acting_leader(), self.dispatcher)

    def test_somebody_is_asked_though_both_are_away(self):
        for user in (self.dispatcher, self.deputy):
            self._leave(user, datetime(2026, 6, 1), datetime(2026, 6, 1, 20))
        self.assertEqual(self.team._get_acting_leader(), self.dispatcher)
        self.team.leader_id = False
        self.assertEqual(self.team._get_acting_leader(), self.deputy)
        self.team.deputy_id = False
        self.assertFalse(self.team._get_acting_leader())

    def test_archived_leader_is_asked_no_longer(self):
        self.dispatcher.active = False
        self.assertEqual(self.team._get_acting_leader(), self.deputy)

    def test_leader_and_deputy_say_who_leads_and_nobody_else(self):
        self.team.with_user(self.dispatcher).action_switch_away()
        self.assertTrue(self.team.is_leader_away)
        self.team.with_user(self.deputy).action_switch_away()
        self.assertFalse(self.team.is_leader_away)
        for user in (self.technician, self.operator):
            with self.assertRaisesRegex(AccessError, "Only the leader"):
                self.team.with_user(user).action_switch_away()
        with self.assertRaises(AccessError):
            self.team.with_user(self.dispatcher).name = "Mine"

    def test_member_who_leaves_and_comes_back_keeps_what_is_known_of_them(self):
        member = self.team.member_ids.filtered(lambda each: each.user_id == self.technician)
        member.capacity = 5
        self.team.user_ids -= self.technician
        self.assertFalse(member.active)
        self.assertEqual(self.team.user_ids, self.dispatcher)
        self.team.user_ids |= self.technician
        self.assertTrue(member.active)
        self.assertEqual((member.capacity, len(self.team.member_ids)), (5, 2))

    def test_archived_member_sees_the_calls_of_the_team_no_longer(self):
        call = self._create_call(user_id=False).with_user(self.technician)
        self.assertEqual(call.name, call.sudo().name)
        self.team.member_ids.filtered(lambda each: each.user_id == self.technician).active = False
        with self.assertRaises(AccessError):
            call.read(["name"])

    def test_zip_codes_are_read_however_they_are_typed(self):
        member = self.team.member_ids[0]
        for typed in ("۱۱۰۰۰ تا ۱۱۹۹۹، ۳۱", "11000\N{EN DASH}11999;31", "\N{RIGHT-TO-LEFT MARK}11000 to 11999\n31"):
            for record in (member, self.team):
                record.zip_ranges = typed
                self.assertEqual(record.zip_ranges, "11000-11999, 31")
        for wrong in ("11999-11000", "1-200", "north", "11-12-13"):
            with self.assertRaisesRegex(ValidationError, "no range of ZIP codes"):
                member.zip_ranges = wrong

    def test_a_person_is_in_a_team_once(self):
        with self.assertRaises(UniqueViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env["raya.team.member"].create({"team_id": self.team.id, "user_id": self.technician.id})

    def test_copy_of_a_team_has_its_people(self):
        copy = self.team.copy({"name": "Washing"})
        self.assertEqual(copy.user_ids, self.team.user_ids)
        self.assertFalse(copy.member_ids & self.team.member_ids)
        other = self.team.copy({"name": "Heating", "user_ids": self.technician.ids})
        self.assertEqual(other.with_context(active_test=False).member_ids.user_id, self.technician)

    def test_load_of_the_day_is_counted_for_members(self):
        self._leave(self.dispatcher, datetime(2026, 6, 1), datetime(2026, 6, 1, 20))
        calls = self._create_call() | self._create_call() | self._create_call()
        calls[2].date_promised = "2026-06-03"
        calls.action_refer()
        members = self.team.member_ids.with_user(self.operator)
        self.assertEqual(members.mapped("load"), [2, 0])
        self.assertEqual(members.mapped("is_absent"), [False, True])
        action = members[0].action_view_calls()
        self.assertEqual(self.env["raya.call"].search(action["domain"]), calls.sorted())

    def test_settings_of_teams_are_for_managers(self):
        member = self.team.member_ids[0]
        for user in (self.technician, self.operator, self.dispatcher):
            with self.assertRaises(AccessError):
                member.with_user(user).capacity = 1
        member.with_user(self.manager).capacity = 1


class TestAgent(ServiceCallsCommon):
    """An agent does the work with their own people, who see nothing of anybody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.env["res.partner"].create({"name": "Agent", "is_company": True})
        role = "raya_service_base.group_service_technician"
        cls.boss, cls.hand = (cls._create_user(login, role) for login in ("agent_boss", "agent_hand"))
        cls.agency = cls.env["raya.team"].create(
            {
                "name": "Agency",
                "agent_id": cls.agent.id,
                "leader_id": cls.boss.id,
                "user_ids": (cls.boss | cls.hand).ids,
            }
        )
        cls.own = cls._create_call(team_id=cls.agency.id, user_id=cls.hand.id)
        cls.foreign = cls._create_call(asset_id=cls._create_asset(serial="RF-9").id)
        (cls.own | cls.foreign).action_refer()

    def test_people_of_an_agent_see_their_own_calls_only(self):
        for user in (self.boss, self.hand):
            with self.subTest(user.login):
                self.assertEqual(self.env["raya.call"].with_user(user).search([]), self.own)
                self.assertEqual(self.env["raya.referral"].with_user(user).search([]).call_id, self.own)
                for attempt in (
                    lambda call: call.read(["name"]),
                    lambda call: call.write({"statement": "Mine"}),
                    lambda call: call.write({"team_id": self.agency.id}),
                    lambda call: call.action_refer_again(),
                    lambda call: call.action_accept_referral(),
                ):
                    with self.assertRaises(AccessError):
                        attempt(self.foreign.with_user(user))

    def test_forms_tell_them_nothing_of_other_calls(self):
        self._assert_out_of_reach(self.hand, self.foreign)

    def test_leader_refers_within_the_team_and_not_elsewhere(self):
        self.own.referral_id.date -= timedelta(hours=1)
        call = self.own.with_user(self.boss)
        self.assertTrue(call.can_refer)
        self.assertFalse(self.own.with_user(self.hand).can_refer)
        call.user_id = self.boss
        call.action_refer_again()
        self.assertRecordValues(call.referral_id, [{"user_id": self.boss.id, "author_id": self.boss.id}])
        with self.assertRaisesRegex(AccessError, "Only a call operator"):
            self.own.with_user(self.hand).action_refer_again()
        call.write({"team_id": self.team.id, "user_id": self.technician.id})
        with self.assertRaises(AccessError):
            call.action_refer_again()

    def test_who_leads_an_agents_team_is_in_it(self):
        with self.assertRaisesRegex(ValidationError, "without being in it"):
            self.agency.deputy_id = self.technician

    def test_nobody_who_reads_all_calls_is_in_an_agents_team(self):
        for user in (self.operator, self.dispatcher, self.manager):
            with self.assertRaisesRegex(ValidationError, "reads the calls of everybody"):
                self.agency.user_ids |= user

from datetime import date, timedelta

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_agent import ARRIVED, PROMISED, TO, AgentCommon


@tagged("post_install", "-at_install")
class TestAgentStatement(AgentCommon):
    """What an agent is owed for approved work, and why."""

    def test_fixed_fee_of_a_service_is_paid_and_the_line_says_why(self):
        self._agree({"fee": 25.0}, {"operation_id": self.operation.id, "fee": 30.0})
        job = self._do(2.0, 1.0)
        statement = self._make()
        self.assertRecordValues(
            statement,
            [{"partner_id": self.agent.id, "state": "draft", "job_count": 1, "fee_total": 60.0, "amount_total": 60.0}],
        )
        self.assertTrue(statement.name.startswith("AS/"))
        line = statement.line_ids[0]
        self.assertRecordValues(
            line, [{"workorder_id": job.id, "operation_id": self.operation.id, "base": 80.0, "date": PROMISED}]
        )
        for words in ("Services", self.operation.name, "30.00"):
            self.assertIn(words, line.reason)

    def test_percent_is_of_the_price_before_coverage_and_rounded_as_the_currency(self):
        self._agree({"pricing": "percent", "percent": 33.33})
        asset = self._create_covered_asset(100)
        self._do(1.25, asset=asset)
        line = self._make().line_ids
        self.assertEqual((line.charge_id.customer_amount, line.base, line.amount), (0.0, 50.0, 16.67))
        self.assertIn("33.33", line.reason)

    def test_fee_of_one_agent_goes_before_those_of_all(self):
        south = self.env["res.partner"].create({"name": "Agency South"})
        team, _user = self._create_agency(south, "test_south")
        self._agree({"operation_id": self.operation.id, "fee": 30.0}, {"agent_id": south.id, "fee": 20.0})
        self._do()
        self._do(team=team)
        statements = self._make()
        self.assertEqual({each.partner_id: each.amount_total for each in statements}, {self.agent: 30.0, south: 20.0})

    def test_fee_in_another_currency_is_converted_on_the_day_of_approval(self):
        foreign = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        self._agree({"fee": 25.0}, currency_id=foreign.id)
        self._do()
        self.assertEqual(self._make().amount_total, 12.5)

    def test_work_of_own_teams_and_reports_not_approved_are_on_no_statement(self):
        self._agree({"fee": 25.0})
        self._approve(0)
        self._do(approve=False)
        with self._refused("Nothing is due"):
            self._make()

    def test_work_without_a_fee_is_told_and_comes_again_when_it_is_agreed(self):
        self._do()
        statement = self._make()
        self.assertEqual((statement.unagreed_count, statement.amount_total), (1, 0.0))
        self.assertIn("No tariff says", statement.line_ids.reason)
        self._agree({"fee": 25.0})
        statement.action_collect()
        self.assertRecordValues(statement, [{"unagreed_count": 0, "amount_total": 25.0, "job_count": 1}])

    # Repetition

    def test_same_fault_again_is_not_paid_and_the_line_says_after_which_job(self):
        self._agree({"fee": 25.0}, repeat_days=30)
        asset = self._create_covered_asset(0)
        first = self._do(asset=asset, day=PROMISED)
        again = self._do(asset=asset, day=PROMISED + timedelta(30), promised=False)
        late = self._do(asset=asset, day=PROMISED + timedelta(61), promised=False)
        lines = {line.workorder_id: line for line in self._make().line_ids}
        self.assertEqual({job: line.amount for job, line in lines.items()}, {first: 25.0, again: 0.0, late: 25.0})
        self.assertRecordValues(lines[again], [{"repeat_of_id": first.id, "fee": 25.0, "repeat_amount": -25.0}])
        self.assertIn(first.name, lines[again].reason)

    def test_of_two_approved_on_one_afternoon_the_later_job_repeats_the_earlier(self):
        self._agree({"fee": 25.0}, repeat_days=30)
        asset = self._create_covered_asset(0)
        first, second = (self._do(asset=asset, promised=False, approve=False) for _number in range(2))
        second.with_user(self.manager).action_approve()
        first.with_user(self.manager).action_approve()
        for _time in range(2):
            statement = self._make()
            lines = {line.workorder_id: line for line in statement.line_ids}
            self.assertEqual({job: line.amount for job, line in lines.items()}, {first: 25.0, second: 0.0})
            self.assertEqual(lines[second].repeat_of_id, first)
            statement.unlink()

    def test_other_fault_other_unit_and_other_agent_repeat_nothing(self):
        self._agree({"fee": 25.0}, repeat_days=30)
        team, _user = self._create_agency(self.env["res.partner"].create({"name": "South"}), "test_south")
        asset = self._create_covered_asset(0)
        other = self.fault.copy({"name": "Fan worn", "code": "FANX"})
        self._do(asset=asset)
        self._do(asset=asset, fault=other, day=PROMISED + timedelta(1), promised=False)
        self._do(day=PROMISED + timedelta(1), promised=False)
        self._do(asset=asset, team=team, day=PROMISED + timedelta(2), promised=False)
        lines = self._make().line_ids
        self.assertEqual(
            (len(lines), lines.repeat_of_id, set(lines.mapped("amount"))), (4, self.env["raya.workorder"], {25.0})
        )

    # Lateness

    def test_each_day_after_the_promised_one_costs_a_percent_up_to_the_most(self):
        self._agree({"fee": 33.35}, late_percent=10, late_most=25)
        jobs = [self._do(day=PROMISED + timedelta(days)) for days in (-1, 0, 2, 9)]
        lines = {line.workorder_id: line for line in self._make().line_ids}
        self.assertEqual([lines[job].late_percent for job in jobs], [0.0, 0.0, 20.0, 25.0])
        self.assertEqual([lines[job].late_amount for job in jobs], [0.0, 0.0, -6.67, -8.34])
        self.assertEqual([lines[job].amount for job in jobs], [33.35, 33.35, 26.68, 25.01])
        self.assertIn("2 days after", lines[jobs[2]].reason)

    def test_accountant_excuses_with_a_reason_and_in_the_draft_only(self):
        self._agree({"fee": 25.0}, late_percent=10, repeat_days=30)
        asset = self._create_covered_asset(0)
        self._do(asset=asset)
        self._do(asset=asset, day=PROMISED + timedelta(1))
        self._do(day=PROMISED + timedelta(2))
        statement = self._make()
        self.assertEqual(statement.amount_total, 45.0)
        with Form(statement) as form:
            for index in (1, 2):
                with form.line_ids.edit(index) as line:
                    line.waiver = "Flood"
        self.assertEqual((statement.amount_total, statement.deducted_total), (75.0, 0.0))
        self.assertIn("Flood", statement.line_ids[1].reason)
        statement.action_submit()
        with self._refused("In Approval"):
            statement.line_ids[1].waiver = "Snow"

    # Once

    def test_each_work_is_paid_once(self):
        self._agree({"fee": 25.0})
        self._do()
        statement = self._make()
        self.assertEqual(self._make(), statement)
        self.assertEqual(len(statement.line_ids), 1)
        self._approve_statement(statement)
        with self._refused("Nothing is due"):
            self._make()
        line = statement.line_ids.sudo()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            line.create({"statement_id": statement.id, "charge_id": line.charge_id.id})

    def test_later_work_comes_on_the_draft_and_after_its_approval_on_the_next(self):
        self._agree({"fee": 25.0})
        self._do()
        draft = self._make()
        self._do()
        self.assertEqual((self._make(), draft.job_count), (draft, 2))
        self._approve_statement(draft)
        self._do()
        self.assertEqual((self._make() & draft, self._make().job_count), (draft.browse(), 1))

    def test_work_taken_off_a_draft_is_due_again(self):
        self._agree({"fee": 25.0})
        self._do()
        self._do()
        statement = self._make()
        statement.line_ids[0].unlink()
        self.assertEqual(statement.amount_total, 25.0)
        statement.action_collect()
        self.assertEqual(statement.amount_total, 50.0)
        statement.unlink()
        self.assertEqual(self._make().amount_total, 50.0)

    def test_only_approvals_until_the_day_and_the_chosen_agents_count(self):
        self._agree({"fee": 25.0})
        self._do()
        day = self.company._raya_get_day()
        with self._refused("Nothing is due"):
            self._make(date_to=day - timedelta(1))
        with self._refused(self.customer.name):
            self._make(agent_ids=[Command.set(self.customer.ids)])
        self.assertRecordValues(self._make(date_to=day), [{"amount_total": 25.0, "date_from": day, "date_to": day}])

    def test_what_is_approved_late_is_paid_by_the_next_statement(self):
        self._agree({"fee": 25.0})
        self._do()
        day = self.company._raya_get_day()
        self._approve_statement(self._make(date_to=day))
        late = day - timedelta(90)
        self._do().sudo().charge_ids.date = late
        self.assertRecordValues(
            self._make(date_to=day), [{"amount_total": 25.0, "date_from": late, "date_to": day, "job_count": 1}]
        )

    def test_statements_are_due_until_the_last_month_of_the_readers_calendar_ended(self):
        wizard = self.env["raya.agent.statement.making"].with_user(self.accountant)
        for calendar, day in (("gregorian", date(2026, 10, 31)), ("solar", date(2026, 11, 21))):
            self.accountant.raya_calendar = calendar
            with freeze_time("2026-11-27 09:00"):
                self.assertEqual(wizard.create({}).date_to, day)

    def test_each_statement_says_what_was_collected(self):
        south = self.env["res.partner"].create({"name": "Agency South"})
        team, _user = self._create_agency(south, "test_south")
        self._agree({"fee": 25.0}, {"agent_id": south.id, "fee": 20.0})
        self._do()
        self._do(1.0, 1.0, team=team)
        statements = self._make().sorted("id")
        said = statements.action_collect()["params"]["message"].split("\n")
        for statement, words, sentence in zip(
            statements, (("1 lines", "25.00"), ("2 lines", "40.00")), said, strict=True
        ):
            for word in (statement.name, statement.partner_id.name, *words):
                self.assertIn(word, sentence)

    # Approval

    def test_nobody_approves_the_statement_they_made(self):
        self._agree({"fee": 25.0})
        self._do()
        statement = self._make(user=self.manager)
        statement.action_submit()
        with self.assertRaisesRegex(UserError, "your own work"):
            statement.action_approve()
        with self.assertRaises(AccessError):
            statement.with_user(self.accountant).action_approve()
        statement.with_user(self.manager_2).action_approve()
        self.assertRecordValues(statement, [{"state": "approved", "approved_by_id": self.manager_2.id}])

    def test_many_jobs_are_collected_with_few_queries(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 5.0}, repeat_days=30)
        counts = []
        # The first run makes the draft, and reads what every later one has read already.
        for number in (1, 1, 4):
            for week in range(number):
                job = self._do(approve=False)
                self._visit(job, arrived=ARRIVED + timedelta(weeks=10 * len(counts) + week))
                job.with_user(self.manager).action_approve()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            draft = self.env["raya.agent.statement"]._make(self.env.company, TO, self.agent)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(draft.line_ids), 12)
        self.assertLessEqual((counts[2] - counts[1]) / 3, 0.5, counts)

    def test_it_is_sent_back_with_a_reason_and_opened_again_by_managers(self):
        self._agree({"fee": 25.0})
        self._do()
        statement = self._make()
        statement.action_submit()
        opened = {"active_model": statement._name, "active_ids": statement.ids}
        wizard = self.env["raya.send.back"].with_user(self.manager).with_context(**opened)
        wizard.create({"reason": "Excuse the flood"}).action_send_back()
        self.assertRecordValues(statement, [{"state": "draft", "sent_back_reason": "Excuse the flood"}])
        self._approve_statement(statement)
        with self.assertRaises(AccessError):
            statement.action_open_again()
        statement.with_user(self.manager).action_open_again()
        self.assertEqual(statement.state, "draft")

    def test_amounts_and_states_are_written_by_nobody(self):
        self._agree({"fee": 25.0})
        self._do()
        statement = self._make()
        for record, values in (
            (statement, {"state": "approved"}),
            (statement, {"date_to": PROMISED}),
            (statement, {"date_from": PROMISED}),
            (statement.line_ids, {"fee": 100.0}),
            (statement.line_ids, {"distance": 100.0}),
            (statement.line_ids, {"repeat_of_id": False}),
        ):
            with self.assertRaises(AccessError):
                record.write(values)
        with self.assertRaises(AccessError):
            statement.create({"partner_id": self.agent.id, "date_to": PROMISED})
        self._approve_statement(statement)
        for record in (statement, statement.line_ids):
            with self._refused("Approved"):
                record.unlink()

    # The tariff

    def test_fees_stand_still_with_their_tariff_and_go_to_the_next_version(self):
        tariff = self._agree({"fee": 25.0}, repeat_days=30, late_percent=5, late_most=20)
        with self._refused("in force"):
            tariff.with_user(self.accountant).pay_ids.fee = 30.0
        with self._refused("in force"):
            tariff.with_user(self.accountant).repeat_days = 0
        wizard = self.env["raya.tariff.revision"].with_user(self.accountant)
        action = wizard.create({"tariff_id": tariff.id, "percent": 10}).action_create()
        version = tariff.browse(action["res_id"])
        self.assertRecordValues(version, [{"repeat_days": 30, "late_percent": 5.0, "late_most": 20.0}])
        self.assertEqual(version.pay_ids.mapped("fee"), [25.0])

    def test_fee_that_makes_no_sense_is_refused(self):
        for pay, sentence in (
            ({"kind": "travel", "operation_id": self.operation.id, "fee": 5}, "Choose no service"),
            ({"pricing": "km", "fee": 5}, "only visits"),
            ({"operation_id": self.operation.id, "group_id": self.labour.categ_id.id}, "not both"),
            ({"fee": -1}, "not -1"),
            ({"pricing": "percent", "percent": 101}, "not 101"),
        ):
            with self.subTest(pay=pay), self._refused(sentence, ValidationError):
                self._draft({"price": 40.0}, pay_ids=[Command.create(pay)])
        with self._refused("not 101", ValidationError):
            self._draft({"price": 40.0}, late_percent=101)

    def test_readiness_names_the_agent_that_nothing_is_agreed_with(self):
        def row():
            rows = self.env["raya.readiness"].with_user(self.manager).get_rows()
            return next(row for row in rows if row["key"] == "agents")

        self.assertFalse(row()["is_ready"])
        self.assertIn(self.agent.name, row()["sentence"])
        self._agree({"agent_id": self.agent.id, "fee": 25.0})
        self.assertTrue(row()["is_ready"])
        self.company.raya_agent_account_id = False
        self.assertIn("no account", row()["sentence"])
        self.agency.agent_id = False
        self.assertTrue(row()["is_ready"])

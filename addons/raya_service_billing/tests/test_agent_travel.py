from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from ..tools.agent_pay import FEES
from .common_agent import PROMISED, AgentCommon


@tagged("post_install", "-at_install")
class TestAgentTravel(AgentCommon):
    """What agents are paid for visits: whose they are, and a fee, so much a km or a percent of what they cost."""

    def _approve_jobs(self, *jobs):
        for job in jobs:
            job.with_user(self.manager).action_approve()

    def _do_visited(self, count=1, **vals):
        """Jobs with one visit to all of them, approved."""
        jobs = [self._do(approve=False) for _number in range(count)]
        visit = self._visit(*jobs, **vals)
        self._approve_jobs(*jobs)
        return visit

    def _charge_travel(self, percent, **line):
        """A company that charges travel, and pays agents a percent of it."""
        self.company.raya_is_travel_charged = True
        lines = [{"price": 40.0, "pricing": "hour"}, {"pricing": "visit", "price": 20.0, **line}]
        pay = {"kind": "travel", "pricing": "percent", "percent": percent}
        return self._put_in_force(*lines, pay_ids=[Command.create(pay)])

    def _amounts(self, statement):
        return statement.line_ids.filtered("visit_id").sorted("id").mapped("amount")

    # Whose visits

    def test_visit_of_another_team_to_a_job_of_the_agent_is_not_paid(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        job = self._do(approve=False)
        self._visit(job).sudo().team_id = self.team
        self._approve_jobs(job)
        self.assertEqual(self._make().line_ids.mapped("kind"), ["labour"])

    def test_visit_of_the_agent_to_a_job_that_others_finished_is_paid(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        job = self._approve(0)
        self._visit(job, user_id=self.technician.id).sudo().team_id = self.agency
        self.assertRecordValues(self._make(), [{"partner_id": self.agent.id, "amount_total": 10.0}])

    def test_visit_stays_with_the_agent_of_the_approved_report(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        self._do_visited()
        self.agency.agent_id = self.env["res.partner"].create({"name": "Agency South"})
        self.assertRecordValues(self._make(), [{"partner_id": self.agent.id, "amount_total": 35.0}])

    def test_visit_is_due_by_itself_when_the_services_of_its_job_are_paid(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        self._do_visited()
        statement = self._make()
        statement.line_ids.filtered("visit_id").unlink()
        self._approve_statement(statement)
        self.assertRecordValues(self._make().line_ids, [{"kind": "travel", "amount": 10.0}])

    def test_visit_to_jobs_without_approved_work_is_not_paid(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        job = self._do(approve=False)
        self._visit(job)
        with self._refused("Nothing is due"):
            self._make()
        self._approve_jobs(job)
        job.sudo().charge_ids.date += timedelta(1)
        with self._refused("Nothing is due"):
            self._make(date_to=self.company._raya_get_day())

    def test_visit_is_paid_anew_by_the_other_job_when_the_first_is_amended(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        visit = self._do_visited(2)
        self._approve_statement(self._make())
        visit.workorder_ids.sorted("id")[0].with_user(self.manager).action_amend("Wrong service")
        following = self._make()
        self.assertEqual(sorted(following.line_ids.mapped("amount")), [-25.0, -10.0, 10.0])
        paid = following.line_ids.filtered(lambda line: line.amount > 0)
        self.assertEqual(paid.workorder_id, visit.workorder_ids.sorted("id")[1])

    def test_fee_of_a_visit_is_of_the_tariff_of_its_day(self):
        self.company.raya_tariff_day = "work"
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0}, date_to=PROMISED)
        self._agree({"fee": 30.0}, {"kind": "travel", "fee": 12.0}, date_from=PROMISED + timedelta(1))
        self._do_visited()
        self.assertEqual(self._make().line_ids.mapped("amount"), [25.0, 12.0])

    # Per km

    def test_km_are_paid_to_the_cent_and_the_line_says_how_many(self):
        self._agree({"kind": "travel", "pricing": "km", "fee": 0.35})
        visit = self._do_visited(2, distance=12.5)
        line = self._make().line_ids.filtered("visit_id")
        self.assertRecordValues(line, [{"visit_id": visit.id, "distance": 12.5, "base": 0.0, "amount": 4.38}])
        for words in ("0.35", "12.5 km", visit.name):
            self.assertIn(words, line.reason)

    def test_km_in_another_currency_are_converted_before_they_are_rounded(self):
        foreign = self.setup_other_currency("EUR", rates=[("2026-01-01", 3.0)])
        self._agree({"kind": "travel", "pricing": "km", "fee": 1.0}, currency_id=foreign.id)
        self._do_visited(distance=100.0)
        self.assertEqual(self._amounts(self._make()), [33.33])

    def test_visit_without_km_is_told_and_comes_again_when_they_are_written_down(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "pricing": "km", "fee": 0.35})
        visit = self._do_visited()
        statement = self._make()
        self.assertRecordValues(statement, [{"unagreed_count": 1, "amount_total": 25.0}])
        self.assertIn("no distance", statement.line_ids.filtered("visit_id").reason)
        visit.distance = 100.0
        statement.action_collect()
        self.assertRecordValues(statement, [{"unagreed_count": 0, "amount_total": 60.0}])

    def test_other_km_come_on_the_draft_and_are_refused_when_it_is_submitted(self):
        self._agree({"kind": "travel", "pricing": "km", "fee": 0.35})
        visit = self._do_visited(distance=10.0)
        statement = self._make()
        visit.with_user(self.agent_user).distance = 1000.0
        with self._refused("another distance"):
            statement.action_submit()
        statement.action_collect()
        self.assertEqual(self._amounts(statement), [350.0])
        visit.distance = 10.0
        statement.action_collect()
        statement.action_submit()
        for distance in (1000.0, 0.0):
            with self._refused(f"{statement.name} pays for the km of {visit.name}"):
                visit.with_user(self.agent_user).distance = distance
        visit.distance = 10.0
        statement.with_user(self.manager).action_approve()
        visit.workorder_ids.with_user(self.manager).action_amend("Wrong km")
        visit.distance = 20.0
        self._hand_in(visit.workorder_ids)
        self.assertEqual(self._amounts(self._make()), [-3.5, 7.0])

    # Percent of what it costs

    def test_percent_is_of_what_each_job_bears_of_the_visit_to_the_cent(self):
        self._charge_travel(50)
        jobs = [self._do(approve=False) for _number in range(3)]
        visit = self._visit(*jobs)
        self._approve_jobs(*jobs[:2])
        statement = self._make()
        lines = statement.line_ids.filtered("visit_id")
        self.assertRecordValues(
            lines,
            [
                {"workorder_id": jobs[0].id, "visit_id": visit.id, "base": 6.67, "amount": 3.34},
                {"workorder_id": jobs[1].id, "visit_id": visit.id, "base": 6.66, "amount": 3.33},
            ],
        )
        for words in ("50", "6.67", visit.name):
            self.assertIn(words, lines[0].reason)
        self._approve_jobs(jobs[2])
        self._approve_statement(self._make())
        self.assertEqual(self._amounts(statement), [3.34, 3.33, 3.34])
        with self._refused("Nothing is due"):
            self._make()

    def test_percent_is_before_coverage_and_of_the_least_amount_of_the_tariff(self):
        self._charge_travel(33.33, pricing="km", price=0.5, minimum_amount=15.0)
        job = self._do(asset=self._create_covered_asset(100), approve=False)
        self._visit(job, distance=10.0)
        self._approve_jobs(job)
        self.assertEqual(self._amounts(self._make()), [5.0])

    def test_share_of_an_amended_job_is_taken_back_alone_and_paid_anew(self):
        self._charge_travel(50)
        visit = self._do_visited(2)
        self._approve_statement(self._make())
        job = visit.workorder_ids.sorted("id")[1]
        job.with_user(self.manager).action_amend("Wrong service")
        self._hand_in(job)
        following = self._make()
        self.assertEqual(self._amounts(following), [-5.0, 5.0])
        self.assertEqual(following.line_ids.workorder_id, job)

    def test_percent_of_travel_that_nobody_is_charged_is_nothing(self):
        self._charge_travel(50)
        self.company.raya_is_travel_charged = False
        self._do_visited()
        self.assertFalse(self._make().line_ids.visit_id)

    def test_every_way_to_pay_says_what_it_comes_to(self):
        pricing = self.env["raya.tariff.pay"]._fields["pricing"]
        self.assertEqual(set(pricing.get_values(self.env)), set(FEES))
        for each in FEES:
            self.assertTrue(hasattr(self.env["raya.agent.statement.line"], f"_get_visit_sentence_by_{each}"))

from datetime import date, datetime, timedelta

from odoo import Command

from .common_tariff import TariffCommon

TO = date(2199, 12, 31)
PROMISED = date(2026, 5, 10)
ARRIVED = datetime(2026, 5, 11, 9)


class AgentCommon(TariffCommon):
    """A team of an external agent, whose jobs a manager approves: one service of two hours at 40 an hour each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.env["res.partner"].create({"name": "Agency North"})
        cls.agency, cls.agent_user = cls._create_agency(cls.agent, "test_agent")
        cls.accounts["payable"] = cls.company_data["default_account_payable"]
        cls.accounts["fees"] = cls.env.company.raya_agent_account_id
        cls.manager_2 = cls._create_user("test_man_2", "raya_service_base.group_service_manager")

    @classmethod
    def _create_agency(cls, partner, login):
        user = cls._create_user(login, "raya_service_base.group_service_technician")
        cls._create_employee(user)
        team = cls.env["raya.team"].create({"name": partner.name, "agent_id": partner.id, "user_ids": user.ids})
        return team, user

    def _agree(self, *pays, **vals):
        """A tariff in force with these fees."""
        return self._put_in_force(
            {"price": 40.0, "pricing": "hour"}, pay_ids=[Command.create(pay) for pay in pays], **vals
        )

    def _do(self, *works, day=PROMISED, promised=PROMISED, asset=None, team=None, fault=None, approve=True):
        """A job of the agent, approved: one service for each of these hours."""
        team = team or self.agency
        asset = asset or self._create_covered_asset(0)
        call = self._create_call(asset_id=asset.id, team_id=team.id, user_id=team.user_ids.id)
        job = self._create_workorder(
            call_id=call.id,
            date_promised=promised,
            diagnosis_ids=[Command.create({"symptom_id": self.symptom.id, "fault_id": (fault or self.fault).id})],
            work_line_ids=[
                Command.create({"operation_id": self.operation.id, "hours": hours, "date": day})
                for hours in works or (2.0,)
            ],
            part_ids=[],
        )
        self._hand_in(job, approve)
        return job

    def _hand_in(self, job, approve=True):
        job.with_user(job.team_id.user_ids).action_submit()
        if approve:
            job.with_user(self.manager).action_approve()

    def _visit(self, *jobs, arrived=ARRIVED, **vals):
        """A visit to these jobs, made by the agent when nothing else is given."""
        visit = self.env["raya.visit"].create(
            {
                "workorder_ids": [Command.set([job.id for job in jobs])],
                "user_id": self.agent_user.id,
                "date_start": arrived,
                "date_stop": arrived + timedelta(hours=1),
                **vals,
            }
        )
        visit.sudo().write({"date_arrived": arrived, "state": "done"})
        return visit

    def _make(self, user=None, **vals):
        """The accountant makes the statements that are due."""
        form = self.env["raya.agent.statement.making"].with_user(user or self.accountant)
        action = form.create({"date_to": TO, **vals}).action_make()
        domain = action.get("domain") or [("id", "=", action["res_id"])]
        return self.env["raya.agent.statement"].with_user(user or self.accountant).search(domain)

    def _approve_statement(self, statement):
        statement.with_user(self.accountant).action_submit()
        statement.with_user(self.manager).action_approve()
        return statement

from odoo import Command, fields

from .common_tariff import TariffCommon


class TravelCommon(TariffCommon):
    """A company that charges its visits: jobs of one customer, at one address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.raya_is_travel_charged = True
        cls.accounts["travel"] = cls.env.company.raya_travel_account_id

    def _begin(self, *policies, count=1, **vals):
        """Jobs with an hour of work, on units of their own.

        :param policies: ``raya.warranty.policy`` of these units
        """
        self.fridge.raya_policy_ids = self.env["raya.warranty.policy"].union(*policies)
        jobs = self.env["raya.workorder"]
        for _number in range(count):
            type(self).serial += 1
            call = self._create_call(asset_id=self._create_asset(serial=f"RF-T-{self.serial}").id)
            call.with_user(self.dispatcher).action_refer()
            jobs |= self._create_workorder(
                call_id=call.id,
                diagnosis_ids=[Command.create({"symptom_id": self.symptom.id, "fault_id": self.fault.id})],
                work_line_ids=[Command.create({"operation_id": self.operation.id, "hours": 1.0})],
                part_ids=[],
                **vals,
            )
        return jobs

    def _plan(self, jobs):
        now = fields.Datetime.now()
        return (
            self.env["raya.visit"]
            .with_user(self.dispatcher)
            .create(
                {
                    "workorder_ids": jobs.ids,
                    "user_id": self.technician.id,
                    "date_start": now,
                    "date_stop": fields.Datetime.add(now, hours=1),
                    "is_emergency": True,
                }
            )
        )

    def _visit(self, jobs, distance=0.0):
        """Somebody was there, and drove so many km."""
        visit = self._plan(jobs).with_user(self.technician)
        visit.action_arrive()
        visit.distance = distance
        visit.action_done()
        return visit.sudo().with_user(self.env.user)

    def _submit(self, jobs):
        jobs.with_user(self.technician).action_submit()
        return jobs.charge_ids.filtered(lambda charge: charge.kind == "travel")

    def _approve_travel(self, jobs):
        """The charges of travel of these jobs, in their order."""
        self._submit(jobs)
        jobs.with_user(self.dispatcher).action_approve()
        return jobs.charge_ids._get_frozen().filtered(lambda charge: charge.kind == "travel")

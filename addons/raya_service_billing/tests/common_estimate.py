from odoo import Command

from .common import BillingCommon


class EstimateCommon(BillingCommon):
    def _plan(self, share=0, part=None, quantity=2.0, **vals):
        """A job in progress on which two hours and two parts are planned."""
        call = self._create_call(asset_id=self._create_covered_asset(share).id)
        call.with_user(self.dispatcher).action_refer()
        self.operation.duration = 2.0
        part = part or self.parts["periodic"]
        return self._create_workorder(
            call_id=call.id,
            diagnosis_ids=[Command.create({"symptom_id": self.symptom.id, "fault_id": self.fault.id})],
            work_line_ids=[Command.create({"operation_id": self.operation.id})],
            part_ids=[Command.create({"product_id": part.id, "quantity": quantity})],
            **vals,
        ).with_user(self.technician)

    def _estimate(self, job):
        job.action_create_estimate()
        return job.sudo().estimate_ids.sorted("raya_estimate_number")[-1:].with_user(self.accountant)

    def _do(self, job, hours=2.0, used=2.0):
        """The technician does the work and reports it."""
        job.action_request_parts()
        self._issue(job.sudo())
        job.part_ids.qty_reported = used
        job.work_line_ids[:1].hours = hours
        if used < job.part_ids.quantity:
            job.action_return_parts()
            self._receive_back(job.sudo())
        job.action_submit()

    def _receive_back(self, job):
        for picking in job.picking_ids.filtered(lambda slip: slip.state not in ("done", "cancel")):
            picking.with_user(self.clerk).button_validate()

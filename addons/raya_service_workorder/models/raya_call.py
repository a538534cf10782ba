from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_calls.models.raya_call_stage import OPEN_STATES

from .raya_workorder import CLOSED_STATES, OVER_STATES

# What warranty and bill of a job were decided by.
JOB_FACTS = frozenset({"asset_id", "product_id", "partner_id", "date_reported"})


class RayaCall(models.Model):
    _inherit = "raya.call"

    workorder_ids = fields.One2many("raya.workorder", "call_id", string="Work Orders")
    workorder_count = fields.Integer("Number of Work Orders", compute="_compute_workorder_count")

    def _compute_workorder_count(self):
        counts = dict(self.env["raya.workorder"]._read_group([("call_id", "in", self.ids)], ["call_id"], ["__count"]))
        for call in self:
            call.workorder_count = counts.get(call, 0)

    def write(self, vals):
        """What a closed report rests on stays on its call, whoever writes it."""
        if not JOB_FACTS.isdisjoint(vals):
            self._check_reports_open(vals)
        return super().write(vals)

    def _check_reports_open(self, vals):
        # Also jobs that the person does not see.
        for call in self.sudo():
            job = call.workorder_ids.filtered(lambda job: job.state in CLOSED_STATES)[:1]
            if job and call._is_other_fact(vals):
                raise UserError(
                    self.env._(
                        "%(job)s of %(call)s is %(state)s: customer, unit and day of the report stay as they are."
                        " Have the report sent back, or amend it, then correct the call.",
                        job=job.name,
                        call=call.name,
                        state=job._get_state_labels()[job.state],
                    )
                )

    def _is_other_fact(self, vals):
        """Whether one of these values tells another customer, unit or day than the call does."""
        self.ensure_one()
        other = self.new({name: vals[name] for name in JOB_FACTS & vals.keys()}, origin=self)
        names = (JOB_FACTS - {"date_reported"}) & vals.keys()
        if any(other[name]._origin != self[name] for name in names):
            return True
        # Another hour of the same day decides nothing.
        return "date_reported" in vals and other._get_report_date() != self._get_report_date()

    def _get_transitions(self):
        """Technicians may start on a call that nobody referred to them."""
        return super()._get_transitions() | {("new", "progress")}

    def _check_closable(self):
        """A call is done when its last work order is over."""
        # Also jobs that the person does not see.
        job = self.sudo().workorder_ids.filtered(lambda job: job.state not in OVER_STATES)[:1]
        if job:
            raise UserError(
                self.env._(
                    "%(call)s has the open work order %(job)s. Have it approved or cancel it first.",
                    call=job.call_id.name,
                    job=job.name,
                )
            )
        return super()._check_closable()

    def action_cancel(self):
        """A call is not given up under its jobs."""
        # Also jobs that the person does not see.
        job = self.sudo().workorder_ids.filtered(lambda job: job.state != "cancelled")[:1]
        if job:
            raise UserError(
                self.env._(
                    "%(call)s has the work order %(job)s, which is %(state)s. Cancel it first, or close the call once"
                    " its report is approved.",
                    call=job.call_id.name,
                    job=job.name,
                    state=job._get_state_labels()[job.state],
                )
            )
        return super().action_cancel()

    def _is_repeat_of(self, earlier):
        """Also where the jobs of both found the same fault or component, whatever the customer said."""
        if super()._is_repeat_of(earlier):
            return True
        History = self.env["raya.call.history"]
        faults, components = History._get_found(self)
        if not faults and not components:
            return False
        earlier_faults, earlier_components = History._get_found(earlier)
        return bool(faults & earlier_faults or components & earlier_components)

    def _on_merging(self, living):
        """Jobs move along to a call that is for the same customer and goes on."""
        jobs = self.workorder_ids
        strange = jobs.filtered(lambda job: job.partner_id != living.partner_id)
        if living.state not in OPEN_STATES:
            strange |= jobs.filtered(lambda job: job.state not in OVER_STATES)
        if strange:
            raise UserError(
                self.env._(
                    "%(call)s has the work order %(job)s, which does not fit %(living)s. Keep %(call)s instead.",
                    call=strange[0].call_id.name,
                    job=strange[0].name,
                    living=living.name,
                )
            )
        return super()._on_merging(living)

    def action_create_workorder(self):
        """Open one new work order for each call."""
        workorders = self.env["raya.workorder"].create([call._prepare_workorder_values() for call in self])
        return workorders._get_list_or_form_action()

    def _prepare_workorder_values(self):
        self.ensure_one()
        return {"call_id": self.id}

    def action_view_workorders(self):
        return self.workorder_ids._get_list_or_form_action()

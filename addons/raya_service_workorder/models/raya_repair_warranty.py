from dataclasses import replace

from odoo import Command, api, models

from odoo.addons.raya_service_asset.tools import sync
from odoo.addons.raya_service_warranty.tools import coverage


class RayaRepairWarranty(models.AbstractModel):
    """The warranty that a repair itself grants, for the parts fitted and for the labour."""

    _name = "raya.repair.warranty"
    _description = "Warranty of Repairs"

    @api.model
    def _grant(self, workorders):
        """Each approved job covers what was done in it; what the unit had stays as it was."""
        # The approved report grants it: no supervisor may write coverages.
        jobs = workorders.sudo().filtered(lambda job: job.state == "approved")
        grants = [values for job in jobs for values in self._prepare_grants(job)]
        self._sync(jobs, grants)
        for job in jobs.filtered(lambda job: job.asset_id and not self._get_repaired_faults(job).component_ids):
            self._notify_uncovered_labour(job)

    @api.model
    def _revoke(self, workorders):
        """A report that is opened again grants nothing until it is approved anew."""
        self._sync(workorders, [])

    @api.model
    def _review(self, workorders, policies):
        """Grant what these jobs promise by some policies as other repairs go on covering it now, or not.

        Whatever else they granted stays as it was.
        """
        for job in workorders.filtered(lambda job: job.asset_id.state in sync.LIVE):
            reviewed = policies & job.asset_id._get_repair_policies()
            kept = job._get_repair_warranties().filtered(lambda each, reviewed=reviewed: each.policy_id not in reviewed)
            grants = [values for values in self._prepare_grants(job) if values["policy_id"] in reviewed.ids]
            grants += [
                {
                    "asset_id": each.asset_id.id,
                    "policy_id": each.policy_id.id,
                    "origin": self._get_origin(job),
                    "date_granted": each.date_granted,
                }
                for each in kept
            ]
            self._sync(job, grants)

    @api.model
    def _get_granted(self, workorders):
        """Coverages (``raya.warranty``, in superuser mode) that these jobs granted, whoever prints their reports."""
        origins = [self._get_origin(job) for job in workorders]
        return self.env["raya.warranty"].sudo().search([("origin", "in", origins)])

    @api.model
    def _get_origin(self, job):
        """A job as coverages name what granted them."""
        return f"{job._name},{job.id}"

    def _sync(self, workorders, grants):
        """What the reports of these jobs grant, and nothing else, whoever approves them or opens them again."""
        origins = {self._get_origin(job): job.name for job in workorders}
        self.env["raya.warranty"].sudo()._sync_grants(origins, grants)

    def _notify_uncovered_labour(self, job):
        """Labour is covered by the component it repaired: say so where none is known."""
        if any(line.scope != "part" for line in job.asset_id._get_repair_policies().line_ids):
            job.message_post(
                body=self.env._(
                    "No warranty for the labour of this job: none of the faults found names the component repaired."
                )
            )

    def _prepare_grants(self, job):
        """Values of a coverage for each repair policy of the unit that covers something done in a job."""
        asset = job.asset_id
        if asset.state not in sync.LIVE:
            return []
        scopes = {policy: self._prepare_lines(job, policy) for policy in asset._get_repair_policies()}
        return [
            {
                **asset._prepare_grant_values(policy, job, self._get_day(job)),
                "line_ids": [Command.create(values) for values in lines],
            }
            for policy, lines in scopes.items()
            if lines
        ]

    def _prepare_lines(self, job, policy):
        """What one policy covers of a job: parts by the part used, work by the component repaired."""
        meters = job.asset_id._get_meters(self._get_day(job))[job.asset_id]
        lines = []
        for line in policy.line_ids:
            # A limit by use counts from the repair on, not from the sale of the unit.
            values = {"policy_line_id": line.id, "usage_start": line._get_counted_use(meters)}
            granted = line._get_undated_line()
            if line.scope in ("part", "all"):
                fitted = self._get_covered_parts(job, policy, granted)
                lines += [{**values, "product_id": product.id} for product in fitted.product_id]
            if line.scope != "part":
                repaired = self._get_covered_components(job, policy, granted)
                lines += [{**values, "component_id": component.id} for component in repaired]
        return lines

    def _get_covered_parts(self, job, policy, line):
        """Parts fitted in a job that a line of a policy covers from now on."""
        return job.part_ids.filtered(
            lambda part: (
                part.qty_reported > 0
                and self._is_granted(job, policy, line, self._get_fitted_work(part), self._get_part_faults(part))
            )
        )

    def _get_covered_components(self, job, policy, line):
        """Components repaired in a job whose work a line of a policy covers from now on."""
        faults = self._get_repaired_faults(job)
        return faults.component_ids.filtered(
            lambda component: self._is_granted(
                job,
                policy,
                line,
                self._get_repaired_work(job, line, component),
                faults.filtered(lambda fault: component in fault.component_ids),
            )
        )

    def _is_granted(self, job, policy, line, work, faults):
        """Whether a line of a policy covers such work from now on: not where an earlier repair goes on covering it.

        What the customer broke was no repair under warranty.
        """
        is_caused = bool(faults) and all(faults.mapped("is_customer_caused"))
        done = replace(work, is_customer_caused=is_caused)
        is_again = job.asset_id._is_repaired_again(policy, done, job._get_report_date(), job)
        return coverage.fits(line, work) and not is_again

    def _get_fitted_work(self, part):
        """The work that a part fitted here would be: who caused the fault is not asked of the new part."""
        components = self._get_part_faults(part).component_ids
        return part.workorder_id.asset_id._get_work("part", part=part.product_id, components=components)

    def _get_part_faults(self, part):
        return (part.fault_id or self._get_repaired_faults(part.workorder_id)).with_context(active_test=False)

    def _get_repaired_work(self, job, line, component):
        """The work that a line covers on a component repaired in a job."""
        kind = "labour" if line.scope == coverage.SCOPE_ALL else line.scope
        return job.asset_id._get_work(kind, components=component)

    def _get_day(self, job):
        return job.company_id._raya_get_day(job.approved_date)

    def _get_repaired_faults(self, job):
        """Faults that were found; an archived component is still the one that was repaired."""
        faults = job.diagnosis_ids.fault_id | job.work_line_ids.fault_id
        return faults.with_context(active_test=False).filtered(lambda fault: not fault.is_no_fault_found)

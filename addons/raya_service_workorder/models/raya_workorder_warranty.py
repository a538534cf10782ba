from dataclasses import replace

from odoo import Command, models

from odoo.addons.raya_service_asset.tools import sync
from odoo.addons.raya_service_warranty.tools import coverage


class RayaWorkorder(models.Model):
    """The warranty that a repair itself grants, for the parts fitted and for the labour."""

    _inherit = "raya.workorder"

    def _grant_repair_warranties(self):
        """Each approved job covers what was done in it; what the unit had stays as it was."""
        # The approved report grants it: no supervisor may write coverages.
        jobs = self.sudo().filtered(lambda job: job.state == "approved")
        grants = [values for job in jobs for values in job._prepare_repair_grants()]
        self.env["raya.warranty"].sudo()._sync_grants({job._get_origin(): job.name for job in jobs}, grants)
        for job in jobs.filtered(lambda job: job.asset_id and not job._get_repaired_faults().component_ids):
            job._notify_uncovered_labour()

    def _revoke_repair_warranties(self):
        """A report that is opened again grants nothing until it is approved anew."""
        # What the report granted, whoever opens it again.
        self.env["raya.warranty"].sudo()._sync_grants({job._get_origin(): job.name for job in self}, [])

    def _review_repair_warranties(self, policies):
        """Grant what these jobs promise by some policies as other repairs go on covering it now, or not.

        Whatever else they granted stays as it was.
        """
        Warranty = self.env["raya.warranty"].sudo()
        for job in self.filtered(lambda job: job.asset_id.state in sync.LIVE):
            reviewed = policies & job.asset_id._get_repair_policies()
            kept = job._get_repair_warranties().filtered(lambda each, reviewed=reviewed: each.policy_id not in reviewed)
            grants = [values for values in job._prepare_repair_grants() if values["policy_id"] in reviewed.ids]
            grants += [
                {
                    "asset_id": each.asset_id.id,
                    "policy_id": each.policy_id.id,
                    "origin": job._get_origin(),
                    "date_granted": each.date_granted,
                }
                for each in kept
            ]
            Warranty._sync_grants({job._get_origin(): job.name}, grants)

    def _notify_uncovered_labour(self):
        """Labour is covered by the component it repaired: say so where none is known."""
        if any(line.scope != "part" for line in self.asset_id._get_repair_policies().line_ids):
            self.message_post(
                body=self.env._(
                    "No warranty for the labour of this job: none of the faults found names the component repaired."
                )
            )

    def _get_origin(self):
        return f"{self._name},{self.id}"

    def _get_repair_warranties(self):
        """What this job granted, whoever prints its report."""
        return self.env["raya.warranty"].sudo().search([("origin", "in", [job._get_origin() for job in self])])

    def _prepare_repair_grants(self):
        """Values of a coverage for each repair policy of the unit that covers something done here."""
        asset = self.asset_id
        if asset.state not in sync.LIVE:
            return []
        scopes = {policy: self._prepare_repair_lines(policy) for policy in asset._get_repair_policies()}
        return [
            {
                **asset._prepare_grant_values(policy, self, self._get_repair_day()),
                "line_ids": [Command.create(values) for values in lines],
            }
            for policy, lines in scopes.items()
            if lines
        ]

    def _prepare_repair_lines(self, policy):
        """What one policy covers of this job: parts by the part used, work by the component repaired."""
        parts = self.part_ids.filtered(lambda part: part.qty_reported > 0)
        components = self._get_repaired_faults().component_ids
        meters = self.asset_id._get_meters(self._get_repair_day())[self.asset_id]
        lines = []
        for line in policy.line_ids:
            # A limit by use counts from the repair on, not from the sale of the unit.
            values = {"policy_line_id": line.id, "usage_start": line._get_counted_use(meters)}
            granted = line._get_undated_line()
            if line.scope in ("part", "all"):
                fitted = parts.filtered(
                    lambda part, line=granted: self._is_granted(
                        policy, line, self._get_fitted_work(part), self._get_part_faults(part)
                    )
                )
                lines += [{**values, "product_id": product.id} for product in fitted.product_id]
            if line.scope != "part":
                repaired = components.filtered(
                    lambda component, line=granted: self._is_granted(
                        policy,
                        line,
                        self._get_repaired_work(line, component),
                        self._get_repaired_faults().filtered(lambda fault: component in fault.component_ids),
                    )
                )
                lines += [{**values, "component_id": component.id} for component in repaired]
        return lines

    def _is_granted(self, policy, line, work, faults):
        """Whether a line of a policy covers such work from now on: not where an earlier repair goes on covering it.

        What the customer broke was no repair under warranty.
        """
        is_caused = bool(faults) and all(faults.mapped("is_customer_caused"))
        done = replace(work, is_customer_caused=is_caused)
        is_again = self.asset_id._is_repaired_again(policy, done, self._get_report_date(), self)
        return coverage.fits(line, work) and not is_again

    def _get_fitted_work(self, part):
        """The work that a part fitted here would be: who caused the fault is not asked of the new part."""
        components = self._get_part_faults(part).component_ids
        return self.asset_id._get_work("part", part=part.product_id, components=components)

    def _get_part_faults(self, part):
        return (part.fault_id or self._get_repaired_faults()).with_context(active_test=False)

    def _get_repaired_work(self, line, component):
        """The work that a line covers on a component repaired here."""
        kind = "labour" if line.scope == coverage.SCOPE_ALL else line.scope
        return self.asset_id._get_work(kind, components=component)

    def _get_repair_day(self):
        return self.company_id._raya_get_day(self.approved_date)

    def _get_repaired_faults(self):
        """Faults that were found; an archived component is still the one that was repaired."""
        faults = self.diagnosis_ids.fault_id | self.work_line_ids.fault_id
        return faults.with_context(active_test=False).filtered(lambda fault: not fault.is_no_fault_found)

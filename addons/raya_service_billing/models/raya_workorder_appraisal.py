from odoo import api, models


class RayaWorkorderAppraisal(models.AbstractModel):
    _inherit = "raya.workorder.appraisal"

    @api.model
    def _decide_lines(self, job):
        """As an approval would: at the prices of the customer's order."""
        lines = job._get_chargeable_lines()[job]
        decisions = [decision for _work, decision in self._decide_works(job)]
        # What tops the services up comes behind them all.
        return dict(zip(lines, decisions, strict=False))

    @api.model
    def _get_amount(self, job):
        """At the prices of the customer's order, discounts taken off."""
        return sum(work.values["amount"] for work, _decision in self._decide_works(job))

    def _decide_works(self, job):
        # Whoever reports or decides need not have a right in sales.
        [works] = job.sudo()._decide_works(job.company_id.currency_id)
        return works

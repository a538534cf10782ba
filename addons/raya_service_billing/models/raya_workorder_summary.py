from dataclasses import replace

from odoo import api, models

from odoo.addons.raya_service_workorder.tools.summary import Row


class RayaWorkorderSummary(models.AbstractModel):
    _inherit = "raya.workorder.summary"

    @api.model
    def _get_sections(self, job):
        title = self.env._("Who Pays What")
        return [
            replace(section, title=title) if section.key == "coverage" else section
            for section in super()._get_sections(job)
        ]

    def _get_coverage_rows(self, job):
        """Each line of work as an approval would charge it now, and what has changed since it was proposed."""
        values_list = job._prepare_charges_values(job.company_id.currency_id)
        rows = [self._get_charge_row(job, values) for values in values_list]
        paid = sum(values["customer_amount"] for values in values_list)
        if len(rows) > 1:
            whole = sum(values["amount"] for values in values_list)
            rows.append(Row(self.env._("Total"), self._get_share_text(job, whole, paid)))
        proposed = job._get_customer_amount("proposed")
        if job.charge_ids._get_proposed() and job.company_id.currency_id.compare_amounts(paid, proposed):
            before = job._format_amount(proposed)
            text = self.env._("the customer was to pay %s when the report was submitted", before)
            rows.append(Row(self.env._("Changed"), text, is_alarming=True))
        return tuple(rows)

    def _get_charge_row(self, job, values):
        Warranty = self.env["raya.warranty"].with_company(job.company_id)
        shares = self._get_share_text(job, values["amount"], values["customer_amount"])
        reason = Warranty._get_reason_sentence(values["reason_key"], values["reason_args"] or {})
        return Row(self._get_charge_label(values), f"{shares} {reason}")

    def _get_charge_label(self, values):
        product = self.env["product.product"].browse(values["product_id"])
        uom = self.env["uom.uom"].browse(values["product_uom_id"])
        number = self.env["res.lang"]._raya_format_number(values["quantity"])
        return f"{product.display_name}: {number} {uom.name}"

    def _get_share_text(self, job, whole, paid):
        """Who pays how much of an amount."""
        covered = job.company_id.currency_id.round(whole - paid)
        return self.env._(
            "The customer pays %(paid)s, the company bears %(covered)s.",
            paid=job._format_amount(paid),
            covered=job._format_amount(covered),
        )

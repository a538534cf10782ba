from odoo import api, models
from odoo.fields import Domain


class RayaFault(models.Model):
    _inherit = "raya.fault"

    @api.model
    def _get_fault_history(self, product, symptoms):
        """What approved work reports found about these symptoms, on the same kind of product."""
        jobs, total = super()._get_fault_history(product, symptoms)
        domain = Domain("symptom_id", "in", symptoms.ids) & Domain("workorder_id.state", "=", "approved")
        if product:
            domain &= Domain("workorder_id.product_id.product_tmpl_id", "=", product.product_tmpl_id.id)
        # Experience is everybody's: it is counted over jobs that the reader may not open.
        Diagnosis = self.env["raya.diagnosis"].sudo()
        found = Domain("fault_id", "!=", False)
        for fault, count in Diagnosis._read_group(domain & found, ["fault_id"], ["workorder_id:count_distinct"]):
            jobs[fault.id] = jobs.get(fault.id, 0) + count
        [[closed]] = Diagnosis._read_group(domain, [], ["workorder_id:count_distinct"])
        return jobs, total + closed

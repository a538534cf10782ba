from odoo import models


class RayaReadiness(models.AbstractModel):
    _inherit = "raya.readiness"

    def _get_rows(self):
        return [*super()._get_rows(), self._get_row_of_symptoms()]

    def _get_row_of_symptoms(self):
        count = self.env["raya.symptom"].search_count([])
        return self._prepare_row(
            "symptoms",
            self.env._("Symptoms"),
            count,
            self.env._("%s coded symptoms", self.env["res.lang"]._raya_format_number(count))
            if count
            else self.env._("What customers say cannot be coded yet, and no fault is suggested. Import your symptoms."),
            "raya_service_knowledge.raya_symptom_action",
        )

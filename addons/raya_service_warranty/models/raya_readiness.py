from odoo import models


class RayaReadiness(models.AbstractModel):
    _inherit = "raya.readiness"

    def _get_rows(self):
        return [*super()._get_rows(), self._get_row_of_policies()]

    def _get_row_of_policies(self):
        count = self.env["raya.warranty.policy"].search_count([("is_draft", "=", False)])
        return self._prepare_row(
            "policies",
            self.env._("Warranty Policies"),
            count,
            self.env._("%s active policies", self.env["res.lang"]._raya_format_number(count))
            if count
            else self.env._(
                "No unit that you sell gets a warranty: every customer would be charged. Activate a policy."
            ),
            "raya_service_warranty.raya_warranty_policy_action",
        )

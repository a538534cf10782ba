from odoo import models

# What the vouchers of every company need; see ``res.company._raya_missing_settings``.
NEEDED = ("raya_voucher_journal_id", "raya_warranty_account_id", "raya_labour_account_id")


class RayaReadiness(models.AbstractModel):
    _inherit = "raya.readiness"

    def _get_rows(self):
        return [*super()._get_rows(), self._get_row_of_vouchers()]

    def _get_row_of_vouchers(self):
        # Whoever leads the service may read no settings, but whether they are set.
        company = self.env.company.sudo()
        labels = company.fields_get(NEEDED, ["string"])
        missing = [labels[name]["string"] for name in NEEDED if not company[name]]
        return self._prepare_row(
            "vouchers",
            self.env._("Cost Vouchers"),
            not missing,
            self.env._("Warranty work cannot be posted: an administrator sets %s.", missing[0])
            if missing
            else self.env._("The cost of warranty work has its journal and accounts"),
            "raya_service_base.raya_service_settings_action",
        )

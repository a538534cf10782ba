from markupsafe import Markup
from odoo import models


class RayaWarrantyPolicy(models.Model):
    _inherit = "raya.warranty.policy"

    def _prepare_claim_note(self, warranties):
        """What of approved work is to be claimed from this supplier stands beside the units."""
        note = super()._prepare_claim_note(warranties)
        # Whoever is reminded need not read costs, but that there are some.
        domain = [
            ("claim_status", "=", "to_claim"),
            ("charge_id.claim_policy_line_id.policy_id", "=", self.id),
            ("company_id", "in", warranties.company_id.ids),
        ]
        count = self.env["raya.cost.voucher.line"].sudo().search_count(domain)
        if not count:
            return note
        text = self.env._("Costs of approved work to be claimed: %s", self.env["res.lang"]._raya_format_number(count))
        return note + Markup('<p><a href="/odoo/service-to-claim">{}</a></p>').format(text)

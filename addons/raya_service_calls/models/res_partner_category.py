from odoo import api, models


class ResPartnerCategory(models.Model):
    _inherit = "res.partner.category"

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        if any(vals.get("partner_ids") for vals in vals_list):
            self.env["raya.sla"]._follow_customers(categories.partner_ids)
        return categories

    def write(self, vals):
        """Contacts are also tagged from here."""
        before = self.partner_ids if "partner_ids" in vals else self.env["res.partner"]
        done = super().write(vals)
        if "partner_ids" in vals:
            self.env["raya.sla"]._follow_customers(before | self.partner_ids)
        return done

from odoo import fields, models

# By these a service level may fit a customer or not.
PROMISED_BY = frozenset({"category_id", "parent_id"})


class ResPartner(models.Model):
    _inherit = "res.partner"

    raya_call_count = fields.Integer(
        "Service Calls",
        compute="_compute_raya_call_count",
        groups="raya_service_base.group_service_user",
    )

    # What the desk is told by callers: sorted, so that beginnings are found without the rest.
    _raya_email_idx = models.Index("(email_normalized text_pattern_ops) WHERE email_normalized IS NOT NULL")

    def write(self, vals):
        done = super().write(vals)
        if not PROMISED_BY.isdisjoint(vals):
            self.env["raya.sla"]._follow_customers(self)
        return done

    def _compute_raya_call_count(self):
        Call = self.env["raya.call"]
        domain = [("partner_id", "in", self.ids), ("merged_into_id", "=", False)]
        counts = dict(Call._read_group(domain, ["partner_id"], ["__count"]))
        for partner in self:
            partner.raya_call_count = counts.get(partner, 0)

    def action_view_raya_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.id), ("merged_into_id", "=", False)],
            "context": {"default_partner_id": self.id},
        }

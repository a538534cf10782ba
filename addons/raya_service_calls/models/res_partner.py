from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.raya_service_knowledge.tools import folding

from ..tools import finding

NAME = folding.fold_sql("COALESCE(res_partner.complete_name, '')")
DIGITS = finding.digits_sql(folding.fold_sql("COALESCE(res_partner.phone, '')"))


class ResPartner(models.Model):
    _inherit = "res.partner"

    raya_asset_ids = fields.One2many("raya.asset", "partner_id", "Product Files")
    raya_asset_count = fields.Integer(
        "Number of Product Files",
        compute="_compute_raya_counts",
        groups="raya_service_knowledge.group_service_user",
    )
    raya_call_count = fields.Integer(
        "Service Calls",
        compute="_compute_raya_counts",
        groups="raya_service_knowledge.group_service_user",
    )

    # The operator finds a unit by its owner, as people write names and numbers.
    _raya_name_index = models.Index(
        lambda registry: f"USING gin (({NAME}) gin_trgm_ops)" if registry.has_trigram else ""
    )
    _raya_phone_index = models.Index(
        lambda registry: f"USING gin (({DIGITS}) gin_trgm_ops)" if registry.has_trigram else ""
    )

    def _compute_raya_counts(self):
        for field_name, model in (("raya_asset_count", "raya.asset"), ("raya_call_count", "raya.call")):
            counts = dict(self.env[model]._read_group([("partner_id", "in", self.ids)], ["partner_id"], ["__count"]))
            for partner in self:
                partner[field_name] = counts.get(partner, 0)

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_asset_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_view_raya_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    @api.model
    def _get_raya_lookups(self, word):
        """Queries for the files of owners whom a folded word names, by name and by phone."""
        digits = finding.telephone(word, str(self.env.company.country_id.phone_code or ""))
        lookups = [self._lookup_raya_assets("complete_name", NAME, word)]
        if digits:
            lookups.append(self._lookup_raya_assets("phone", DIGITS, digits))
        return lookups

    def _lookup_raya_assets(self, field_name, expression, word):
        return SQL(
            """
            SELECT raya_asset.id FROM raya_asset
              JOIN res_partner ON res_partner.id = raya_asset.partner_id
             WHERE %s LIKE %s
            """,
            SQL(expression),
            finding.like(word),
            to_flush=[self._fields[field_name], self.env["raya.asset"]._fields["partner_id"]],
        )

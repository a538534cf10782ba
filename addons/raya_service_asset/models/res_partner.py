from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import folding, typed

SEARCH_WORDS = folding.words_sql("raya_search_text")


class ResPartner(models.Model):
    _inherit = "res.partner"

    raya_asset_ids = fields.One2many(
        "raya.asset", "partner_id", "Product Files", groups="raya_service_base.group_service_user"
    )
    raya_asset_count = fields.Integer(
        "Number of Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_base.group_service_user",
    )
    raya_search_text = fields.Char(
        compute="_compute_raya_search_text",
        # Needed by searches only, never by who reads a partner.
        prefetch=False,
        store=True,
        index="trigram",
        export_string_translation=False,
        help="Name and digits of the phone, folded: by these the operator finds the units of an owner.",
    )

    # Beginnings of names in every script, however many have them.
    _raya_words_idx = models.Index(f"USING gin (({SEARCH_WORDS}))")

    @api.depends("complete_name", "phone")
    def _compute_raya_search_text(self):
        for partner in self:
            number = typed.digits(folding.fold(typed.plain(partner.phone)))
            partner.raya_search_text = f"{folding.fold(typed.plain(partner.complete_name))} {number}".strip()

    def _compute_raya_asset_count(self):
        Asset = self.env["raya.asset"]
        counts = dict(Asset._read_group([("partner_id", "in", self.ids)], ["partner_id"], ["__count"]))
        for partner in self:
            partner.raya_asset_count = counts.get(partner, 0)

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

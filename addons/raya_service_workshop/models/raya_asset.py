from odoo import fields, models


class RayaAsset(models.Model):
    _inherit = "raya.asset"

    reception_ids = fields.One2many("raya.reception", "asset_id", "Receptions")
    reception_count = fields.Integer("Number of Receptions", compute="_compute_reception_count")

    def _compute_reception_count(self):
        domain = [("asset_id", "in", self.ids)]
        counts = dict(self.env["raya.reception"]._read_group(domain, ["asset_id"], ["__count"]))
        for asset in self:
            asset.reception_count = counts.get(asset, 0)

    def action_receive_unit(self):
        """Write the receipt of this unit."""
        self.ensure_one()
        return self.env["raya.reception"]._get_form_action({"default_asset_id": self.id})

    def action_view_receptions(self):
        return self.reception_ids._get_list_or_form_action()

    def _on_replaced(self, reason=None):
        """The unit that came back stays in the workshop and is not the customer's any more."""
        result = super()._on_replaced(reason)
        # Whoever exchanges units need not see the workshop.
        self.replaced_asset_id.sudo().reception_ids._on_exchanged()
        return result

    def _on_exchange_undone(self, given, date, reason):
        result = super()._on_exchange_undone(given, date, reason)
        # As above; only the latest stay that ended by an exchange goes on, and other receipts may be newer.
        exchanged = self.sudo().reception_ids.filtered(lambda reception: reception.state == "exchanged")
        exchanged.sorted("id")[-1:]._on_exchange_undone()
        # As above; the customer keeps the unit that was waited for.
        self.env["raya.loan"].sudo()._on_exchange_undone(self)
        return result

    def _get_timeline_entries(self):
        return [*super()._get_timeline_entries(), *self._get_timeline_reception()]

    def _get_timeline_reception(self):
        """Its stays in the workshop."""
        stays = self.env["raya.reception"].search([("asset_id", "=", self.id), ("date_received", "!=", False)])
        received, handed_over = self.env._("Received in the workshop"), self.env._("Handed over to the customer")
        return [
            *(
                self._prepare_timeline_entry(
                    "reception",
                    stay.date_received,
                    received,
                    icon="fa-sign-in",
                    detail=stay.name,
                    author=stay.user_id,
                    record=stay,
                )
                for stay in stays
            ),
            *(
                self._prepare_timeline_entry(
                    "hand_over",
                    stay.date_handed_over,
                    handed_over,
                    icon="fa-sign-out",
                    detail=" – ".join(filter(None, (stay.handed_to, stay.unrepaired_reason))),
                    author=stay.handed_over_by_id,
                    record=stay,
                )
                for stay in stays
                if stay.date_handed_over
            ),
        ]

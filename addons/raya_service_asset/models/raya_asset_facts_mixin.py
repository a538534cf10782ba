from odoo import api, fields, models
from odoo.exceptions import ValidationError

ACCOUNTANTS = "account.group_account_readonly,account.group_account_invoice"


class RayaAssetFactsMixin(models.AbstractModel):
    """Key facts of a unit: who pays, what it cost, its numbers, its parts, how it looks."""

    _name = "raya.asset.facts.mixin"
    _description = "Product File: Key Facts"

    active = fields.Boolean(default=True, tracking=True)
    payer_id = fields.Many2one(
        "res.partner",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Who pays for the service of this unit. Empty: its owner.",
    )
    # Not tracked: the history of the file is read by people who may not know prices.
    price_paid = fields.Monetary(
        copy=False, groups=ACCOUNTANTS, help="What one unit cost the customer, after discount and without taxes."
    )
    # No secret alone, and whoever opens a file writes its default.
    currency_id = fields.Many2one("res.currency", default=lambda self: self.env.company.currency_id, copy=False)
    identifier_ids = fields.One2many("raya.asset.identifier", "asset_id", "Identifiers")
    parent_id = fields.Many2one(
        "raya.asset",
        "Part Of",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The unit into which this one is built.",
    )
    child_ids = fields.One2many("raya.asset", "parent_id", "Components")
    child_count = fields.Integer("Number of Components", compute="_compute_child_count")
    tag_ids = fields.Many2many("raya.asset.tag", string="Tags")
    image = fields.Image("Photo", max_width=1024, max_height=1024)

    @api.depends("child_ids")
    def _compute_child_count(self):
        counts = dict(self._read_group([("parent_id", "in", self.ids)], ["parent_id"], ["__count"]))
        for asset in self:
            asset.child_count = counts.get(asset, 0)

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A unit cannot be built into itself or into one of its own components. Choose another one.")
            )

    @api.constrains("product_id")
    def _check_identifiers_applicable(self):
        for identifier in self.identifier_ids:
            identifier._check_applicable()

    def action_view_children(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {
            **action,
            "domain": [("parent_id", "=", self.id)],
            "context": {"default_parent_id": self.id, "default_partner_id": self.partner_id.id},
            "name": self.env._("Components"),
        }

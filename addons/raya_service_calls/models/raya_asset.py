from odoo import api, fields, models


class RayaAsset(models.Model):
    """The file of one sold unit and its life."""

    _name = "raya.asset"
    _description = "Product File"
    _inherit = ["raya.transition.mixin", "raya.import.mixin", "portal.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "is_promised",
            "sale_line_id",
            "invoice_line_id",
            "unit_number",
            "replaced_asset_id",
            "merged_into_id",
            "claimed_product",
            "refusal_reason",
            "label_token",
            "is_serial",
            "search_text",
        }
    )
    _rec_names_search = ["serial"]

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    product_id = fields.Many2one(
        "product.product",
        domain=[("type", "=", "consu")],
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Serial in Stock",
        domain="[('product_id', '=', product_id)]",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    serial = fields.Char(
        "Serial Number", compute="_compute_serial", store=True, readonly=False, precompute=True, index="trigram"
    )
    # Who knows it already may say so on creation: Odoo computes read-only fields anyway.
    is_serial = fields.Boolean(
        compute="_compute_is_serial",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        help="The lot names a single unit; a lot of many may be with several customers.",
    )
    quantity = fields.Float(default=1.0, digits="Product Unit")
    partner_id = fields.Many2one(
        "res.partner", "Owner", check_company=True, index=True, ondelete="restrict", tracking=True
    )
    site_id = fields.Many2one("res.partner", check_company=True, index="btree_not_null", tracking=True)
    state = fields.Selection(
        [
            ("to_confirm", "To Confirm"),
            ("pending", "Awaiting Serial"),
            ("active", "In Use"),
            ("returned", "Returned"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="active",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    sale_line_id = fields.Many2one("sale.order.line", "Order Line", copy=False, readonly=True, index="btree_not_null")
    sale_order_id = fields.Many2one(related="sale_line_id.order_id")
    invoice_line_id = fields.Many2one("account.move.line", copy=False, readonly=True, index="btree_not_null")
    invoice_id = fields.Many2one(related="invoice_line_id.move_id")
    unit_number = fields.Integer(copy=False, readonly=True, help="Number of this unit within the line that sold it.")
    date_invoice = fields.Date("Invoiced On", copy=False, tracking=True)
    date_delivery = fields.Date("Delivered On", copy=False, tracking=True)
    date_installation = fields.Date("Installed On", copy=False, tracking=True)
    date_activation = fields.Date("Activated On", copy=False, tracking=True)
    call_ids = fields.One2many("raya.call", "asset_id", "Calls")
    call_count = fields.Integer("Number of Calls", compute="_compute_call_count")
    notes = fields.Html()

    _product_known = models.Constraint(
        "CHECK (product_id IS NOT NULL OR state IN ('to_confirm', 'cancelled'))",
        "Choose the product of this file.",
    )
    _sale_unit_uniq = models.UniqueIndex(
        "(sale_line_id, product_id, unit_number) WHERE sale_line_id IS NOT NULL",
        "This unit of the order has a product file already.",
    )
    _invoice_unit_uniq = models.UniqueIndex(
        "(invoice_line_id, product_id, unit_number) WHERE sale_line_id IS NULL AND invoice_line_id IS NOT NULL",
        "This unit of the invoice has a product file already.",
    )
    _lot_in_use_uniq = models.UniqueIndex(
        "(lot_id) WHERE lot_id IS NOT NULL AND state = 'active' AND is_serial",
        "This serial number is in use in another product file.",
    )

    @api.depends("lot_id")
    def _compute_serial(self):
        for asset in self:
            asset.serial = asset.lot_id.name or asset.serial

    @api.depends("lot_id")
    def _compute_is_serial(self):
        for asset in self:
            asset.is_serial = asset.lot_id.product_id.tracking == "serial"

    @api.depends("product_id", "serial", "claimed_product")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for asset in self:
            # A customer reads what his unit is called, without rights on products.
            product = asset.sudo().product_id.display_name or asset.claimed_product or ""
            asset.display_name = f"{product} · {asset.serial}" if asset.serial else product

    @api.depends("call_ids")
    def _compute_call_count(self):
        counts = dict(self.env["raya.call"]._read_group([("asset_id", "in", self.ids)], ["asset_id"], ["__count"]))
        for asset in self:
            asset.call_count = counts.get(asset, 0)

    def _check_company(self, fnames=None):
        """Files that name records of the same companies are right or wrong alike: one of each kind is looked at."""
        names = [name for name, field in self._fields.items() if field.relational and field.check_company]
        # The companies of what a file names are no secret to the check.
        kinds = {(file.company_id, *(file[name].company_id for name in names)): file.id for file in self.sudo()}
        return super(RayaAsset, self.browse(kinds.values()))._check_company(fnames)

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("to_confirm", "active"),
            ("to_confirm", "cancelled"),
            ("pending", "active"),
            ("pending", "returned"),
            ("pending", "cancelled"),
            ("active", "pending"),
            ("active", "returned"),
            ("active", "cancelled"),
            ("returned", "active"),
            ("returned", "cancelled"),
            ("cancelled", "pending"),
            ("cancelled", "active"),
            ("cancelled", "returned"),
        }

    def action_view_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        return {
            **action,
            "domain": [("asset_id", "=", self.id)],
            "context": {"default_asset_id": self.id, "default_partner_id": self.partner_id.id},
        }

    def action_open_call(self):
        """Open a new call for this unit."""
        return {**self.action_view_calls(), "views": [(False, "form")]}

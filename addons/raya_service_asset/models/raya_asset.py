from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.raya_service_base.tools import bounds

from .raya_asset_documents_mixin import check_proven

# Facts by which people's rights to a unit are counted; see ``_on_evidence_changed()``.
EVIDENCE = frozenset(
    {
        "state",
        "date_invoice",
        "date_delivery",
        "date_installation",
        "date_activation",
        "date_manufacture",
        "date_receipt",
    }
)


class RayaAsset(models.Model):
    """The file of one sold unit and its life."""

    _name = "raya.asset"
    _description = "Product File"
    _inherit = [
        "raya.transition.mixin",
        "raya.serial.mixin",
        "raya.bounds.mixin",
        "raya.asset.documents.mixin",
        "raya.asset.exchange.mixin",
        "raya.asset.facts.mixin",
        "raya.asset.import.mixin",
        "raya.asset.label.mixin",
        "raya.asset.merge.mixin",
        "raya.asset.meter.mixin",
        "raya.asset.portal.mixin",
        "raya.asset.search.mixin",
        "raya.asset.timeline.mixin",
        "raya.asset.transfer.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "sale_line_id",
            "invoice_line_id",
            "first_invoice_line_id",
            "unit_number",
            "sold_as",
            "per_sold",
            "replaced_asset_id",
            "merged_into_id",
            "label_token",
            "is_serial",
            "serial_key",
            "search_text",
            "access_token",
            "owner_since",
        }
    )
    _bounds = {"quantity": bounds.POSITIVE, "date_manufacture": bounds.MAKING}
    _rec_names_search = ["serial"]

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
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
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    serial = fields.Char(
        compute="_compute_serial", store=True, readonly=False, precompute=True, copy=False, index="trigram"
    )
    # Who knows it already may say so on creation: Odoo computes read-only fields anyway.
    is_serial = fields.Boolean(
        compute="_compute_is_serial",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        help="The number names a single unit; a lot of many may be with several customers.",
    )
    quantity = fields.Float(default=1.0, digits="Product Unit")
    partner_id = fields.Many2one(
        "res.partner", "Owner", check_company=True, index=True, ondelete="restrict", tracking=True
    )
    phone = fields.Char(related="partner_id.phone")
    site_id = fields.Many2one("res.partner", check_company=True, index="btree_not_null", tracking=True)
    state = fields.Selection(
        [
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
    # Found by the index that keeps units of a line apart.
    sale_line_id = fields.Many2one("sale.order.line", "Order Line", copy=False, readonly=True)
    sale_order_id = fields.Many2one(related="sale_line_id.order_id")
    invoice_line_id = fields.Many2one("account.move.line", copy=False, readonly=True, index="btree_not_null")
    invoice_id = fields.Many2one(related="invoice_line_id.move_id")
    first_invoice_line_id = fields.Many2one(
        "account.move.line",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="What sold the unit before that invoice was credited and another one took its place, with the goods where "
        "they were.",
    )
    unit_number = fields.Integer(copy=False, readonly=True, help="Number of this unit within the line that sold it.")
    sold_as = fields.Selection(
        [("serial", "By Serial Number"), ("lot", "By Lot"), ("unit", "One by One"), ("line", "As a Whole")],
        copy=False,
        readonly=True,
        help="How the goods were sold. It stays so, whatever becomes of the product.",
    )
    per_sold = fields.Float(
        "Pieces of One Sold", default=1.0, copy=False, readonly=True, help="How many of this product one kit had."
    )
    date_invoice = fields.Date("Invoiced On", copy=False, tracking=True)
    date_delivery = fields.Date("Delivered On", copy=False, tracking=True)
    date_installation = fields.Date("Installed On", copy=False, tracking=True)
    date_activation = fields.Date("Activated On", copy=False, tracking=True)
    date_manufacture = fields.Date("Made On", copy=False, tracking=True)
    date_receipt = fields.Date(
        "Received from the Supplier On",
        compute="_compute_date_receipt",
        store=True,
        readonly=False,
        copy=False,
        help="The day on which this serial number first came in from a supplier.",
    )
    notes = fields.Html()

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
    _serial_in_use_uniq = models.UniqueIndex(
        # What the stock names stays free to be renamed there; it is in use once by its lot.
        "(company_id, product_id, serial_key) WHERE serial_key IS NOT NULL AND is_serial AND lot_id IS NULL "
        "AND state IN ('pending', 'active')",
        "This serial number of the product is in use in another product file. Look for it before you enter it again.",
    )

    @api.depends("lot_id.name")
    def _compute_serial(self):
        for asset in self:
            asset.serial = asset.lot_id.name or asset.serial

    @api.depends("lot_id", "serial", "product_id")
    def _compute_is_serial(self):
        for asset in self:
            tracking = asset.product_id.tracking
            asset.is_serial = tracking == "serial" if asset.lot_id else bool(asset.serial) and tracking != "lot"

    @api.depends("lot_id")
    def _compute_date_receipt(self):
        """The first receipt of the serial number; what was typed stays where none is known."""
        received = self.lot_id._raya_get_receipt_days()
        for asset in self:
            asset.date_receipt = received.get(asset.lot_id.id, asset.date_receipt)

    @api.depends("product_id", "serial")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for asset in self:
            # Customers read what their unit is called, without rights on products.
            product = asset.sudo().product_id.display_name or ""
            asset.display_name = f"{product} · {asset.serial}" if asset.serial else product

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            Sync = self.env["raya.asset.sync"]
            Sync._check_serials_free(
                (vals.get("company_id", self.env.company.id), vals.get("product_id"), Sync._get_given_serial(vals))
                for vals in vals_list
            )
        assets = super().create(vals_list)
        assets._on_opened()
        return assets

    def write(self, vals):
        """What follows from a fact is called openly and in one order, whoever writes it.

        The receipt is computed as well, for hundreds of files at once: it comes
        through here only where somebody types it.
        """
        self._check_writable(vals)
        moved = self.filtered(lambda asset: "product_id" in vals and asset.product_id.id != vals["product_id"])
        former = {asset: asset.partner_id for asset in self if "partner_id" in vals}
        result = super().write(vals)
        self.env["mail.message"]._raya_follow_owners(former)
        if "state" in vals:
            self.env["raya.asset.event"]._follow_state(self)
            self._on_state_changed()
        if "partner_id" in vals:
            self.env["raya.asset.event"]._follow_owner(self)
        if moved:
            moved._on_product_changed()
        if not EVIDENCE.isdisjoint(vals):
            self.env["raya.asset.event"]._follow_proof(self)
            self._on_evidence_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sold(self):
        """What documents sold is told by a file; another one would be promised everything anew."""
        for asset in self:
            if asset.sudo().event_ids.filtered("is_told"):
                raise UserError(
                    self.env._(
                        "%(file)s was sold by a document, so it stays. Archive it, or correct the document.",
                        file=asset.display_name,
                    )
                )

    @api.model
    def _clean_values(self, vals):
        """A serial number of the stock is as the stock has it."""
        return vals if vals.get("lot_id") else super()._clean_values(vals)

    # --- hooks: what the add-ons above hang on the life of a unit -------------------

    def _check_writable(self, vals):
        """Called before anything is written on files, whoever writes it by whichever door.

        Extended by add-ons that close facts: they raise, with what to do instead.
        Documents and programs write in superuser mode, and all that they like.

        :param dict vals: what is written
        """
        if not self.env.su:
            check_proven(self, vals)
            self.env["raya.asset.sync"]._check_serials_stay_single(self, vals)

    def _prepare_opened_values(self, state, is_replacing):
        """Values of a new file that a document opens, written with it at once.

        Extended by add-ons that hold facts of their own on a new file.

        :param str state: of the new file
        :param bool is_replacing: its goods were given for others that came back
        :return: dict of values
        """
        return {}

    def _on_opened(self):
        """Called once for new files, whoever opened them: documents, people, an import.

        Extended by add-ons that give something to a sold unit. Returns nothing.
        """
        # Whoever opens a file writes no history; it follows from here.
        self.env["raya.asset.event"].sudo()._begin(self.sudo())

    def _on_state_changed(self):
        """Called when files have moved to another state; a unit out of use gives its unique identifiers free."""
        # Documents move files, whoever posts them.
        self.sudo().identifier_ids._sync_exclusive()

    def _on_evidence_changed(self):
        """Called when a fact of :data:`EVIDENCE` was written on these files.

        Extended by add-ons whose dates follow from these facts; safe to be called
        as often as one likes. Returns nothing.
        """

    def _on_product_changed(self):
        """Called for files that turned out to be of another product. Extended by add-ons
        that gave them something by their product."""

    def _on_replaced(self, reason=None):
        """Called for units that have come in the place of others, see ``replaced_asset_id``.

        Extended by add-ons that let what belonged to the unit before go on. Called
        again it changes nothing.

        :param str reason: what people said of it, if they did
        """

    def _on_exchange_undone(self, given, date, reason):
        """Called for a unit that is in use again because its exchange for ``given`` was undone.

        Extended by add-ons that let what belonged to it go on for the other one.
        """

    def _on_handed_over(self, reason, date):
        """Called for units that another owner has from ``date`` on.

        Extended by add-ons whose promises end with the owner.
        """

    def _on_merging(self, kept):
        """Called for files that are about to become one with ``kept``, before all links to them lead there.

        Extended by add-ons in which one unit may have only one of a kind.
        """

    def _on_meter_corrected(self, meter, date, reason):
        """Called when people corrected or exchanged a meter of these units.

        Extended by add-ons that count by it.
        """

    # --- rules ----------------------------------------------------------------------

    @api.constrains("lot_id", "product_id")
    def _check_lot_product(self):
        # Who writes a file need not see the stock.
        for asset in self.sudo():
            if asset.lot_id and asset.lot_id.product_id != asset.product_id:
                raise ValidationError(
                    self.env._(
                        "%(lot)s is a serial number of %(other)s, not of %(product)s. Choose one of that product.",
                        lot=asset.lot_id.name,
                        other=asset.lot_id.product_id.display_name,
                        product=asset.product_id.display_name,
                    )
                )

    def _check_company(self, fnames=None):
        """Files that name records of the same companies are right or wrong alike: one of each kind is looked at."""
        if self.env.su and all(file.sold_as for file in self):
            # The program writes here what the documents name, and Odoo has checked these: to read the companies
            # of all that they name once more would make every posting slower, and could find nothing.
            return None
        names = [name for name, field in self._fields.items() if field.relational and field.check_company]
        # The companies of what a file names are no secret to the check.
        kinds = {(file.company_id, *(file[name].company_id for name in names)): file.id for file in self.sudo()}
        return super(RayaAsset, self.browse(kinds.values()))._check_company(fnames)

    def _get_transitions(self):
        return super()._get_transitions() | {
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

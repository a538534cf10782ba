from odoo import api, fields, models
from odoo.exceptions import UserError

# Days that the documents of a sale prove.
PROVEN = ("date_invoice", "date_delivery")


def is_sold(asset):
    """Whether documents sold a unit: also one that was exchanged since, and whose sale goes on with another unit."""
    return bool(asset.sold_as or asset.sale_line_id or asset.invoice_line_id)


def check_proven(assets, vals):
    """Refuse that a person writes, by whichever door, another day than the documents of the sale prove.

    :param assets: the ``raya.asset`` records that are written
    :param dict vals: what is written
    :raises UserError: for a unit sold by documents
    """
    names = [name for name in PROVEN if name in vals]
    for asset in assets.filtered(is_sold) if names else ():
        changed = [name for name in names if asset[name] != (fields.Date.to_date(vals[name]) or False)]
        if changed:
            raise UserError(
                assets.env._(
                    "%(unit)s: “%(day)s” comes from %(document)s. Correct it there; the file follows.",
                    unit=asset.display_name,
                    day=asset._fields[changed[0]]._description_string(assets.env),
                    document=_find_document(asset).display_name or assets.env._("the documents of its sale"),
                )
            )


def _find_document(asset):
    """The invoice or order that sold a unit, empty where none is left."""
    # Whoever reads a file reads which document sold it.
    file = asset.sudo()
    line = file.event_ids._get_sale()[:1].document
    return file.invoice_id or file.sale_order_id or (line.exists().move_id if line else file.invoice_id)


class RayaAssetDocumentsMixin(models.AbstractModel):
    """The documents behind a unit; each reader is shown those that they may open."""

    _name = "raya.asset.documents.mixin"
    _description = "Product File: Documents"

    order_count = fields.Integer("Sales Orders", compute="_compute_document_counts")
    picking_count = fields.Integer("Deliveries", compute="_compute_document_counts")
    invoice_count = fields.Integer("Invoices", compute="_compute_document_counts")
    lot_count = fields.Integer("Serial Numbers", compute="_compute_document_counts")
    attachment_count = fields.Integer("Documents", compute="_compute_attachment_count")
    registration_ids = fields.One2many("raya.asset.registration", "asset_id", "Registrations", readonly=True)
    registration_count = fields.Integer("Number of Registrations", compute="_compute_registration_count")

    @api.depends("sale_line_id", "invoice_line_id", "lot_id")
    def _compute_document_counts(self):
        for asset in self:
            asset.order_count = len(asset._get_orders())
            asset.picking_count = len(asset._get_pickings())
            asset.invoice_count = len(asset._get_invoices())
            asset.lot_count = len(asset._get_readable(asset.sudo().lot_id))

    def _compute_attachment_count(self):
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        # Documents of a file are for all who may read the file; only their number is asked for.
        counts = dict(self.env["ir.attachment"].sudo()._read_group(domain, ["res_id"], ["__count"]))
        for asset in self:
            asset.attachment_count = counts.get(asset.id, 0)

    @api.depends("registration_ids")
    def _compute_registration_count(self):
        domain = [("asset_id", "in", self.ids)]
        counts = dict(self.env["raya.asset.registration"]._read_group(domain, ["asset_id"], ["__count"]))
        for asset in self:
            asset.registration_count = counts.get(asset, 0)

    def _get_readable(self, documents):
        """Of documents found for everybody, those that this reader may open."""
        return documents.sudo(self.env.su)._filtered_access("read")

    # The documents of a sale are found as superuser: whoever reads a file need
    # not read orders, slips or invoices. What is given back is what they may open.

    def _get_orders(self):
        return self._get_readable(self.sudo().sale_line_id.order_id)

    def _get_invoices(self):
        asset = self.sudo()
        return self._get_readable((asset.sale_line_id.invoice_lines | asset.invoice_line_id).move_id)

    def _get_pickings(self):
        return self._get_readable(self._get_movements().picking_id)

    def _get_movements(self):
        """Done stock moves by which this very unit went to the customer or came back.

        Without a serial number nobody can tell the units of one order apart.
        """
        asset = self.sudo()
        if not asset.lot_id or not asset.sale_line_id:
            return asset.env["stock.move.line"]
        return asset.env["stock.move.line"].search(
            [
                ("move_id", "in", asset.sale_line_id.move_ids.ids),
                ("lot_id", "=", asset.lot_id.id),
                ("state", "=", "done"),
            ],
            order="date, id",
        )

    def action_view_orders(self):
        return self._get_orders()._get_records_action()

    def action_view_invoices(self):
        return self._get_invoices()._get_records_action()

    def action_view_pickings(self):
        return self._get_pickings()._get_records_action()

    def action_view_lot(self):
        return self._get_readable(self.sudo().lot_id)._get_records_action()

    def action_view_registrations(self):
        return self.registration_ids._get_records_action(name=self.env._("Registrations"))

    def action_view_attachments(self):
        """Documents and photos of this unit; what is added there becomes one of them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents"),
            "res_model": "ir.attachment",
            "view_mode": "kanban,list,form",
            "views": [(False, "kanban"), (False, "list"), (False, "form")],
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

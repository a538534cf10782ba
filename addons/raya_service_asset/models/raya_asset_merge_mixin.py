from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import locking
from odoo.addons.raya_service_base.tools.linking import repoint

from ..tools import sync

# Facts that the file that stays takes over where it has none.
TAKEN_OVER = (
    "sale_line_id",
    "invoice_line_id",
    "first_invoice_line_id",
    "unit_number",
    "sold_as",
    "lot_id",
    "serial",
    "site_id",
    "date_invoice",
    "date_delivery",
    "date_installation",
    "date_activation",
    "notes",
    "image",
    "replaced_asset_id",
)


def check_mergeable(merged, kept):
    """Refuse to make one file of several that are not of one unit.

    :param merged: the ``raya.asset`` records that go
    :param kept: the one that stays
    :raises UserError: which says why
    """
    files = merged | kept
    if len(files) < 2:
        raise UserError(kept.env._("Choose at least two product files of the same unit."))
    closed = files.filtered("merged_into_id")[:1]
    if closed:
        raise UserError(
            kept.env._(
                "%(file)s was merged into %(kept)s already. Choose that one instead.",
                file=closed.display_name,
                kept=closed.merged_into_id.display_name,
            )
        )
    if len(files.product_id) > 1 or len(files.company_id) > 1:
        raise UserError(
            kept.env._("These are files of different products or companies. Only files of one unit can be merged.")
        )
    if len(files.lot_id) > 1:
        raise UserError(
            kept.env._(
                "%(lots)s are different serial numbers in stock, so these are different units.",
                lots=format_list(kept.env, files.lot_id.mapped("name")),
            )
        )
    if kept.state not in sync.LIVE and any(asset.state in sync.LIVE for asset in merged):
        raise UserError(kept.env._("%(file)s is not in use. Keep a file that is.", file=kept.display_name))
    if len(files.replacing_asset_ids) > 1:
        raise UserError(kept.env._("Two of these units were exchanged for others, so they are different units."))
    sold = files.filtered(lambda asset: asset.sale_line_id or asset.invoice_line_id)
    if len(sold) > 1:
        raise UserError(
            kept.env._(
                "%(files)s were sold one by one: each line of an order or invoice has its own units. Cancel or "
                "credit the document that is wrong first.",
                files=format_list(kept.env, sold.mapped("display_name")),
            )
        )


def list_other_serials(kept, files):
    """Serial numbers of files that differ from the one which stays: of the stock, else of ``kept``, else of the first.

    :return: their list as people read it, empty where all are spellings of one
    """
    told = [*(kept | files).filtered("lot_id"), *kept, *files]
    known = {file.serial_key: file.serial for file in reversed(told) if file.serial_key}
    stays = next((file.serial_key for file in told if file.serial_key), False)
    others = [serial for key, serial in known.items() if key != stays]
    return format_list(kept.env, others) if others else ""


class RayaAssetMergeMixin(models.AbstractModel):
    """Two files of one unit become one, and nothing is lost."""

    _name = "raya.asset.merge.mixin"
    _description = "Product File: Merging"

    merged_into_id = fields.Many2one(
        "raya.asset", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    def _merge_into(self, kept):
        """Move all that belongs to these files to the one that stays.

        Whatever points to them points to ``kept`` from then on: documents, messages,
        files, readings, owners, and what other add-ons link to them.

        :raises UserError: when they are not files of one unit; nothing is moved then
        """
        kept.ensure_one()
        files = self | kept
        locking.lock(files)
        files.invalidate_recordset()
        merged = self - kept
        check_mergeable(merged, kept)
        others = list_other_serials(kept, merged)
        facts = merged._prepare_taken_over(kept)
        closing = merged._close_file(kept)
        merged.identifier_ids._drop_doubles_of(kept)
        merged._on_merging(kept)
        repoint(self.browse(), {asset.id: kept.id for asset in merged})
        for event, asset in zip(closing, merged, strict=True):
            # All that happened belongs to the file that stays, but for the end of the other one.
            event.asset_id = asset
        closing._follow_state(kept)
        closing._follow_owner(kept)
        kept.write(facts)
        kept.identifier_ids._sync_exclusive()
        kept._sync_meter_totals()
        kept._on_evidence_changed()
        merged._post_merge(kept, others)

    def _prepare_taken_over(self, kept):
        """What only one of the other files knows, as values of the one that stays."""
        values = {}
        for name in TAKEN_OVER:
            known = [asset[name] for asset in self if asset[name]]
            if known and not kept[name]:
                values[name] = self._fields[name].convert_to_write(known[0], self)
        if "lot_id" in values:
            # Its name is the stock's, whatever was typed.
            values.pop("serial", None)
        if "sold_as" in values:
            values["per_sold"] = self.filtered("sold_as")[0].per_sold
        # What was written to another customer on these files stays hidden from the owner of the one that stays.
        files = self | kept
        is_of_two = len(files.partner_id.commercial_partner_id) > 1
        values["owner_since"] = (
            self.env.cr.now() if is_of_two else max(filter(None, files.mapped("owner_since")), default=False)
        )
        # A unit that was taken for a component of itself is part of nothing.
        above = self.parent_id - self - kept
        if above and not kept.parent_id:
            values["parent_id"] = above[0].id
        return values

    def _close_file(self, kept):
        """These files are out of use; what sold them lets go of them.

        :return: the event of each that says so
        """
        closing = self._record_event("merged")
        self.filtered(lambda asset: asset.state != sync.CANCELLED)._transition(sync.CANCELLED)
        self.write(
            {
                "merged_into_id": kept.id,
                "sale_line_id": False,
                "invoice_line_id": False,
                "first_invoice_line_id": False,
                "unit_number": 0,
                "lot_id": False,
                "replaced_asset_id": False,
                "parent_id": False,
            }
        )
        return closing

    def _post_merge(self, kept, others):
        """Tell it in both files.

        :param str others: serial numbers that were typed wrongly for the unit
        """
        names = format_list(self.env, self.mapped("display_name"))
        told = self.env._("Merged into this file: %(files)s.", files=names)
        wrong = others and self.env._("Typed wrongly for this unit: %(serials)s.", serials=others)
        kept.message_post(body=" ".join(filter(None, [told, wrong])))
        kept._record_event("joined", note=wrong or names)
        for asset in self:
            asset.message_post(body=self.env._("Merged into %(file)s.", file=kept.display_name))

    def action_merge(self):
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_merge_action")
        return {**action, "context": {"default_asset_ids": self.ids}}

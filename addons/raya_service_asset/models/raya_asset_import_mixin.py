from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import importing, typed
from odoo.addons.raya_web_persian.tools import typed_day

from ..tools import sync
from .raya_asset_documents_mixin import PROVEN, is_sold


class RayaAssetImportMixin(models.AbstractModel):
    """Product files from a table: one line for each unit, told by product and serial number.

    A file is taken whole or not at all; each refused line comes back with its
    reason, and taking the same file again changes nothing.
    """

    _name = "raya.asset.import.mixin"
    _description = "Product File: Import"
    _inherit = ["raya.import.contact.mixin"]

    _import_key = "serial"

    def _place_rows(self, sheet):
        rows = [self._prepare_import_row(sheet, record) for record in range(len(sheet.spans))]
        self._find_row_products(sheet, rows)
        self._find_row_files(sheet, rows)
        told = [row for row in rows if not row.refusal]
        importing.refuse_twins(told, lambda row: row.term.id or (row.key and (row.product, row.key)))
        return rows

    def _prepare_import_row(self, sheet, record):
        column = sheet.column("serial")
        row, told = importing.Row(record, ""), sheet.text(record, column)
        self._clean_codes(sheet, row, column, "serial")
        self._clean_codes(sheet, row, sheet.column("identifier_ids", "value"), "identifier_ids")
        row.code = sheet.text(record, column)
        row.key = typed.serial_key(row.code)
        row.term = importing.Term(row.code)
        if told and not row.key:
            row.refusal = importing.Refusal("empty_serial", field="serial")
        return row

    def _find_row_products(self, sheet, rows):
        """Which product each line is about: without it a serial number tells no unit."""
        column, find = sheet.column("product_id"), self._get_import_finder("product.product")
        for row in rows:
            row.product = None
            text = sheet.text(row.record, column)
            try:
                row.product = find(text) if text else self._get_id(sheet, row, sheet.column("product_id", ".id"))
            except importing.Refusal as refusal:
                row.refusal = refusal
                refusal.facts["field"] = "product_id"

    def _find_row_files(self, sheet, rows):
        """The file that each line speaks of, if there is one."""
        xmlids = self._read_xmlids(sheet, rows, sheet.column("id"))
        there = self._get_files_by_serial({row.key for row in rows if row.key})
        column = sheet.column("serial")
        for row in rows:
            told = xmlids.get(self._get_xmlid(sheet, row, sheet.column("id")))
            row.term.id = told or self._get_id(sheet, row, sheet.column(".id"))
            same = there[row.product, row.key] if row.key and not row.term.id else []
            if len(same) > 1:
                row.refusal = importing.Refusal("serial_twice", value=row.code, field="serial")
            elif same:
                # Another spelling is no other number.
                row.term.id, row.code = same[0].id, same[0].serial
                sheet.put(row.record, column, row.code)
        self._fill_waiting_units(sheet, rows)
        self._refuse_without_serial(rows)

    def _fill_waiting_units(self, sheet, rows):
        """A serial number nobody knows belongs to the only unit of its owner that waits for one.

        So do several, where no more of them than of its units are told and all units are of one sale.
        """
        column = sheet.column("partner_id")
        fresh = [row for row in rows if not row.refusal and row.code and row.product and not row.term.id]
        if column is None or not fresh:
            return
        domain = self._waiting_domain(self.env.company) & Domain("product_id", "in", [row.product for row in fresh])
        waiting = self.search_fetch(domain, ["product_id", "partner_id"], order="id").grouped(
            lambda file: (file.product_id.id, file.partner_id.id)
        )
        find = self._get_import_finder("res.partner") if waiting else None
        asking = defaultdict(list)
        for row in fresh if waiting else ():
            asking[row.product, _find_owner(find, sheet.text(row.record, column))].append(row)
        for unit, same in asking.items():
            files = waiting.get(unit, self.browse())
            is_one_sale = len(files.sale_line_id) + len(files.invoice_line_id - files.sale_line_id.invoice_lines) == 1
            if len(same) <= len(files) and (len(files) == 1 or is_one_sale):
                for row, file in zip(same, files, strict=False):
                    row.term.id = file.id

    @api.model
    def _waiting_domain(self, company):
        """Units of which nobody has told the serial number; goods that are not tracked are in use without."""
        is_blank = Domain("serial", "in", (False, "")) & Domain("company_id", "=", company.id)
        return is_blank & (
            Domain("state", "=", sync.PENDING) | Domain([("state", "=", sync.ACTIVE), ("sold_as", "=", "unit")])
        )

    def _get_files_by_serial(self, keys):
        """The live files of this company by product and key of the serial number."""
        domain = [
            ("serial_key", "in", list(keys)),
            ("state", "in", sync.LIVE),
            ("company_id", "=", self.env.company.id),
        ]
        files = defaultdict(self.browse)
        for asset in self.search_fetch(domain, ["product_id", "serial", "serial_key"]):
            files[asset.product_id.id, asset.serial_key] |= asset
        return files

    def _refuse_without_serial(self, rows):
        new = [row for row in rows if not row.refusal and not row.code and not row.term.id and row.product]
        products = self.env["product.product"].browse(row.product for row in new)
        tracked = set(products.filtered(lambda product: product.tracking == "serial").ids)
        for row in new:
            if row.product in tracked:
                row.refusal = importing.Refusal("no_serial", field="serial")

    # --- what the lines refer to ------------------------------------------

    def _resolve_references(self, sheet, rows):
        messages = [message for message in super()._resolve_references(sheet, rows) if message]
        self._link_lots(sheet, rows)
        return messages + self._refuse_changes(sheet, rows)

    def _link_lots(self, sheet, rows):
        """A serial number that the stock knows is that very unit."""
        if sheet.column("lot_id") is not None:
            return
        fresh = {row: (row.product, row.code) for row in rows if not row.refusal and row.key and row.product}
        by_unit = self.env["stock.lot"]._raya_find_by_serial(fresh.values(), self.env.company) if fresh else {}
        column = sheet.add_column("lot_id") if by_unit else None
        for row, unit in fresh.items() if by_unit else ():
            if lot := by_unit.get(unit):
                sheet.put(row.record, column, importing.Found((lot.id,)))
                sheet.put(row.record, sheet.column("serial"), lot.name)

    def _refuse_changes(self, sheet, rows):
        """A file neither moves a unit to another owner nor contradicts the documents that sold it."""
        messages = []
        known = {row.term.id: row for row in rows if row.term.id and not row.refusal}
        for asset in self.browse(known).exists():
            row = known[asset.id]
            owner = sheet.column("partner_id")
            found = sheet.rows[sheet.spans[row.record][0]][owner] if owner is not None else None
            if found and asset.partner_id and found[0] != asset.partner_id.id:
                refusal = importing.Refusal("owner", value=asset.serial, paths=asset.partner_id.display_name)
                messages.append(self._refuse(sheet, row, owner, refusal))
            elif is_sold(asset):
                messages += self._refuse_proven(sheet, row, asset)
        return [message for message in messages if message]

    def _refuse_proven(self, sheet, row, asset):
        for name in PROVEN:
            column = sheet.column(name)
            day = _read_day(self.env["res.lang"], sheet.text(row.record, column))
            if day and day != asset[name]:
                refusal = importing.Refusal("proven", value=self._fields[name]._description_string(self.env))
                yield self._refuse(sheet, row, column, refusal)
                return

    # --- loading ----------------------------------------------------------

    def _fill_parents(self, sheet, rows):
        """Units are no tree of codes: the file of which one is a part is a reference like others."""

    def _drop_skipped(self, rows):
        return rows

    def _get_refusal_text(self, sheet, refusal, row):
        value, paths = refusal.facts.get("value"), refusal.facts.get("paths")
        sentences = {
            "no_serial": lambda: self.env._("Row %(row)s has no serial number, and its product needs one.", row=row),
            "empty_serial": lambda: self.env._(
                "Row %(row)s: the serial number is blank. Enter its letters and digits, or leave the cell empty.",
                row=row,
            ),
            "serial_twice": lambda: self.env._(
                "Row %(row)s: several files have the serial number “%(value)s”. Name the file by its External ID.",
                row=row,
                value=value,
            ),
            "owner": lambda: self.env._(
                "Row %(row)s: %(value)s belongs to %(owner)s. Transfer the file to its new owner, or correct the row.",
                row=row,
                value=value,
                owner=paths,
            ),
            "proven": lambda: self.env._(
                "Row %(row)s: “%(value)s” comes from the documents of the sale. Leave the cell empty.",
                row=row,
                value=value,
            ),
        }
        known = sentences.get(refusal.kind)
        return known() if known else super()._get_refusal_text(sheet, refusal, row)

    @api.model
    def _get_import_catalogue(self):
        """Files are found by serial number as lines need them; there are too many to read them all."""
        return importing.Catalogue()


def _read_day(lang, text):
    """The day in a cell; none for a text that is no day, which is refused as such."""
    try:
        return lang._raya_read_file_day(text)
    except typed_day.NotADay:
        return None


def _find_owner(find, text):
    """Id of the owner that a line names; what it means is refused where references are resolved."""
    try:
        return find(text) if text else None
    except importing.Refusal:
        return None

from functools import partial

from odoo import api, models

from odoo.addons.raya_service_base.tools import importing, typed

from ..tools import sync


class RayaImportDocumentMixin(models.AbstractModel):
    """Documents about units from a table, one line each, as another system kept them.

    A document is told by its number, which it may bring along: one that is there
    already is updated. A unit is told by its serial number, a contact by name,
    reference, e-mail or phone. A file is taken whole or not at all.
    """

    _name = "raya.import.document.mixin"
    _description = "Documents about Units in a File"
    _inherit = ["raya.import.contact.mixin"]

    _import_key = "name"

    def _place_rows(self, sheet):
        column = sheet.column("name")
        rows = [importing.Row(record, sheet.text(record, column)) for record in range(len(sheet.spans))]
        xmlids = self._read_xmlids(sheet, rows, sheet.column("id"))
        there = self._get_documents_by_number({row.code for row in rows if row.code})
        for row in rows:
            told = xmlids.get(self._get_xmlid(sheet, row, sheet.column("id")))
            known = told or self._get_id(sheet, row, sheet.column(".id")) or next(iter(there.get(row.code, ())), None)
            row.term = importing.Term(row.code, id=known)
        importing.refuse_twins(rows, lambda row: row.term.id or row.code)
        return rows

    def _get_documents_by_number(self, numbers):
        """Ids of the documents of this company by number."""
        domain = [("name", "in", list(numbers)), ("company_id", "=", self.env.company.id)]
        return {name: same.ids for name, same in self.search_fetch(domain, ["name"]).grouped("name").items()}

    def _get_column_finder(self, sheet, field):
        column = sheet.column(field.name)
        Model = self.env[field.comodel_name]
        texts = {sheet.text(record, column) for record in range(len(sheet.spans))} - {""}
        if field.comodel_name == "raya.asset":
            return partial(_find, self._get_units_by_serial(texts), typed.serial_key)
        if hasattr(Model, "_get_documents_by_number"):
            return partial(_find, Model._get_documents_by_number(texts), str)
        return super()._get_column_finder(sheet, field)

    def _get_units_by_serial(self, texts):
        """Ids of files of this company by the key of their serial number; those in use go before others."""
        domain = [
            ("serial_key", "in", [key for text in texts if (key := typed.serial_key(text))]),
            ("company_id", "=", self.env.company.id),
        ]
        units = self.env["raya.asset"].search_fetch(domain, ["serial_key", "state"])
        return {
            key: (same.filtered(lambda unit: unit.state in sync.LIVE) or same).ids
            for key, same in units.grouped("serial_key").items()
        }

    def _must_be_known(self, field):
        """A unit that is not known is a refused line."""
        return field.comodel_name == "raya.asset" or super()._must_be_known(field)

    def _fill_parents(self, sheet, rows):
        """Documents are no tree of codes."""

    def _drop_skipped(self, rows):
        return rows

    @api.model
    def _get_import_catalogue(self):
        """Documents are found by number as lines need them; there are too many to read them all."""
        return importing.Catalogue()


def _find(known, get_key, text):
    """
    :param dict known: ids by key
    :raises importing.Refusal: when the text means nothing, or several
    """
    ids = known.get(get_key(text), ())
    if len(ids) != 1:
        raise importing.Refusal("ambiguous" if ids else "unknown", value=text, paths=text)
    return ids[0]

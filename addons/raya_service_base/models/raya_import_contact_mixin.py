from collections import defaultdict
from functools import partial

from odoo import models
from odoo.tools import SQL

from ..tools import folding, import_text, importing, typed


class RayaImportContactMixin(models.AbstractModel):
    """Contacts and products in a file of records that are no terms: units, calls, jobs.

    A contact is told by name, reference, e-mail or phone; one that is not known is
    a refused line, not a column to be guessed.
    """

    _name = "raya.import.contact.mixin"
    _description = "Contacts in a File"
    _inherit = ["raya.import.mixin"]

    def _resolve_references(self, sheet, rows):
        sheet.contacts = self._find_contacts(sheet, rows)
        return super()._resolve_references(sheet, rows)

    def _get_column_finder(self, sheet, field):
        if field.comodel_name == "res.partner":
            return partial(self._find_contact, sheet.contacts)
        return super()._get_column_finder(sheet, field)

    def _must_be_known(self, field):
        """A contact or product that is not known is a refused line."""
        return field.comodel_name in ("res.partner", "product.product") or super()._must_be_known(field)

    def _find_contacts(self, sheet, rows):
        """Contacts by what files call them, all in one query: name, reference, e-mail or phone.

        :return: ids of contacts by folded text
        """
        columns = [sheet.column(name) for name in self._fields if self._is_contact_column(sheet, name)]
        texts = {sheet.text(row.record, column) for row in rows for column in columns} - {""}
        keys = {import_text.key(text) for text in texts}
        phones = {phone for text in texts if (phone := typed.phone_key(text))}
        contacts = defaultdict(set)
        for id_, *names, phone in self._read_contacts(keys, phones) if keys else ():
            for name in names:
                contacts[name].add(id_)
            contacts[typed.phone_key(phone)].add(id_)
        return contacts

    def _is_contact_column(self, sheet, name):
        return self._fields[name].comodel_name == "res.partner" and sheet.column(name) is not None

    def _is_product_column(self, name):
        return name in self._fields and self._fields[name].comodel_name == "product.product"

    def _read_contacts(self, keys, phones):
        Partner = self.env["res.partner"]
        Partner.flush_model(["complete_name", "name", "ref", "email", "phone"])
        query = Partner._search([])
        # PostgreSQL has no stored form of these texts; one pass over the contacts serves the whole file.
        folded = [
            SQL(f"btrim(regexp_replace({folding.fold_sql(f'{query.table}.{name}')}, '\\s+', ' ', 'g'))")
            for name in ("complete_name", "name", "ref", "email")
        ]
        phone = SQL.identifier(query.table, "phone")
        digits = SQL(
            f"right(regexp_replace({folding.fold_sql(f'{query.table}.phone')}, '\\D', '', 'g'), {typed.NATIONAL})"
        )
        fitting = [
            *(SQL("%s = ANY(%s)", name, list(keys)) for name in folded),
            SQL("%s = ANY(%s)", digits, list(phones)),
        ]
        # In brackets: the query has conditions of its own, among them the record rules.
        query.add_where(SQL("(%s)", SQL(" OR ").join(fitting)))
        return self.env.execute_query(query.select(SQL.identifier(query.table, "id"), *folded, phone))

    def _find_contact(self, contacts, text):
        """
        :raises importing.Refusal: when the text means nobody, or several
        """
        ids = contacts.get(import_text.key(text), set()) | contacts.get(typed.phone_key(text) or text, set())
        if len(ids) != 1:
            raise importing.Refusal("contact_twice" if ids else "no_contact", value=text)
        return next(iter(ids))

    def _get_refusal_text(self, sheet, refusal, row):
        value = refusal.facts.get("value")
        is_product = self._is_product_column(refusal.facts.get("field"))
        sentences = {
            "no_contact": lambda: self.env._(
                "Row %(row)s: nobody is known as “%(value)s”. Write the name, reference, e-mail or phone of a contact, "
                "or create the contact first.",
                row=row,
                value=value,
            ),
            "contact_twice": lambda: self.env._(
                "Row %(row)s: several contacts are known as “%(value)s”. Write the reference or phone of one.",
                row=row,
                value=value,
            ),
            "unknown_product": lambda: self.env._(
                "Row %(row)s: no product is known as “%(value)s”. Write the internal reference, barcode or name of a "
                "product, or create the product first.",
                row=row,
                value=value,
            ),
            "ambiguous_product": lambda: self.env._(
                "Row %(row)s: several products are known as “%(value)s”. Write the internal reference or barcode of one.",
                row=row,
                value=value,
            ),
        }
        known = sentences.get(f"{refusal.kind}_product" if is_product else refusal.kind)
        return known() if known else super()._get_refusal_text(sheet, refusal, row)

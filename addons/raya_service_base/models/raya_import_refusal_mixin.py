from odoo import models


class RayaImportRefusalMixin(models.AbstractModel):
    """Why a line of a file is not taken, told as Odoo's import shows it."""

    _name = "raya.import.refusal.mixin"
    _description = "Refused Lines of a File"

    # The field that tells a record in a file.
    _import_key = "code"

    def _prepare_refusal(self, sheet, row, number=None):
        """The message of a refused line, as Odoo's import shows it; none for a line whose
        parent is refused: the parent's message is enough."""
        refusal = row.refusal
        if refusal.kind == "dependent":
            return None
        first, after = sheet.spans[row.record]
        field = refusal.facts.get("field") or (
            self._import_key if refusal.kind in ("no_code", "twice", "elsewhere") else "parent_id"
        )
        path = refusal.facts.get("path", [field])
        model = self.env[self._fields[field].comodel_name] if len(path) > 1 else self
        return {
            "type": "error",
            "record": row.record,
            "rows": {"from": first if number is None else number, "to": after - 1 if number is None else number},
            "field": field,
            "field_path": path,
            "field_name": model._fields[path[-1]]._description_string(self.env),
            "raya_row_told": True,
            "message": self._get_refusal_text(sheet, refusal, self._tell_row(first if number is None else number)),
        }

    def _tell_row(self, number):
        """The row as the user of the file counts them, in their digits; from 1 on where there is no file."""
        rows = self.env.context.get("raya_file_rows")
        return self.env["res.lang"]._raya_write_digits(str(rows[number] if rows else number + 1))

    def _get_refusal_text(self, sheet, refusal, row):
        if refusal.kind in ("digits_lost", "spoilt", "language", "unfit"):
            return self._get_cell_text(refusal, row)
        value, paths = refusal.facts.get("value"), refusal.facts.get("paths")
        if refusal.kind == "no_code":
            return self.env._("Row %(row)s has no code. Enter one.", row=row)
        if refusal.kind == "twice":
            others = ", ".join(self._tell_row(sheet.spans[record][0]) for record in refusal.facts["records"])
            return self.env._(
                "Row %(row)s: “%(value)s” stands in the file again, in row %(others)s. Keep one of them.",
                row=row,
                value=value,
                others=others,
            )
        if refusal.kind == "loop":
            return self.env._("Row %(row)s: “%(value)s” would stand below itself.", row=row, value=value)
        if refusal.kind == "elsewhere":
            return self.env._(
                "Row %(row)s: “%(value)s” stands already as %(paths)s. Change its parent there if it moves, or "
                "give a second one an External ID in the column id.",
                row=row,
                value=value,
                paths=paths,
            )
        if "ids" in refusal.facts:
            return self.env._(
                "Row %(row)s: “%(value)s” means several: %(candidates)s. Write the code of one, or its ID in a "
                "column that ends in /.id.",
                row=row,
                value=value,
                candidates=refusal.facts["ids"],
            )
        if refusal.kind == "ambiguous":
            return self.env._(
                "Row %(row)s: “%(value)s” means several: %(paths)s. Write the whole path.",
                row=row,
                value=value,
                paths=paths,
            )
        return self.env._(
            "Row %(row)s: there is no “%(value)s”, neither here nor in the file. Check the code or the path.",
            row=row,
            value=value,
        )

    def _get_cell_text(self, refusal, row):
        """What is wrong with a cell itself."""
        value = refusal.facts["value"]
        if refusal.kind == "unfit":
            return self.env._(
                "Row %(row)s: “%(value)s” is known, but cannot be chosen in this column. Write one that the form offers.",
                row=row,
                value=value,
            )
        if refusal.kind == "language":
            return self.env._(
                "Row %(row)s: “%(value)s” is its name in %(language)s, and you are working in another language. Switch "
                "to that language in your preferences, or leave the names out.",
                row=row,
                value=value,
                language=refusal.facts["language"],
            )
        if refusal.kind == "digits_lost":
            return self.env._(
                "Row %(row)s: the spreadsheet shortened “%(value)s” to a number. Format the column as text and enter "
                "the whole number again.",
                row=row,
                value=value,
            )
        return self.env._(
            "Row %(row)s: of this code the spreadsheet made “%(value)s”. Format the column as text and enter the code "
            "again.",
            row=row,
            value=value,
        )

from odoo.tools import mute_logger

from .common_import import ImportCommon


class TestImportCells(ImportCommon):
    """What stands in a single cell is read as it was meant, or refused."""

    def test_slashes_of_a_path_are_spaced_anyhow(self):
        family = self.env["product.category"].create({"name": "Deep", "parent_id": self.family.id})
        fields = ["code", "name", "parent_id", "categ_ids"]
        for at, spaced in enumerate(("/", " /", "/ ", "／")):
            path = family.complete_name.replace(" / ", spaced)
            made = self._taken("raya.component", fields, (f"P{at}", "Pump", f"ENG{spaced}Fuel system", path))
            self.assertEqual((made.parent_id, made.categ_ids), (self.fuel, family), spaced)

    def test_file_in_another_language_overwrites_no_names(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.engine.with_context(lang="fa_IR").name = "موتور"
        fields = ["code", "name", "keywords"]
        [(row, message)] = self._refused("raya.component", fields, ("NEW", "تازه", ""), ("ENG", "موتور", "x"))
        self.assertEqual(row, 2)
        self.assertIn("“موتور” is its name in Persian", message)
        self.assertFalse(self.engine.keywords)
        [(row, message)] = self._refused("raya.component", fields, ("ENG", "Engine", "x"), lang="fa_IR")
        self.assertIn("Engine", message)
        self.assertEqual(self.engine.with_context(lang="fa_IR").name, "موتور")
        # A new name, and the name that it has, are no other language.
        self._taken("raya.component", fields, ("ENG", "موتور كوچک", "x"), ("FUEL", "Fuel system", "y"), lang="fa_IR")
        self.assertEqual(self.engine.with_context(lang="fa_IR").name, "موتور كوچک")
        self.assertEqual(self.engine.with_context(lang="en_US").name, "Engine")

    def test_rows_are_told_in_the_digits_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        for lang, told in (("en_US", "2"), ("fa_IR", "۲")):
            [(_row, message)] = self._refused("raya.component", ["code", "name"], ("NEW", "x"), ("", "y"), lang=lang)
            self.assertRegex(message, rf"\b{told}\b")

    def test_empty_cell_means_the_default(self):
        fields = ["code", "name", "duration", "skill_level", "sequence", "active"]
        made = self._taken("raya.operation", fields, ("T-BLANK", "Blank", "", "", "", ""))
        self.assertRecordValues(made, [{"skill_level": "2", "sequence": 10, "active": True, "duration": 0}])
        made.write({"skill_level": "4", "sequence": 3})
        self._taken("raya.operation", fields, ("T-BLANK", "", "1", "", "", ""))
        self.assertRecordValues(
            made, [{"name": "Blank", "skill_level": "4", "sequence": 3, "active": True, "duration": 1}]
        )

    @mute_logger("odoo.sql_db")
    def test_what_is_missing_is_told_in_the_words_of_the_screen(self):
        [(row, message)] = self._refused("raya.operation", ["code", "name"], ("T-A", "a"), ("T-B", ""))
        self.assertEqual((row, message), (2, "Name is missing. Enter it."))
        fields = ["code", "name", "part_need_ids/product_id", "part_need_ids/quantity"]
        [(row, message)] = self._refused("raya.operation", fields, ("T-A", "a", "", "2"))
        self.assertEqual((row, message), (1, "Part is missing. Enter it."))

    def test_times_are_read_as_people_write_them(self):
        times = ("0:30", "۰:۳۰", "۰٫۵", "0.5", "1:15", "12.0")
        rows = [(f"T-TIME-{at}", "x", time) for at, time in enumerate(times)]
        made = self._taken("raya.operation", ["code", "name", "duration"], *rows)
        self.assertEqual(made.mapped("duration"), [0.5, 0.5, 0.5, 0.5, 1.25, 12.0])
        fields = ["code", "name", "part_need_ids/product_id", "part_need_ids/quantity"]
        rows = [("T-Q", "x", self.part.display_name, "0:30")]
        self.assertIn("does not seem to be a number", str(self._refused("raya.operation", fields, *rows)))

    def test_part_is_no_service_to_sell(self):
        part, labour = self.part.display_name, self.labour.display_name
        fields = ["code", "name", "product_id", "part_need_ids/product_id"]
        refused = self._refused("raya.operation", fields, ("T-A", "a", part, ""), ("T-B", "b", labour, labour))
        self.assertEqual([row for row, _message in refused], [1, 2])
        for _row, message in refused:
            self.assertIn("is known, but cannot be chosen in this column", message)
        self._taken("raya.operation", fields, ("T-A", "a", labour, part))

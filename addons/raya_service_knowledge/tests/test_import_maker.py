from .common_import import ImportCommon

HEADINGS = ("Code", "Name", "Keywords", "External Reference")


class TestImportMaker(ImportCommon):
    """Tables of error codes as makers publish them."""

    def _find(self, *codes):
        return self.env["raya.fault"].search([("code", "in", codes)])

    def test_table_of_thousands_is_taken_whole_or_not_at_all(self):
        """C1: codes that stand twice and lines without one are named, and nothing of the rest is taken."""
        rows = [[f"ECU/{number}-{number % 31}", f"Fault {number}", "", f"P{number:04}"] for number in range(400)]
        rows[7][0] = ""
        rows[300][0] = rows[12][0]
        result = self._upload("raya.fault", self._xlsx(HEADINGS, *rows), "codes.xlsx")
        self.assertFalse(result["ids"])
        # Counted from 0 without the headings, as Odoo's screen has it; the sentence counts as the file does.
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [7, 12, 300])
        self.assertIn("no code", result["messages"][0]["message"])
        self.assertFalse(self._find("ECU/0-0"))
        rows[7][0], rows[300][0] = "ECU/7-7", "ECU/300-21"
        result = self._upload("raya.fault", self._xlsx(HEADINGS, *rows), "codes.xlsx")
        self.assertEqual((result["messages"], len(result["ids"])), ([], 400))
        self.assertEqual(self._find("ECU/0-0").external_reference, "P0000")

    def test_texts_stay_as_the_maker_wrote_them(self):
        """C1: line breaks, other scripts, and numbers beside texts that are the same number."""
        words = "Check the plug.\nThen the wire."
        rows = [
            (523612, "Датчик давления", words, 4660),
            ("523613", "Druckgeber", "", "4661"),
            ("000190", "Speed", "", "P0335"),
        ]
        result = self._upload("raya.fault", self._xlsx(HEADINGS, *rows), "codes.xlsx")
        self.assertEqual(result["messages"], [])
        self.assertRecordValues(
            self.env["raya.fault"].browse(result["ids"]),
            [
                {
                    "code": "523612",
                    "name": "Датчик давления",
                    "keywords": words,
                    "external_reference": "4660",
                },
                {"code": "523613", "name": "Druckgeber", "keywords": False, "external_reference": "4661"},
                {"code": "000190", "name": "Speed", "keywords": False, "external_reference": "P0335"},
            ],
        )
        swapped = [(523613, *rows[1][1:]), ("523612", *rows[0][1:])]
        again = self._upload("raya.fault", self._xlsx(HEADINGS, *swapped), "codes.xlsx")
        self.assertEqual(again["ids"], result["ids"][1::-1], "no second one of a number that was a text")

    def test_column_of_models_says_for_which_a_code_is(self):
        """C3: the most specific code first; no list means all."""
        names = ("Printer MK4", "Printer XL")
        first, second = self.env["product.template"].create([{"name": name, "type": "consu"} for name in names])
        rows = (
            ("Code", "Name", "Products"),
            ("XX100", "Heater", ""),
            ("XX101", "Bed", "Printer MK4,Printer XL"),
            ("XX102", "Filament", "Printer XL"),
        )
        result = self._upload("raya.fault", self._xlsx(*rows), "codes.xlsx")
        self.assertEqual(result["messages"], [])
        for_all, for_both, _for_second = codes = self.env["raya.fault"].browse(result["ids"])
        self.assertEqual(for_both.product_tmpl_ids, first | second)
        for product, applicable in ((first, for_all | for_both), (second, codes), (self.fridge, for_all)):
            product = product.product_variant_id if product != self.fridge else product
            self.assertEqual(codes.filtered_domain(codes._applicable_domain(product)), applicable, product.name)
        self.assertEqual(codes._sort_by_applicability(first.product_variant_id)[:2], for_both | for_all)

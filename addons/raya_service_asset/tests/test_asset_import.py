import csv
import io
import time
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError

from ..tools import import_templates
from .common import SOLD_ON, AssetCommon

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "limit": 2000, "skip": 0}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportCommon(AssetCommon):
    fields = ("product_id", "serial", "partner_id", "date_invoice")

    # --- taken ------------------------------------------------------------

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fridge.default_code = "RF"
        cls.customer.write({"ref": "C-77", "email": "sara@example.com"})

    def _load(self, *rows, columns=None, user=None):
        Asset = self.env["raya.asset"].with_user(user or self.operator)
        result = Asset.load(list(columns or self.fields), [list(row) for row in rows])
        self.env.invalidate_all()
        return result

    def _taken(self, *rows, **options):
        result = self._load(*rows, **options)
        self.assertEqual(result["messages"], [])
        return self.env["raya.asset"].browse(result["ids"])

    def _refused(self, *rows, **options):
        """Number and sentence of each refused line; nothing of the file is taken."""
        before = self.env["raya.asset"].search_count([])
        result = self._load(*rows, **options)
        self.assertFalse(result["ids"])
        self.assertEqual(self.env["raya.asset"].search_count([]), before)
        return [(message["rows"]["from"] + 1, message["message"]) for message in result["messages"]]

    def _upload(self, content, kind, *, dryrun=False):
        """What the import screen does: read the file, match the columns, import."""
        values = {"res_model": "raya.asset", "file": content, "file_name": "files", "file_type": kind}
        wizard = self.env["base_import.import"].with_user(self.operator).create(values)
        preview = wizard.parse_preview(dict(OPTIONS))
        columns = ["/".join(preview["matches"].get(at, ())) for at in range(len(preview["headers"]))]
        result = wizard.execute_import(columns, preview["headers"], preview["options"], dryrun=dryrun)
        self.env.invalidate_all()
        return columns, result


class TestAssetImport(ImportCommon):
    """Files as an operator gives them to Odoo's import."""

    def test_product_is_told_by_reference_or_name(self):
        assets = self._taken(
            ("RF", "A-1", "", ""), ("Refrigerator", "A-2", "", ""), ("[RF] Refrigerator", "A-3", "", "")
        )
        self.assertEqual(assets.product_id, self.fridge)

    def test_owner_is_told_by_name_reference_email_or_phone(self):
        told = (
            "Sara Karimi",
            "sara  KARIMI",
            "C-77",
            "sara@example.com",
            "0912 555 0101",
            "+98-912-5550101",
            "۰۹۱۲۵۵۵۰۱۰۱",
        )
        assets = self._taken(*(("RF", f"A-{at}", text, "") for at, text in enumerate(told)))
        self.assertEqual(len(assets), len(told))
        self.assertEqual(assets.partner_id, self.customer)

    def test_arabic_letters_of_a_persian_name(self):
        self.customer.name = "سارا کریمی"
        self.assertEqual(self._taken(("RF", "A-1", "سارا كريمي", "")).partner_id, self.customer)

    def test_taking_a_file_again_leaves_no_trace(self):
        rows = [("RF", f"A-{number}", "C-77", "2026-03-10", "Ground floor") for number in range(3)]
        columns = (*self.fields, "notes")
        assets = self._taken(*rows, columns=columns)
        with patch.object(self.env.registry["raya.asset"], "write") as write:
            self.assertEqual(self._taken(*rows, columns=columns), assets)
        write.assert_not_called()

    def test_serial_of_the_stock_is_that_unit(self):
        lot = self._create_lots("A-1")
        assets = self._taken(("RF", "A-1", "", ""), ("RF", "A-2", "", ""))
        self.assertRecordValues(assets, [{"lot_id": lot.id, "serial": "A-1"}, {"lot_id": False, "serial": "A-2"}])

    def test_persian_digits_of_a_serial(self):
        self.assertEqual(self._taken(("RF", " ۱۲۳ ", "", "")).serial, "123")

    def test_file_that_was_closed_stays_closed(self):
        old = self._create_asset(serial="A-1")
        old._transition("returned")
        self.assertNotEqual(self._taken(("RF", "A-1", "C-77", "")), old)
        self.assertEqual(old.state, "returned")

    def test_unit_of_another_company_is_another_unit(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.operator.company_ids |= other
        theirs = self._create_asset(serial="A-1", company_id=other.id, partner_id=False)
        self.assertNotEqual(self._taken(("RF", "A-1", "C-77", "")), theirs)
        self.assertFalse(theirs.partner_id)

    def test_goods_without_serial_need_none(self):
        self.assertEqual(len(self._taken(("Start relay", "", "C-77", ""), ("Start relay", "", "C-77", ""))), 2)

    # --- refused ----------------------------------------------------------

    def test_every_refused_line_comes_back_with_its_reason(self):
        refused = self._refused(
            ("RF", "A-1", "C-77", ""),
            ("No such thing", "A-2", "", ""),
            ("RF", "A-3", "Nobody", ""),
            ("RF", "", "C-77", ""),
            ("RF", "A-5", "", ""),
            ("RF", "A-5 ", "", ""),
        )
        self.assertEqual([row for row, _message in refused], [2, 3, 4, 5, 6])
        for (_row, message), words in zip(
            refused,
            (
                "no product is known as “No such thing”",
                "nobody is known as “Nobody”",
                "no serial number",
                "in row 6",
                "in row 5",
            ),
            strict=True,
        ):
            self.assertIn(words, message)

    def test_name_of_several_contacts(self):
        self.env["res.partner"].create({"name": "Sara Karimi"})
        [(_row, message)] = self._refused(("RF", "A-1", "Sara Karimi", ""))
        self.assertIn("several contacts", message)

    def test_file_does_not_move_a_unit_to_another_owner(self):
        other = self.env["res.partner"].create({"name": "Ali Hosseini"})
        asset = self._create_asset(serial="A-1")
        [(_row, message)] = self._refused(("RF", "A-1", "Ali Hosseini", ""))
        self.assertIn("A-1 belongs to Sara Karimi", message)
        self.assertNotEqual(asset.partner_id, other)

    def test_file_does_not_contradict_the_invoice(self):
        order = self._create_order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_date = SOLD_ON
        invoice.action_post()
        asset = order.order_line.raya_asset_ids
        asset.serial = "A-1"
        [(_row, message)] = self._refused(("RF", "A-1", "", "2020-01-01"))
        self.assertIn("“Invoiced On” comes from the documents", message)
        self.assertEqual(self._taken(("RF", "A-1", "", "2026-03-10")), asset)

    def test_files_that_share_a_lot_are_told_apart_by_id(self):
        self.fridge.tracking = "lot"
        twins = [self._create_asset(serial="A-1"), self._create_asset(serial="A-1")]
        [(_row, message)] = self._refused(("RF", "A-1", "C-77", ""))
        self.assertIn("several files", message)
        columns = (".id", *self.fields)
        self.assertEqual(self._taken((str(twins[1].id), "RF", "A-1", "", ""), columns=columns), twins[1])

    def test_only_who_may_write_files_imports_them(self):
        for user in (self.technician, self.outsider):
            try:
                messages = self._load(("RF", "A-1", "", ""), user=user)["messages"]
            except AccessError:
                continue
            self.assertEqual([message["type"] for message in messages], ["error"])
        self.assertFalse(self.env["raya.asset"].search([("serial", "=", "A-1")]))

    # --- the screen -------------------------------------------------------

    def test_headings_of_the_template_lead_to_their_fields(self):
        [template] = self.env["raya.asset"].with_user(self.operator).get_import_templates()
        self.assertEqual(template["template"], "/raya_service_asset/static/xls/raya_asset.xlsx")
        columns, result = self._upload(import_templates.FILE.read_bytes(), XLSX)
        self.assertEqual(columns, [field for _heading, field, _note, _persian in import_templates.COLUMNS])
        self.assertEqual(result["messages"], [])
        assets = self.env["raya.asset"].browse(result["ids"])
        self.assertEqual(assets.partner_id, self.customer)
        self.assertEqual(assets[0].date_installation, date(2026, 3, 15))

    def test_trying_a_csv_file_changes_nothing(self):
        file = io.StringIO()
        csv.writer(file).writerows([("Product", "Serial Number", "Owner"), ("RF", "A-1", "0912 555 0101")])
        _columns, result = self._upload(file.getvalue().encode(), "text/csv", dryrun=True)
        self.assertEqual(result["messages"], [])
        self.assertFalse(self.env["raya.asset"].search([("serial", "=", "A-1")]))

    def test_thousand_lines_in_some_seconds(self):
        rows = [("RF", f"N-{number:04}", "0912 555 0101", "2026-03-10") for number in range(1000)]
        start = time.monotonic()
        self.assertEqual(len(self._taken(*rows)), 1000)
        self.assertLess(time.monotonic() - start, 15)
        start = time.monotonic()
        self._taken(*rows)
        self.assertLess(time.monotonic() - start, 5)

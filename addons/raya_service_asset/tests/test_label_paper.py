import base64
from unittest.mock import patch

from lxml import html
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_label import LabelCommon

LABEL = "report.raya_service_asset.report_label"
SHEET = "report.raya_service_asset.report_label_sheet"


@tagged("post_install", "-at_install")
class TestLabelPaper(LabelCommon):
    """Labels on paper, one by one or a sheet full of them."""

    def _prepare(self, report, assets, user=None):
        return self.env[report].with_user(user or self.technician)._get_report_values(assets.ids)

    def test_technician_prints_a_label_of_a_file_that_has_none(self):
        values = self._prepare(LABEL, self.asset)
        self.assertEqual(values["docs"], self.asset)
        self.assertTrue(self.asset.label_token)

    def test_label_names_the_unit_and_opens_its_page(self):
        report = self.env.ref("raya_service_asset.raya_asset_label_action").with_user(self.technician)
        page = report._render_qweb_html(report.report_name, self.asset.ids)[0].decode()
        self.assertIn("RF-22-SECRET", page)
        self.assertIn("data:image/png;base64,", page)

    def test_picture_is_an_image_of_the_address(self):
        Report = type(self.env["ir.actions.report"])
        with patch.object(Report, "barcode", autospec=True, side_effect=Report.barcode) as barcode:
            picture = self.asset.with_user(self.technician)._get_label_qr()
        kind, content = picture.split(",", 1)
        self.assertEqual(kind, "data:image/png;base64")
        self.assertTrue(base64.b64decode(content).startswith(b"\x89PNG"))
        self.assertEqual(barcode.call_args.args[2], self.asset._get_label_url())

    def test_address_has_nothing_of_the_unit_in_it(self):
        url = self.asset._get_label_url()
        self.assertTrue(url.startswith(self.asset.get_base_url()))
        self.assertNotIn("SECRET", url)
        self.assertNotIn(f"/{self.asset.id}", url)

    def test_sheet_has_three_in_a_row_and_eight_rows_on_a_page(self):
        assets = self.env["raya.asset"].create([{"product_id": self.fridge.id, "serial": f"N-{n}"} for n in range(26)])
        pages = self._prepare(SHEET, assets)["pages"]
        self.assertEqual([len(page) for page in pages], [8, 1])
        self.assertEqual([len(row) for row in pages[0]], [3] * 8)
        self.assertEqual([len(row) for row in pages[1]], [2])

    def test_text_beside_each_picture_is_of_the_unit_that_it_opens(self):
        """Also when a sheet is printed again after a file was merged and another one archived."""
        assets = self.env["raya.asset"].create([{"product_id": self.fridge.id, "serial": f"N-{n}"} for n in range(10)])
        Report = type(self.env["ir.actions.report"])
        report = self.env.ref("raya_service_asset.raya_asset_label_sheet_action")

        def printed(sheet):
            address = lambda _self, _kind, value, **_options: value.encode()  # noqa: E731
            with patch.object(Report, "barcode", address):
                page = html.fromstring(report._render_qweb_html(report.report_name, sheet.ids)[0])
            for label in page.xpath("//table[hasclass('raya_label')]"):
                [picture] = label.xpath(".//img/@src")
                token = base64.b64decode(picture.partition(",")[2]).decode().rpartition("/")[2]
                yield self.env["raya.asset"]._find_by_label(token).serial, *label.xpath(".//b/text()")

        self.assertEqual(list(printed(assets)), [(f"N-{n}", f"N-{n}") for n in range(10)])
        assets[3]._merge_into(assets[7])
        assets[5].active = False
        left = assets - assets[3] - assets[5]
        self.assertEqual(list(printed(left)), [(serial, serial) for serial in left.mapped("serial")])

    def test_unit_out_of_use_gets_no_label_and_none_of_the_others_either(self):
        gone = self._create_asset(serial="RF-GONE")
        gone._transition("returned")
        with self.assertRaisesRegex(UserError, "RF-GONE is not in use, so that no label"):
            self._prepare(SHEET, self.asset | gone)
        self.assertFalse(self.asset.label_token)

    def test_unit_awaiting_its_serial_gets_a_label(self):
        waiting = self._create_asset(serial=False)
        waiting._transition("pending")
        self.assertEqual(self._prepare(LABEL, waiting)["docs"], waiting)

    def test_who_may_not_read_a_file_prints_nothing(self):
        with self.assertRaises(AccessError):
            self._prepare(LABEL, self.asset, self.outsider)
        self.asset.company_id = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(AccessError):
            self._prepare(SHEET, self.asset)
        self.assertFalse(self.asset.label_token)

    def test_token_cannot_be_chosen(self):
        for user in (self.operator, self.manager):
            with self.assertRaises(AccessError):
                self.asset.with_user(user).label_token = "2" * 16

from datetime import datetime

from odoo.tests import tagged

from ..tools import import_templates
from .common import ServiceCallsCommon

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "limit": 2000, "skip": 0}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ("name", "partner_id", "asset_id", "kind", "statement", "date_reported", "team_id")


@tagged("post_install", "-at_install")
class TestCallImport(ServiceCallsCommon):
    """Open calls of a former system."""

    def _load(self, *rows, columns=COLUMNS, user=None):
        result = self.env["raya.call"].with_user(user or self.operator).load(list(columns), [list(row) for row in rows])
        self.env.invalidate_all()
        return result

    def _taken(self, *rows, **options):
        result = self._load(*rows, **options)
        self.assertEqual(result["messages"], [])
        return self.env["raya.call"].browse(result["ids"])

    def test_open_call_comes_over_with_its_number_and_unit(self):
        asset = self._create_asset(serial="A-1")
        call = self._taken(("C-1", "", "a-1", "Repair", "It smells.", "2026-05-04 08:00:00", "Cooling"))
        self.assertRecordValues(
            call,
            [
                {
                    "name": "C-1",
                    "asset_id": asset.id,
                    "partner_id": self.customer.id,
                    "statement": "It smells.",
                    "date_reported": datetime(2026, 5, 4, 8),
                    "team_id": self.team.id,
                    "state": "new",
                }
            ],
        )

    def test_file_taken_again_makes_no_call_twice(self):
        self._create_asset(serial="A-1")
        row = ("C-1", "", "A-1", "Repair", "It smells.", "2026-05-04 08:00:00", "Cooling")
        first = self._taken(row)
        self.assertEqual(self._taken(row), first)

    def test_call_without_a_number_is_numbered_here(self):
        calls = self._taken(*(("", "0912 555 0101", "", "Question", "?", "2026-05-04 08:00:00", ""),) * 2)
        self.assertEqual(len(set(calls.mapped("name"))), 2)
        self.assertNotIn("/", set(calls.mapped("name")))

    def test_unit_that_is_not_known_refuses_the_file(self):
        result = self._load(("C-1", "", "NONE", "Repair", "", "2026-05-04 08:00:00", ""))
        self.assertFalse(result["ids"])
        self.assertIn("NONE", result["messages"][0]["message"])

    def test_two_units_of_one_serial_are_refused(self):
        self._create_asset(serial="A-1")
        self.env["raya.asset"].create({"product_id": self.part.id, "serial": "A-1", "partner_id": self.customer.id})
        result = self._load(("C-1", "", "A-1", "Repair", "", "2026-05-04 08:00:00", ""))
        self.assertFalse(result["ids"])
        self.assertIn("several", result["messages"][0]["message"])

    def test_template_is_ready_to_be_imported(self):
        self._create_asset(serial="RF-1001")
        [template] = self.env["raya.call"].with_user(self.operator).get_import_templates()
        self.assertEqual(template["template"], "/raya_service_calls/static/xls/raya_call.xlsx")
        content = import_templates.FILE.read_bytes()
        values = {"res_model": "raya.call", "file": content, "file_name": "calls", "file_type": XLSX}
        wizard = self.env["base_import.import"].with_user(self.operator).create(values)
        preview = wizard.parse_preview(dict(OPTIONS))
        found = ["/".join(preview["matches"].get(at, ())) for at in range(len(preview["headers"]))]
        self.assertEqual(found, [field for _heading, field, _note, _persian in import_templates.COLUMNS])
        result = wizard.execute_import(found, preview["headers"], preview["options"])
        self.assertEqual(result["messages"], [])
        self.assertEqual(len(result["ids"]), 2)

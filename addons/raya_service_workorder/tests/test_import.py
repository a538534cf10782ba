from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools import import_templates
from .common import WorkorderCommon

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "limit": 2000, "skip": 0}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = ("name", "partner_id", "asset_id", "product_id", "kind", "date_reported", "team_id", "user_id", "statement")
QUANTITIES = ["quantity", "qty_issued", "qty_used", "qty_returned", "qty_defective"]
OLD = ("name", "asset_id", "date_reported", "finding", "date_taken_over")


@tagged("post_install", "-at_install")
class TestImport(WorkorderCommon):
    """Jobs and reports of a former system."""

    def _load(self, columns, *rows, user=None):
        Job = self.env["raya.workorder"].with_user(user or self.dispatcher)
        result = Job.load(list(columns), [list(row) for row in rows])
        self.env.invalidate_all()
        return result

    def _taken(self, columns, *rows, user=None):
        result = self._load(columns, *rows, user=user)
        self.assertEqual(result["messages"], [])
        return self.env["raya.workorder"].browse(result["ids"])

    def test_open_job_comes_over_with_its_facts(self):
        asset = self._create_asset(serial="A-1")
        words = "It does not get cold."
        rows = [
            ("OLD-1", "", "a-1", "", "Repair", "2026-05-04", "Cooling", self.technician.name, words),
            ("", "Sara Karimi", "", "Refrigerator", "Installation", "2026-05-05", "", "", ""),
        ]
        first, second = self._taken(OPEN, *rows)
        self.assertRecordValues(
            first,
            [
                {
                    "name": "OLD-1",
                    "asset_id": asset.id,
                    "partner_id": self.customer.id,
                    "date_reported": date(2026, 5, 4),
                    "user_id": self.technician.id,
                    "statement": words,
                    "state": "draft",
                }
            ],
        )
        self.assertRecordValues(second, [{"product_id": self.fridge.id, "kind": "installation", "state": "draft"}])
        self.assertTrue(second.name.startswith("WO/"))

    def test_job_of_a_call_is_told_by_the_number_of_the_call(self):
        call = self._create_call()
        job = self._taken(("name", "call_id"), ("OLD-1", call.name))
        self.assertRecordValues(job, [{"call_id": call.id, "asset_id": call.asset_id.id}])

    def test_number_that_is_there_is_updated(self):
        self._create_asset(serial="A-1")
        first = self._taken(("name", "asset_id"), ("OLD-1", "A-1"))
        again = self._taken(("name", "asset_id", "priority"), ("OLD-1", "A-1", "Urgent"))
        self.assertEqual(again, first)
        self.assertEqual(first.priority, "2")

    def test_what_is_not_known_is_refused_and_nothing_is_taken(self):
        result = self._load(("name", "asset_id", "partner_id"), ("OLD-1", "NONE", ""), ("OLD-2", "", "Nobody at all"))
        self.assertFalse(result["ids"])
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [0, 1])
        self.assertFalse(self.env["raya.workorder"].search([("name", "in", ("OLD-1", "OLD-2"))]))

    def test_same_number_twice_in_a_file_is_refused(self):
        result = self._load(("name", "partner_id"), ("OLD-1", "Sara Karimi"), ("OLD-1", "Sara Karimi"))
        self.assertFalse(result["ids"])
        self.assertIn("stands in the file again", result["messages"][0]["message"])

    def test_old_report_is_history_and_nothing_is_booked(self):
        asset = self._create_asset(serial="A-1")
        job = self._taken(OLD, ("R-100", "A-1", "2024-02-01", "Start relay replaced.", "2024-02-05"))
        self.assertRecordValues(
            job,
            [
                {
                    "state": "approved",
                    "outcome": "done",
                    "approved_by_id": self.dispatcher.id,
                    "finding": "Start relay replaced.",
                }
            ],
        )
        self.assertEqual(self.company._raya_get_day(job.approved_date), date(2024, 2, 5))
        self.assertFalse(job.picking_ids or job.work_line_ids or job._get_repair_warranties())
        [told] = [entry for entry in asset.get_timeline() if entry["kind"] == "workorder"]
        self.assertEqual(told["date"], "2024-02-05")

    def test_old_report_is_closed_and_is_not_amended(self):
        self._create_asset(serial="A-1")
        job = self._taken(OLD, ("R-100", "A-1", "2024-02-01", "Relay.", "2024-02-05"))
        with self._refused("closed"):
            job.with_user(self.dispatcher).finding = "Other"
        with self._refused("before this system"):
            job.with_user(self.dispatcher).action_amend("Other")
        again = self._taken(OLD, ("R-100", "A-1", "2024-02-01", "Relay.", "2024-02-05"))
        self.assertEqual(again, job)

    def test_technician_takes_no_report_over(self):
        self._create_asset(serial="A-1")
        result = self._load(OLD, ("R-100", "A-1", "2024-02-01", "Relay.", "2024-02-05"), user=self.technician)
        self.assertFalse(result["ids"])
        job = self._create_workorder(part_ids=[])
        with self.assertRaises(UserError):
            job.with_user(self.technician).date_taken_over = "2024-02-05"

    def test_templates_are_ready_to_be_imported(self):
        self._create_asset(serial="RF-1001")
        templates = self.env["raya.workorder"].with_user(self.dispatcher).get_import_templates()
        names = [template["template"].rsplit("/", 1)[1] for template in templates]
        self.assertEqual(names, [file.name for file in import_templates.FILES])
        for file, (columns, examples) in import_templates.FILES.items():
            values = {"res_model": "raya.workorder", "file": file.read_bytes(), "file_name": "jobs", "file_type": XLSX}
            wizard = self.env["base_import.import"].with_user(self.dispatcher).create(values)
            preview = wizard.parse_preview(dict(OPTIONS))
            found = ["/".join(preview["matches"].get(at, ())) for at in range(len(preview["headers"]))]
            self.assertEqual(found, [field for _heading, field, _note, _persian in columns])
            result = wizard.execute_import(found, preview["headers"], preview["options"])
            self.assertEqual(result["messages"], [])
            self.assertEqual(len(result["ids"]), len(examples))


@tagged("post_install", "-at_install")
class TestExport(WorkorderCommon):
    def test_each_part_is_one_whole_row(self):
        """C6: job, unit, fault, part and five quantities, for lists of what fails how often."""
        other = self._create_product("Filter", 5)
        asset = self._create_asset(serial="A-1")
        needs = [
            {"product_id": self.part.id, "fault_id": self.fault.id},
            {"product_id": other.id, "quantity": 2},
        ]
        job = self._create_workorder(
            call_id=self._create_call(asset_id=asset.id).id, part_ids=[Command.create(need) for need in needs]
        )
        job.with_user(self.technician).action_request_parts()
        self._issue(job)
        names, rows = self._export(job)
        self.assertEqual([name for name in names if name.startswith("q")], QUANTITIES)
        told = [dict(zip(names, row, strict=True)) for row in rows]
        for row in told:
            self.assertEqual(row["workorder_id/name"], job.name)
            self.assertEqual(row["workorder_id/partner_id"], "Sara Karimi")
            self.assertEqual(row["workorder_id/asset_id"], asset.display_name)
        facts = ("product_id", "fault_id", *QUANTITIES)
        self.assertEqual(
            [tuple(row[name] for name in facts) for row in told],
            [
                ("Start relay", self.fault.display_name, 1.0, 1.0, 0.0, 0.0, 0.0),
                ("Filter", "", 2.0, 2.0, 0.0, 0.0, 0.0),
            ],
        )

    def _export(self, job):
        """Columns and rows that a call operator gets of a job."""
        template = self.env.ref("raya_service_workorder.raya_workorder_parts_export")
        names = template.export_fields.mapped("name")
        clerk = self._create_user(
            "test_exporter", "raya_service_base.group_service_operator", "base.group_allow_export"
        )
        parts = self.env[template.resource].with_user(clerk).search([("workorder_id", "=", job.id)], order="id")
        return names, parts.with_context(import_compat=False).export_data(names)["datas"]

from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestProcedureTour(HttpCase):
    def _create_user(self, login, group):
        return new_test_user(self.env, login=login, password=login, groups=f"raya_service_base.{group}")

    def test_editor_publishes_and_technician_reads_and_remarks(self):
        editor = self._create_user("test_editor", "group_knowledge_editor")
        technician = self._create_user("test_tech", "group_service_technician")
        self.start_tour("/odoo/service-procedures", "raya_procedure_write", login="test_editor", timeout=120)
        procedure = self.env["raya.procedure"].search([("code", "=", "P-TOUR")])
        version = procedure.published_version_id
        self.assertRecordValues(version, [{"number": 1, "published_by_id": editor.id}])
        self.assertRecordValues(version.step_ids, [{"kind": "measure", "unit": "Ohm"}])
        self.start_tour("/odoo/service-procedures-to-read", "raya_procedure_read", login="test_tech", timeout=120)
        self.assertEqual(version.reading_ids.user_id, technician)
        self.assertRecordValues(procedure.activity_ids, [{"user_id": editor.id}])
        self.assertIn("The plug is on the left", procedure.activity_ids.note)

from odoo.exceptions import AccessError

from .common import KnowledgeCommon


class TestAccess(KnowledgeCommon):
    def test_technician_reads_and_does_not_write(self):
        fault = self.fault.with_user(self.technician)
        self.assertEqual(fault.part_need_ids.product_id, self.part)
        with self.assertRaises(AccessError):
            fault.name = "Something else"

    def test_editor_writes_faults_with_parts(self):
        fault = self.fault.with_user(self.editor)
        fault.write({"severity": "critical", "part_need_ids": [(5, 0, 0)]})
        self.assertRecordValues(fault, [{"severity": "critical", "part_need_ids": []}])

    def test_outsider_sees_nothing_of_it(self):
        for model in ("raya.symptom", "raya.fault", "raya.operation", "raya.part.need"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.outsider).search([])

    def test_editor_may_export_what_he_imports(self):
        self.assertTrue(self.editor.has_group("base.group_allow_export"))
        self.assertFalse(self.technician.has_group("base.group_allow_export"))

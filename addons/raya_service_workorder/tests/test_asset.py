from odoo.tests import Form, tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestAsset(WorkorderCommon):
    """The file of a unit tells of the jobs on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workorder = cls._create_submitted()
        cls.asset = cls.workorder.asset_id

    def _tell(self, user, *kinds):
        return [entry for entry in self.asset.with_user(user).get_timeline() if entry["kind"] in kinds]

    def test_job_is_told_with_what_was_found_and_done(self):
        (entry,) = self._tell(self.operator, "workorder")
        self.assertEqual(entry["title"], f"Work order {self.workorder.name}, Submitted")
        self.assertEqual(entry["detail"], "Start relay burnt and Replace the start relay")
        self.assertEqual(entry["author"], self.technician.name)
        self.assertEqual((entry["res_model"], entry["res_id"]), ("raya.workorder", self.workorder.id))

    def test_parts_are_fitted_once_the_report_is_approved(self):
        self.assertFalse(self._tell(self.operator, "part"))
        self.workorder.with_user(self.dispatcher).action_approve()
        (entry,) = self._tell(self.operator, "part")
        self.assertEqual(entry["detail"], "1 Units Start relay")
        (job,) = self._tell(self.operator, "workorder")
        self.assertEqual(job["title"], f"Work order {self.workorder.name}, Approved")

    def test_technician_of_another_team_is_told_of_no_job(self):
        stranger = self._create_user("test_stranger", "raya_service_base.group_service_technician")
        self.assertFalse(self._tell(stranger, "workorder", "part"))
        self.assertEqual(Form(self.asset.with_user(stranger)).workorder_count, 0)

    def test_file_leads_to_its_jobs(self):
        form = Form(self.asset.with_user(self.technician))
        self.assertEqual(form.workorder_count, 1)
        action = self.asset.with_user(self.technician).action_view_workorders()
        self.assertEqual((action["res_model"], action["res_id"]), ("raya.workorder", self.workorder.id))

    def test_poorest_reader_of_files_opens_one_without_error(self):
        reader = self._create_user("test_reader", "raya_service_base.group_service_user")
        self.assertTrue(self.asset.with_user(reader).get_timeline())
        self.assertGreaterEqual(Form(self.asset.with_user(reader)).workorder_count, 0)

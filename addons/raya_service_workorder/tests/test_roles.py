from odoo.tests import tagged

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
class TestRoles(RolesCommon, WorkorderCommon):
    """Who reads which records of this add-on."""

    def test_jobs_are_read_by_their_team_and_the_office(self):
        job = self._create_workorder()
        for records in (job, job.diagnosis_ids, job.work_line_ids, job.time_ids, job.part_ids):
            self._assert_read_by(records, self.OFFICE | {"technician"})

    def test_technicians_of_the_job_and_of_its_call_read_the_call(self):
        stranger = self.people["technician of another team"]
        team = self.team.copy({"name": "Washing", "user_ids": stranger.ids})
        job = self._create_workorder(team_id=team.id, user_id=stranger.id)
        job.call_id.sudo().action_refer_again()
        for records in (job.call_id, job.call_id.referral_ids):
            self._assert_read_by(records, self.OFFICE | {"technician", "technician of another team"})
        self._assert_read_by(job, self.OFFICE | {"technician of another team"})

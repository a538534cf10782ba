from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common import ServiceCallsCommon


class TestRoles(RolesCommon, ServiceCallsCommon):
    """Who reads which records of this add-on."""

    def test_calls_are_read_by_their_team_and_the_office(self):
        call = self._create_call()
        call.action_refer()
        for record in (call, call.referral_ids):
            self._assert_read_by(record, self.OFFICE | {"technician"})

    def test_technician_reads_a_referral_with_all_its_fields(self):
        call = self._create_call()
        call.action_refer()
        [values] = call.referral_ids.with_user(self.technician).read()
        self.assertEqual((values["call_id"], values["team_id"][0]), ((call.id, call.name), self.team.id))

    def test_technician_of_a_call_without_team_reads_it(self):
        call = self._create_call(team_id=self.team.id)
        call.action_refer()
        self.team.user_ids -= self.technician
        for record in (call, call.referral_ids):
            self._assert_read_by(record, self.OFFICE | {"technician"})

    def test_every_referral_of_a_call_is_read_with_it(self):
        """Also those to a team that is not the reader's."""
        call = self._create_call()
        call.action_refer()
        call.write({"team_id": self.team.copy({"name": "Washing"}).id})
        call.action_refer_again()
        self._assert_read_by(call.referral_ids, self.OFFICE | {"technician"})

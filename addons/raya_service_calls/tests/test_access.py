from odoo.exceptions import AccessError, UserError

from .common import ServiceCallsCommon


class TestAccess(ServiceCallsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._create_user("test_stranger", "raya_service_base.group_service_technician")

    def test_technician_of_another_team_does_not_see_the_call(self):
        call = self._create_call()
        Call = self.env["raya.call"]
        self.assertTrue(Call.with_user(self.technician).search([("id", "=", call.id)]))
        self.assertFalse(Call.with_user(self.stranger).search([("id", "=", call.id)]))
        with self.assertRaises(AccessError):
            call.with_user(self.stranger).read(["name"])

    def test_operator_sees_every_call(self):
        call = self._create_call()
        self.assertTrue(call.with_user(self.operator).read(["name"]))

    def test_outsider_sees_no_file_and_no_call(self):
        for model in ("raya.asset", "raya.call", "raya.warranty", "raya.warranty.event", "raya.referral"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.outsider).search([])

    def test_facts_from_documents_are_not_written_by_hand(self):
        asset = self._create_asset().with_user(self.operator)
        for values in ({"state": "returned"}, {"is_promised": False}, {"unit_number": 2}, {"sale_line_id": False}):
            with self.assertRaisesRegex(AccessError, "set by the buttons"):
                asset.write(values)
            with self.assertRaisesRegex(AccessError, "set by the buttons"):
                asset.create({"product_id": self.fridge.id, **values})
        asset.notes = "Beside the door"

    def test_nobody_writes_referrals_or_coverages_by_hand(self):
        call = self._create_call()
        call.action_refer()
        for user in (self.operator, self.dispatcher, self.manager):
            with self.assertRaises(AccessError):
                call.referral_ids.with_user(user).team_id = False
            with self.assertRaises(AccessError):
                call.asset_id.warranty_ids.with_user(user).date_end = "2030-01-01"

    def test_call_for_a_file_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id)
        before = self.env["raya.call"].search_count([])
        with self.assertRaises(UserError):
            self._create_call(asset_id=asset.id)
        self.assertEqual(self.env["raya.call"].search_count([]), before)

    def test_forms_tell_technicians_nothing_of_calls_of_other_teams(self):
        self._assert_out_of_reach(self.stranger, self._create_call())

from odoo.tests import HttpCase, tagged

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestReferralTour(ServiceCallsCommon, HttpCase):
    """Handing over and answering, as dispatchers and technicians see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.write({"name": "Desk Team", "mode": "load"})
        # Other teams of the database would be proposed as well.
        (cls.env["raya.team"].search([]) - cls.team).active = False
        partners = cls.env["res.partner"].create([{"name": f"RF-TOUR-{place}"} for place in (1, 2)])
        assets = [cls._create_asset(serial=partner.name, partner_id=partner.id) for partner in partners]
        cls.calls = cls.env["raya.call"].union(*(cls._create_call(asset_id=asset.id) for asset in assets))

    def test_dispatcher_refers(self):
        """Several at once, as they are proposed; each of them with its reason."""
        self.calls.write({"team_id": False, "user_id": False})
        self.start_tour("/odoo/service-dispatch", "raya_dispatcher_refers", login=self.dispatcher.login)
        self.assertEqual(set(self.calls.mapped("state")), {"referred"})
        self.assertEqual(self.calls.referral_id.author_id, self.dispatcher)
        self.assertEqual(self.calls.team_id, self.team)
        for call in self.calls:
            with self.subTest(call=call.asset_id.serial):
                self.assertTrue(call.user_id)
                self.assertTrue(call.referral_id.reason)

    def test_technician_declines(self):
        """With a reason, which who leads the team reads."""
        call = self.calls[0]
        call.with_user(self.operator).action_refer()
        page = "/odoo/action-raya_service_calls.raya_call_todo_action"
        self.start_tour(page, "raya_technician_declines", login=self.technician.login)
        reason = "I am in Karaj until the evening."
        self.assertRecordValues(
            call.referral_id, [{"state": "declined", "refusal": reason, "answered_by_id": self.technician.id}]
        )
        self.assertFalse(call.user_id)
        self.assertIn(reason, str(call.activity_ids.filtered(lambda each: each.user_id == self.dispatcher).note))

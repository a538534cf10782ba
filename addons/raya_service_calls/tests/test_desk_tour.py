from odoo.tests import HttpCase, tagged

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestDeskTour(ServiceCallsCommon, HttpCase):
    """The desk as an operator uses it, by the keyboard alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fridge.name = "Refrigerator 22 ft"
        cls.symptom.name = "Does not drain"
        cls.asset = cls._create_asset(serial="RF-22-0001")
        cls.team.write({"name": "Desk Team", "mode": "load"})
        # Other teams of the database would be proposed as well.
        (cls.env["raya.team"].search([]) - cls.team).active = False

    def test_known_caller(self):
        """At most ten keys beyond the number that was said, and no mouse."""
        self.start_tour("/odoo/service-desk", "raya_desk_known_caller", login=self.operator.login)
        call = self.env["raya.call"].search([("asset_id", "=", self.asset.id)])
        self.assertRecordValues(
            call, [{"state": "referred", "channel": "phone", "team_id": self.team.id, "partner_id": self.customer.id}]
        )
        self.assertEqual(call.symptom_ids, self.symptom)

    def test_stranger_with_a_new_unit(self):
        """A double tap on *Refer* registers once."""
        self.start_tour("/odoo/service-desk?phone=09123334455", "raya_desk_stranger", login=self.operator.login)
        partner = self.env["res.partner"].search([("name", "=", "Nader Parsa")])
        self.assertEqual(partner.phone, "09123334455")
        [call] = self.env["raya.call"].search([("partner_id", "=", partner.id)])
        self.assertEqual((call.asset_id.serial, call.asset_id.product_id), ("RF-NEW-1", self.fridge))
        self.assertEqual((call.state, call.coverage_status), ("referred", "unproven"))

    def test_unit_without_owner(self):
        """Who the customer is, is asked; the unit is kept."""
        unit = self._create_asset(serial="NOBODY-1", partner_id=False)
        self.start_tour("/odoo/service-desk", "raya_desk_unit_without_owner", login=self.operator.login)
        call = self.env["raya.call"].search([("asset_id", "=", unit.id)])
        self.assertRecordValues(call.partner_id, [{"name": "Nader Parsa", "phone": "09121110000"}])
        self.assertEqual(call.contact_phone, "09121110000")

    def test_another_unit_of_the_same_conversation(self):
        """Who calls, and from where, stays; the other unit is chosen and has its own call."""
        self.asset.notes = "<p>Behind the wall</p>"
        other = self._create_asset(serial="RF-22-0002")
        self.start_tour("/odoo/service-desk?phone=09127778899", "raya_desk_another_unit", login=self.operator.login)
        first, second = self.env["raya.call"].search([("asset_id", "in", (self.asset | other).ids)], order="id")
        self.assertEqual((first.asset_id, second.asset_id), (self.asset, other))
        self.assertEqual(second.conversation_id, first)
        for call in first | second:
            self.assertEqual((call.contact_phone, call.caller_name), ("09127778899", "Her son"))
        self.assertEqual(second.statement, "it hums")

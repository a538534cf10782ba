from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestDeskIntake(ServiceCallsCommon):
    """From what the operator typed to a call that is referred, as the poorest operator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.env["raya.desk"].with_user(cls.operator)
        cls.asset = cls._create_asset()

    def _get_values(self, **values):
        return {
            "asset_id": self.asset.id,
            "statements": [{"symptom_id": self.symptom.id}],
            "team_id": self.team.id,
            "user_id": self.technician.id,
            "refer": True,
            **values,
        }

    def _find(self, answer):
        return self.env["raya.call"].browse(answer["id"])

    def test_a_known_unit_is_registered_and_referred(self):
        answer = self.desk.register(self._get_values(contact_phone="0912 000 1234"))
        call = self._find(answer)
        self.assertRecordValues(
            call,
            [
                {
                    "name": answer["name"],
                    "asset_id": self.asset.id,
                    "partner_id": self.customer.id,
                    "state": "referred",
                    "channel": "phone",
                    "contact_phone": "0912 000 1234",
                    "user_id": self.technician.id,
                    "create_uid": self.operator.id,
                }
            ],
        )
        self.assertEqual(call.statement_ids.symptom_id, self.symptom)
        self.assertEqual(answer["sentence"], f"Referred to {self.technician.name}.")

    def test_who_calls_need_not_be_the_customer(self):
        son = self.env["res.partner"].create({"name": "Their Son", "phone": "0912 000 9999"})
        by_contact = self._find(self.desk.register(self._get_values(caller_id=son.id, contact_phone="09120009999")))
        self.assertEqual((by_contact.caller_id, by_contact.partner_id), (son, self.customer))
        by_name = self._find(self.desk.register(self._get_values(caller_name="A Neighbour")))
        self.assertEqual((by_name.caller_name, by_name.caller_id), ("A Neighbour", self.env["res.partner"]))

    def test_a_call_may_only_be_recorded(self):
        answer = self.desk.register(self._get_values(refer=False))
        self.assertEqual(self._find(answer).state, "new")
        self.assertEqual(answer["sentence"], "Recorded; it waits to be referred.")

    def test_a_stranger_with_a_new_unit(self):
        answer = self.desk.register(
            self._get_values(
                asset_id=False,
                customer={"name": " نادر   پارسا ", "phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹"},
                unit={"product_id": self.fridge.id, "serial": "rf‑99"},
            )
        )
        call = self._find(answer)
        self.assertEqual((call.partner_id.name, call.partner_id.phone), ("نادر   پارسا", "0912 345 6789"))
        self.assertEqual((call.asset_id.product_id, call.asset_id.serial), (self.fridge, "rf-99"))
        self.assertEqual(call.asset_id.partner_id, call.partner_id)
        self.assertEqual(call.coverage_status, "unproven", "no proof of the sale, not out of warranty")

    def test_nothing_is_left_half_done(self):
        """A refused call leaves no contact and no unit behind."""
        before = self.env["res.partner"].search_count([]), self.env["raya.asset"].search_count([])
        with self.assertRaisesRegex(UserError, "Say what is wrong"):
            self.desk.register(
                self._get_values(asset_id=False, customer={"name": "Nobody"}, unit={}, statements=[{"words": "  "}])
            )
        with self.assertRaisesRegex(UserError, "name of the customer"):
            self.desk.register(self._get_values(asset_id=False, customer={"name": " ", "phone": "1"}))
        self.assertEqual(before, (self.env["res.partner"].search_count([]), self.env["raya.asset"].search_count([])))

    def test_the_words_of_the_customer_are_enough(self):
        call = self._find(self.desk.register(self._get_values(statements=[{"words": "It smells burnt."}])))
        self.assertEqual(call.statement_ids.words, "It smells burnt.")

    def test_a_second_unit_of_the_conversation_keeps_its_facts(self):
        first = self._find(self.desk.register(self._get_values()))
        site = self.env["res.partner"].create({"name": "Shop", "parent_id": self.customer.id})
        first.write(
            {
                "date_reported": "2026-05-04 08:00:00",
                "site_id": site.id,
                "preferred_times": "After four",
                "caller_name": "Her son",
                "channel": "walk_in",
            }
        )
        second = self._find(
            self.desk.register(self._get_values(asset_id=self._create_asset().id, conversation_id=first.id))
        )
        third = self._find(
            self.desk.register(self._get_values(asset_id=self._create_asset().id, conversation_id=second.id))
        )
        self.assertEqual((second | third).conversation_id, first)
        for name in ("site_id", "preferred_times", "caller_name", "channel"):
            with self.subTest(field=name):
                self.assertEqual(second[name], first[name])
        self.assertEqual(second.date_reported, first.date_reported)
        self.assertEqual(second.partner_id, first.partner_id)

    def test_what_was_typed_is_understood(self):
        known = {
            "۰۹۱۲ ۵۵۵ ۰۱۰۱": {"phone": "0912 555 0101"},
            "sara@client.example": {"email": "sara@client.example"},
            "RF‑22‑۰۰۰۱": {"serial": "RF-22-0001"},
            "سارا کریمی": {"name": "سارا کریمی"},
            "سارا کریمی ۰۹۱۲ ۵۵۵ ۰۱۰۱": {"name": "سارا کریمی", "phone": "0912 555 0101"},
            "+98 21 8877 6655 Karimi": {"name": "Karimi", "phone": "+98 21 8877 6655"},
            "410022003300": {"serial": "410022003300"},
            "0071234568": {"serial": "0071234568"},
            "RF 22 0001": {"serial": "RF 22 0001"},
        }
        for text, expected in known.items():
            with self.subTest(text=text):
                self.assertEqual(self.desk.understand(text), expected)

    def test_a_technician_has_no_desk(self):
        desk = self.env["raya.desk"].with_user(self.technician)
        with self.assertRaises(AccessError):
            desk.register(self._get_values())
        with self.assertRaises(AccessError):
            desk.look_at_unit(self.asset.id)

    def test_a_new_customer_keeps_their_mail_address(self):
        """Whoever is begun by a mail address has it afterwards."""
        told = self.desk.understand("nader@example.com")
        answer = self.desk.register(
            {"customer": {"name": "Nader Parsa", **told}, "statements": [{"words": "It leaks."}], "refer": False}
        )
        self.assertEqual(self._find(answer).partner_id.email, "nader@example.com")

    def test_a_serial_number_without_a_product_is_not_lost(self):
        """No file can be made of it, so that it stays in the words of the customer."""
        answer = self.desk.register(
            self._get_values(
                asset_id=False,
                partner_id=self.customer.id,
                unit={"product_id": False, "serial": "XY-99-1"},
                statements=[{"symptom_id": self.symptom.id, "words": "It leaks."}, {"words": "It hums."}],
                refer=False,
            )
        )
        call = self._find(answer)
        self.assertFalse(call.asset_id)
        self.assertEqual(call.statement_ids.mapped("words"), ["It leaks.\nSerial number as told: XY-99-1", "It hums."])

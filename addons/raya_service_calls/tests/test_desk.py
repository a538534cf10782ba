from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.raya_service_calls.models import raya_desk_lookup_mixin
from odoo.addons.raya_service_calls.models.raya_call_stage import OPEN_STATES

from .common import ServiceCallsCommon


class DeskCommon(ServiceCallsCommon):
    """A caller with a refrigerator, and what an operator without any other right is shown of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.ir")
        cls.caller = cls.env["res.partner"].create(
            {"name": "كاوه دلاوری", "phone": "+98 912 700 4411", "email": "Kaveh.D@Example.com", "vat": "0071234568"}
        )
        cls.unit = cls._create_asset(serial="QZ-77/0415-K", partner_id=cls.caller.id)
        cls.desk = cls.env["raya.desk"].with_user(cls.operator)

    def _find(self, text, **options):
        """Kind and record of each card, in order."""
        models = {"unit": "raya.asset", "customer": "res.partner", "call": "raya.call"}
        cards = self.desk.search_cards(text, **options)
        return [(card["kind"], self.env[models[card["kind"]]].browse(card["id"])) for card in cards]

    def _assert_unit(self, *texts, unit=None):
        for text in texts:
            with self.subTest(text):
                self.assertIn(("unit", unit or self.unit), self._find(text))

    def _assert_nothing(self, *texts):
        for text in texts:
            with self.subTest(text):
                self.assertEqual(self._find(text), [])


@tagged("post_install", "-at_install")
class TestDeskTexts(DeskCommon):
    """Whatever the caller says or shows, the operator finds the unit by it."""

    def test_phone_in_any_form_finds_caller_and_unit(self):
        forms = (
            "09127004411", "۰۹۱۲ ۷۰۰ ۴۴۱۱", "+98 912 7004411", "0098-912-700-4411", "98 912 700 4411", "(0912) 7004411",
            "9127004411", "tel:+989127004411", "+98 (0)912 700 4411", "0912 700 4411 ext. 12", "٠٩١٢٧٠٠٤٤١١ داخلی 3",
            "0912700", "4411", "7004411",
        )  # fmt: skip
        self._assert_unit(*forms)
        self.assertEqual(self._find("09127004411"), [("unit", self.unit), ("customer", self.caller)])
        self._assert_nothing("09127004499", "+98 21 700 44 11 99")

    def test_phone_where_the_company_has_no_country(self):
        self.company.country_id = False
        self.caller.phone = "09127004411"
        self._assert_unit("+98 912 7004411", "00989127004411")
        self.assertEqual(self.desk.find_callers("+989127004411")["kind"], "known")

    def test_phone_with_extension_on_file_is_found_without(self):
        office = self.env["res.partner"].create({"name": "Office", "phone": "021-6655 4433 داخلی 12"})
        self.assertEqual(self._find("02166554433"), [("customer", office)])

    def test_names_in_any_order_and_letters(self):
        self._assert_unit("کاوه دلاوری", "دلاوري کاوه", "دلا كاو", "کاوه", "دل", "كا‌وه")
        latin = self._create_asset(partner_id=self.env["res.partner"].create({"name": "Zoë Ångström"}).id)
        self._assert_unit("zoe angstrom", "ANGSTROM zo", "zo", unit=latin)
        self._assert_nothing("کاوه کریمی‌نژاد", "avk")

    def test_any_part_of_a_serial_with_and_without_dashes(self):
        self._assert_unit(
            "QZ-77/0415-K",
            "qz770415k",
            "QZ 77 0415 K",
            "77/04",
            "7704",
            "0415-K",
            "415k",
            "۷۷۰۴۱۵",
            "0415 qz",
            "qz",
            "0415 77",
            "77 041",
            "415 - 77",
            "۰۴۱۵ ۷۷",
        )
        self._assert_nothing("qz78", "0415 rf", "770416", "0415 78", "15 77")

    def test_identifier_of_the_maker(self):
        kind = self.env["raya.identifier.type"].create({"name": "Tracking ID", "code": "desk_tracking"})
        self.env["raya.asset.identifier"].create(
            {"asset_id": self.unit.id, "type_id": kind.id, "value": "2700 0001-2345"}
        )
        self._assert_unit("270000012345", "2700 0001-2345", "۲۷۰۰۰۰۰۱", "2345")

    def test_label_that_was_scanned(self):
        self._assert_unit(self.unit._get_label_url(), f"{self.unit._get_label_url().upper()}?lang=fa")
        self._assert_nothing("https://example.com/service/unit/2222222222222222")

    def test_words_of_the_product_with_those_of_its_owner(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.fridge.name = "Glaciermax Freezer"
        self.fridge.with_context(lang="fa_IR").name = "یخساز گلاسیرمکس"
        self._assert_unit("glaciermax", "يخساز", "freezer glacier", "glaciermax دلاوری", "یخساز 0415", "دلاوری 0415")
        self._assert_nothing("glaciermax کریمی‌نژاد", "glaciermax 9999")

    def test_email_and_national_id(self):
        self._assert_unit("kaveh.d@example.com", "KAVEH.D@", "0071234568", "۰۰۷۱۲۳۴۵۶۸")
        self._assert_nothing("kaveh.e@example.com")

    def test_number_of_a_call(self):
        call = self._create_call(asset_id=self.unit.id)
        self.assertEqual(self._find(call.name)[0], ("call", call))
        self.assertEqual(self._find(call.name.lower())[0], ("call", call))
        self.assertIn(("call", call), self._find(call.name[-5:]))
        self.assertIn(("call", call), self._find(call.name.partition("/")[2]))
        self.assertNotIn(("call", call), self._find(call.name.replace("/", "/9", 1)))

    def test_number_of_an_order_a_delivery_or_an_invoice(self):
        self._load_accounts()
        order = self._create_order()
        lot = self._create_lots("DESK-LOT-1")
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.write({"lot_ids": lot.ids, "quantity": 1, "picked": True})
        picking.button_validate()
        self.fridge.invoice_policy = "order"
        invoice = order._create_invoices()
        invoice.action_post()
        sold = self.env["raya.asset"].search([("sale_line_id", "in", order.order_line.ids)])
        self.assertTrue(sold)
        self._assert_unit(order.name, picking.name, invoice.name, invoice.name.lower(), invoice.name[-5:], unit=sold)


@tagged("post_install", "-at_install")
class TestDeskCards(DeskCommon):
    """What is shown first, what of it, and to whom."""

    def test_card_says_what_the_operator_reads_aloud(self):
        call = self._create_call(asset_id=self.unit.id)
        card = self.desk.search_cards("qz770415k")[0]
        expected = {
            "kind": "unit", "id": self.unit.id, "asset_id": self.unit.id, "partner_id": self.caller.id,
            "owner": self.caller.name, "phone": "+98 912 700 4411", "serial": "QZ-77/0415-K",
            "product": self.fridge.display_name, "date_sold": "2026-03-10", "call_id": call.id,
            "call_number": call.name, "open_call_count": 1, "match": "exact",
            "coverage_status": self.unit.coverage_status, "coverage": self.unit.coverage_reason.split("\n")[0],
        }  # fmt: skip
        self.assertEqual({key: card[key] for key in expected}, expected)
        self.assertTrue(card["coverage_colour"])

    def test_whole_number_before_its_beginning_before_its_end_before_its_middle(self):
        units = [self._create_asset(serial=serial) for serial in ("1WQX2", "3WQX", "WQX4", "WQX")]
        self.assertEqual(self._find("wqx"), [("unit", unit) for unit in reversed(units)])

    def test_open_call_comes_first(self):
        called = self._create_asset(serial="1WQX2", partner_id=False)
        self._create_asset(serial="WQX")
        call = self._create_call(asset_id=called.id, partner_id=self.customer.id)
        self.assertEqual(self._find("wqx")[0], ("unit", called))
        call.action_cancel()
        self.assertNotEqual(self._find("wqx")[0], ("unit", called))

    def test_open_call_comes_first_among_more_than_are_looked_up(self):
        owners = self.env["res.partner"].create([{"name": f"Vexlor {at}"} for at in range(40)])
        units = [self._create_asset(serial=f"VXL{at}", partner_id=False) for at in range(40)]
        self._create_call(asset_id=units[0].id, partner_id=owners[0].id)
        with patch.object(raya_desk_lookup_mixin, "WINDOW", 20):
            self.assertEqual(self._find("vexlor", limit=4)[0], ("customer", owners[0]))
            self.assertEqual(self._find("vxl", limit=4)[0], ("unit", units[0]))
            self.assertEqual(len(self._find("vexlor", limit=4)), 4)

    def test_whole_word_comes_before_more_beginnings_than_are_looked_up(self):
        whole = self.env["res.partner"].create({"name": "Vexlor Ann"})
        self.env["res.partner"].create([{"name": f"Vexlorina {at}"} for at in range(40)])
        with patch.object(raya_desk_lookup_mixin, "WINDOW", 20):
            self.assertEqual(self._find("vexlor", limit=4)[0], ("customer", whole))

    def test_unit_that_came_back_stands_behind(self):
        here, gone = (self._create_asset(serial=f"WQX{at}") for at in (1, 2))
        gone._transition("returned")
        self.assertEqual(self._find("wqx"), [("unit", here), ("unit", gone)])

    def test_number_of_two_contacts_shows_both(self):
        other = self.env["res.partner"].create({"name": "Shop", "phone": "0912 7004411"})
        for _unit in range(9):
            self._create_asset(partner_id=other.id)
        owners = {card["partner_id"] for card in self.desk.search_cards("09127004411")}
        self.assertEqual(owners, {self.caller.id, other.id})
        found = self.desk.find_callers("0098 912 700 4411")
        self.assertEqual(found["kind"], "shared")
        self.assertEqual({card["id"] for card in found["contacts"]}, {self.caller.id, other.id})

    def test_card_of_a_partly_covered_unit_says_what_is_covered_and_what_not(self):
        line = Command.create({"scope": "part", "share": 100})
        policy = self.env["raya.warranty.policy"].create({"name": "Parts only", "duration": 24, "line_ids": [line]})
        self.fridge.raya_policy_ids = policy
        self._create_asset(serial="HALF-4711", date_invoice=self.company._raya_get_day())
        [card] = self.desk.search_cards("HALF-4711")
        self.assertEqual(card["coverage_status"], "partly")
        labour, parts = card["coverage"].split(" · ")
        self.assertIn("Labour – Charged", labour)
        self.assertIn("Parts – Covered", parts)

    def test_caller_is_known_unknown_or_withheld(self):
        found = self.desk.find_callers("00989127004411")
        self.assertEqual((found["kind"], found["number"]), ("known", "9127004411"))
        self.assertEqual([card["id"] for card in found["contacts"]], self.caller.ids)
        for phone in ("0912 700 4412", "7004411", "4411"):
            self.assertEqual(self.desk.find_callers(phone)["kind"], "unknown", phone)
        for phone in ("anonymous", "", None, False, "sip:anonymous@anonymous.invalid"):
            sentence = "Unknown caller: the number is withheld."
            self.assertEqual(
                self.desk.find_callers(phone),
                {"kind": "withheld", "number": "", "contacts": [], "calls": [], "sentence": sentence},
            )
        self.assertEqual(self.desk.search_cards("anonymous"), [])

    def test_each_number_on_file_is_that_of_the_contact(self):
        self.caller.phone = "02188776655-60 / ۰۹۱۲ ۷۰۰ ۴۴۱۱ داخلی ۳"
        for phone in ("02188776655", "+982188776655", "09127004411"):
            self.assertEqual(self.desk.find_callers(phone)["kind"], "known", phone)

    def test_open_call_of_whoever_is_no_contact_is_found_by_their_number(self):
        call = self._create_call(asset_id=self.unit.id, caller_name="Reza Azari", caller_phone="۰۹۱۲ ۰۰۰ ۷۷۷۷ داخلی ۲")
        stranger = self.env["raya.call"].create(
            {"email_from": "mina@x.example", "channel": "mail", "caller_phone": "021-8877 6655 / 0912 111 0007"}
        )
        for text, wanted in (
            ("09120007777", call), ("+98 912 000 7777", call), ("0007777", call), ("7777", call),
            ("02188776655", stranger), ("09121110007", stranger), ("0007", stranger),
        ):  # fmt: skip
            self.assertEqual(self._find(text)[:1], [("call", wanted)], text)
        [card] = self.desk.search_cards("09120007777")
        self.assertEqual((card["caller"], card["phone"]), ("Reza Azari", "۰۹۱۲ ۰۰۰ ۷۷۷۷ داخلی ۲"))
        found = self.desk.find_callers("+989120007777")
        self.assertEqual((found["kind"], [card["id"] for card in found["calls"]]), ("asked", call.ids))
        self.assertIn(f"{call.name} (Reza Azari)", found["sentence"])
        # A part of it, or the number of a closed call, is nobody's.
        self.assertEqual(self.desk.find_callers("0007777")["kind"], "unknown")
        call.action_cancel()
        self.assertEqual(self.desk.find_callers("+989120007777")["kind"], "unknown")
        self._assert_nothing("09120007777")

    def test_known_caller_is_found_as_themselves_and_not_as_their_call(self):
        self._create_call(asset_id=self.unit.id)
        self.assertEqual(self._find("09127004411"), [("unit", self.unit), ("customer", self.caller)])

    def test_number_left_with_a_call_has_its_index(self):
        """J4: among a million calls the open ones are not read one after the other."""
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        # Of the few calls of a test the planner would rather read all that are open.
        self.env.cr.execute("DROP INDEX raya_call__state_index")
        query = "EXPLAIN SELECT id FROM raya_call WHERE state IN %s AND (' ' || phone_keys || ' ') LIKE %s"
        self.env.cr.execute(query, (OPEN_STATES, "% 9120007777 %"))
        self.assertIn("raya_call_phone_keys_idx", str(self.env.cr.fetchall()))

    def test_customer_with_many_units_leaves_room_for_themselves(self):
        for _unit in range(12):
            self._create_asset(partner_id=self.caller.id)
        found = self._find("09127004411")
        self.assertEqual(len(found), 8)
        self.assertIn(("customer", self.caller), found)

    def test_contact_of_a_company_finds_its_units(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        unit = self._create_asset(partner_id=firm.id)
        self.env["res.partner"].create({"name": "Buyer", "parent_id": firm.id, "phone": "0912 700 5522"})
        self._assert_unit("09127005522", unit=unit)


@tagged("post_install", "-at_install")
class TestDeskRights(DeskCommon):
    """Who takes no calls looks for nobody here, and nobody sees another company."""

    def test_only_operators_search(self):
        for user in (self.technician, self.editor, self.outsider):
            desk = self.env["raya.desk"].with_user(user)
            for search in (desk.search_cards, desk.find_callers):
                with self.assertRaises(AccessError):
                    search("09127004411")
        for user in (self.operator, self.dispatcher, self.manager):
            self.assertTrue(self.env["raya.desk"].with_user(user).search_cards("09127004411"))

    def test_what_another_company_has_is_not_found(self):
        other = self.env["res.company"].create({"name": "Other", "country_id": self.env.ref("base.ir").id})
        stranger = self.env["res.partner"].create(
            {
                "name": "Vexlor",
                "phone": "09127009900",
                "email": "v@example.com",
                "vat": "555123",
                "company_id": other.id,
            }
        )
        theirs = self._create_asset(serial="VEX-001", partner_id=stranger.id, company_id=other.id)
        call = self.env["raya.call"].create({"partner_id": stranger.id, "asset_id": theirs.id, "company_id": other.id})
        texts = (
            "vexlor", "09127009900", "vex-001", "001", "v@example.com", "555123", call.name, theirs._get_label_url()
        )  # fmt: skip
        for text in texts:
            found = self._find(text)
            self.assertFalse({("unit", theirs), ("customer", stranger), ("call", call)} & set(found), text)
        self.assertEqual(self.desk.find_callers("09127009900")["kind"], "unknown")
        self.operator.company_ids |= other
        desk = self.desk.with_context(allowed_company_ids=[other.id])
        self.assertEqual([card["id"] for card in desk.search_cards("vex-001")], theirs.ids)

    def test_odd_text_finds_nothing_and_breaks_nothing(self):
        self._assert_nothing(
            "", " ", "%", "_", "%%%", "___", "\x00", "\x00\x00\x00", "\\", "\\\\\\", "'", "''';--", "(", "[a", "*", "&|!",
            ":*", "a" * 10_000, "۱" * 10_000, "%" * 10_000, "\ud800", "\u200c\u200f", "+", "@", "@@", "/service/unit/",
            "q%z", "q?z77", None, False, 12, [], {},
        )  # fmt: skip
        self._assert_unit("qz77\x0004", "\u200fqz77")
        for limit in (0, -3, 10_000):
            self.assertTrue(self.desk.search_cards("qz77", limit))

    def test_name_with_signs_of_its_own_is_kept_and_found(self):
        names = ("O'Neil\\ (Junior)", "%Off & Co|", "x" * 3000, "  Zed,,Zed  ")
        for name in names:
            partner = self.env["res.partner"].create({"name": name})
            self.assertIn(("customer", partner), self._find(name[:40]), name[:40])

    def test_queries_do_not_grow_with_what_is_found(self):
        def count(text):
            self.desk.search_cards(text)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.desk.search_cards(text)
            return self.env.cr.sql_log_count - before

        few = self._create_asset(serial="KLM-1")
        self._create_call(asset_id=few.id)
        one = count("klm")
        for at in range(20):
            self._create_call(asset_id=self._create_asset(serial=f"KLM-2{at}", partner_id=self.caller.id).id)
        self.assertLessEqual(count("klm"), one + 4)
        self.env.flush_all()
        self.env.invalidate_all()
        # Some for floors above, which add to what covers a unit.
        with self.assertQueryCount(30):
            self.desk.search_cards("klm")

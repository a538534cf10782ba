from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import ServiceCallsCommon


class TestUnit(ServiceCallsCommon):
    """Whose call it is, for which unit, and what was told about its warranty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour = cls.env["res.partner"].create({"name": "Ali Hosseini", "phone": "0912 555 0202"})
        cls.own, cls.foreign = (
            cls._create_asset(serial="OWN-1"),
            cls._create_asset(serial="FOREIGN-1", partner_id=cls.neighbour.id),
        )

    def _offer(self, domain, model="raya.asset"):
        return self.env[model].search(domain)

    def test_units_of_the_chosen_customer_are_offered_with_a_way_to_all(self):
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            self.assertIn(self.foreign, self._offer(form.asset_domain))
            form.partner_id = self.customer
            self.assertIn(self.own, self._offer(form.asset_domain))
            self.assertNotIn(self.foreign, self._offer(form.asset_domain))
            form.show_all_units = True
            self.assertIn(self.foreign, self._offer(form.asset_domain))

    def test_units_of_a_company_are_offered_whoever_of_it_calls(self):
        firm = self.env["res.partner"].create({"name": "Sepehr Hotels", "is_company": True})
        clerk = self.env["res.partner"].create({"name": "Clerk", "parent_id": firm.id})
        unit = self._create_asset(serial="HOTEL-1", partner_id=firm.id)
        call = self._create_call(asset_id=False, partner_id=clerk.id)
        self.assertEqual(self._offer(call.asset_domain), unit)

    def test_products_offered_are_units_not_spare_parts(self):
        family = self.env["product.category"].create({"name": "Kept", "raya_file_policy": "line"})
        heater, never, inherited = self.env["product.product"].create(
            [
                {"name": "Heater", "type": "consu", "raya_file_policy": "unit"},
                {"name": "Cable", "type": "consu", "raya_file_policy": "never", "categ_id": family.id},
                {"name": "Kept by its category", "type": "consu", "categ_id": family.id},
            ]
        )
        call = self._create_call(asset_id=False, partner_id=self.customer.id)
        offered = self._offer(call.product_domain, "product.product")
        for product, expected in ((heater, True), (never, False), (inherited, True), (self.part, False)):
            self.assertEqual(product in offered, expected, product.name)
        call.show_all_units = True
        self.assertIn(self.part, self._offer(call.product_domain, "product.product"))

    def test_caller_need_not_be_the_owner(self):
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.asset_id = self.own
            form.caller_id = self.neighbour
        self.assertRecordValues(
            form.record,
            [
                {
                    "partner_id": self.customer.id,
                    "caller_id": self.neighbour.id,
                    "contact_phone": "0912 555 0202",
                    "site_id": self.customer.id,
                }
            ],
        )

    def test_caller_is_the_customer_where_nobody_else_is_known(self):
        call = self.env["raya.call"].create({"caller_id": self.neighbour.id})
        self.assertRecordValues(call, [{"partner_id": self.neighbour.id, "contact_phone": "0912 555 0202"}])

    def test_visit_is_where_the_unit_stands(self):
        cafe = self.env["res.partner"].create({"name": "Cafe", "parent_id": self.customer.id, "type": "delivery"})
        self.own.site_id = cafe
        call = self._create_call(asset_id=self.own.id)
        self.assertEqual(call.site_id, cafe)
        call.site_id = self.neighbour
        call.statement = "Ring twice."
        self.assertEqual(call.site_id, self.neighbour, "what people chose stays")

    def test_map_opens_on_the_address_of_the_visit(self):
        call = self._create_call(asset_id=self.own.id)
        call.site_id.write({"street": "خیابان آزادی 12", "city": "Tehran", "zip": False, "country_id": False})
        self.assertTrue(
            call.action_open_map()["url"].endswith(
                "?api=1&query=%D8%AE%DB%8C%D8%A7%D8%A8%D8%A7%D9%86+%D8%A2%D8%B2%D8%A7%D8%AF%DB%8C+12%2C+Tehran"
            )
        )
        call.site_id = self.neighbour
        with self.assertRaisesRegex(UserError, "Ali Hosseini has no address"):
            call.action_open_map()

    def test_new_call_has_a_title_and_no_slash(self):
        self.assertEqual(self.env["raya.call"].new().display_name, "New call")
        call = self._create_call()
        self.assertEqual(call.display_name, call.name)

    def test_what_was_told_about_the_warranty_stays(self):
        call = self._create_call(asset_id=self.own.id)
        told = {"told_status": "covered", "told_date": date(2026, 5, 4), "told_reason": call.coverage_reason}
        self.assertRecordValues(call, [told])
        self.own.warranty_ids._record_event("void", "Seal broken", date(2026, 4, 1))
        call.invalidate_recordset()
        self.assertEqual(call.coverage_status, "charged")
        self.assertRecordValues(call, [told])
        with self.assertRaisesRegex(AccessError, "set by the buttons"):
            call.with_user(self.manager).told_status = "charged"

    def test_another_day_of_the_report_leaves_both_answers(self):
        call = self._create_call(asset_id=self.own.id, date_reported="2028-03-10 10:00:00")
        self.assertEqual(call.told_status, "charged")
        call.with_user(self.operator).date_reported = "2028-03-09 10:00:00"
        self.assertRecordValues(call, [{"told_status": "covered", "told_date": date(2028, 3, 9)}])
        note = call.message_ids[0]
        self.assertTrue(note.subtype_id.internal)
        for word in ("Out of Warranty on 03/10/2028", "In Warranty on 03/09/2028", "24 months"):
            self.assertIn(word, note.body)
        count = len(call.message_ids)
        call.with_user(self.operator).date_reported = "2028-03-09 11:00:00"
        self.assertEqual(len(call.message_ids), count, "the same day is the same answer")

    def test_another_unit_is_another_answer(self):
        old = self._create_asset(serial="OLD-1", date_invoice="2020-01-01")
        call = self._create_call(asset_id=self.own.id)
        call.with_user(self.operator).asset_id = old
        self.assertEqual(call.told_status, "charged")
        self.assertIn("Out of Warranty", call.message_ids[0].body)
        call.with_user(self.operator).asset_id = False
        self.assertRecordValues(call, [{"told_status": False, "told_reason": False, "told_date": False}])
        self.assertIn("without a unit", call.message_ids[0].body)

    def test_coverage_of_many_calls_is_decided_at_once(self):
        units = [self._create_asset(serial=f"MANY-{number}") for number in range(12)]
        costs = []
        for part in (units[:2], units[2:]):
            calls = self.env["raya.call"].create([{"asset_id": unit.id} for unit in part])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            calls.mapped("coverage_status")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 2)

    def test_calls_open_on_what_their_reader_has_to_do(self):
        expected = {
            self.technician: {"open", "mine"},
            self.operator: {"open", "not_referred"},
            self.dispatcher: {"open", "my_team"},
            self.manager: {"open"},
        }
        for user, names in expected.items():
            context = self.env["raya.call"].with_user(user).action_view_todo()["context"]
            self.assertEqual(set(context), {f"search_default_{name}" for name in names}, user.login)

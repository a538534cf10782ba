from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import WarrantyCommon

PROOF = "Proof needed: 24 months counts from the invoice, and the day of that is not known."


@tagged("post_install", "-at_install")
@freeze_time("2026-06-01 10:00:00")
class TestProofNeeded(WarrantyCommon):
    """Of a unit whose sale nobody has proven it is not known whether it is in warranty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unknown = cls._create_asset(date_invoice=False)
        cls.known = cls._create_asset(serial="RF-2")

    def _status(self, asset):
        asset = asset.with_user(self.operator)
        return asset.coverage_status, asset.coverage_reason

    def test_unit_by_hand_without_any_date(self):
        self.assertEqual(self._status(self.unknown), ("unproven", PROOF))
        self.assertEqual(self.unknown.warranty_ids.state, "unproven")
        self.assertFalse(self.unknown.warranty_ids.date_end)

    def test_proof_decides(self):
        self.unknown.with_user(self.operator).date_invoice = date(2024, 5, 1)
        self.assertEqual(self._status(self.unknown), ("charged", "Charged: 24 months ended on 04/30/2026."))
        self.unknown.with_user(self.operator).date_invoice = date(2025, 5, 1)
        self.assertEqual(self._status(self.unknown)[0], "covered")

    def test_delivery_typed_by_hand_proves_no_invoice(self):
        self.unknown.date_delivery = date(2026, 1, 1)
        self.assertEqual(self._status(self.unknown), ("unproven", PROOF))

    def test_unit_of_an_own_order_waits_for_its_invoice(self):
        order = self._create_order()
        order.action_confirm()
        self.unknown.sudo().sale_line_id = order.order_line
        status, reason = self._status(self.unknown)
        self.assertEqual((status, self.unknown.warranty_ids.state), ("charged", "waiting"))
        self.assertIn("it waits for the invoice", reason)

    def test_installation_that_has_not_happened_is_no_missing_proof(self):
        self.fridge.raya_policy_ids = self._create_policy(name="Installed", start_event="installation")
        self.assertEqual(self._status(self._create_asset(serial="3"))[0], "charged")
        self.assertEqual(self._status(self._create_asset(serial="4", date_invoice=False))[0], "unproven")

    def test_the_warranty_is_named_and_not_what_waits_for_its_end(self):
        extended = self._create_policy(name="Longer", kind="extended", start_event="previous", sequence=1)
        self.fridge.raya_policy_ids |= extended
        self.assertEqual(self._status(self._create_asset(serial="3", date_invoice=False)), ("unproven", PROOF))

    def test_unit_without_any_policy_is_out_of_warranty(self):
        self.fridge.raya_policy_ids = False
        status, reason = self._status(self._create_asset(serial="3", date_invoice=False))
        self.assertEqual((status, reason), ("charged", "Charged: no warranty is known for this unit."))

    def test_what_is_proven_in_part_is_told(self):
        """The maker's word on the compressor counts from the manufacture, which the plate tells."""
        compressor = self.env["raya.component"].create({"code": "T-COMP", "name": "Compressor"})
        self.fridge.raya_policy_ids |= self._create_policy(
            name="Compressor",
            start_event="manufacture",
            duration=60,
            line_ids=[Command.create({"scope": "part", "component_id": compressor.id})],
        )
        asset = self._create_asset(serial="3", date_invoice=False, date_manufacture=date(2025, 1, 1))
        status, reason = self._status(asset)
        self.assertEqual(status, "partly")
        self.assertIn(f"Labour – {PROOF}", reason)

    def test_filter_finds_them(self):
        search = self.env["raya.asset"].get_view(view_type="search")["arch"]
        domain = search.split('name="unproven"')[1].split('domain="')[1].split('"')[0]
        found = self.env["raya.asset"].with_user(self.operator).search(safe_eval(domain))
        self.assertIn(self.unknown, found)
        self.assertNotIn(self.known, found)
        self.assertTrue(all(asset.coverage_status == "unproven" for asset in found & (self.unknown | self.known)))

    def test_sorted_last_and_reminded_of_never(self):
        covers = (self.unknown | self.known).warranty_ids
        found = self.env["raya.warranty"].search([("id", "in", covers.ids)], order="date_end")
        self.assertEqual(found.asset_id, self.known | self.unknown)
        self.assertEqual(found[-1].asset_id, self.unknown)
        self.company.raya_offer_days = 10000
        ending = self.env["raya.warranty"]._search_ending(self.company, 10000, [], ["warranty"])
        self.assertNotIn(self.unknown, ending.asset_id)
        self.assertIn(self.known, ending.asset_id)

    def test_what_if_says_the_same(self):
        context = self.unknown.with_user(self.technician).action_simulate()["context"]
        form = Form(self.env["raya.coverage.simulation"].with_user(self.technician).with_context(**context))
        self.assertEqual((form.status, form.sentence), ("unproven", PROOF))

    def test_certificate_asks_for_proof(self):
        report = self.env["ir.actions.report"].with_user(self.operator)
        page = report._render_qweb_html("raya_service_warranty.report_certificate", self.unknown.ids)[0].decode()
        self.assertIn("24 months from the invoice. The day of that is not known: it needs proof.", page)

    def test_customers_read_it_on_the_portal(self):
        badge = self.env["ir.qweb"]._render(
            "raya_service_asset.portal_product_badge", {"asset": self.unknown.with_user(self.operator)}
        )
        self.assertIn("Proof Needed", badge)

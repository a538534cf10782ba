from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.tests import tagged

from ..models import raya_asset_promise_mixin, raya_warranty_policy_eligibility_mixin
from .common import WarrantyCommon, WarrantySaleCommon


class CronCommon(WarrantyCommon):
    def _run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"raya_service_warranty.ir_cron_raya_{name}").method_direct_trigger()
        self.env.invalidate_all()


class TestPolicyCron(CronCommon):
    """What the night brings to coverages."""

    def _coverages(self, *assets):
        self.env.invalidate_all()
        return [asset.warranty_ids.mapped(lambda w: (w.policy_id.name, w.date_start, w.date_end)) for asset in assets]

    def test_policy_set_up_late_reaches_units_already_sold(self):
        self.fridge.raya_policy_ids = False
        before, within, covered = (
            self._create_asset(serial=str(day), date_invoice=day)
            for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2))
        )
        self.fridge.raya_policy_ids = self.policy
        self.policy.date_from = date(2026, 3, 1)
        self._run_cron("asset_sync")
        self.assertEqual(self._coverages(before, within), [[], []], "the policy is not for units already sold")
        self.policy.is_retroactive = True
        with patch.multiple(raya_warranty_policy_eligibility_mixin, CHUNK=1):
            self._run_cron("asset_sync")
        expected = [[], [("24 months", date(2026, 3, 1), date(2028, 2, 29))]]
        self.assertEqual(self._coverages(before, within), expected)
        self.assertTrue(covered.warranty_ids)
        self._run_cron("asset_sync")
        self.assertEqual(self._coverages(before, within), expected, "twice changes nothing")

    def test_policy_that_queues_behind_the_warranty_has_its_dates_as_soon_as_it_is_given(self):
        asset = self._create_asset()
        more = self._create_policy(name="12 more", kind="extended", start_event="previous", duration=12)
        self.fridge.raya_policy_ids |= more
        more._reach(asset)
        self.assertEqual(
            self._coverages(asset),
            [[("24 months", date(2026, 3, 10), date(2028, 3, 9)), ("12 more", date(2028, 3, 10), date(2029, 3, 9))]],
        )

    def test_it_goes_on_where_it_stopped_and_anew_when_its_sales_change(self):
        self.fridge.raya_policy_ids = False
        self.policy.is_retroactive = True
        asset = self._create_asset()
        self._run_cron("asset_sync")
        self.assertFalse(asset.warranty_ids)
        position = self.policy.reached_asset_id
        self.fridge.raya_policy_ids = self.policy
        self._run_cron("asset_sync")
        self.assertTrue(asset.warranty_ids)
        self.assertGreaterEqual(self.policy.reached_asset_id, max(position, asset.id))
        asset.warranty_ids.unlink()
        self._run_cron("asset_sync")
        self.assertFalse(asset.warranty_ids, "it has been there already")

    def test_nearer_policy_keeps_the_retroactive_one_away(self):
        asset = self._create_asset()
        general = self._create_policy(name="12 months", duration=12, is_retroactive=True)
        self.family.raya_policy_ids = general
        self._run_cron("asset_sync")
        self.assertEqual(asset.warranty_ids.policy_id, self.policy)

    def test_file_that_was_never_promised_gets_its_promise(self):
        asset = self._create_asset()
        asset.warranty_ids.unlink()
        asset.is_promised = False
        gone = self._create_asset(serial="RF-2")
        gone.warranty_ids.unlink()
        gone._transition("cancelled")
        gone.is_promised = False
        for _twice in range(2):
            self._run_cron("asset_sync")
            self.assertEqual(self._coverages(asset), [[("24 months", date(2026, 3, 10), date(2028, 3, 9))]])
            self.assertFalse(gone.warranty_ids)

    def test_late_serial_brings_the_receipt_the_coverage_waits_for(self):
        self.policy.write({"kind": "supplier", "start_event": "receipt", "duration": 12})
        first, second = self._create_asset(serial=False), self._create_asset(serial=False)
        self.assertEqual((first | second).warranty_ids.mapped("state"), ["waiting", "waiting"])
        with patch.object(
            type(self.env["stock.lot"]),
            "_raya_get_receipt_days",
            lambda lots: dict.fromkeys(lots.ids, date(2026, 1, 5)),
        ):
            lot = self.env["stock.lot"].create({"name": "RF-L", "product_id": self.fridge.id})
            self.env.cr.execute("UPDATE raya_asset SET lot_id = %s WHERE id = %s", [lot.id, second.id])
            self.env.invalidate_all()
            with patch.multiple(raya_asset_promise_mixin, CHUNK=1):
                self._run_cron("asset_sync")
        self.assertFalse(first.warranty_ids.date_start)
        self.assertRecordValues(second.warranty_ids, [{"date_start": date(2026, 1, 5), "date_end": date(2027, 1, 4)}])


@tagged("post_install", "-at_install")
class TestCommitment(CronCommon, WarrantySaleCommon):
    """Parts are supplied for so long after the last sale of the model."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supply = cls._create_policy(
            name="supply", kind="commitment", duration=10, duration_unit="year", is_from_last_sale=True
        )
        cls.policy.duration = 12
        cls.fridge.raya_policy_ids |= cls.supply
        cls.asset = cls._create_asset()
        cls.commitment = cls.asset.warranty_ids.filtered(lambda warranty: warranty.kind == "commitment")

    def test_own_sale_counts_until_another_is_known(self):
        self.assertRecordValues(self.commitment, [{"date_start": date(2026, 3, 10), "date_end": date(2036, 3, 9)}])

    def test_sale_of_another_unit_moves_the_end_by_night(self):
        self._create_invoice({"quantity": 1}, invoice_date=date(2027, 1, 31))
        changed = self._create_asset(serial="RF-2")
        changed = changed.warranty_ids.filtered(lambda warranty: warranty.kind == "commitment")
        changed._record_event("extend", "Goodwill", duration=1, duration_unit="year")
        self._run_cron("asset_sync")
        template = self.fridge.product_tmpl_id.with_user(self.manager)
        self.assertEqual(template.raya_last_sold_on, date(2027, 1, 31))
        self.assertEqual(template.raya_supplied_until, date(2037, 1, 30))
        self.assertEqual(self.commitment.date_end, date(2037, 1, 30))
        self.assertEqual(self.commitment.line_ids.date_end, date(2037, 1, 30))
        self.assertEqual(changed.date_end, date(2038, 1, 30))
        self.assertFalse(self.commitment.event_ids)
        self.assertEqual(self.commitment.date_start, date(2026, 3, 10))
        self._run_cron("asset_sync")
        self.assertEqual(self.commitment.date_end, date(2037, 1, 30))

    def test_sale_that_was_cancelled_does_not_count(self):
        invoice = self._create_invoice({"quantity": 1}, invoice_date=date(2027, 1, 31))
        self._run_cron("asset_sync")
        invoice.button_draft()
        self._run_cron("asset_sync")
        self.assertFalse(self.fridge.product_tmpl_id.raya_last_sold_on)
        self.assertEqual(self.commitment.date_end, date(2036, 3, 9))

    def _last_sale(self):
        template = self.fridge.product_tmpl_id
        return template._raya_get_last_sales().get(template)

    def _credit(self, invoice, **vals):
        wizard = self.env["account.move.reversal"].create(
            {"move_ids": invoice.ids, "journal_id": invoice.journal_id.id, "date": date(2026, 11, 1)}
        )
        credit = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        credit.invoice_line_ids.write(vals)
        credit.action_post()
        return credit

    def test_sale_that_was_credited_altogether_does_not_count(self):
        self._create_invoice({"quantity": 1}, invoice_date=date(2026, 12, 1))
        invoice = self._create_invoice({"quantity": 2}, invoice_date=date(2027, 1, 31))
        self.assertEqual(self._last_sale(), date(2027, 1, 31))
        self._credit(invoice, quantity=1)
        self.assertEqual(self._last_sale(), date(2027, 1, 31))
        self._credit(invoice, quantity=1)
        self.assertEqual(self._last_sale(), date(2026, 12, 1))
        self._run_cron("asset_sync")
        self.assertEqual(self.fridge.product_tmpl_id.raya_last_sold_on, date(2026, 12, 1))

    def test_credit_of_a_dozen_is_no_credit_of_one(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"quantity": 1, "product_uom_id": dozen.id}
        invoice = self._create_invoice(line, invoice_date=date(2027, 1, 31))
        credit = self._credit(invoice, product_uom_id=self.env.ref("uom.product_uom_unit").id, quantity=11)
        self.assertEqual(credit.invoice_line_ids.quantity, 11)
        self.assertEqual(self._last_sale(), date(2027, 1, 31))
        self._credit(invoice, product_uom_id=self.env.ref("uom.product_uom_unit").id, quantity=1)
        self.assertFalse(self._last_sale())

    def test_order_that_was_credited_by_itself_does_not_count(self):
        """A credit note made from the order names no invoice."""
        order = self._sell((self.fridge, 1))
        invoice = order._create_invoices()
        invoice.invoice_date = date(2027, 1, 31)
        invoice.action_post()
        self.assertEqual(self._last_sale(), date(2027, 1, 31))
        credit = self._credit(invoice)
        credit.reversed_entry_id = False
        self.assertFalse(self._last_sale())

    def test_invoice_of_an_order_that_was_credited_leaves_the_one_before(self):
        order = self._sell((self.fridge, 2))
        for day in (date(2026, 12, 1), date(2027, 1, 31)):
            invoice = order._create_invoices()
            invoice.invoice_line_ids.quantity = 1
            invoice.invoice_date = day
            invoice.action_post()
        self.assertEqual(self._last_sale(), date(2027, 1, 31))
        self._credit(invoice)
        self.assertEqual(self._last_sale(), date(2026, 12, 1))

    def test_commitment_for_many_units_is_moved_at_once(self):
        self._create_invoice({"quantity": 1}, invoice_date=date(2027, 1, 31))
        template = self.fridge.product_tmpl_id
        template.raya_last_sold_on = date(2027, 1, 31)
        counts = []
        for number in (1, 30):
            self.env["raya.asset"].create(
                [
                    {"product_id": self.fridge.id, "partner_id": self.customer.id, "date_invoice": date(2026, 5, 1)}
                    for _unit in range(number)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["raya.warranty"]._move_commitments(template)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_unit_out_of_warranty_is_told_how_long_parts_are_supplied(self):
        for day, status, told in (
            ("2027-03-09", "covered", False),
            ("2027-03-10", "charged", True),
            ("2036-03-09", "charged", True),
            ("2036-03-10", "charged", False),
        ):
            with freeze_time(f"{day} 10:00:00"):
                self.env.invalidate_all()
                asset = self.asset.with_user(self.technician)
                self.assertEqual(asset.coverage_status, status, day)
                self.assertEqual("supplied against payment until 03/09/2036" in asset.coverage_reason, told, day)
        self.assertEqual(self.asset._decide_coverage("part", date(2030, 1, 1)).share, 0)


@freeze_time("2026-11-01 10:00:00")
class TestPolicyReminder(CronCommon):
    """Before a supplier's window closes, and before a customer's warranty ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor GmbH"})
        cls.supplier_policy = cls._create_policy(
            name="vendor", kind="supplier", duration=12, partner_id=cls.vendor.id, user_id=cls.dispatcher.id
        )
        cls.policy.duration = 12
        cls.company.write({"raya_claim_days": 30, "raya_is_offering": True, "raya_offer_days": 30})
        cls.customer.email = "sara@example.com"
        cls.env["raya.warranty.policy"].search([]).filtered(
            lambda policy: policy not in cls.policy | cls.supplier_policy
        ).offer = "never"
        cls.fridge.raya_policy_ids = cls.policy
        cls.env.company.email = "service@example.com"

    def _supply(self, *days):
        self.fridge.raya_policy_ids = self.supplier_policy
        return [self._create_asset(serial=str(day), date_invoice=day) for day in days]

    def test_one_activity_for_all_units_whose_window_closes(self):
        self._supply(date(2025, 11, 1), date(2025, 11, 2), date(2025, 12, 2), date(2025, 12, 3))
        self._run_cron("warranty_claim")
        activity = self.supplier_policy.activity_ids
        # Ended yesterday: too late. Ends in 31 days: not yet.
        self.assertRecordValues(activity, [{"user_id": self.dispatcher.id, "date_deadline": date(2026, 11, 1)}])
        self.assertIn("2 units", activity.summary)
        self.assertIn("Vendor GmbH", activity.note)
        self.assertIn(
            f"/odoo/service-warranty-policies/{self.supplier_policy.id}/service-closing-claims", activity.note
        )
        self.assertEqual(self.supplier_policy.closing_count, 2)
        listed = self.env["raya.warranty"].search(self.supplier_policy.action_view_closing()["domain"])
        self.assertEqual(listed.mapped("date_end"), [date(2026, 11, 1), date(2026, 12, 1)])
        self._run_cron("warranty_claim")
        self.assertEqual(self.supplier_policy.activity_ids, activity, "once")
        with freeze_time("2026-11-02 10:00:00"):
            self._run_cron("warranty_claim")
        later = self.supplier_policy.activity_ids - activity
        self.assertIn("one unit", later.summary)

    def test_no_reminder_of_void_or_returned_units_nor_when_switched_off(self):
        void, returned = self._supply(date(2025, 11, 5), date(2025, 11, 6))
        void.warranty_ids._record_event("void", "Opened")
        returned._transition("returned")
        self._run_cron("warranty_claim")
        self.company.raya_claim_days = 0
        self._supply(date(2025, 11, 7))
        self._run_cron("warranty_claim")
        self.assertFalse(self.supplier_policy.activity_ids)

    def _offered(self):
        """Mails that were made, by address."""
        known = self.env["mail.mail"].search([])
        self._run_cron("warranty_offer")
        return self.env["mail.mail"].search([]) - known

    def test_customer_is_offered_an_extension_once(self):
        asset = self._create_asset(date_invoice=date(2025, 11, 15))
        mail = self._offered()
        self.assertEqual(mail.recipient_ids or mail.partner_ids, self.customer)
        self.assertIn("11/14/2026", mail.body_html)
        self.assertIn("ends soon", mail.subject)
        self.assertNotIn("/odoo/", mail.body_html)
        self.assertEqual(asset.warranty_ids.offered_on, date(2026, 11, 1))
        self.assertFalse(self._offered())

    def test_offer_to_the_day(self):
        self._create_asset(serial="31", date_invoice=date(2025, 12, 3))
        self.assertFalse(self._offered())
        self._create_asset(serial="30", date_invoice=date(2025, 12, 2))
        self.assertEqual(len(self._offered()), 1)
        self._create_asset(serial="ended", date_invoice=date(2025, 11, 1))
        self.assertFalse(self._offered())

    def test_nobody_is_offered_who_may_not_be_written_to(self):
        asset = self._create_asset(date_invoice=date(2025, 11, 15))
        self.customer.email = False
        self.assertFalse(self._offered())
        self.customer.email = "sara@example.com"
        self.env["mail.blacklist"]._add("sara@example.com")
        self.assertFalse(self._offered())
        self.env["mail.blacklist"]._remove("sara@example.com")
        asset.warranty_ids._record_event("suspend", "Unpaid")
        self.assertFalse(self._offered())
        asset.warranty_ids._record_event("resume", "Paid")
        asset._transition("returned")
        self.assertFalse(self._offered())
        asset._transition("active")
        self.assertEqual(len(self._offered()), 1)

    def test_settings_and_policy_say_whether(self):
        self.company.raya_is_offering = False
        asset = self._create_asset(date_invoice=date(2025, 11, 15))
        self.assertFalse(self._offered())
        self.policy.offer = "always"
        self.assertEqual(len(self._offered()), 1)
        asset.warranty_ids.offered_on = False
        self.company.raya_is_offering = True
        self.policy.offer = "never"
        self.assertFalse(self._offered())

    def test_unit_that_is_covered_longer_gets_no_offer(self):
        self.fridge.raya_policy_ids |= self._create_policy(name="longer", duration=36)
        self._create_asset(date_invoice=date(2025, 11, 15))
        self.assertFalse(self._offered())

    def test_service_manager_is_responsible_where_the_policy_names_nobody(self):
        self.supplier_policy.user_id = False
        responsible = self.supplier_policy._get_responsible(self.company)
        self.assertTrue(responsible.has_group("raya_service_base.group_service_manager"))

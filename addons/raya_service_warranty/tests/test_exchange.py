from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import WarrantyCommon, WarrantySaleCommon

EXCHANGED_ON = date(2026, 6, 1)


@freeze_time("2026-06-01 10:00:00")
class TestExchange(WarrantyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset()

    def _exchange(self, serial="RF-NEW", day=EXCHANGED_ON, user=None):
        """What a person does: press the button on the file, enter the new serial."""
        asset = self.asset.with_user(user or self.dispatcher)
        Exchange = self.env["raya.asset.exchange"].with_user(asset.env.user)
        form = Form(Exchange.with_context(**asset.action_exchange()["context"]))
        form.serial, form.date, form.reason = serial, day, "Goodwill"
        return self.env["raya.asset"].browse(form.save().action_exchange()["res_id"])

    def _decide(self, asset, day):
        return asset.with_user(self.technician)._decide_coverage("labour", day)

    def test_rest_of_the_coverage_moves_to_the_new_unit(self):
        old, new = self.asset, self._exchange()
        self.assertRecordValues(old, [{"state": "returned"}])
        self.assertRecordValues(
            new,
            [{"state": "active", "serial": "RF-NEW", "partner_id": self.customer.id, "replaced_asset_id": old.id}],
        )
        self.assertRecordValues(
            new.warranty_ids,
            [{"date_start": EXCHANGED_ON, "date_end": date(2028, 3, 9), "continues_id": old.warranty_ids.id}],
        )
        self.assertEqual(old.warranty_ids.date_end, date(2026, 5, 31))
        self.assertEqual(old.warranty_ids.line_ids.date_end, date(2026, 5, 31))
        self.assertEqual(self._decide(new, date(2028, 3, 9)).share, 100)
        self.assertEqual(self._decide(new, date(2028, 3, 10)).reason_key, "expired")
        self.assertEqual(old.warranty_ids.event_ids.kind, "exchange")
        self.assertRecordValues(
            new.warranty_ids.event_ids,
            [{"kind": "continue", "date": EXCHANGED_ON, "reason": "Goodwill", "user_id": self.dispatcher.id}],
        )

    def test_each_line_moves_with_its_own_rest(self):
        self.fridge.raya_policy_ids = self._create_policy(
            duration=1,
            line_ids=[Command.create({"scope": "labour"}), Command.create({"scope": "part", "duration": 60})],
        )
        self.asset = self._create_asset(serial="RF-2")
        new = self._exchange()
        body, parts = new.warranty_ids.line_ids
        self.assertEqual((body.date_start, body.date_end), (date(2026, 4, 9), date(2026, 4, 9)))
        self.assertEqual((parts.date_start, parts.date_end), (EXCHANGED_ON, date(2031, 3, 9)))
        self.assertEqual(self._decide(new, EXCHANGED_ON).reason_key, "expired")
        self.assertEqual(new._decide_coverage("part", date(2031, 3, 9)).share, 100)

    def test_new_unit_is_promised_nothing_new(self):
        self.fridge.raya_policy_ids |= self._create_policy(name="Later", duration=60)
        new = self._exchange()
        new._sync_warranties()
        self.assertEqual(new.warranty_ids.policy_id, self.policy)

    def test_twice_changes_nothing(self):
        new = self._exchange()
        warranty, events = new.warranty_ids, new.warranty_ids.event_ids
        for _again in range(2):
            new._on_replaced()
            (new | self.asset)._sync_warranties()
        self.assertEqual((new.warranty_ids, warranty.event_ids), (warranty, events))
        self.assertEqual(len(self.asset.warranty_ids.event_ids), 1)
        self.assertEqual(warranty.date_end, date(2028, 3, 9))

    def test_unit_known_as_replacement_too_late_has_the_rest_only(self):
        new = self._create_asset(serial="RF-2", date_invoice=date(2026, 6, 1))
        self.assertEqual(new.warranty_ids.date_end, date(2028, 5, 31))
        new.write({"replaced_asset_id": self.asset.id, "date_delivery": EXCHANGED_ON})
        new._on_replaced()
        self.assertRecordValues(new.warranty_ids, [{"date_start": EXCHANGED_ON, "date_end": date(2028, 3, 9)}])

    def test_extension_comes_along(self):
        self.asset.warranty_ids._record_event("extend", "Goodwill", duration=6, duration_unit="month")
        self.assertEqual(self._exchange().warranty_ids.date_end, date(2028, 9, 9))

    def test_void_stays_void_until_it_is_reinstated(self):
        self.asset.warranty_ids._record_event("void", "Seal broken", date(2026, 5, 1))
        warranty = self._exchange().warranty_ids
        self.assertEqual((warranty.state, warranty.standing), ("void", "void"))
        self.assertEqual(self._decide(warranty.asset_id, EXCHANGED_ON).reason_key, "void")
        warranty._record_event("reinstate", "Proven right")
        self.assertEqual(self._decide(warranty.asset_id, EXCHANGED_ON).share, 100)

    def test_suspended_resumes_on_the_new_unit(self):
        self.asset.warranty_ids._record_event("suspend", "Unpaid", date(2026, 5, 1))
        warranty = self._exchange().warranty_ids
        self.assertEqual(warranty.state, "suspended")
        warranty._record_event("resume", "Paid")
        self.assertEqual(warranty.state, "active")

    def test_expired_stays_expired(self):
        self.fridge.raya_policy_ids = self._create_policy(duration=1)
        self.asset = self._create_asset(serial="RF-2")
        warranty = self._exchange().warranty_ids
        self.assertRecordValues(warranty, [{"date_end": date(2026, 4, 9), "state": "expired"}])

    def test_waiting_coverage_starts_when_the_new_unit_is_installed(self):
        self.fridge.raya_policy_ids = self._create_policy(start_event="installation")
        self.asset = self._create_asset(serial="RF-2")
        new = self._exchange()
        self.assertEqual(new.warranty_ids.state, "waiting")
        new.date_installation = date(2026, 6, 10)
        self.assertRecordValues(new.warranty_ids, [{"date_start": date(2026, 6, 10), "date_end": date(2028, 6, 9)}])

    def test_evidence_corrected_later_moves_the_rest_as_well(self):
        new = self._exchange()
        self.asset.date_invoice = date(2026, 2, 10)
        self.assertRecordValues(new.warranty_ids, [{"date_start": EXCHANGED_ON, "date_end": date(2028, 2, 9)}])

    def test_coverage_that_moved_takes_no_more_events(self):
        self._exchange()
        with self.assertRaisesRegex(UserError, "has moved to"):
            self.asset.warranty_ids._record_event("extend", "Goodwill", duration=1, duration_unit="day")
        self.assertEqual(self.asset.warranty_ids.standing, "moved")

    def test_unit_is_exchanged_again(self):
        second = self._exchange()
        self.asset = second
        with freeze_time("2026-07-01 10:00:00"):
            third = self._exchange("RF-3", date(2026, 7, 1))
        self.assertRecordValues(third.warranty_ids, [{"date_start": date(2026, 7, 1), "date_end": date(2028, 3, 9)}])
        self.assertEqual(second.warranty_ids.date_end, date(2026, 6, 30))

    def test_rest_of_use_moves_too(self):
        self.fridge.raya_policy_ids = self._create_policy(usage_limit=1000, usage_meter="hours")
        self.asset = self._create_asset(serial="RF-2")
        self.asset._record_reading("hours", 400, date(2026, 5, 1))
        new = self._exchange()
        self.assertEqual(new.warranty_ids.line_ids.limits_text, "until 600 hours")
        new._record_reading("hours", 600, EXCHANGED_ON)
        self.assertEqual(self._decide(new, EXCHANGED_ON).share, 100)
        new._record_reading("hours", 601, EXCHANGED_ON)
        self.assertEqual(self._decide(new, EXCHANGED_ON).reason_key, "used_up")

    def test_only_units_in_use_are_exchanged(self):
        self._exchange()
        with self.assertRaisesRegex(UserError, "not in use"):
            self._exchange("RF-3")

    def test_operator_and_technician_exchange_nothing(self):
        for user in (self.operator, self.technician, self.outsider):
            with self.assertRaises(AccessError):
                self.env["raya.asset.exchange"].with_user(user).create(
                    {"asset_id": self.asset.id, "serial": "X", "reason": "No"}
                )

    def test_unit_of_another_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id, serial="RF-9")
        with self.assertRaises(AccessError):
            asset.with_user(self.manager)._exchange("X", EXCHANGED_ON, "No")


@freeze_time("2026-06-01 10:00:00")
@tagged("post_install", "-at_install")
class TestExchangeAndDocuments(WarrantySaleCommon):
    def test_documents_know_the_new_unit(self):
        order = self._sell_unit(self._create_lots("SN-1"))
        old = order.order_line.raya_asset_ids
        new = old.with_user(self.dispatcher)._exchange("RF-NEW", EXCHANGED_ON, "Goodwill").sudo()
        self.assertEqual((new.sale_line_id, new.unit_number), (order.order_line, 1))
        order.invoice_ids.button_draft()
        order.invoice_ids.action_post()
        self.assertEqual(order.order_line.raya_asset_ids, new)
        self.assertEqual((new.state, old.state), ("active", "returned"))

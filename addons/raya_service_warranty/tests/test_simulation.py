from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

from .common import WarrantyCommon


@freeze_time("2026-06-01 10:00:00")
class TestSimulation(WarrantyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compressor = cls.env["raya.component"].create({"code": "T-COMP", "name": "Compressor"})
        cls.policy.line_ids = [
            Command.create({"scope": "part", "component_id": cls.compressor.id, "duration": 60}),
        ]
        cls.policy.write({"usage_limit": 1000, "usage_meter": "hours"})
        cls.asset = cls._create_asset()

    def _suppose(self, user=None, **facts):
        """What a person does: press the button on the file, change facts, read."""
        asset = self.asset.with_user(user or self.technician)
        Simulation = self.env["raya.coverage.simulation"].with_user(asset.env.user)
        form = Form(Simulation.with_context(**asset.action_simulate()["context"]))
        for name, value in facts.items():
            setattr(form, name, value)
        return form

    def test_decision_follows_the_day_of_the_report(self):
        self.assertEqual(self._suppose().status, "covered")
        late = self._suppose(report_date=date(2028, 3, 10))
        self.assertEqual(late.status, "charged")
        self.assertIn("ended on 03/09/2028", late.sentence)

    def test_component_lasts_longer(self):
        form = self._suppose(report_date=date(2030, 1, 1), kind="part", component_id=self.compressor)
        self.assertEqual(form.status, "covered")
        self.assertIn("Compressor", form.sentence)

    def test_fault_that_the_customer_caused(self):
        self.fault.is_customer_caused = True
        self.assertIn("customer caused", self._suppose(fault_id=self.fault).sentence)

    def test_meter_supposed_and_meter_read(self):
        self.asset._record_reading("hours", 900, date(2026, 5, 1))
        form = self._suppose()
        self.assertEqual((form.hours, form.status), (900, "covered"))
        form.hours = 1001
        self.assertEqual(form.status, "charged")
        form.report_date = date(2026, 4, 30)
        self.assertEqual((form.hours, form.status), (0, "covered"))

    def test_table_says_why_each_cover_won_or_lost(self):
        form = self._suppose(kind="part", component_id=self.compressor)
        simulation = form.save()
        self.assertEqual(simulation.line_ids.mapped("verdict"), ["wins", "fits"])
        self.assertEqual(len(set(simulation.line_ids.mapped("reason"))), 2)
        self.assertIn("made for this very work", simulation.line_ids[1].reason)
        refused = self._suppose(kind="travel").save()
        self.assertEqual(sorted(refused.line_ids.mapped("verdict")), ["refused", "wins"])

    def test_amount_beyond_the_maximum(self):
        self.fridge.raya_policy_ids = self._create_policy(
            name="Up to 100", line_ids=[Command.create({"scope": "all", "max_amount": 100})]
        )
        self.asset = self._create_asset(serial="RF-2")
        form = self._suppose(amount=400)
        self.assertEqual((form.status, form.share), ("partly", 25))

    def test_supposing_changes_nothing(self):
        before = self.asset.write_date, len(self.asset.message_ids), self.asset.warranty_ids.event_ids
        self._suppose(report_date=date(2030, 1, 1), hours=5000).save()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            (self.asset.write_date, len(self.asset.message_ids), self.asset.warranty_ids.event_ids), before
        )
        self.assertFalse(self.asset.reading_ids)

    def test_every_service_user_may_ask_and_nobody_else(self):
        for user in (self.operator, self.technician, self.dispatcher, self.manager):
            self.assertEqual(self._suppose(user).status, "covered")
        with self.assertRaises(AccessError):
            self._suppose(self.outsider)

    def test_unit_of_another_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id, serial="RF-9")
        with self.assertRaises(AccessError):
            self.env["raya.coverage.simulation"].with_user(self.operator).create({"asset_id": asset.id}).sentence

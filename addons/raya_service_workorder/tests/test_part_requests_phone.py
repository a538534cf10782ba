from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_phone import PhoneCommon


@tagged("post_install", "-at_install")
class TestPartRequestOnThePhone(PhoneCommon):
    def test_phone_says_that_the_parts_wait_for_an_approval(self):
        self.part.standard_price = 30
        self._ask_about_parts()
        job = self._create_workorder()
        self._fill_van()
        self.env.invalidate_all()
        self.assertTrue(self._read(job)["parts"][0]["canTake"])
        answer = self._do("request_parts", job)
        self.assertIn("approve the parts", answer["message"])
        [part] = self._read(job)["parts"]
        self.assertEqual([state["key"] for state in part["states"]][:1], ["to_approve"])
        self.assertFalse(part["canTake"])

    def test_phone_says_what_became_of_each_request(self):
        self.part.standard_price = 30
        self._ask_about_parts(60)
        job = self._create_workorder()
        job.part_ids.quantity = 2
        self.assertIn("approve the parts", self._do("request_parts", job)["message"])
        answer = self._do("request_parts", job, status="skipped")
        self.assertIn("somebody has to approve", answer["message"])
        job.part_ids = [Command.create({"product_id": self._create_product("Screw", 5).id, "quantity": 1})]
        answer = self._do("request_parts", job)
        self.assertIn("Requested from the warehouse", answer["message"], "the other one waits still")
        own = self._create_workorder(part_ids=[Command.create({"product_id": self.part.id, "source": "van"})])
        answer = self._do("request_parts", own, status="skipped")
        self.assertIn("No part of this job comes from the warehouse", answer["message"])
        new = self._create_workorder()
        new.sudo()._write_transition("draft")
        self._do("request_parts", new, status="failed")

    def test_what_was_requested_by_mistake_is_cancelled_with_its_reason(self):
        job = self._create_workorder()
        self.assertFalse(self._read(job)["canCancel"])
        self._do("request_parts", job)
        self.assertTrue(self._read(job)["canCancel"])
        picking = job.picking_ids
        self._do("cancel_requests", job, status="failed", reason=" ")
        self._do("cancel_requests", job, reason="Cleaned it")
        self.assertEqual(picking.state, "cancel")
        self.assertIn("Cleaned it", " ".join(picking.message_ids.mapped("body")))
        self.assertFalse(self._read(job)["canCancel"])
        answer = self._do("cancel_requests", job, status="skipped", reason="Again")
        self.assertIn("No request is open", answer["message"])

    def test_technician_reads_the_report_before_sending_it_and_waits_for_what_was_requested(self):
        job = self._create_workorder()
        self._do("request_parts", job)
        summary = self.jobs.get_summary(job.id)
        self.assertIn("requested, not issued", summary)
        with self.assertRaises(AccessError):
            self.jobs.with_user(self.stranger).get_summary(job.id)
        self._do("wait_for_parts", job)
        self.assertRecordValues(job, [{"state": "waiting", "waiting_for": "parts"}])
        self._do("wait_for_parts", job, status="skipped")

    def test_phone_says_what_became_of_each_part(self):
        job = self._create_workorder()
        part = job.part_ids
        self._fill_van(4)
        self._do("take_part", job, part_id=part.id)
        self.assertIn(
            "Not used: ", self._do("use_part", job, part_id=part.id, quantity=0, base=part.qty_reported)["message"]
        )
        fan = self._create_product("Fan", barcode="4006381333931")
        self._fill_van(1, fan)
        answer = self._do("add_part", job, code="4006381333931")
        self.assertEqual(answer["message"], "Used from the van: Fan")
        pump = self._create_product("Pump", tracking="serial")
        lot = self.env["stock.lot"].create({"name": "P-1", "product_id": pump.id})
        self._fill_van(1, pump, lot)
        self.assertEqual(self._do("add_part", job, code="P-1")["message"], "Fitted: P-1")
        self._do("add_part", job, code="P-1", status="skipped")

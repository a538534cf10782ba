from odoo.tests import Form, tagged

from .common import WorkshopCommon


@tagged("post_install", "-at_install")
class TestReceptionJob(WorkshopCommon):
    """The reception opens the job, or joins the one that is open."""

    def test_unit_without_a_job_gets_one(self):
        reception = self._receive(
            symptom_ids=self.symptom.ids, statement="It hums.", date_promised="2026-12-20", team_id=self.team.id
        )
        job = reception.workorder_id
        self.assertRecordValues(
            job,
            [
                {
                    "state": "draft",
                    "place": "workshop",
                    "asset_id": reception.asset_id.id,
                    "product_id": self.fridge.id,
                    "partner_id": self.customer.id,
                    "statement": "It hums.",
                    "team_id": self.team.id,
                    "user_id": False,
                }
            ],
        )
        self.assertEqual(str(job.date_promised), "2026-12-20")
        self.assertEqual(job.diagnosis_ids.symptom_id, self.symptom)
        self.assertEqual((job.reception_count, job.shelf_name), (1, "In the Workshop"))

    def test_dispatcher_who_receives_does_not_get_the_job(self):
        reception = self._create_reception().with_user(self.dispatcher)
        reception.action_receive()
        self.assertFalse(reception.workorder_id.user_id)

    def test_open_job_of_the_unit_is_joined(self):
        job = self._create_workorder()
        self.assertEqual(job.place, "site")
        reception = self._receive(asset_id=job.asset_id.id, date_promised="2026-12-24")
        self.assertEqual(reception.workorder_id, job)
        self.assertEqual((job.place, str(job.date_promised)), ("workshop", "2026-12-24"))

    def test_fault_that_is_told_at_the_counter_waits_for_an_answer(self):
        job = self._create_workorder()
        other = self.symptom.copy({"name": "It leaks", "code": "T-LEAK"})
        self._receive(workorder_id=job.id, symptom_ids=(self.symptom | other).ids)
        self.assertEqual(job.diagnosis_ids.symptom_id, self.symptom | other)
        self.assertEqual(len(job.diagnosis_ids), 2, "what is known is not told twice")

    def test_call_gets_its_job(self):
        call = self._create_call()
        reception = self._receive(call_id=call.id)
        self.assertEqual(reception.workorder_id.call_id, call)
        self.assertEqual(reception.workorder_id.place, "workshop")
        self.assertRecordValues(
            reception,
            [
                {
                    "asset_id": call.asset_id.id,
                    "partner_id": call.partner_id.id,
                    "statement": "It does not get cold.",
                    "symptom_ids": self.symptom.ids,
                }
            ],
        )

    def test_call_with_an_open_job_keeps_it(self):
        job = self._create_workorder()
        self.assertEqual(self._receive(call_id=job.call_id.id).workorder_id, job)

    def test_closed_job_is_not_joined(self):
        job = self._create_submitted()
        reception = self._create_reception(workorder_id=job.id)
        with self._refused("Choose an open work order"):
            reception.action_receive()
        self.assertFalse(reception.sudo().picking_ids)

    def test_job_of_another_unit_or_customer_is_not_joined(self):
        job = self._create_workorder()
        other = self.env["res.partner"].create({"name": "Other"})
        for vals in ({"asset_id": self._create_asset().id}, {"asset_id": job.asset_id.id, "partner_id": other.id}):
            reception = self._create_reception(**vals).sudo()
            reception.write({"workorder_id": job.id, **vals})
            with self._refused("is for"), self.cr.savepoint():
                reception.with_user(self.operator).action_receive()

    def test_form_of_a_job_is_filled_in(self):
        job = self._create_workorder()
        action = job.with_user(self.operator).action_receive_unit()
        form = Form(self.env["raya.reception"].with_user(self.operator).with_context(**action["context"]))
        self.assertEqual((form.asset_id, form.partner_id, form.call_id.id), (job.asset_id, self.customer, False))
        self.assertEqual(form.save().serial, job.asset_id.serial)

    def test_form_of_a_unit_proposes_its_open_job(self):
        job = self._create_workorder()
        action = job.asset_id.with_user(self.operator).action_receive_unit()
        form = Form(self.env["raya.reception"].with_user(self.operator).with_context(**action["context"]))
        self.assertEqual(form.workorder_id, job)

    def test_form_of_a_call_is_filled_in(self):
        call = self._create_call()
        action = call.with_user(self.operator).action_receive_unit()
        form = Form(self.env["raya.reception"].with_user(self.operator).with_context(**action["context"]))
        self.assertEqual((form.asset_id, form.statement), (call.asset_id, "It does not get cold."))

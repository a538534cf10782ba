import base64
import uuid
from datetime import timedelta

from odoo import Command, fields

from .common import WorkorderCommon

# One transparent pixel.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class PhoneCommon(WorkorderCommon):
    """A technician with a phone, on a job with one unanswered statement; two relays in the van."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"phone": "+98 21 5550101", "street": "Azadi 5", "city": "Tehran"})
        cls.stranger = cls._create_user("test_stranger", "raya_service_base.group_service_technician")
        cls.jobs = cls.env["raya.my.jobs"].with_user(cls.technician)
        cls.job = cls._create_job()
        cls.line = cls.job.diagnosis_ids

    @classmethod
    def _create_job(cls, **vals):
        call = cls._create_call()
        return cls.env["raya.workorder"].create({"call_id": call.id, **vals})

    @classmethod
    def _fill_van(cls, quantity=2, product=None, lot=None, technician=None):
        Location = cls.env["stock.location"]
        van = Location._raya_get_of_technician(technician or cls.technician, cls.company)
        cls.env["stock.quant"]._update_available_quantity(product or cls.part, van, quantity, lot_id=lot)
        return van

    @classmethod
    def _plan_visit(cls, jobs=None, **vals):
        start = vals.get("date_start", fields.Datetime.now() + timedelta(minutes=5))
        return cls.env["raya.visit"].create(
            {
                "workorder_ids": [Command.set((jobs or cls.job).ids)],
                "user_id": cls.technician.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=1),
                "is_emergency": True,
                **vals,
            }
        )

    def _make(self, operation, /, job=None, ago=0, **args):
        """An operation as a phone sends it that did it some seconds ago."""
        return {
            "uuid": str(uuid.uuid4()),
            "name": operation,
            "job_id": (job or self.job).id,
            "args": args,
            "at": 1000.0 - ago,
        }

    def _send(self, *operations, user=None):
        return self.jobs.with_user(user or self.technician).run(list(operations), 1000.0)

    def _do(self, operation, /, job=None, ago=0, user=None, status="done", **args):
        """Do something on the phone; it ends with this status."""
        [answer] = self._send(self._make(operation, job, ago, **args), user=user)
        self.assertEqual(answer["status"], status, answer.get("message"))
        self.assertTrue(answer["message"])
        return answer

    def _read(self, job=None, user=None):
        page = self.jobs.with_user(user or self.technician).get_jobs()
        return next(each for each in page["jobs"] if each["id"] == (job or self.job).id)

    @staticmethod
    def _get_pixel():
        return base64.b64decode(PIXEL)

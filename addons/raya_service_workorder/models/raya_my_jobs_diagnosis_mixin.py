from odoo import api, models

from .raya_my_jobs_reading_mixin import SHOWN_FAULTS


class RayaMyJobsDiagnosisMixin(models.AbstractModel):
    """On the phone: what was found about each statement, and the services done."""

    _name = "raya.my.jobs.diagnosis.mixin"
    _description = "My Jobs: Diagnosis and Services"

    @api.model
    def _prepare_statements_of_jobs(self, jobs):
        known = {}
        return {
            job: {
                "statements": [self._prepare_statement(line, known) for line in job.diagnosis_ids],
                "services": [self._prepare_service(line) for line in job.work_line_ids],
            }
            for job in jobs
        }

    @api.model
    def _prepare_statement(self, line, known):
        return {
            "id": line.id,
            "title": line.symptom_id.name or line.words or self.env._("What was found"),
            "words": (line.symptom_id and line.words) or "",
            "answer": line.fault_id.display_name or "",
            "isAnswered": bool(line.fault_id),
            "note": line.note or "",
            "probable": [] if line.fault_id else self._get_probable(line, known),
        }

    @api.model
    def _get_probable(self, line, known):
        """Probable faults; ``known`` keeps those of the same symptom on the same product."""
        key = line.symptom_id, line.workorder_id.product_id
        if key not in known:
            search = self.env["raya.knowledge.search"]
            known[key] = search.suggest(line.symptom_id.ids, line.workorder_id.product_id.id, limit=SHOWN_FAULTS)
        return known[key]

    @api.model
    def _prepare_service(self, line):
        return {
            "id": line.id,
            "name": line.operation_id.display_name,
            "minutes": line.hours * 60,
            "runningSince": 0,
        }

    @api.model
    def _run_accept_fault(self, job, date, diagnosis_id, fault_id):
        line = self._find(job.diagnosis_ids, diagnosis_id)
        if line.fault_id.id == fault_id:
            return self._skipped(self.env._("This fault stands there already."))
        line.fault_id = fault_id
        job.action_propose_parts()
        return self._done(self.env._("Found: %s", line.fault_id.name))

    @api.model
    def _run_write_note(self, job, date, diagnosis_id, text, base):
        return self._write_text(self._find(job.diagnosis_ids, diagnosis_id), "note", text, base)

from odoo import api, models

from .raya_my_jobs_reading_mixin import SHOWN_FAULTS

# Where the answer of a check stands, by its kind.
ANSWERED_IN = {"do": "answer", "check": "answer", "measure": "measured", "text": "text", "choice": "choice"}


class RayaMyJobsDiagnosisMixin(models.AbstractModel):
    """On the phone: what was found about each statement, the services done, their time and checks."""

    _name = "raya.my.jobs.diagnosis.mixin"
    _description = "My Jobs: Diagnosis and Services"

    @api.model
    def _prepare_statements_of_jobs(self, jobs):
        known = {}
        return {
            job: {
                "statements": [self._prepare_statement(line, known) for line in job.diagnosis_ids],
                "services": [self._prepare_service(line) for line in job.work_line_ids],
                "checks": [self._prepare_check(check) for check in job.check_ids],
            }
            for job in jobs
        }

    @api.model
    def _prepare_statement(self, line, known):
        answer = line.fault_id.name or line.reason_id.name or ""
        return {
            "id": line.id,
            "title": line.symptom_id.name or line.words or self.env._("What was found"),
            "words": (line.symptom_id and line.words) or "",
            "answer": answer,
            "isAnswered": line.is_answered,
            "note": line.note or "",
            "probable": [] if line.is_answered else self._get_probable(line, known),
        }

    @api.model
    def _get_probable(self, line, known):
        """Probable faults; ``known`` keeps those of the same symptom on the same product."""
        key = line.symptom_id, line.workorder_id.product_id
        if line.symptom_id and key not in known:
            found = line._get_probable_faults(SHOWN_FAULTS)
            known[key] = [{name: fault[name] for name in ("id", "name", "label")} for fault in found]
        return known.get(key, [])

    @api.model
    def _prepare_service(self, line):
        timer = line.time_ids._get_my_running()
        return {
            "id": line.id,
            "name": line.operation_id.name,
            "planned": line.hours_planned * 60,
            "minutes": line.hours * 60,
            "runningSince": timer.start.timestamp() if timer else 0,
        }

    @api.model
    def _prepare_check(self, check):
        field = ANSWERED_IN.get(check.kind)
        return {
            "id": check.id,
            "name": check.name,
            "kind": check.kind,
            "answer": self._get_answer(check, field) or "",
            "hasPhoto": check.kind == "photo" and check.is_answered,
            "isRequired": check.is_required,
            "isSafety": check.is_safety,
            "safetyNote": check.safety_note or "",
            "expected": check.expected or "",
            "isOutOfRange": check.is_out_of_range,
            "unit": check.unit or "",
            "choices": check._get_choices(),
        }

    @api.model
    def _get_answer(self, check, field):
        """What stands in a field of a check, as the reader of the phone sees it."""
        return check._get_choice_label() if field == "choice" else field and check[field]

    @api.model
    def _run_accept_fault(self, job, date, diagnosis_id, fault_id):
        line = self._find(job.diagnosis_ids, diagnosis_id)
        if line.fault_id.id == fault_id:
            return self._skipped(self.env._("This fault stands there already."))
        line.action_accept_fault(fault_id)
        return self._done(self.env._("Found: %s", line.fault_id.name))

    @api.model
    def _run_give_reason(self, job, date, diagnosis_id, reason_id):
        line = self._find(job.diagnosis_ids, diagnosis_id)
        reason = self._find(self.env["raya.diagnosis.reason"].search_fetch([], ["name"]), reason_id)
        line.write({"reason_id": reason.id, "fault_id": False})
        return self._done(self.env._("No fault: %s", reason.name))

    @api.model
    def _run_write_note(self, job, date, diagnosis_id, text, base):
        return self._write_text(self._find(job.diagnosis_ids, diagnosis_id), "note", text, base)

    # Time

    @api.model
    def _run_start_timer(self, job, date, work_line_id):
        line = self._find(job.work_line_ids, work_line_id)
        if line.time_ids._get_my_running():
            return self._skipped(self.env._("Your time on it runs already."))
        Time = self.env["raya.time"]
        # Also one on a job that they do not see any more.
        other = Time.sudo().search(Time._running_domain(self.env.user))
        if other:
            other.stop = max(other.start, date)
            # Only one timer runs: the database must know before the next one begins.
            other.flush_recordset()
        line.action_start_timer()
        line.time_ids._get_my_running().start = date
        return self._done(self.env._("Your time runs."))

    @api.model
    def _run_stop_timer(self, job, date, work_line_id):
        line = self._find(job.work_line_ids, work_line_id)
        timer = line.time_ids._get_my_running()
        if not timer:
            return self._skipped(self.env._("No time of yours runs on it."))
        timer.stop = max(timer.start, date)
        return self._done(self.env._("Your time is written down."))

    @api.model
    def _run_add_time(self, job, date, work_line_id, minutes):
        line = self._find(job.work_line_ids, work_line_id)
        self.env["raya.time"].create(
            {
                "work_line_id": line.id,
                "user_id": self.env.uid,
                "date": job.company_id._raya_get_day(date),
                "hours": minutes / 60,
            }
        )
        return self._done(self.env._("Your time is written down."))

    # Checks

    @api.model
    def _run_answer_check(self, job, date, check_id, text, base):
        check = self._find(job.check_ids, check_id)
        field = self._find_answer_field(check)
        if base == self._get_answer(check, field):
            # Chosen in one language, and read in another.
            base = check[field].strip()
        answer = self._write_text(check, field, text, base)
        if answer["status"] == "conflict":
            theirs = check._get_answer_text()
            message = self.env._("Somebody else answered “%s” meanwhile. Answer again if you know better.", theirs)
            return answer | {"message": message}
        return answer | {"message": self.env._("Answered.")}

    @api.model
    def _find_answer_field(self, check):
        return ANSWERED_IN.get(check.kind, "photo")

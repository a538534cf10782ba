from odoo import api, models
from odoo.fields import Domain

from odoo.addons.raya_service_calls.models.raya_desk_card_mixin import COLOURS

from ..tools import phone
from ..tools.outcomes import DONE
from ..tools.phone_operations import TEXTS
from .raya_workorder import OPEN_STATES

# More jobs than anybody does in some weeks: the page stays as quick as on the first day.
MOST_JOBS = 60
SHOWN_FAULTS = 5


class RayaMyJobsReadingMixin(models.AbstractModel):
    """What a technician reads of their jobs, in one answer that the phone can keep."""

    _name = "raya.my.jobs.reading.mixin"
    _description = "My Jobs: What Is Known"

    @api.model
    @api.readonly
    def get_jobs(self):
        """The jobs of whoever asks, those not decided on yet, the urgent and the early promised first.

        :return: dict of plain values: ``jobs``, each as from :meth:`_get_job`, and the lists
            that all of them share
        :raises AccessError: for people who do no jobs
        """
        self._check_technician()
        jobs = self.env["raya.workorder"].search(
            self._my_jobs_domain(), limit=MOST_JOBS, order="priority desc, date_promised, id"
        )
        return {"jobs": self._prepare_jobs(jobs), **self._prepare_choices()}

    @api.model
    def _my_jobs_domain(self):
        """Jobs of the user, and those to which they go."""
        mine = Domain("user_id", "=", self.env.uid) | Domain("visit_ids", "any", self._my_visits_domain())
        return mine & Domain("state", "in", (*OPEN_STATES, "submitted"))

    @api.model
    def _get_job(self, job):
        """One job as the page shows it; ``False`` when it is none of the user's any more."""
        mine = job.exists() and job.filtered_domain(self._my_jobs_domain())
        return self._prepare_jobs(mine)[0] if mine else False

    @api.model
    def _prepare_choices(self):
        """Lists that all jobs share."""
        Job = self.env["raya.workorder"]
        outcomes = Job._fields["outcome"]._description_selection(self.env)
        return {
            "reasons": self.env["raya.diagnosis.reason"].search_fetch([], ["name"]).read(["name"]),
            # Whoever submits a job has done it, unless they say otherwise.
            "outcomes": [{"key": key, "label": label} for key, label in outcomes if key != DONE],
            "texts": [{"name": name, "label": Job._fields[name]._description_string(self.env)} for name in TEXTS],
        }

    @api.model
    def _prepare_jobs(self, jobs):
        """Dicts of these jobs, in their order; each chapter adds what it knows in ``_prepare_…_of_jobs``."""
        chapters = [
            self._prepare_facts_of_jobs(jobs),
            self._prepare_visits_of_jobs(jobs),
            self._prepare_statements_of_jobs(jobs),
            self._prepare_parts_of_jobs(jobs),
            self._prepare_report_of_jobs(jobs),
        ]
        return [{key: value for chapter in chapters for key, value in chapter[job].items()} for job in jobs]

    @api.model
    def _prepare_facts_of_jobs(self, jobs):
        states = dict(jobs._fields["state"]._description_selection(self.env))
        places = dict(jobs._fields["place"]._description_selection(self.env))
        outcomes = dict(jobs._fields["outcome"]._description_selection(self.env))
        return {
            job: {
                "id": job.id,
                "name": job.name,
                "heading": self._get_heading(job),
                "reason": job.sent_back_reason or "",
                "outcomeLabel": outcomes.get(job.outcome, ""),
                "stateLabel": states[job.state],
                "placeLabel": places[job.place],
                "isUrgent": job.priority != "0",
                "promised": self._format_day(job.date_promised),
                "words": job.statement or "",
                "customer": self._prepare_person(job.partner_id),
                "site": self._prepare_person(job.site_id or job.partner_id),
                "unit": {"name": job.product_id.display_name or "", "serial": job.asset_id.serial or ""},
                "coverage": self._prepare_coverage(job),
                "isOpen": job.state in OPEN_STATES,
                "canCallBack": job.can_call_back,
            }
            for job in jobs
        }

    @api.model
    def _get_heading(self, job):
        visit = self._get_visit(job)
        company = job.company_id
        # A visit that is over is no reason to look at the job on another day.
        day = company._raya_get_day(visit.date_start) if visit and visit.state != "done" else None
        return phone.heading(job.state, bool(job.sent_back_reason), day, company._raya_get_day())

    @api.model
    def _format_day(self, day):
        return self.env["res.lang"]._raya_format_day(day) if day else ""

    @api.model
    def _prepare_person(self, partner):
        return {
            "name": partner.display_name or "",
            "phone": partner.phone or "",
            "address": ", ".join(filter(None, (partner.city, partner.street, partner.street2))),
            "latitude": partner.partner_latitude,
            "longitude": partner.partner_longitude,
        }

    @api.model
    def _prepare_coverage(self, job):
        labels = dict(job._fields["coverage_status"]._description_selection(self.env))
        return {
            "label": labels.get(job.coverage_status, ""),
            "colour": COLOURS.get(job.coverage_status, "secondary"),
            "sentence": (job.coverage_reason or "").split("\n")[0],
        }

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.outcomes import DONE, OUTCOMES
from .raya_visit import LEAVING
from .raya_visit import OUTCOMES as VISIT_OUTCOMES
from .raya_workorder import OPEN_STATES
from .raya_workorder_visit_mixin import OPEN_VISITS

# Stages of a visit as the page knows them; a pause is still on site.
STAGES = {"planned": "planned", "way": "on_my_way", "arrived": "arrived", "paused": "arrived", "done": "done"}


class RayaMyJobsVisitMixin(models.AbstractModel):
    """On the phone: on my way, arrived, done.

    A job without a visit, such as one in the workshop, is only begun and ended.
    """

    _name = "raya.my.jobs.visit.mixin"
    _description = "My Jobs: Visits"

    @api.model
    def _my_visits_domain(self):
        """Visits in which the user takes part and that are not over."""
        mine = Domain("user_id", "=", self.env.uid) | Domain("helper_ids", "in", self.env.uid)
        return mine & Domain("state", "in", OPEN_VISITS)

    @api.model
    def _prepare_visits_of_jobs(self, jobs):
        return {job: {"visit": self._prepare_visit(job, self._get_visit(job))} for job in jobs}

    @api.model
    def _prepare_visit(self, job, visit):
        if not visit:
            is_begun = job.state not in ("draft", "waiting")
            return {
                "when": "",
                "stage": "arrived" if is_begun else "planned",
                "canTravel": False,
                "canArrive": not is_begun,
                "distance": False,
            }
        return {
            # Where the company works, as on the board, whatever zone the phone is set to.
            "when": self.env["res.lang"]._raya_format_moment(visit.date_start, visit.company_id._raya_get_timezone()),
            "stage": STAGES[visit.state],
            "canTravel": visit.state in OPEN_VISITS,
            "canArrive": visit.state in OPEN_VISITS,
            "distance": visit.distance,
        }

    @api.model
    def _get_visit(self, job):
        """The visit of the user to this job that comes next or goes on."""
        return job.visit_ids.filtered_domain(self._my_visits_domain()).sorted("date_start")[:1]

    @api.model
    def _run_on_my_way(self, job, date):
        visit = self._get_visit(job)
        if visit.state != "planned":
            return self._skipped(self.env._("You were on your way already."))
        visit.action_on_my_way()
        self._stamp(visit, "date_on_my_way", date)
        return self._done(self.env._("On your way. Drive safely!"))

    @api.model
    def _run_arrive(self, job, date):
        visit = self._get_visit(job)
        if visit.state in ("planned", "way"):
            visit.action_arrive()
            self._stamp(visit, "date_arrived", date)
            return self._done(self.env._("Arrived."))
        if visit or job.state not in ("draft", "waiting"):
            return self._skipped(self.env._("The job has begun already."))
        self._begin(job)
        return self._done(self.env._("The job has begun."))

    @api.model
    def _run_write_distance(self, job, date, distance, base):
        visit = self._get_visit(job)
        if not visit:
            raise UserError(
                self.env._("No visit of yours to this job is open. Write the distance on the visit itself.")
            )
        if self._is_other_number(visit, "distance", distance, base):
            return self._refuse_number(visit.distance, distance)
        visit.distance = distance
        told = self.env["res.lang"]._raya_format_number(visit.distance)
        return self._done(self.env._("Driven: %s km.", told))

    @api.model
    def _run_leave(self, job, date, outcome):
        if outcome not in dict(OUTCOMES):
            raise UserError(self.env._("Nothing ends with “%s”.", outcome))
        self._end(job, date, outcome)
        label = dict(job._fields["outcome"]._description_selection(self.env))[outcome]
        return self._done(self.env._("Ended: %s", label))

    @api.model
    def _end(self, job, date, outcome):
        """The job ends for today; so does its visit when no other job of it is left to do."""
        if job.state == "draft" or (job.state == "waiting" and outcome not in LEAVING):
            self._begin(job)
        visit = self._get_visit(job)
        if visit and not self._get_others(visit, job):
            self._end_visit(visit, job, date, outcome)
        elif outcome in LEAVING and job.state == "progress":
            job.action_wait("visit")
        if outcome not in LEAVING:
            job.outcome = outcome

    @api.model
    def _begin(self, job):
        """What has not begun begins, what waited goes on."""
        if job.state == "draft":
            job.action_start()
        elif job.state == "waiting":
            job.action_go_on()

    @api.model
    def _get_others(self, visit, job):
        """Other jobs of the visit that are still to be done."""
        # Also those that the person does not see.
        jobs = visit.sudo().workorder_ids
        return (jobs - job).filtered(lambda other: other.state in OPEN_STATES[:2] and not other.outcome)

    @api.model
    def _end_visit(self, visit, job, date, outcome):
        # Before arriving, which lets them go on: nobody did what waits.
        left = visit.workorder_ids.filtered(
            lambda other: (other == job and outcome in LEAVING) or (other != job and other.state == "waiting")
        )
        if visit.state in ("planned", "way"):
            visit.action_arrive()
            self._stamp(visit, "date_arrived", date)
        visit.action_done(self._get_end_of_visit(outcome, left), left_ids=left.ids)
        self._stamp(visit, "date_done", date)

    @api.model
    def _get_end_of_visit(self, outcome, left):
        """How a visit ended that ends with this job; a visit that leaves jobs behind is partly done."""
        if left and outcome not in LEAVING:
            return LEAVING[0]
        return outcome if outcome in dict(VISIT_OUTCOMES) else DONE

    @api.model
    def _stamp(self, visit, name, date):
        """When it was, and not when the server heard of it; never before what went before."""
        before = [visit.date_on_my_way, visit.date_arrived, visit.date_done]
        earlier = before[: ("date_on_my_way", "date_arrived", "date_done").index(name)]
        # Stamps are the program's to write.
        visit.sudo()[name] = max([date, *filter(None, earlier)])

from odoo import api, fields, models

# Of a visit: planned, and not over.
OPEN_VISITS = ("planned", "way", "arrived", "paused")
JOB_IS_OPEN = ("draft", "progress", "waiting")


class RayaWorkorderVisitMixin(models.AbstractModel):
    """When somebody goes to a job, and whether somebody still has to."""

    _name = "raya.workorder.visit.mixin"
    _description = "Visits of a Job"

    visit_ids = fields.Many2many("raya.visit", string="Visits", copy=False)
    visit_count = fields.Integer("Number of Visits", compute="_compute_visit_count")
    needs_visit = fields.Boolean(
        compute="_compute_needs_visit",
        store=True,
        index=True,
        help="Nobody is on the way to this job, and nobody has finished it: it waits on the board.",
    )
    visit_date = fields.Datetime("Next Visit", compute="_compute_visit_date")

    @api.depends("visit_ids")
    def _compute_visit_count(self):
        for workorder in self:
            workorder.visit_count = len(workorder.visit_ids)

    @api.depends("place", "state", "visit_ids.state", "visit_ids.left_ids")
    def _compute_needs_visit(self):
        for workorder in self:
            is_open = workorder.place == "site" and workorder.state in JOB_IS_OPEN
            visits = workorder.visit_ids if is_open else workorder.visit_ids[:0]
            made = visits.filtered(lambda visit: visit.state == "done").sorted("date_done")[-1:]
            is_finished = made and workorder._origin not in made.left_ids
            workorder.needs_visit = is_open and not is_finished and not any(
                visit.state in OPEN_VISITS for visit in visits
            )

    @api.depends("visit_ids.state", "visit_ids.date_start")
    def _compute_visit_date(self):
        for workorder in self:
            coming = workorder.visit_ids.filtered(lambda visit: visit.state in OPEN_VISITS)
            workorder.visit_date = min(coming.mapped("date_start"), default=False)

    def _on_arrived(self):
        """Somebody is there: what has not begun begins, what waited goes on."""
        self.filtered(lambda job: job.state == "draft").action_start()
        self.filtered(lambda job: job.state == "waiting").action_go_on()

    def _on_visited(self, outcome):
        """Nothing is left for another visit: the report can be submitted as it ended."""
        self.filtered(lambda job: job.state in JOB_IS_OPEN).outcome = outcome

    def _on_left(self, outcome):
        """Somebody has to come again: the same job waits for it, with all that was written so far."""
        self.filtered(lambda job: job.state == "progress").action_wait("visit")

    def _release_visits(self):
        """Nobody goes to these jobs any more: visits that were made for nothing else are cancelled."""
        # Whoever cancels or submits a job need not plan visits.
        for visit in self.sudo().visit_ids.filtered(lambda visit: visit.state == "planned"):
            others = visit.workorder_ids - self
            if others:
                visit.workorder_ids = others
            else:
                visit.action_cancel()

    def action_view_visits(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_visit_action")
        return {**action, "domain": [("workorder_ids", "in", self.ids)], "context": {}}

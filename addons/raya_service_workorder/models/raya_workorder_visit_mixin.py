from odoo import api, fields, models

# Of a visit: planned, and not over.
OPEN_VISITS = ("planned", "way", "arrived", "paused")


class RayaWorkorderVisitMixin(models.AbstractModel):
    """Whether somebody still has to go to a job."""

    _name = "raya.workorder.visit.mixin"
    _description = "Visits of a Job"

    visit_ids = fields.Many2many("raya.visit", string="Visits", copy=False)
    needs_visit = fields.Boolean(
        compute="_compute_needs_visit",
        store=True,
        index=True,
        help="Nobody is on the way to this job, and nobody has finished it: it waits on the board.",
    )

    @api.depends("place", "state", "visit_ids.state", "visit_ids.left_ids")
    def _compute_needs_visit(self):
        for workorder in self:
            is_open = workorder.place == "site" and workorder._is_open()
            visits = workorder.visit_ids if is_open else workorder.visit_ids[:0]
            made = visits.filtered(lambda visit: visit.state == "done").sorted("date_done")[-1:]
            is_finished = made and workorder._origin not in made.left_ids
            is_coming = any(visit.state in OPEN_VISITS for visit in visits)
            workorder.needs_visit = is_open and not is_finished and not is_coming

    def action_view_visits(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_visit_action")
        return {**action, "domain": [("workorder_ids", "in", self.ids)], "context": {}}

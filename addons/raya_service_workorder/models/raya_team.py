from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RayaTeam(models.Model):
    _inherit = "raya.team"

    project_id = fields.Many2one(
        "project.project",
        "Project of Its Time",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="raya_service_base.group_service_manager",
        domain=[("allow_timesheets", "=", True), ("is_template", "=", False)],
        help="The time of approved reports is booked here. Empty: on the service project of the company.",
    )

    @api.constrains("project_id")
    def _check_project(self):
        # Who leads the service need not manage projects.
        for team in self.sudo():
            if team.project_id and not team.project_id.allow_timesheets:
                raise ValidationError(
                    self.env._(
                        "The project %(project)s takes no timesheets. Allow them in its settings, or choose another.",
                        project=team.project_id.display_name,
                    )
                )

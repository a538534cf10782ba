from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class RayaWorkLine(models.Model):
    """One service done, with the time it took."""

    _name = "raya.work.line"
    _description = "Service done"
    _inherit = ["raya.workorder.line.mixin"]
    _rec_name = "operation_id"
    _protected_fields = frozenset({"version_ids", "product_id"})

    operation_id = fields.Many2one("raya.operation", "Service", required=True, index=True, ondelete="restrict")
    product_id = fields.Many2one(
        "product.product", compute="_compute_product_id", store=True, precompute=True, index=True
    )
    fault_id = fields.Many2one("raya.fault", index="btree_not_null", ondelete="restrict")
    date = fields.Date(default=lambda self: self.env.company._raya_get_day(), required=True)
    hours = fields.Float("Time", compute="_compute_hours", store=True, readonly=False, precompute=True)
    version_ids = fields.Many2many(
        "raya.procedure.version",
        string="Procedures",
        compute="_compute_version_ids",
        store=True,
        precompute=True,
        help="The versions that were published when the service was chosen. Later ones do not change the job.",
    )
    timesheet_ids = fields.One2many(
        "account.analytic.line", "raya_work_line_id", groups="hr_timesheet.group_hr_timesheet_user"
    )

    _hours_not_negative = models.Constraint("CHECK (hours >= 0)", "The time spent on a service cannot be negative.")

    @api.depends("operation_id")
    def _compute_product_id(self):
        """What sold the service when it was chosen: another one later is for other jobs."""
        for line in self:
            line.product_id = line.operation_id.product_id

    @api.depends("operation_id")
    def _compute_hours(self):
        for line in self:
            line.hours = line.operation_id.duration

    @api.constrains("operation_id")
    def _check_operation(self):
        for line in self:
            if not line.operation_id.product_id:
                raise UserError(
                    self.env._(
                        "%(service)s has no product that sells it. Open it and create its product first.",
                        service=line.operation_id.display_name,
                    )
                )
            line.operation_id._check_applicable(line.workorder_id.product_id)

    @api.onchange("operation_id")
    def _onchange_operation_warn(self):
        return self.operation_id._get_applicability_warning(self.workorder_id.product_id)

    @api.depends("operation_id")
    def _compute_version_ids(self):
        for line in self:
            line.version_ids = line.operation_id.procedure_ids.published_version_id

    def _get_report_fields(self):
        return [*super()._get_report_fields(), "operation_id", "fault_id", "date", "hours"]

    def _create_timesheets(self):
        """Book the hours as time of the technicians, at their hourly cost."""
        for company, lines in self.filtered("hours").grouped("company_id").items():
            lines = lines.with_company(company)
            employees = lines._get_employees()
            # Supervisors approve reports; the time belongs to somebody else, in a
            # project they may not see, at a cost they may not read.
            self.env["account.analytic.line"].sudo().with_company(company).create(
                [line._prepare_timesheet_values(employees) for line in lines]
            )

    def _get_employees(self):
        """The employee of each technician, as ``{user: employee}``."""
        technicians = self.workorder_id.user_id
        # Only the link is read; a supervisor may see few employees.
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search([("user_id", "in", technicians.ids), ("company_id", "=", self.env.company.id)])
        )
        missing = technicians - employees.user_id
        if missing:
            raise UserError(
                self.env._(
                    "The time of %(technicians)s cannot be booked: no employee of %(company)s is"
                    " linked to this user. Link one in Employees, then approve again.",
                    technicians=format_list(self.env, missing.mapped("name"), "unit"),
                    company=self.env.company.name,
                )
            )
        return employees.grouped("user_id")

    def _prepare_timesheet_values(self, employees):
        self.ensure_one()
        # The project is found or made with the rights of nobody in particular.
        project = self.company_id.sudo()._raya_get_service_project()
        return {
            "name": f"{self.workorder_id.name}: {self.operation_id.name}",
            "date": self.date,
            "unit_amount": self.hours,
            "project_id": project.id,
            "employee_id": employees[self.workorder_id.user_id].id,
            "company_id": self.company_id.id,
            "raya_work_line_id": self.id,
        }

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..tools import outcomes


class RayaWorkorderDiagnosisMixin(models.AbstractModel):
    """What was found about each statement of the customer."""

    _name = "raya.workorder.diagnosis.mixin"
    _description = "Diagnosis of a Job"

    show_all_codes = fields.Boolean("Offer All Codes", help="Also faults and services of other products.")
    fault_domain = fields.Binary(compute="_compute_code_domains")
    operation_domain = fields.Binary(compute="_compute_code_domains")
    finding = fields.Text("Findings", help="What the customer should know about the job.")
    diagnosis_ids = fields.One2many(
        "raya.diagnosis",
        "workorder_id",
        compute="_compute_diagnosis_ids",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
    )

    @api.depends("call_id")
    def _compute_diagnosis_ids(self):
        """Every statement of the customer waits for an answer."""
        for workorder in self:
            workorder.diagnosis_ids = [Command.clear()] + [
                Command.create({"statement_id": told.id, "symptom_id": told.symptom_id.id})
                for told in workorder.call_id.statement_ids
            ]

    @api.depends("product_id", "show_all_codes")
    def _compute_code_domains(self):
        Fault, Operation = self.env["raya.fault"], self.env["raya.operation"]
        for workorder in self:
            product = workorder.product_id[:0] if workorder.show_all_codes else workorder.product_id
            workorder.fault_domain = list(Fault._applicable_domain(product))
            workorder.operation_domain = list(Operation._applicable_domain(product) & Domain("product_id", "!=", False))

    def _check_complete(self):
        """Refuse a report that does not say what its outcome asks for."""
        for workorder in self:
            if outcomes.needs_answers(workorder.outcome):
                workorder._check_answered()
            if outcomes.needs_service(workorder.outcome) and not workorder.work_line_ids:
                raise UserError(
                    self.env._(
                        "%s: add the service that was done, with its time, or choose how else the job ended.",
                        workorder.display_name,
                    )
                )

    def _check_answered(self):
        self.ensure_one()
        answered = self.diagnosis_ids.filtered("fault_id").symptom_id
        missing = self.call_id.symptom_ids - answered
        if missing:
            raise UserError(
                self.env._(
                    "%(workorder)s: write what you found about: %(symptoms)s.",
                    workorder=self.display_name,
                    symptoms=format_list(self.env, missing.mapped("name"), "unit"),
                )
            )

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
            if workorder._needs_service() and not workorder.work_line_ids:
                raise UserError(
                    self.env._(
                        "%s: add the service that was done, with its time, or choose how else the job ended.",
                        workorder.display_name,
                    )
                )

    def _needs_service(self):
        """Whether something was done: not where every statement has a reason why there is no fault."""
        self.ensure_one()
        told = self.diagnosis_ids
        is_explained = told and len(told.filtered("reason_id")) == len(told)
        return outcomes.needs_service(self.outcome) and not is_explained

    def _check_answered(self):
        self.ensure_one()
        missing = self._get_unanswered()
        if missing:
            raise UserError(
                self.env._(
                    "%(workorder)s: write what you found about: %(statements)s. Choose the fault, or the reason"
                    " why there is none.",
                    workorder=self.display_name,
                    statements=format_list(self.env, missing, "unit"),
                )
            )

    def _get_unanswered(self):
        """What the customer said and nobody has answered, in words; also what they told after the job was made."""
        self.ensure_one()
        answered = self.diagnosis_ids.filtered("is_answered")
        waiting = self.diagnosis_ids - answered
        told = self.call_id.statement_ids - self.diagnosis_ids.statement_id
        told = told.filtered(lambda said: not said.symptom_id or said.symptom_id not in self.diagnosis_ids.symptom_id)
        words = [line.symptom_id.name or line.words or self.env._("a line without a symptom") for line in waiting]
        return [*words, *told.mapped("display_name")]

    # What a fault brings along

    def _fill_in_services(self, fault):
        """Add the services that cure a fault, as far as they are not on these jobs."""
        values = []
        for workorder in self:
            services = fault.operation_ids.filtered("product_id")
            services -= services._filter_not_applicable(workorder.product_id)
            known = workorder.work_line_ids
            for line in known.filtered(lambda line, wanted=services: line.operation_id in wanted and not line.fault_id):
                line.fault_id = fault
            values += [
                {"workorder_id": workorder.id, "operation_id": service.id, "fault_id": fault.id}
                for service in services - known.operation_id
            ]
        self.env["raya.work.line"].create(values)

    def _fill_in_parts(self, fault):
        """Add the parts that a fault and its services need, as far as they are not on these jobs."""
        values = []
        for workorder in self:
            services = workorder.work_line_ids.filtered(lambda line: line.fault_id == fault).operation_id
            needs = fault.part_need_ids | services.part_need_ids
            for product, same in needs.grouped("product_id").items():
                if product not in workorder.part_ids.product_id:
                    values.append({**workorder._prepare_part_values(same), "fault_id": fault.id})
        self.env["raya.part"].create(values)

    def _get_services_of_faults(self):
        """Services to offer first: those that cure what was found."""
        return self.diagnosis_ids.fault_id.operation_ids

    def _get_parts_of_faults(self):
        """Parts to offer first: those that the found faults and the services on the job need."""
        faults, services = self.diagnosis_ids.fault_id, self.work_line_ids.operation_id
        return (faults.part_need_ids | services.part_need_ids).product_id

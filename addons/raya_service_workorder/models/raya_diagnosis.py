from odoo import api, fields, models
from odoo.exceptions import UserError


class RayaDiagnosis(models.Model):
    """One statement of the customer and its answer: a fault, or the reason why there is none."""

    _name = "raya.diagnosis"
    _description = "Diagnosis"
    _inherit = ["raya.workorder.line.mixin"]
    _rec_name = "fault_id"

    statement_id = fields.Many2one("raya.statement", index="btree_not_null", ondelete="set null", readonly=True)
    words = fields.Text(related="statement_id.words")
    symptom_id = fields.Many2one("raya.symptom", index=True, ondelete="restrict")
    fault_id = fields.Many2one("raya.fault", index=True, ondelete="restrict")
    reason_id = fields.Many2one(
        "raya.diagnosis.reason",
        "Or Why None",
        index="btree_not_null",
        ondelete="restrict",
        help="Answers the statement where no fault was found.",
    )
    component_id = fields.Many2one("raya.component", index="btree_not_null", ondelete="restrict")
    cause_id = fields.Many2one("raya.cause", index="btree_not_null", ondelete="restrict")
    is_answered = fields.Boolean("Answered", compute="_compute_is_answered")
    probable_fault = fields.Char("Probably", compute="_compute_probable_fault")
    operation_ids = fields.Many2many("raya.operation", string="Services", compute="_compute_operation_ids")
    note = fields.Text("What Was Done")

    _one_answer = models.Constraint(
        "CHECK (fault_id IS NULL OR reason_id IS NULL)",
        "A statement is answered by a fault or by a reason why there is none, not by both.",
    )

    @api.depends("fault_id", "reason_id")
    def _compute_is_answered(self):
        for line in self:
            line.is_answered = bool(line.fault_id or line.reason_id)

    @api.depends("symptom_id", "fault_id", "reason_id")
    @api.depends_context("lang")
    def _compute_probable_fault(self):
        """The first proposal, in words, for statements that wait for an answer."""
        for line in self:
            first = line._get_probable_faults(1) if line.symptom_id and not line.is_answered else []
            line.probable_fault = first[0]["label"] if first else False

    @api.depends("fault_id", "workorder_id.work_line_ids.fault_id")
    def _compute_operation_ids(self):
        for line in self:
            services = line.workorder_id.work_line_ids
            done = services.filtered(lambda service, line=line: line.fault_id and service.fault_id == line.fault_id)
            line.operation_ids = done.operation_id

    @api.constrains("fault_id")
    def _check_fault_applicable(self):
        for line in self:
            line.fault_id._check_applicable(line.workorder_id.product_id)

    @api.onchange("fault_id")
    def _onchange_fault_warn(self):
        if self.fault_id:
            self.reason_id = False
        return self.fault_id._get_applicability_warning(self.workorder_id.product_id)

    @api.onchange("reason_id")
    def _onchange_reason_id(self):
        if self.reason_id:
            self.fault_id = False

    def _get_statement_label(self):
        return self.symptom_id.display_name or self.words or self.env._("Statement")

    def _get_answer_label(self):
        answer = self.fault_id.display_name or self.reason_id.display_name
        return " – ".join(filter(None, (answer, self.note)))

    def _get_report_fields(self):
        answer = ["symptom_id", "fault_id", "reason_id", "component_id", "cause_id", "note"]
        return [*super()._get_report_fields(), *answer]

    # Three taps: statement, probable fault, accepted

    def action_propose_faults(self):
        """Show the probable faults of one statement, each with a button to accept it."""
        self.ensure_one()
        self.workorder_id._check_is_open()
        if not self.symptom_id:
            raise UserError(self.env._("Choose the symptom first: probable faults are found by it."))
        proposals = self.env["raya.diagnosis.proposal"]._propose(self)
        if not proposals:
            raise UserError(
                self.env._(
                    "Nothing is known yet about %(symptom)s. Choose the fault by hand.", symptom=self.symptom_id.name
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_workorder.raya_diagnosis_proposal_action")
        return {**action, "domain": [("id", "in", proposals.ids)]}

    def _get_probable_faults(self, limit=8):
        """Probable faults of this statement, the most probable first.

        :return: list of dicts: what ``raya.knowledge.search`` suggests, and ``label``, one
            line with the counts, such as ``Start relay burnt (3 of 4 jobs)``
        """
        self.ensure_one()
        suggested = self.env["raya.knowledge.search"].suggest(
            self.symptom_id.ids, self.workorder_id.product_id.id, limit=limit
        )
        return [{**found, "label": self._get_proposal_label(found)} for found in suggested]

    @api.model
    def _get_proposal_label(self, found):
        if not found["total"]:
            return found["name"]
        return self.env._(
            "%(fault)s (%(jobs)s of %(total)s jobs)",
            fault=found["name"],
            jobs=found["jobs"],
            total=found["total"],
        )

    def action_accept_fault(self, fault_id):
        """Answer these statements by a fault, and fill in all that is known to cure it.

        What is on the job already stays: accepting twice adds nothing.

        :param int fault_id: of a ``raya.fault``
        """
        self.check_access("write")
        fault = self.env["raya.fault"].browse(fault_id).exists()
        fault.check_access("read")
        for line in self:
            line.write(line._prepare_answer_values(fault))
        self._fill_in_services(fault)
        self._fill_in_parts(fault)

    def _prepare_answer_values(self, fault):
        """Values of this answer; what only one component or cause can be is told at once."""
        self.ensure_one()
        values = {"fault_id": fault.id, "reason_id": False}
        if fault != self.fault_id:
            components, causes = fault.component_ids, fault.cause_ids
            values["component_id"] = components.id if len(components) == 1 else False
            values["cause_id"] = causes.id if len(causes) == 1 else False
        return values

    # What a fault brings along

    def _fill_in_services(self, fault):
        """Add the services that cure a fault, as far as they are not on these jobs."""
        values = []
        for workorder in self.workorder_id:
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
        for workorder in self.workorder_id:
            services = workorder.work_line_ids.filtered(lambda line: line.fault_id == fault).operation_id
            needs = fault.part_need_ids | services.part_need_ids
            for product, same in needs.grouped("product_id").items():
                if product not in workorder.part_ids.product_id:
                    values.append({**workorder._prepare_part_values(same), "fault_id": fault.id})
        self.env["raya.part"].create(values)

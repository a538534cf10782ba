from odoo import api, fields, models


class RayaDiagnosis(models.Model):
    """One statement of the customer and what was found about it."""

    _name = "raya.diagnosis"
    _description = "Diagnosis"
    _inherit = ["raya.workorder.line.mixin"]
    _rec_name = "fault_id"

    statement_id = fields.Many2one("raya.statement", index="btree_not_null", ondelete="set null", readonly=True)
    words = fields.Text(related="statement_id.words")
    symptom_id = fields.Many2one("raya.symptom", index=True, ondelete="restrict")
    fault_id = fields.Many2one("raya.fault", index=True, ondelete="restrict")
    note = fields.Text("What Was Done")

    @api.constrains("fault_id")
    def _check_fault_applicable(self):
        for line in self:
            line.fault_id._check_applicable(line.workorder_id.product_id)

    @api.onchange("fault_id")
    def _onchange_fault_warn(self):
        return self.fault_id._get_applicability_warning(self.workorder_id.product_id)

    def _is_answered(self):
        """Whether the report says something about this statement."""
        return bool(self.fault_id)

    def _get_statement_label(self):
        return self.symptom_id.display_name or self.words or self.env._("Statement")

    def _get_answer_label(self):
        return " – ".join(filter(None, (self.fault_id.display_name, self.note)))

    def _get_report_fields(self):
        return [*super()._get_report_fields(), "symptom_id", "fault_id", "note"]

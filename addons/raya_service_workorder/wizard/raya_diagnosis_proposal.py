from odoo import api, fields, models


class RayaDiagnosisProposal(models.TransientModel):
    """One probable fault of a statement, with what speaks for it."""

    _name = "raya.diagnosis.proposal"
    _description = "Probable Fault"
    _inherit = ["raya.form.mixin"]
    _order = "id"
    _rec_name = "fault_id"

    diagnosis_id = fields.Many2one("raya.diagnosis", required=True, ondelete="cascade")
    fault_id = fields.Many2one("raya.fault", required=True, ondelete="cascade")
    code = fields.Char(related="fault_id.code")
    severity = fields.Selection(related="fault_id.severity")
    is_safety = fields.Boolean(related="fault_id.is_safety")
    operation_ids = fields.Many2many(related="fault_id.operation_ids", string="Services")
    weight = fields.Integer("Weight of the Symptom", aggregator=None)
    jobs = fields.Integer("Jobs with This Fault", aggregator=None)
    total = fields.Integer("Jobs with the Symptom", aggregator=None)

    @api.model
    def _propose(self, diagnosis):
        """The probable faults of one statement, the most probable first."""
        return self.create(
            [
                {
                    "diagnosis_id": diagnosis.id,
                    "fault_id": found["id"],
                    "weight": found["weight"],
                    "jobs": found["jobs"],
                    "total": found["total"],
                }
                for found in diagnosis._get_probable_faults()
            ]
        )

    def action_accept(self):
        self.ensure_one()
        self.diagnosis_id.action_accept_fault(self.fault_id.id)
        return {"type": "ir.actions.act_window_close"}

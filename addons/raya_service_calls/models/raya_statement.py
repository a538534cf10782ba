from odoo import fields, models


class RayaStatement(models.Model):
    """One thing that the customer says about the unit: coded, with when it happens, and in their words."""

    _name = "raya.statement"
    _description = "Statement of a Customer"
    _order = "sequence, id"

    call_id = fields.Many2one("raya.call", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="call_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    symptom_id = fields.Many2one("raya.symptom", index="btree_not_null", ondelete="restrict")
    condition_ids = fields.Many2many("raya.condition", string="When It Happens")
    words = fields.Text("In the Customer's Words")
    is_safety = fields.Boolean(related="symptom_id.is_safety")

from odoo import fields, models


class RayaCallStatementMixin(models.AbstractModel):
    """What the customer says, line by line, and its summaries."""

    _name = "raya.call.statement.mixin"
    _description = "Statements of a Call"

    statement_ids = fields.One2many("raya.statement", "call_id", "Statements")
    symptom_ids = fields.Many2many("raya.symptom", string="Symptoms", domain="symptom_domain", tracking=True)
    condition_ids = fields.Many2many("raya.condition", string="When It Happens")
    statement = fields.Text("In the Customer's Words")
    show_all_symptoms = fields.Boolean("Offer All Symptoms", help="Also symptoms of other products.")
    symptom_domain = fields.Binary(compute="_compute_symptom_domain")
    repeat_of_id = fields.Many2one("raya.call", "Repeat Of", readonly=True, copy=False, index="btree_not_null")

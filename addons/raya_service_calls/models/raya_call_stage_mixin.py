from odoo import fields, models


class RayaCallStageMixin(models.AbstractModel):
    """The way of a call along its stages, its outcome and its reopening."""

    _name = "raya.call.stage.mixin"
    _description = "Stages of a Call"

    outcome_id = fields.Many2one(
        "raya.call.outcome", copy=False, index="btree_not_null", ondelete="restrict", tracking=True
    )
    date_done = fields.Datetime("Closed On", readonly=True, copy=False, index="btree_not_null")

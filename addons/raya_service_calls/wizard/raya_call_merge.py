from odoo import api, fields, models

from ..models.raya_call_stage import OPEN_STATES


class RayaCallMerge(models.TransientModel):
    """Asks which of several calls for one request lives on."""

    _name = "raya.call.merge"
    _description = "Merge Calls"
    _inherit = ["raya.form.mixin"]

    call_ids = fields.Many2many("raya.call", string="Calls for One Request", required=True)
    living_id = fields.Many2one(
        "raya.call",
        "Call That Stays",
        compute="_compute_living_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain="[('id', 'in', call_ids)]",
        ondelete="cascade",
    )
    has_several_customers = fields.Boolean(compute="_compute_has_several_customers")
    is_confirmed = fields.Boolean(
        "One Request of Different Customers", help="Each of them may read what the other wrote."
    )

    @api.depends("call_ids")
    def _compute_living_id(self):
        """One that is closed, since nothing else can stay; else the one that was worked on first."""
        for merge in self:
            oldest = merge.call_ids.sorted(
                lambda call: (call.state in OPEN_STATES, call.state == "new", call.date_reported, call.id)
            )
            merge.living_id = oldest[:1]

    @api.depends("call_ids")
    def _compute_has_several_customers(self):
        for merge in self:
            merge.has_several_customers = len(merge.call_ids.partner_id.commercial_partner_id) > 1

    def action_merge(self):
        self.ensure_one()
        self.call_ids._merge_into(self.living_id, confirmed=self.is_confirmed)
        return self.living_id._get_records_action()

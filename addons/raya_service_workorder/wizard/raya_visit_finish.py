from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import bounds

from ..models.raya_visit import LEAVING, OUTCOMES


class RayaVisitFinish(models.TransientModel):
    """Asks how a visit ended, where it did not end with all that was to be done."""

    _name = "raya.visit.finish"
    _description = "End a visit"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]
    _bounds = {"distance": bounds.DISTANCE}

    visit_id = fields.Many2one("raya.visit", required=True, default=lambda self: self.env.context.get("active_id"))
    workorder_ids = fields.Many2many(related="visit_id.workorder_ids")
    outcome = fields.Selection(OUTCOMES, required=True, default="partly")
    can_leave = fields.Boolean(compute="_compute_can_leave")
    left_ids = fields.Many2many(
        "raya.workorder",
        string="Left for Another Visit",
        compute="_compute_left_ids",
        store=True,
        readonly=False,
        domain="[('id', 'in', workorder_ids)]",
    )
    distance = fields.Float("Distance (km)", compute="_compute_distance", store=True, readonly=False, precompute=True)
    note = fields.Text()

    @api.depends("outcome")
    def _compute_can_leave(self):
        for wizard in self:
            wizard.can_leave = wizard.outcome in LEAVING

    @api.depends("outcome", "visit_id")
    def _compute_left_ids(self):
        for wizard in self:
            wizard.left_ids = wizard.visit_id.workorder_ids if wizard.outcome == "partly" else False

    @api.depends("visit_id")
    def _compute_distance(self):
        for wizard in self:
            wizard.distance = wizard.visit_id.distance

    def action_finish(self):
        for wizard in self:
            wizard.visit_id.distance = wizard.distance
            wizard.visit_id.action_done(wizard.outcome, wizard.left_ids.ids, wizard.note)

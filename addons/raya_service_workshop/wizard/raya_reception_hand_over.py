from odoo import api, fields, models
from odoo.exceptions import UserError


class RayaReceptionHandOver(models.TransientModel):
    """Asks who takes a unit out of the workshop, and lets them sign."""

    _name = "raya.reception.hand.over"
    _description = "Hand a unit over"
    _inherit = ["raya.form.mixin"]

    reception_id = fields.Many2one("raya.reception", required=True, readonly=True, ondelete="cascade")
    accessories = fields.Text(compute="_compute_told", help="What goes back with the unit.")
    loaners = fields.Char(compute="_compute_told")
    is_job_open = fields.Boolean(compute="_compute_told")
    handed_to = fields.Char(
        "Taken By", compute="_compute_handed_to", store=True, readonly=False, precompute=True, required=True
    )
    signature = fields.Image(max_width=1024, max_height=1024)
    unrepaired_reason = fields.Text("Why Unrepaired", help="The customer takes the unit before its job is done.")

    @api.depends("reception_id")
    def _compute_handed_to(self):
        for wizard in self:
            wizard.handed_to = wizard.reception_id.partner_id.name

    @api.depends("reception_id")
    def _compute_told(self):
        for wizard in self:
            reception = wizard.reception_id
            wizard.accessories = "\n".join(f"{line.quantity} × {line.name}" for line in reception.accessory_ids)
            # Whoever hands a unit over need not see its job, but whether it is done.
            wizard.is_job_open = reception.sudo().workorder_id and reception.sudo().workorder_id._is_open()
            out = (reception.loan_ids | reception.workorder_id.loan_ids).filtered(lambda loan: loan.state == "out")
            wizard.loaners = ", ".join(out.mapped("display_name"))

    def action_hand_over(self):
        """Give the unit out, and offer the paper of it."""
        self.ensure_one()
        if not (self.handed_to or "").strip():
            raise UserError(self.env._("Enter the name of who takes the unit."))
        self.reception_id._hand_over(self.handed_to.strip(), self.signature, self.unrepaired_reason)
        return self.reception_id.action_print_hand_over() | {"close_on_report_download": True}

from odoo import api, fields, models


class RayaOldPart(models.Model):
    _inherit = "raya.old.part"

    currency_id = fields.Many2one(related="company_id.currency_id")
    value_refurbished = fields.Monetary(
        "Value When Good Again",
        compute="_compute_value_refurbished",
        compute_sudo=True,
        groups="raya_service_base.group_service_accountant",
        help="At which it entered the stock.",
    )

    @api.depends("part_id", "state")
    def _compute_value_refurbished(self):
        for row in self:
            moves = row.part_id._get_moves().filtered(lambda move: move.state == "done" and move._raya_is_refurbished())
            row.value_refurbished = sum(moves.mapped("value"))

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from .raya_workorder import OVER_STATES


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("active")
    def _check_raya_nothing_left_behind(self):
        """Nobody leaves with work that is not done, or with goods of the company."""
        # Whoever keeps users need not see jobs or stock.
        for user in self.sudo().filtered(lambda user: not user.active):
            jobs = (
                self.env["raya.workorder"].sudo().search([("user_id", "=", user.id), ("state", "not in", OVER_STATES)])
            )
            if jobs:
                raise ValidationError(
                    self.env._(
                        "%(person)s has open work orders: %(jobs)s. Hand them over to another technician first.",
                        person=user.name,
                        jobs=format_list(self.env, jobs.mapped("name")),
                    )
                )
            held = (
                self.env["stock.quant"]
                .sudo()
                .search([("location_id.raya_technician_id", "=", user.id), ("quantity", ">", 0)])
            )
            if held:
                raise ValidationError(
                    self.env._(
                        "%(person)s has parts: %(parts)s. Let the warehouse take them back, or give them to another"
                        " technician first.",
                        person=user.name,
                        parts=format_list(self.env, held.product_id.mapped("display_name")),
                    )
                )

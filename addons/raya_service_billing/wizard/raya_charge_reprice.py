from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.raya_service_base.tools import bounds
from odoo.addons.raya_service_base.tools.notices import notice

from ..tools.shares import carry_amount


class RayaChargeReprice(models.TransientModel):
    """Asks what the customer pays for approved work instead, and why."""

    _name = "raya.charge.reprice"
    _description = "Change the price of approved work"
    _inherit = ["raya.form.mixin", "raya.bounds.mixin"]
    _bounds = {"amount": bounds.NOT_NEGATIVE}

    charge_id = fields.Many2one(
        "raya.charge", required=True, ondelete="cascade", default=lambda self: self.env.context.get("active_id")
    )
    currency_id = fields.Many2one(related="charge_id.sale_line_id.currency_id")
    amount_before = fields.Monetary("Now", related="charge_id.sale_line_id.price_subtotal")
    amount = fields.Monetary("Instead", help="Before taxes, in the currency of the order.")
    reason = fields.Text(required=True)

    def action_reprice(self):
        """Write the price on the order line, and why beside what it was.

        :return: action that says the new price
        """
        told = []
        for wizard in self:
            charge, line = wizard.charge_id, wizard.charge_id.sale_line_id
            # Others who share the price have orders of their own.
            if charge._get_first_shares().billing_status != "to_bill" or not line.price_subtotal:
                raise UserError(
                    self.env._("%s is not to be billed any more. Credit its invoice instead.", charge.display_name)
                )
            known = charge.price_change_ids
            exact = self.env["raya.pricing"]._get_exact_amount(line)
            line.price_unit = carry_amount(line.price_unit, exact, wizard.amount)
            # It was written down by the program a moment ago.
            (charge.price_change_ids - known).sudo().reason = wizard.reason
            told.append(
                self.env._(
                    "%(work)s costs %(amount)s now, before taxes.",
                    work=charge.display_name,
                    amount=self.env["res.lang"]._raya_format_amount(line.price_subtotal, line.currency_id),
                )
            )
        return notice("\n".join(told), following={"type": "ir.actions.act_window_close"})

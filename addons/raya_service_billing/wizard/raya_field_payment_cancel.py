from odoo import fields, models

from odoo.addons.raya_service_base.tools.notices import notice


class RayaFieldPaymentCancel(models.TransientModel):
    """Asks the accountant why a payment on site is cancelled."""

    _name = "raya.field.payment.cancel"
    _description = "Cancel a payment on site"
    _inherit = ["raya.form.mixin"]

    payment_ids = fields.Many2many(
        "raya.field.payment",
        string="Payments on Site",
        default=lambda self: self.env.context.get("active_ids"),
        required=True,
    )
    reason = fields.Char(required=True)

    def action_cancel(self):
        self.ensure_one()
        self.payment_ids._cancel(self.reason)
        return notice(self.env._("%s is cancelled.", ", ".join(self.payment_ids.mapped("name"))))

from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    raya_is_old_owed = fields.Boolean(
        "Old Part Comes Back",
        help="Whoever fits such a part hands in the old one: the technician owes it until the warehouse has it.",
    )

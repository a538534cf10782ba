from odoo import fields, models

from .raya_applicability_mixin import FORBID


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_forbid_other_products = fields.Boolean(
        "Forbid Codes of Other Products",
        config_parameter=FORBID,
        help="Otherwise people are warned when they choose a symptom, fault or service that is not made for the"
        " product at hand.",
    )

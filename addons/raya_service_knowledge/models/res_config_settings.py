from odoo import fields, models

from .raya_applicability_mixin import FORBID
from .raya_procedure_version import SECOND_PERSON


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_forbid_other_products = fields.Boolean(
        "Forbid Codes of Other Products",
        config_parameter=FORBID,
        help="Otherwise people are warned when they choose a symptom, fault or service that is not made for the"
        " product at hand.",
    )
    raya_second_person = fields.Boolean(
        "Publishing Needs a Second Person",
        config_parameter=SECOND_PERSON,
        help="Who wrote or submitted a version of a procedure cannot publish it: another editor does.",
    )

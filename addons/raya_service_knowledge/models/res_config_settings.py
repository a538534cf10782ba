from odoo import fields, models

from .raya_procedure_version import SECOND_PERSON


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    raya_second_person = fields.Boolean(
        "Publishing Needs a Second Person",
        config_parameter=SECOND_PERSON,
        help="Who wrote or submitted a version of a procedure cannot publish it: another editor does.",
    )

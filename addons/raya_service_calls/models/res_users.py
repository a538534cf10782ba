from odoo import api, fields, models

from odoo.addons.raya_service_base.tools import typed


class ResUsers(models.Model):
    _inherit = "res.users"

    raya_extension = fields.Char(
        "Telephone Extension",
        index="btree_not_null",
        copy=False,
        groups="base.group_erp_manager,raya_service_base.group_service_manager",
        help="The internal number that rings at this operator: by it the telephone system says whose screen shows the "
        "caller.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_clean_extension(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_clean_extension(vals))


def _clean_extension(vals):
    """Telephone systems write Latin digits, whatever people type."""
    if not vals.get("raya_extension"):
        return vals
    return {**vals, "raya_extension": typed.latin_digits(vals["raya_extension"]).strip()}

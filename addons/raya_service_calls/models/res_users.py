from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.raya_service_base.tools import typed

ROLES_OF_ALL_CALLS = ("operator", "accountant")


class ResUsers(models.Model):
    _inherit = "res.users"

    # People are read before an upgrade makes new columns: this one is not read with the others.
    raya_extension = fields.Char(
        "Telephone Extension",
        prefetch=False,
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

    def _raya_check_agent_roles(self, team):
        """An agent's people have no role that reads the calls of everybody.

        :raises ValidationError: naming the person
        """
        for user in self:
            if any(user.has_group(f"raya_service_base.group_service_{role}") for role in ROLES_OF_ALL_CALLS):
                raise ValidationError(
                    self.env._(
                        "%(person)s has a role that reads the calls of everybody, and %(team)s is the team of an"
                        " agent. Give them the role Technician only.",
                        person=user.name,
                        team=team.name,
                    )
                )


def _clean_extension(vals):
    """Telephone systems write Latin digits, whatever people type."""
    if not vals.get("raya_extension"):
        return vals
    return {**vals, "raya_extension": typed.latin_digits(vals["raya_extension"]).strip()}

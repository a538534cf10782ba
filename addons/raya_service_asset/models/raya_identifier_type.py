import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.raya_service_base.tools import folding, trees, typed

from ..tools import identifiers

LONGEST_VALUE = 64


class RayaIdentifierType(models.Model):
    """A kind of number that makers and authorities give to units, and how to tell a wrong one."""

    _name = "raya.identifier.type"
    _description = "Identifier Type"
    _inherit = ["raya.bounds.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name in import files and on labels.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    rule = fields.Selection(
        [("free", "Any Text"), ("pattern", "Pattern"), ("imei", "IMEI with Check Digit")],
        "Valid Values",
        default="free",
        required=True,
    )
    pattern = fields.Char(help="Regular expression of the whole value. Example: [0-9]{13}")
    hint = fields.Char("What It Looks Like", translate=True, help="Said to whoever enters a wrong value.")
    is_unique = fields.Boolean(
        "Once in Use", help="Only one product file in use, or awaiting its serial, may have the same value."
    )
    categ_ids = fields.Many2many(
        "product.category", string="Product Categories", help="And those below them. Empty: all products."
    )
    identifier_ids = fields.One2many("raya.asset.identifier", "type_id", "Identifiers")

    _code_once = models.UniqueIndex("(code, COALESCE(company_id, 0))", "There is an identifier type of this code.")
    _pattern_given = models.Constraint(
        "CHECK (rule != 'pattern' OR COALESCE(pattern, '') != '')", "Enter the pattern of the values."
    )

    @api.constrains("pattern")
    def _check_pattern(self):
        for kind in self.filtered("pattern"):
            try:
                re.compile(kind.pattern)
            except re.error as error:
                raise ValidationError(
                    self.env._("The pattern of %(type)s cannot be read: %(error)s.", type=kind.name, error=str(error))
                ) from error

    def write(self, vals):
        result = super().write(vals)
        if "is_unique" in vals:
            # Whoever changes the type answers for the files of all companies.
            self.sudo().identifier_ids._reserve()
        return result

    @api.model
    def _applicable_domain(self, product):
        """Types that units of this product may have."""
        families = trees.branch(product.categ_id.parent_path)
        return Domain("categ_ids", "=", False) | Domain("categ_ids", "in", families)

    def _is_applicable(self, product):
        return bool(self.filtered_domain(self._applicable_domain(product)))

    def _is_valid(self, value):
        """Whether a value, already folded, may be one of this type."""
        self.ensure_one()
        return getattr(self, f"_is_valid_{self.rule}")(value)

    def _is_valid_free(self, value):
        return True

    def _is_valid_pattern(self, value):
        return identifiers.fits(self.pattern, value)

    def _is_valid_imei(self, value):
        return identifiers.is_imei(value)

    def _get_hint(self):
        """What a value of this type looks like, in the reader's language."""
        self.ensure_one()
        hints = {
            "imei": self.env._("15 digits; the last one follows from the others, so that a slip of the pen is seen"),
            "pattern": self.pattern,
        }
        return self.hint or hints.get(self.rule, "")

    @api.model
    def _get_key(self, text):
        """The form in which identifiers are stored and looked for."""
        return identifiers.key(folding.fold(typed.plain(text)))

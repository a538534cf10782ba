from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import area, proposal


class RayaAreaMixin(models.AbstractModel):
    """Where somebody works, and on which products. Nothing chosen means everywhere, and on all."""

    _name = "raya.area.mixin"
    _description = "Area and Products"

    country_ids = fields.Many2many("res.country", string="Countries")
    state_ids = fields.Many2many(
        "res.country.state", string="States", domain="[('country_id', 'in', country_ids)] if country_ids else []"
    )
    zip_ranges = fields.Char(
        "ZIP Codes",
        help="Beginnings of codes and ranges of them: 11, 31000-31999. Besides the states, not within them.",
    )
    categ_ids = fields.Many2many("product.category", string="Product Categories")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_zip_ranges(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_zip_ranges(vals))

    @api.model
    def _clean_zip_ranges(self, vals):
        """Values with ranges of ZIP codes as everybody reads them, however they were typed.

        :raises ValidationError: naming the part that is no range
        """
        if not vals.get("zip_ranges"):
            return vals
        try:
            return {**vals, "zip_ranges": area.write_ranges(area.read_ranges(vals["zip_ranges"]))}
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "“%(range)s” is no range of ZIP codes. Enter the beginnings of codes, or ranges whose"
                    " ends have the same length, the smaller first: 11, 31000-31999.",
                    range=error,
                )
            ) from error

    def _get_area(self):
        """The area and the products, as :class:`~.tools.proposal.Area`."""
        return proposal.Area(
            frozenset(self.country_ids.ids),
            frozenset(self.state_ids.ids),
            area.read_ranges(self.zip_ranges),
            frozenset(self.categ_ids.ids),
        )

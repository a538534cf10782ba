from odoo import fields, models

from .raya_meter_reading import METERS

FILE_POLICIES = [
    ("unit", "One per Unit"),
    ("line", "One per Invoice Line"),
    ("never", "Never"),
]


class ProductCategory(models.Model):
    _inherit = "product.category"

    raya_file_policy = fields.Selection(
        FILE_POLICIES,
        "Product Files",
        help="Whether a customer invoice opens product files for products of this category. "
        "Empty: as in the parent category; without any, one per unit of products tracked "
        "by serial number.",
    )
    raya_meter = fields.Selection(
        METERS, "Meter", help="What units of this category count. Empty: as in the parent category."
    )

    def _raya_get_meter(self):
        """The meter of the nearest category upwards that has one, or ``False``."""
        category = self
        while category and not category.raya_meter:
            category = category.parent_id
        return category.raya_meter

    def _raya_get_file_policy(self):
        """The policy of the nearest category upwards that has one, or ``False``.

        Products need no category: an empty record has no policy.
        """
        category = self
        while category and not category.raya_file_policy:
            category = category.parent_id
        return category.raya_file_policy

from odoo import fields, models

from .product_category import FILE_POLICIES


class ProductTemplate(models.Model):
    _inherit = "product.template"

    raya_file_policy = fields.Selection(
        FILE_POLICIES,
        "Product Files",
        help="Whether a customer invoice opens product files for this product. Empty: as in its category.",
    )
    raya_policy_ids = fields.Many2many("raya.warranty.policy", string="Warranty Policies")

    def _get_file_policy(self):
        """How invoices open files of this product: ``unit``, ``line`` or ``never``.

        The product decides, then its category and the parents of that, then its
        tracking. Services never have files.
        """
        self.ensure_one()
        if self.type != "consu":
            return "never"
        by_tracking = "unit" if self.tracking == "serial" else "never"
        return self.raya_file_policy or self.categ_id._get_file_policy() or by_tracking

    def _prepare_registration_terms(self):
        """How units of this product share files, as arguments of :class:`~.tools.registration.Sale`.

        Goods with lots have a file for each serial number, or for each lot with
        its quantity; a file for the whole line knows no lots.
        """
        self.ensure_one()
        is_line = self._get_file_policy() == "line"
        return {
            "needs_lot": self.tracking != "none" and not is_line,
            "is_whole": self.tracking == "lot" or is_line,
        }

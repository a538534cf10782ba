from odoo import fields, models

from odoo.addons.raya_service_base.tools import folding

from .product_category import FILE_POLICIES
from .raya_meter_reading import METERS

SOLD_AS = {"serial": "serial", "lot": "lot", "none": "unit"}
NAME_WORDS = folding.words_sql(folding.fold_sql("jsonb_path_query_array(name, '$.*')::text"))


class ProductTemplate(models.Model):
    _inherit = "product.template"

    raya_file_policy = fields.Selection(
        FILE_POLICIES,
        "Product Files",
        help="Whether a customer invoice opens product files for this product. Empty: as in its category.",
    )
    raya_meter = fields.Selection(METERS, "Meter", help="What units of this product count. Empty: as in its category.")
    raya_asset_count = fields.Integer(
        "Number of Product Files",
        compute="_compute_raya_asset_count",
        groups="raya_service_base.group_service_user",
    )

    # By the words of its name in any language units are found.
    _raya_words_idx = models.Index(f"USING gin (({NAME_WORDS}))")

    def _compute_raya_asset_count(self):
        Asset = self.env["raya.asset"]
        by_product = dict(
            Asset._read_group([("product_id.product_tmpl_id", "in", self.ids)], ["product_id"], ["__count"])
        )
        for template in self:
            variants = template.with_context(active_test=False).product_variant_ids
            template.raya_asset_count = sum(by_product.get(product, 0) for product in variants)

    def action_view_raya_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_asset.raya_asset_action")
        return {**action, "domain": [("product_id.product_tmpl_id", "=", self.id)]}

    def _raya_get_meter(self):
        """The meter that units of this product have, or ``False``."""
        return self.raya_meter or self.categ_id._raya_get_meter()

    def _raya_get_file_policy(self):
        """How invoices open files of this product: ``unit``, ``line`` or ``never``.

        The product decides, then its category and the parents of that, then its
        tracking. Services never have files.
        """
        self.ensure_one()
        if self.type != "consu":
            return "never"
        by_tracking = "unit" if self.tracking == "serial" else "never"
        return self.raya_file_policy or self.categ_id._raya_get_file_policy() or by_tracking

    def _raya_get_sold_as(self, file_policy):
        """How units of this product share files if they are sold now, a key of :data:`~.tools.sync.TERMS`.

        Goods with lots have a file for each serial number, or for each lot with
        its quantity; a file for the whole line knows no lots.

        :param str file_policy: how files are opened, as from :meth:`_raya_get_file_policy`
        """
        self.ensure_one()
        return "line" if file_policy == "line" else SOLD_AS[self.tracking]

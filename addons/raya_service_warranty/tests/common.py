from odoo import Command

from odoo.addons.raya_service_asset.tests.common import AssetCommon
from odoo.addons.raya_service_asset.tests.common_sale import SaleCommon
from odoo.addons.raya_service_knowledge.tests.common import KnowledgeCommon


class WarrantyCommon(AssetCommon, KnowledgeCommon):
    """Refrigerators are sold with 24 months of warranty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._create_policy()
        cls.fridge.raya_policy_ids = cls.policy

    @classmethod
    def _create_policy(cls, **vals):
        return cls.env["raya.warranty.policy"].create(
            {
                "name": "24 months",
                "duration": 24,
                "line_ids": [Command.create({"scope": "all", "share": 100})],
                **vals,
            }
        )


class WarrantySaleCommon(SaleCommon, WarrantyCommon):
    """The same, sold by people without rights on product files."""

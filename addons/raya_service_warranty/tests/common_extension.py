from odoo.tests import new_test_user

from odoo.addons.raya_service_asset.tests.common_sale import SALES

from .common import WarrantySaleCommon


class ExtensionCommon(WarrantySaleCommon):
    """Refrigerators with 24 months of warranty, and 12 months more to buy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counter = new_test_user(cls.env, "test_counter", f"{SALES},raya_service_base.group_service_operator")
        cls.longer = cls._create_policy(name="12 more", kind="extended", start_event="previous", duration=12)
        cls.extension = cls._create_extension(cls.longer)

    @classmethod
    def _create_extension(cls, policy, **vals):
        return cls.env["product.product"].create(
            {
                "name": policy.name,
                "type": "service",
                "list_price": 50,
                "invoice_policy": "order",
                "raya_extension_policy_id": policy.id,
                **vals,
            }
        )

    def _files(self, order):
        return order.sudo().order_line.raya_asset_ids.sorted("unit_number")

    def _extensions(self, document):
        lines = document.sudo().order_line if document._name == "sale.order" else document.sudo().invoice_line_ids
        origins = [f"{line._name},{line.id}" for line in lines]
        return self.env["raya.warranty"].search([("origin", "in", origins)])

    def assertExtended(self, document, numbers):
        """These units, by number, have one extension in force each, and no others have."""
        warranties = self._extensions(document).filtered(lambda warranty: warranty.standing == "normal")
        self.assertEqual(sorted(warranties.asset_id.mapped("unit_number")), numbers)
        self.assertEqual(len(warranties), len(numbers))
        return warranties

    def _waiting(self, document):
        kind = self.env.ref("raya_service_warranty.mail_activity_type_extension")
        return document.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

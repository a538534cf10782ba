from odoo.addons.raya_service_asset.tests.common import SOLD_ON
from odoo.addons.raya_service_asset.tests.test_asset_import import ImportCommon

from .common import WarrantyCommon


class TestImportWithCoverage(ImportCommon, WarrantyCommon):
    def test_a_line_opens_a_file_with_its_coverage(self):
        [asset] = self._taken(("RF", "A-1", "C-77", "2026-03-10"))
        self.assertRecordValues(
            asset,
            [{"product_id": self.fridge.id, "serial": "A-1", "partner_id": self.customer.id, "state": "active"}],
        )
        self.assertEqual(asset.warranty_ids.date_start, SOLD_ON)

    def test_same_serial_updates_its_file(self):
        [first] = self._taken(("RF", "A-1", "", ""))
        again = self._taken(("RF", "A-1", "C-77", "2026-03-10"), ("RF", "A-2", "C-77", ""))
        self.assertEqual(again[0], first)
        self.assertRecordValues(first, [{"partner_id": self.customer.id, "date_invoice": SOLD_ON}])
        self.assertEqual(len(first.warranty_ids), 1)

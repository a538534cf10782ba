from odoo.exceptions import AccessError

from .common import AssetCommon


class TestAccess(AssetCommon):
    def test_outsider_sees_no_file(self):
        for model in ("raya.asset", "raya.asset.event", "raya.asset.identifier", "raya.meter.reading"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.outsider).search([])

    def test_outsider_lists_nobody_by_their_files(self):
        """Who owns a unit, or which document sold one, is no more told by a search than by the file itself."""
        groups = ("sales_team.group_sale_manager", "account.group_account_manager", "stock.group_stock_manager")
        outsider = self._create_user("test_keeper", *groups)
        for model in ("res.partner", "sale.order.line", "account.move.line", "stock.lot"):
            self.env[model].with_user(outsider).search([], limit=1)
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(outsider).search([("raya_asset_ids", "!=", False)])

    def test_technician_cannot_change_a_product_file(self):
        asset = self._create_asset()
        with self.assertRaises(AccessError):
            asset.with_user(self.technician).partner_id = False

    def test_file_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id)
        self.assertFalse(self.env["raya.asset"].with_user(self.operator).search([("id", "=", asset.id)]))

    def test_forms_tell_nothing_of_a_unit_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id)
        reading = asset._record_reading("hours", 4321, self.company._raya_get_day())
        self._assert_out_of_reach(self.manager, asset, reading)

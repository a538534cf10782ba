from datetime import date

from .common import SOLD_ON
from .test_asset_import import ImportCommon


class TestAssetImportEdges(ImportCommon):
    """What stands in real tables of units."""

    def test_file_of_headings_alone_makes_nothing(self):
        self.assertEqual(self._load(), {"ids": [], "messages": [], "nextrow": 0})

    def test_known_unit_is_updated_where_the_file_says_more(self):
        asset = self._create_asset(serial="A-1")
        columns = ("product_id", "serial", "date_installation")
        self.assertEqual(self._taken(("RF", "A-1", "2026-03-15"), columns=columns), asset)
        self.assertRecordValues(
            asset,
            [{"date_installation": date(2026, 3, 15), "date_invoice": SOLD_ON, "partner_id": self.customer.id}],
        )

    def test_unit_without_owner_gets_one_and_its_history_begins(self):
        asset = self._create_asset(serial="A-1", partner_id=False)
        self._taken(("RF", "A-1", "C-77", ""))
        self.assertEqual((asset.partner_id, asset.ownership_ids.partner_id), (self.customer, self.customer))

    def test_imported_unit_is_in_use_and_recorded_not_sold(self):
        asset = self._taken(("RF", "A-1", "C-77", "2026-03-10"))
        self.assertRecordValues(asset, [{"state": "active", "sale_line_id": False, "invoice_line_id": False}])
        self.assertRecordValues(asset.ownership_ids, [{"kind": "recorded", "date": SOLD_ON}])

    def test_same_serial_of_another_product_is_another_unit(self):
        self.part.default_code = "P"
        made = self._taken(("RF", "A-1", "", ""), ("P", "A-1", "", ""))
        self.assertEqual(made.mapped("product_id"), self.fridge | self.part)
        self.assertEqual(len(made), 2)

    def test_unit_told_by_external_id_may_change_its_serial(self):
        columns = ("id", *self.fields)
        made = self._taken(("x.a1", "RF", "A-1", "C-77", ""), columns=columns)
        again = self._taken(("x.a1", "RF", "A-2", "C-77", ""), columns=columns)
        self.assertEqual((again, again.serial), (made, "A-2"))

    def test_payer_and_site_are_told_as_the_owner_is(self):
        dealer = self.env["res.partner"].create({"name": "Dealer", "ref": "D-1"})
        site = self.env["res.partner"].create({"name": "Workshop", "email": "workshop@raya.example"})
        columns = ("product_id", "serial", "partner_id", "site_id", "payer_id")
        made = self._taken(("RF", "A-1", "C-77", "workshop@raya.example", "D-1"), columns=columns)
        self.assertRecordValues(made, [{"site_id": site.id, "payer_id": dealer.id}])

    def test_identifiers_stand_in_lines_below_their_unit(self):
        tracking = self.env.ref("raya_service_asset.raya_identifier_type_tracking")
        columns = ("product_id", "serial", "identifier_ids/type_id", "identifier_ids/value")
        made = self._taken(("RF", "A-1", tracking.name, "TR-1"), ("", "", tracking.name, "TR-2"), columns=columns)
        self.assertEqual(len(made), 1)
        self.assertEqual(set(made.identifier_ids.mapped("value")), {"TR-1", "TR-2"})

    def test_day_that_is_none_is_refused_with_its_line(self):
        refused = self._refused(("RF", "A-1", "", "2026-03-10"), ("RF", "A-2", "", "no day"))
        self.assertEqual([row for row, _message in refused], [2])

    def test_line_without_product_is_refused(self):
        refused = self._refused(("RF", "A-1", "", ""), ("", "A-2", "C-77", ""))
        self.assertEqual([row for row, _message in refused], [2])

    def test_state_and_what_sold_it_are_not_imported(self):
        result = self._load(("RF", "A-1", "cancelled"), columns=("product_id", "serial", "state"))
        self.assertFalse(result["ids"])
        self.assertFalse(self.env["raya.asset"].search([("serial", "=", "A-1")]))

    def test_one_wrong_line_in_a_thousand_costs_the_whole_file(self):
        rows = [("RF", f"N-{number}", "C-77", "") for number in range(1000)]
        rows[700] = ("RF", "N-700", "Nobody At All", "")
        self.assertEqual([row for row, _message in self._refused(*rows)], [701])

    def test_file_of_another_company_is_not_changed_by_its_id(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self._create_asset(serial="A-1", company_id=other.id)
        result = self._load((str(theirs.id), "RF", "A-9", "", ""), columns=(".id", *self.fields))
        self.assertFalse(result["ids"])
        self.assertEqual(theirs.serial, "A-1")

    def test_exported_files_come_back_unchanged(self):
        assets = self._taken(("RF", "A-1", "C-77", "2026-03-10"), ("RF", "A-2", "", ""))
        columns = ["product_id", "serial", "date_invoice"]
        rows = assets.with_context(import_compat=True).export_data(columns)["datas"]
        rows = [["" if cell is False else str(cell) for cell in row] for row in rows]
        self.assertEqual(self._taken(*rows, columns=columns), assets)
        self.assertRecordValues(assets, [{"date_invoice": SOLD_ON}, {"date_invoice": False}])

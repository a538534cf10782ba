from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SOLD_ON
from .common_sale import SaleCommon
from .test_asset_timeline import TimelineCommon

KEYS = {"kind", "moment", "date", "icon", "title", "detail", "author", "res_model", "res_id"}


class TestTimelineOfFile(TimelineCommon):
    """What a file tells that no document stands behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset(
            date_delivery=date(2026, 3, 12), date_installation=date(2026, 3, 15), date_activation=date(2026, 3, 16)
        )

    def test_latest_goes_first_and_every_entry_is_whole(self):
        told = self._tell(self.asset, self.technician)
        self.assertEqual([entry["kind"] for entry in told], ["file", "start", "start", "delivery", "sale"])
        self.assertEqual(
            [entry["date"] for entry in told[1:]], ["2026-03-16", "2026-03-15", "2026-03-12", "2026-03-10"]
        )
        for entry in told:
            self.assertEqual(set(entry), KEYS)

    def test_file_is_opened_before_what_happens_to_the_unit_on_that_day(self):
        asset = self._create_asset()
        asset.with_user(self.dispatcher)._take_back(self.company._raya_get_day(), "Broken")
        told = [entry["kind"] for entry in self._tell(asset, self.technician)]
        self.assertLess(told.index("return"), told.index("file"))

    def test_entry_names_who_did_it(self):
        asset = self.env["raya.asset"].with_user(self.operator).create({"product_id": self.fridge.id})
        [opened] = [entry for entry in self._tell(asset, self.technician) if entry["kind"] == "file"]
        self.assertEqual(opened["author"], self.operator.name)

    def test_facts_without_documents_lead_nowhere(self):
        for entry in self._tell(self.asset):
            self.assertEqual((entry["res_model"], entry["res_id"]), (False, False), entry["kind"])

    def test_day_that_is_not_known_is_not_told(self):
        self.asset.write({"date_delivery": False, "date_activation": False, "date_invoice": False})
        self.assertEqual(self._get_kinds(self.asset), ["file", "start"])

    def test_moment_is_on_the_day_where_the_reader_is(self):
        late = datetime(2026, 6, 1, 22, 0)
        for zone, day in (("UTC", "2026-06-01"), ("Asia/Tehran", "2026-06-02"), ("America/Los_Angeles", "2026-06-01")):
            self.technician.tz = zone
            reader = self.asset.with_user(self.technician).with_context(tz=zone)
            self.assertEqual(reader._prepare_timeline_entry("x", late, "X", icon="fa-x")["date"], day, zone)

    @freeze_time("2026-06-01 10:00:00")
    def test_meters_and_owners_are_told_with_their_reasons(self):
        self.asset._record_reading("hours", 100, date(2026, 4, 1), note="By phone")
        self.asset._exchange_meter("hours", 0, date(2026, 5, 1), "Broken glass")
        buyer = self.env["res.partner"].create({"name": "Ali Hosseini"})
        self.asset._transfer_ownership(buyer, date(2026, 5, 2), "Sold privately")
        told = [(entry["kind"], entry["title"], entry["detail"]) for entry in self._tell(self.asset, self.technician)]
        for entry in (
            ("owner", "New owner: Ali Hosseini", "Transferred – Sold privately"),
            ("meter", "Meter: 0 hours", "Meter Exchanged – Broken glass"),
            ("meter", "Meter: 100 hours", "By phone"),
        ):
            self.assertIn(entry, told)

    def test_life_of_several_units_is_not_one(self):
        with self.assertRaises(ValueError):
            (self.asset | self._create_asset(serial="RF-2")).get_timeline()

    def test_customer_of_the_portal_is_told_nothing(self):
        customer = self._create_user("test_portal_life", "base.group_portal")
        with self.assertRaises(AccessError):
            self._tell(self.asset, customer)


@tagged("post_install", "-at_install")
class TestTimelineOfDocuments(SaleCommon):
    """Sale and delivery, for those who may open the documents and for those who may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "raya_service_base.group_service_user"
        cls.accountant = cls._create_user("test_acc", role, "account.group_account_invoice")
        cls.stockman = cls._create_user("test_stock", role, "stock.group_stock_user")

    def _sell(self):
        self.order = self._sold(1, date_order=SOLD_ON)
        self.invoice = self._invoice(self.order)
        self.picking = self._deliver(self.order, self.lots[0])
        return self._get_files(self.order)

    def _tell(self, asset, user, kind):
        return [entry for entry in asset.with_user(user).get_timeline() if entry["kind"] == kind]

    def test_invoice_is_named_to_who_may_open_it(self):
        asset = self._sell()
        [sale] = self._tell(asset, self.accountant, "sale")
        self.assertEqual((sale["res_model"], sale["res_id"]), ("account.move", self.invoice.id))
        self.assertEqual(sale["detail"], self.invoice.name)
        [sale] = self._tell(asset, self.technician, "sale")
        self.assertEqual((sale["title"], sale["detail"], sale["res_id"]), ("Sold", "", False))

    def test_slip_is_named_to_who_may_open_it(self):
        asset = self._sell()
        [delivery] = self._tell(asset, self.stockman, "delivery")
        self.assertEqual((delivery["res_model"], delivery["res_id"]), ("stock.picking", self.picking.id))
        [delivery] = self._tell(asset, self.technician, "delivery")
        self.assertEqual((delivery["title"], delivery["detail"], delivery["res_id"]), ("Delivered", "", False))

    def test_going_and_coming_back_are_told_in_their_order(self):
        asset = self._sell()
        self._return(self.picking)
        moves = [entry["kind"] for entry in asset.with_user(self.technician).get_timeline()]
        self.assertLess(moves.index("return"), moves.index("delivery"))

    def test_no_price_is_told(self):
        asset = self._sell()
        asset.sudo().price_paid = 987654
        for user in (self.technician, self.accountant):
            self.assertNotIn("987654", str(asset.with_user(user).get_timeline()).replace(",", ""))

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.tests import tagged

from .common_extension import ExtensionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 10:00:00")
class TestExtensionDates(ExtensionCommon):
    """The queue behind the warranty, to the day."""

    def _extend(self, asset, policy=None):
        product = self._create_extension(policy) if policy else self.extension
        order = self._sell((product, 1, {"raya_asset_id": asset.id}), user=self.counter)
        self._invoice(order)
        return self._extensions(order)

    def test_ends_of_warranty_to_the_day(self):
        for sold, duration, starts, ends in (
            (date(2026, 3, 10), 24, date(2028, 3, 10), date(2029, 3, 9)),
            (date(2026, 1, 31), 1, date(2026, 3, 10), date(2027, 3, 9)),
            (date(2026, 2, 10), 1, date(2026, 3, 10), date(2027, 3, 9)),
            (date(2026, 2, 11), 1, date(2026, 3, 11), date(2027, 3, 10)),
            (date(2024, 2, 29), 36, date(2027, 3, 1), date(2028, 2, 29)),
            (date(2025, 8, 31), 6, date(2026, 3, 10), date(2027, 3, 9)),
        ):
            self.fridge.raya_policy_ids = self._create_policy(duration=duration)
            asset = self._create_asset(serial=str(sold), date_invoice=sold)
            warranty = self._extend(asset)
            self.assertEqual((warranty.date_start, warranty.date_end), (starts, ends), sold)

    def test_waits_as_long_as_the_warranty_waits(self):
        self.policy.start_event = "installation"
        asset = self._create_asset()
        warranty = self._extend(asset)
        self.assertEqual(warranty.state, "waiting")
        asset.with_user(self.operator).date_installation = date(2026, 4, 1)
        self.assertRecordValues(warranty, [{"date_start": date(2028, 4, 1), "date_end": date(2029, 3, 31)}])

    def test_assumed_end_gives_an_assumed_start(self):
        self.policy.write({"start_event": "installation", "start_cap": 6})
        asset = self._create_asset()
        warranty = self._extend(asset)
        self.assertRecordValues(warranty, [{"date_start": date(2028, 9, 10), "is_start_assumed": True}])
        asset.with_user(self.operator).date_installation = date(2026, 4, 1)
        self.assertRecordValues(warranty, [{"date_start": date(2028, 4, 1), "is_start_assumed": False}])
        self.assertFalse(warranty.event_ids)

    def test_follows_an_extension_of_the_warranty(self):
        asset = self._create_asset()
        warranty = self._extend(asset)
        asset.warranty_ids.filtered(lambda other: other.kind == "warranty")._record_event(
            "extend", "Goodwill", duration=1, duration_unit="month"
        )
        self.assertEqual(warranty.date_start, date(2028, 4, 10))
        self.assertEqual(warranty.event_ids.kind, "correct")

    def test_own_events_are_replayed_from_the_new_start(self):
        asset = self._create_asset()
        warranty = self._extend(asset)
        warranty._record_event("extend", "Goodwill", duration=3, duration_unit="month")
        second = self._extend(asset, self._create_policy(name="6 more", kind="extended", start_event="previous"))
        self.assertEqual(warranty.date_end, date(2029, 6, 9))
        self.assertEqual(second.date_start, date(2029, 6, 10))

    def test_longer_cover_of_one_component_does_not_delay_the_rest(self):
        compressor = self.env["raya.component"].create({"code": "T-COMP", "name": "Compressor"})
        self.policy.line_ids = [Command.create({"scope": "part", "component_id": compressor.id, "duration": 60})]
        more = self._create_policy(
            name="Both",
            kind="extended",
            start_event="previous",
            line_ids=[
                Command.create({"scope": "all"}),
                Command.create({"scope": "part", "component_id": compressor.id}),
            ],
        )
        lines = self._extend(self._create_asset(), more).line_ids
        self.assertEqual(lines.mapped("date_start"), [date(2028, 3, 10), date(2031, 3, 10)])

    def test_unit_without_warranty_is_covered_from_the_sale(self):
        self.fridge.raya_policy_ids = False
        self.assertEqual(self._extend(self._create_asset()).date_start, date(2026, 3, 10))

    def test_commitment_and_supplier_are_not_waited_for(self):
        self.fridge.raya_policy_ids |= self._create_policy(name="Parts", kind="commitment", duration=120)
        self.fridge.raya_policy_ids |= self._create_policy(name="Maker", kind="supplier", duration=36)
        self.assertEqual(self._extend(self._create_asset()).date_start, date(2028, 3, 10))

    def test_voided_extension_keeps_no_place_but_a_voided_warranty_does(self):
        asset = self._create_asset()
        first = self._extend(asset)
        second = self._extend(asset, self._create_policy(name="6 more", kind="extended", start_event="previous"))
        asset.warranty_ids.filtered(lambda other: other.kind == "warranty")._record_event("void", "Misuse")
        self.assertEqual(second.date_start, date(2029, 3, 10))
        first._record_event("void", "By mistake")
        self.assertEqual(second.date_start, date(2028, 3, 10))

    def test_extension_promised_with_the_product_comes_first(self):
        gift = self._create_policy(name="Gift", kind="extended", start_event="previous")
        asset = self._create_asset()
        gift = self.env["raya.warranty"].create(asset._prepare_warranty_values(gift))
        asset._sync_warranties()
        self.assertEqual(gift.date_start, date(2028, 3, 10))
        self.assertEqual(self._extend(asset).date_start, gift.date_end.replace(day=10))

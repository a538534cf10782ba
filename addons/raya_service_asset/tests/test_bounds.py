from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time

from odoo.addons.raya_service_base.tools import bounds

from .common import SOLD_ON, AssetCommon
from .test_asset_import import ImportCommon


class BoundedModels:
    """What every add-on with models of ours is looked at for."""

    def _get_unbounded(self, module):
        """Models of an add-on with numbers or days that somebody writes, and no bounds of them."""
        for Model in self.env.values():
            fields = [
                name
                for name, field in Model._fields.items()
                if field.type in bounds.BY_TYPE and not field.related and not field.readonly
            ]
            is_ours = Model._name.startswith("raya.") and Model._original_module == module and not Model._abstract
            if is_ours and fields and not hasattr(Model, "_check_bounds"):
                yield Model._name, fields


@freeze_time("2026-11-26 10:00:00")
class TestBounds(BoundedModels, AssetCommon):
    """No bounds: what makes no sense is refused with one sentence, by form and program."""

    def test_every_number_and_day_has_bounds(self):
        self.assertEqual(dict(self._get_unbounded("raya_service_asset")), {})

    def _refused(self, sentence, **vals):
        asset = self._create_asset(serial="OK").with_user(self.operator)
        with self.assertRaisesRegex(ValidationError, sentence):
            asset.write(vals)
        with self.assertRaisesRegex(ValidationError, sentence):
            asset.create({"product_id": self.fridge.id, **vals})
        # Its serial number is free for the next one.
        asset.sudo()._transition("cancelled")
        asset.flush_recordset()

    def test_quantity(self):
        for quantity in (0, -1, 1e9):
            self._refused("Quantity: enter more than 0 and at most 99,999,999", quantity=quantity)

    def test_days_beyond_two_centuries(self):
        for name in ("date_invoice", "date_delivery", "date_installation", "date_activation", "date_receipt"):
            for day in ("0625-11-26", "1404-12-19", "1899-12-31", "2200-01-01", "9999-12-31"):
                self._refused("enter a value from 01/01/1900 to 12/31/2199", **{name: day})

    def test_old_units_were_made_long_ago(self):
        asset = self._create_asset(date_manufacture="1832-03-20")
        self.assertEqual(asset.date_manufacture, date(1832, 3, 20))
        for day in ("1799-12-31", "2200-01-01"):
            self._refused("Made On: enter a value from 01/01/1800", date_manufacture=day)

    def test_number_in_stock_of_another_product(self):
        lot = self._create_lots("A-1")
        other = self.env["product.product"].create({"name": "Freezer", "type": "consu"})
        with self.assertRaisesRegex(ValidationError, "A-1 is a serial number of Refrigerator, not of Freezer"):
            self._create_asset(product_id=other.id, lot_id=lot.id)
        asset = self._create_asset(lot_id=lot.id)
        with self.assertRaisesRegex(ValidationError, "not of Freezer"):
            asset.with_user(self.operator).product_id = other

    def test_meters(self):
        asset = self._create_asset()
        Entry = self.env["raya.meter.entry"].with_user(self.operator)
        with self.assertRaisesRegex(ValidationError, "Meter Reads: enter a value"):
            Entry.create({"asset_id": asset.id, "meter": "hours", "value": 1e17})
        with self.assertRaisesRegex(ValidationError, "Read On: enter a value"):
            Entry.create({"asset_id": asset.id, "meter": "hours", "value": 1, "date": "0625-01-01"})

    def _enter(self, model, **vals):
        return self.env[model].with_user(self.dispatcher).create({"reason": "Broken", **vals})

    def test_exchange_in_the_future_or_before_the_sale(self):
        asset = self._create_asset()
        common = {"asset_id": asset.id, "serial": "NEW"}
        with self.assertRaisesRegex(UserError, "11/27/2026 is in the future"):
            self._enter("raya.asset.exchange", date="2026-11-27", **common).action_exchange()
        with self.assertRaisesRegex(UserError, "belongs to Sara Karimi since 03/10/2026"):
            self._enter("raya.asset.exchange", date="2026-03-09", **common).action_exchange()
        for day in ("0625-01-01", "9999-12-31"):
            with self.assertRaisesRegex(ValidationError, "Exchanged On: enter a value"):
                self._enter("raya.asset.exchange", date=day, **common)
        self._enter("raya.asset.exchange", date=SOLD_ON, **common).action_exchange()
        self.assertEqual(asset.state, "returned")

    def test_transfer_in_the_future_or_before_the_sale(self):
        asset, buyer = self._create_asset(), self.env["res.partner"].create({"name": "Ali"})
        common = {"asset_ids": [(6, 0, asset.ids)], "partner_id": buyer.id}
        with self.assertRaisesRegex(UserError, "11/27/2026 is in the future"):
            self._enter("raya.asset.transfer", date="2026-11-27", **common).action_transfer()
        with self.assertRaisesRegex(UserError, "belongs to Sara Karimi since 03/10/2026"):
            self._enter("raya.asset.transfer", date="2026-03-09", **common).action_transfer()
        with self.assertRaisesRegex(ValidationError, "As of: enter a value"):
            self._enter("raya.asset.transfer", date="0625-01-01", **common)
        self._enter("raya.asset.transfer", date="2026-11-26", **common).action_transfer()
        self.assertEqual(asset.partner_id, buyer)


class TestBoundsInFiles(ImportCommon):
    """No bounds: a file is refused with the line of the value."""

    def test_each_refused_line_says_why(self):
        columns = ("product_id", "serial", "quantity", "date_invoice")
        refused = self._refused(
            ("RF", "A-1", "1", "2026-03-10"),
            ("RF", "A-2", "0", "2026-03-10"),
            ("RF", "A-3", "-1", ""),
            ("RF", "A-4", "1000000000", ""),
            ("RF", "A-5", "1", "2200-01-01"),
            ("RF", "A-6", "1", "1270/01/01"),
            columns=columns,
        )
        self.assertEqual([row for row, _message in refused], [2, 3, 4, 5, 6])
        for (_row, message), words in zip(refused, ("Quantity", "Quantity", "Quantity", "2199", "1900"), strict=True):
            self.assertIn(words, message)

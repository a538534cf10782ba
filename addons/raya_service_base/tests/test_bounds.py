from datetime import date

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tests import BaseCase

from ..tools import bounds
from .fake_models import FakeModelsCommon, fake


@fake
class RayaFakeBounded(models.Model):
    _name = "raya.fake.bounded"
    _description = "Bounded"
    _inherit = ["raya.bounds.mixin"]
    _bounds = {"quantity": bounds.POSITIVE, "date_made": bounds.MAKING}
    _spans = {"duration": "unit"}

    quantity = fields.Float(default=1.0)
    count = fields.Integer()
    date = fields.Date()
    date_made = fields.Date("Made On")
    duration = fields.Integer()
    unit = fields.Selection([("day", "Days"), ("month", "Months"), ("year", "Years")])


class TestBoundsOfValues(BaseCase):
    def test_longest_promise_is_the_same_in_every_unit(self):
        for unit, most in (("day", 36600), ("month", 1200), ("year", 100)):
            self.assertFalse(bounds.is_too_long(most, unit))
            self.assertTrue(bounds.is_too_long(most + 1, unit))

    def test_ends_of_bounds(self):
        self.assertTrue(bounds.DAY.hold(date(1900, 1, 1)))
        self.assertFalse(bounds.DAY.hold(date(1899, 12, 31)))
        self.assertTrue(bounds.DAY.hold(date(2199, 12, 31)))
        self.assertFalse(bounds.DAY.hold(date(2200, 1, 1)))
        self.assertTrue(bounds.MAKING.hold(date(1832, 3, 20)))
        self.assertFalse(bounds.NUMBER.hold(float("nan")))
        self.assertFalse(bounds.NUMBER.hold(float("inf")))


class TestBoundsOfRecords(FakeModelsCommon):
    """No bounds: what makes no sense is refused with one sentence, before the database sees it."""

    fake_models = (RayaFakeBounded,)

    def _refused(self, sentence, **vals):
        Model = self.env["raya.fake.bounded"]
        with self.assertRaisesRegex(ValidationError, sentence):
            Model.create(vals)
        there = Model.create({})
        with self.assertRaisesRegex(ValidationError, sentence):
            there.write(vals)

    def test_values_beyond_their_bounds(self):
        for quantity in (0, -1, 1e9, float("nan"), "1e300", False):
            self._refused("Quantity: enter more than 0 and at most 99,999,999", quantity=quantity)
        for count in (10**12, -(10**12)):
            self._refused("Count: enter a value from -2,147,483,648 to 2,147,483,647", count=count)
        for day in ("0625-11-26", "1404-12-19", "2200-01-01", date(9999, 12, 31), "1899-12-31"):
            self._refused("Date: enter a value from 01/01/1900 to 12/31/2199", date=day)
        self._refused("Made On: enter a value from 01/01/1800", date_made="1799-12-31")

    def test_texts_that_are_no_values(self):
        self._refused("Date: “2026-13-45” is no date", date="2026-13-45")
        self._refused("Count: “many” is no date or number", count="many")

    def test_promise_for_too_long(self):
        for duration, unit in ((101, "year"), (1201, "month"), (36601, "day"), (99_999, "year")):
            self._refused("Duration: nobody keeps a promise for so long", duration=duration, unit=unit)

    def test_values_within(self):
        made = self.env["raya.fake.bounded"].create(
            {
                "quantity": 0.5,
                "count": -3,
                "date": "2199-12-31",
                "date_made": "1832-03-20",
                "duration": 100,
                "unit": "year",
            }
        )
        made.write({"date": False, "date_made": None, "count": 0})
        self.assertRecordValues(made, [{"date": False, "count": 0, "quantity": 0.5}])

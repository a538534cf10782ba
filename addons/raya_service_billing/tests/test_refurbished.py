from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import PART_COST, USED, BillingCommon


@tagged("post_install", "-at_install")
class TestRefurbished(BillingCommon):
    """What old parts that are good again are worth when they enter the stock. Two of ten were used."""

    def _refurbish(self, part, percent, **vals):
        """Two old parts of an approved job, received and good again.

        :return: the row of the old parts
        """
        self.env.company.raya_refurbished_percent = percent
        part.raya_is_old_owed = True
        job = self._approve(part=part, **vals)
        for verb in ("action_receive", "action_refurbish"):
            getattr(self._find_old(job).with_user(self.clerk), verb)()
        return self._find_old(job)

    def _find_old(self, job):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["raya.old.part"].search([("part_id", "in", job.part_ids.ids)])

    def _get_moves(self, old):
        return old.part_id.move_ids.filtered(lambda move: move._raya_is_refurbished())

    def test_old_part_enters_at_its_percent_of_the_cost(self):
        for valuation, part in self.parts.items():
            for percent, value in ((40, 0.4 * USED * PART_COST), (0, 0), (100, USED * PART_COST)):
                with self.subTest(valuation=valuation, percent=percent):
                    part = self._create_part(valuation)
                    before = part.total_value
                    old = self._refurbish(part, percent)
                    self.assertRecordValues(self._get_moves(old), [{"value": value, "quantity": USED}])
                    self.assertEqual(old.with_user(self.accountant).value_refurbished, value)
                    part.invalidate_recordset()
                    self.assertEqual(part.total_value, before - USED * PART_COST + value)

    def test_average_cost_follows(self):
        part = self._create_part("periodic")
        self._refurbish(part, 0)
        self.assertEqual(part.standard_price, 24, "eight at 30 and two at nothing")

    def test_standard_cost_stays_standard(self):
        part = self._create_unbought_part("periodic", costing="standard", standard_price=PART_COST)
        self._buy(part, PART_COST)
        old = self._refurbish(part, 0)
        self.assertEqual(self._get_moves(old).value, USED * PART_COST)

    def test_another_percent_later_changes_nothing_of_before(self):
        part = self._create_part("periodic")
        move = self._get_moves(self._refurbish(part, 40))
        self.env.company.raya_refurbished_percent = 90
        self.assertEqual(move._get_value(), 0.4 * USED * PART_COST)
        self.assertIn("Good again", move.value_justification)

    def test_report_says_still_what_was_used(self):
        old = self._refurbish(self.parts["periodic"], 40)
        job = old.part_id.workorder_id
        self.assertRecordValues(old.part_id, [{"qty_used": USED, "qty_returned": 0}])
        self.assertFalse(job.parts_alert)
        self.assertFalse(job.activity_ids.filtered(lambda each: "Came back" in (each.note or "")))

    def test_value_is_for_accountants(self):
        old = self._refurbish(self.parts["periodic"], 40)
        with self.assertRaises(AccessError):
            old.with_user(self.clerk).read(["value_refurbished"])
        with self.assertRaises(AccessError):
            self._get_moves(old).with_user(self.clerk).write({"raya_unit_value": 1})

    def test_percent_makes_sense(self):
        for percent in (-1, 100.5):
            with (
                self.subTest(percent=percent),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.company.raya_refurbished_percent = percent
                self.env.flush_all()

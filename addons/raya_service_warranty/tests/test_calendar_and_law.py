from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..tools import period
from .common import WarrantyCommon


class PaperCommon(WarrantyCommon):
    def _print(self, asset, lang=None):
        if lang:
            self.env["res.lang"]._activate_lang(lang)
            asset.partner_id.lang = lang
        report = self.env["ir.actions.report"].with_user(self.operator)
        return report._render_qweb_html("raya_service_warranty.report_certificate", asset.ids)[0].decode()


@tagged("post_install", "-at_install")
class TestLifelong(PaperCommon):
    """A promise for life has no last day, and nobody is reminded of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"name": "Frame", "duration_unit": "life"})
        cls.asset = cls._create_asset()

    def test_certificate_has_the_colour_of_its_company(self):
        asset = self._create_asset()
        asset.company_id.primary_color = "#123456"
        self.assertIn("solid #123456", self._print(asset))
        asset.company_id.primary_color = False
        self.assertIn("solid #212529", self._print(asset))

    def test_covered_on_any_day(self):
        for day in (date(2026, 3, 10), date(2076, 3, 10), date(2190, 1, 1)):
            decision = self.asset._decide_coverage("labour", day)
            self.assertEqual(decision.share, 100)
            self.assertEqual(self.asset._render_decision(decision), "Covered for life by Frame.")
        self.assertEqual(self.asset._decide_coverage("labour", date(2026, 3, 9)).reason_key, "not_started")

    def test_grace_and_extension_move_nothing(self):
        self.assertEqual(self.asset.warranty_ids.date_end, period.FOREVER)
        self.asset.warranty_ids._record_event("extend", "Goodwill", duration=1, duration_unit="year")
        self.assertEqual(self.asset.warranty_ids.date_end, period.FOREVER)
        self.fridge.raya_policy_ids = self._create_policy(duration_unit="life", grace_days=30)
        other = self._create_asset(serial="2")
        self.assertEqual(other._decide_coverage("labour", date(2190, 1, 1)).share, 100)

    def test_sorted_behind_every_other(self):
        self.fridge.raya_policy_ids = self._create_policy(name="Long", duration=100, duration_unit="year")
        covers = self.asset.warranty_ids | self._create_asset(serial="2").warranty_ids
        found = self.env["raya.warranty"].search([("id", "in", covers.ids)], order="date_end desc", limit=1)
        self.assertEqual(found, self.asset.warranty_ids)
        self.assertTrue(found.is_lifelong)

    def test_nobody_is_reminded(self):
        self.env["raya.warranty"].flush_model()
        ending = self.env["raya.warranty"]._search_ending(self.company, 36500, [], ["warranty"])
        self.assertNotIn(self.asset, ending.asset_id)

    def test_certificate_says_for_life(self):
        page = self._print(self.asset)
        self.assertIn("For life", page)
        self.assertNotIn("/2999", page)

    def test_life_of_the_unit_has_no_last_day_to_come(self):
        titles = [entry["title"] for entry in self.asset._get_timeline_warranty()]
        self.assertEqual(titles, ["Coverage begins"])

    def test_line_for_life_beside_a_policy_of_months(self):
        compressor = self.env["raya.component"].create({"code": "T-COMP", "name": "Compressor"})
        frame = Command.create({"scope": "part", "component_id": compressor.id, "duration_unit": "life"})
        self.fridge.raya_policy_ids = policy = self._create_policy(line_ids=[Command.create({}), frame])
        self.assertIn("Parts (Compressor): 100% for life.", policy.summary)
        asset = self._create_asset(serial="2")
        ends = asset.warranty_ids.line_ids.mapped("date_end")
        self.assertEqual(ends, [date(2028, 3, 9), period.FOREVER])

    def test_policy_from_the_invoice_on(self):
        self.assertIn("For life from the invoice on.", self.policy.summary)

    def test_policy_of_no_months_is_refused(self):
        self.assertTrue(self._create_policy(duration=0, duration_unit="life"))
        for duration in (0, -1):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._create_policy(duration=duration)

    def test_line_of_no_months_lasts_as_its_policy(self):
        self.fridge.raya_policy_ids = self._create_policy(line_ids=[Command.create({"duration": 0})])
        self.assertEqual(self._create_asset(serial="2").warranty_ids.line_ids.date_end, date(2028, 3, 9))


@tagged("post_install", "-at_install")
@freeze_time("2025-06-01 10:00:00")
class TestSolarHijriMonths(PaperCommon):
    """Twelve months from 1403/12/30 end on 1404/12/29, where the policy counts as Iran does."""

    def test_twelve_months_from_the_last_day_of_a_leap_year(self):
        self.fridge.raya_policy_ids = self._create_policy(name="Year", duration=12, duration_unit="solar_month")
        asset = self._create_asset(date_invoice=date(2025, 3, 20))
        self.assertRecordValues(asset.warranty_ids, [{"date_start": date(2025, 3, 20), "date_end": date(2026, 3, 20)}])
        self.assertIn("12 Solar Hijri months from the invoice.", asset.warranty_ids.policy_id.summary)

    def test_gregorian_months_end_a_day_before(self):
        self.fridge.raya_policy_ids = self._create_policy(name="Year", duration=12)
        asset = self._create_asset(date_invoice=date(2025, 3, 20))
        self.assertEqual(asset.warranty_ids.date_end, date(2026, 3, 19))

    def test_one_line_may_count_so(self):
        line = Command.create({"duration": 12, "duration_unit": "solar_month"})
        self.fridge.raya_policy_ids = self._create_policy(line_ids=[line])
        asset = self._create_asset(date_invoice=date(2025, 3, 20))
        self.assertEqual(asset.warranty_ids.line_ids.date_end, date(2026, 3, 20))

    def test_certificate_shows_both_calendars(self):
        self.fridge.raya_policy_ids = self._create_policy(name="Year", duration=12, duration_unit="solar_month")
        asset = self._create_asset(date_invoice=date(2025, 3, 20))
        self.assertIn("03/20/2026 (1404/12/29)", self._print(asset))
        self.assertIn("۱۴۰۴/۱۲/۲۹ (2026/03/20)", self._print(asset, "fa_IR"))

    def test_english_certificate_of_gregorian_months_shows_theirs(self):
        self.fridge.raya_policy_ids = self._create_policy(name="Year", duration=12)
        page = self._print(self._create_asset(date_invoice=date(2025, 3, 20)))
        self.assertIn("03/19/2026", page)
        self.assertNotIn("1404/", page)


@tagged("post_install", "-at_install")
class TestLegalGround(PaperCommon):
    """A policy names the law by which it is promised; the customer reads it on the certificate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"legal_ground": "Consumer Act, section 3", "legal_url": "https://example.com/act"})

    def test_certificate_names_it_with_its_link(self):
        page = self._print(self._create_asset())
        self.assertIn("Legal ground: Consumer Act, section 3.", page)
        self.assertIn('href="https://example.com/act"', page)

    def test_policy_without_ground_names_none(self):
        self.fridge.raya_policy_ids = self._create_policy()
        self.assertNotIn("Legal ground", self._print(self._create_asset()))

    def test_ground_stays_for_units_sold_and_its_link_may_move(self):
        self._create_asset()
        with self.assertRaises(UserError):
            self.policy.with_user(self.manager).legal_ground = "Another act"
        self.policy.with_user(self.manager).legal_url = "https://example.com/moved"

    def test_next_version_has_it(self):
        draft = self.policy.browse(self.policy.action_new_version()["res_id"])
        self.assertEqual((draft.legal_ground, draft.legal_url), (self.policy.legal_ground, self.policy.legal_url))

    def test_link_is_one(self):
        for link in ("javascript:alert(1)", "example.com", "ftp://example.com"):
            with self.assertRaisesRegex(ValidationError, "https://"):
                self.policy.legal_url = link

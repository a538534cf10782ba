import re
from datetime import date

from freezegun import freeze_time
from odoo import Command

from ..tools import coverage
from .common import WarrantyCommon

LANGUAGES = ("en_US", "fa_IR")
LATIN, PERSIAN = re.compile(r"[0-9]"), re.compile(r"[۰-۹]")

# How long, and how that is written in English and in Persian.
PERIODS = [
    (1, "day", "1 day", "۱ روز"),
    (30, "day", "30 days", "۳۰ روز"),
    (1, "month", "1 month", "۱ ماه"),
    (12, "month", "12 months", "۱۲ ماه"),
    (18, "month", "18 months", "۱۸ ماه"),
    (48, "month", "48 months", "۴۸ ماه"),
    (60, "month", "60 months", "۶۰ ماه"),
    (1, "year", "1 year", "۱ سال"),
    (2, "year", "2 years", "۲ سال"),
    (1, "solar_month", "1 Solar Hijri month", "۱ ماه شمسی"),
    (12, "solar_month", "12 Solar Hijri months", "۱۲ ماه شمسی"),
]

USES = [
    ("hours", 1, "1 hour", "۱ ساعت"),
    ("hours", 30000, "30,000 hours", "۳۰٬۰۰۰ ساعت"),
    ("km", 1, "1 kilometre", "۱ کیلومتر"),
    ("km", 2, "2 kilometres", "۲ کیلومتر"),
    ("cycles", 1, "1 cycle", "۱ چرخه"),
    ("cycles", 0, "0 cycles", "۰ چرخه"),
]

# Reason, what it names besides, the sentence in English and in Persian.
SENTENCES = [
    (
        "covered",
        {},
        "Covered until 12/31/2027 by Gold (24 months).",
        "تا ۱۴۰۶/۱۰/۱۰ تحت پوشش «طلایی (۲۴ ماه)» است.",
    ),
    (
        "covered",
        {"date_end": "2999-12-31"},
        "Covered for life by Gold (24 months).",
        "مادام‌العمر تحت پوشش «طلایی (۲۴ ماه)» است.",
    ),
    (
        "covered",
        {"limits": [["hours", 1]], "max_count": 1},
        "Covered until 12/31/2027 by Gold (24 months, up to 1 hour, once).",
        "تا ۱۴۰۶/۱۰/۱۰ تحت پوشش «طلایی (۲۴ ماه، تا ۱ ساعت، و یک بار)» است.",
    ),
    (
        "covered_partly",
        {},
        "50% covered until 12/31/2027 by Gold (24 months); the customer pays the rest.",
        "۵۰٪ هزینه تا ۱۴۰۶/۱۰/۱۰ طبق «طلایی (۲۴ ماه)» با شرکت است؛ بقیه را مشتری می‌پردازد.",
    ),
    (
        "covered_to_amount",
        {},
        "50% covered until 12/31/2027 by Gold (24 months): that is all it has left to pay; the customer pays the rest.",
        "۵۰٪ هزینه تا ۱۴۰۶/۱۰/۱۰ طبق «طلایی (۲۴ ماه)» با شرکت است: بیش از این از سقف آن نمانده است؛ "
        "بقیه را مشتری می‌پردازد.",
    ),
    (
        "used_up",
        {"meter": "hours", "limit": 1, "reading": 1200},
        "Charged: Gold (24 months, until 12/31/2027) ends at 1 hour, and the meter read 1,200.",
        "هزینه با مشتری: «طلایی (۲۴ ماه و تا ۱۴۰۶/۱۰/۱۰)» تا ۱ ساعت است و شمارنده ۱٬۲۰۰ را نشان می‌داد.",
    ),
    (
        "unproven",
        {"start_event": "invoice"},
        "Proof needed: Gold (24 months) counts from the invoice, and the day of that is not known.",
        "نیاز به مدرک: «طلایی (۲۴ ماه)» از فاکتور حساب می‌شود و تاریخ آن معلوم نیست.",
    ),
    (
        "claimable",
        {},
        "50% of what the company bears can be claimed from the supplier until 12/31/2027 by Gold (24 months).",
        "۵۰٪ از سهم شرکت را تا ۱۴۰۶/۱۰/۱۰ بر پایهٔ «طلایی (۲۴ ماه)» می‌توان از تأمین‌کننده مطالبه کرد.",
    ),
]


@freeze_time("2026-06-01 10:00:00")
class TestTwoLanguages(WarrantyCommon):
    """What warranty says, as people who read English and who read Persian write it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        for record, english, persian in (
            (cls.policy, "Gold", "طلایی"),
            (cls.fridge, "Refrigerator", "یخچال"),
            (cls.part, "Relay", "رله"),
        ):
            record.name = english
            record.with_context(lang="fa_IR").name = persian

    def _tell(self, lang, key, **args):
        days = {"date_start": "2026-01-01", "date_end": "2027-12-31", "date_since": "2026-03-01"}
        known = {"line_id": self.policy.line_ids.id, "kind": "labour", "scope": "part", "share": 50.0, **days, **args}
        told = self.env["raya.warranty"].with_context(lang=lang)._get_reason_sentence(key, known)
        return re.sub("[\u200f\u00a0]", "", told).replace("،", "، ").replace("،  ", "، ")

    def test_periods(self):
        for count, unit, *texts in PERIODS:
            for lang, text in zip(LANGUAGES, texts, strict=True):
                policy = self.policy.with_context(lang=lang)
                self.assertEqual(policy._describe_period(count, unit), text)
                self.assertTrue(policy._describe_term_of(count, unit).startswith(text))

    def test_periods_on_every_paper(self):
        """The policy's sentence, the decision and the certificate say the same number, whatever it is."""
        for count, unit, *texts in PERIODS:
            terms = {"duration": count, "duration_unit": unit, "start_event": "installation", "name": f"P{unit}"}
            self.fridge.raya_policy_ids = self._create_policy(**terms)
            asset = self._create_asset(serial=f"{count}-{unit}")
            for lang, text in zip(LANGUAGES, texts, strict=True):
                told = asset.with_context(lang=lang)
                (cover,) = told._get_certificate_covers()
                self.assertIn(text, cover["lines"][0]["promise"])
                self.assertIn(text, told.warranty_ids.policy_id.summary)
                self.assertIn(f"({text})", told.coverage_reason)

    def test_uses(self):
        for meter, use, *texts in USES:
            for lang, text in zip(LANGUAGES, texts, strict=True):
                self.assertEqual(self.env["raya.meter.reading"].with_context(lang=lang)._format_use(meter, use), text)

    def test_sentences(self):
        for key, args, *sentences in SENTENCES:
            for lang, sentence in zip(LANGUAGES, sentences, strict=True):
                with self.subTest(key=key, lang=lang):
                    self.assertEqual(self._tell(lang, key, **args), sentence)

    def test_no_sentence_mixes_digits(self):
        args = {
            "limits": [["km", 30000], ["hours", 1]],
            "max_count": 3,
            "max_amount": 1250,
            "meter": "cycles",
            "limit": 7,
            "reading": 8.5,
            "start_event": "delivery",
        }
        for key in coverage.REASONS:
            persian = self._tell("fa_IR", key, **args)
            self.assertFalse(LATIN.search(persian), persian)
            self.assertFalse(re.search(r"[a-zA-Z]{2}", persian), persian)
            self.assertFalse(PERSIAN.search(self._tell("en_US", key, **args)), key)

    def test_no_summary_mixes_digits(self):
        self.policy.write(
            {
                "start_cap": 1,
                "start_cap_event": "receipt",
                "grace_days": 1,
                "usage_limit": 1,
                "usage_meter": "hours",
                "is_transferable": False,
                "excluded_product_ids": self.part.ids,
                "line_ids": [
                    Command.create({"scope": "labour", "share": 50, "duration": 1, "max_count": 1, "max_amount": 300}),
                    Command.create({"scope": "travel", "max_count": 2, "usage_limit": 1, "usage_meter": "km"}),
                    Command.create({"scope": "part", "duration_unit": "life", "max_amount": 300}),
                ],
            }
        )
        persian = self.policy.with_context(lang="fa_IR").summary
        self.assertFalse(LATIN.search(persian), persian)
        self.assertFalse(re.search(r"[a-zA-Z]{2}", persian), persian)
        english = self.policy.with_context(lang="en_US").summary
        self.assertFalse(re.search(r"\b1 \w+s\b", english), english)
        self.assertIn("Labour: 50% for 1 month, once, at most", english)

    def test_amounts_and_shares_on_the_certificate(self):
        self.policy.line_ids.write({"share": 50, "max_amount": 300, "max_count": 1})
        asset = self._create_asset()
        (cover,) = asset.with_context(lang="fa_IR")._get_certificate_covers()
        (line,) = cover["lines"]
        self.assertEqual(line["share"], "۵۰٪")
        self.assertFalse(LATIN.search(line["what"]), line["what"])
        self.assertEqual(line["end"], "۱۴۰۶/۱۲/۱۹ (2028/03/09)")
        (cover,) = asset.with_context(lang="en_US")._get_certificate_covers()
        self.assertIn("once", cover["lines"][0]["what"])


@freeze_time("2024-10-01 10:00:00")
class TestExtensionTold(WarrantyCommon):
    """12 months from 7 September 2024, 48 more sold later: whoever asks hears of 2029, not only of 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"name": "Year", "duration": 12})
        longer = cls._create_policy(name="Longer", kind="extended", start_event="previous", duration=48)
        cls.asset = cls._create_asset(date_invoice=date(2024, 9, 7))
        document = cls._create_order().order_line
        grant = cls.asset._prepare_grant_values(longer, document, date(2024, 9, 20))
        cls.env["raya.warranty"]._sync_grants({grant["origin"]: "S1"}, [grant])

    def test_file_names_the_last_day_of_all(self):
        self.assertEqual(
            self.asset.coverage_reason,
            "Covered until 09/06/2025 by Year (12 months). Afterwards Longer covers it until 09/06/2029.",
        )
        with freeze_time("2025-09-07 10:00:00"):
            self.env.invalidate_all()
            self.assertEqual(self.asset.coverage_reason, "Covered until 09/06/2029 by Longer (48 months).")
            self.assertNotIn("09/06/2025", str(self.asset._get_certificate_covers()))

    def test_nothing_ends_before_2026_once_the_warranty_is_over(self):
        with freeze_time("2025-10-01 10:00:00"):
            covers = self.env["raya.warranty"].search([("asset_id", "=", self.asset.id)])
            self.assertEqual(
                covers.filtered(lambda cover: cover.state == "active").mapped("date_end"), [date(2029, 9, 6)]
            )

    def test_nobody_is_offered_what_they_have(self):
        self.customer.email = "sara@example.com"
        with freeze_time("2025-09-01 10:00:00"):
            year = self.asset.warranty_ids.filtered(lambda warranty: warranty.kind == "warranty")
            self.assertIn(year, self.env["raya.warranty"]._search_ending(self.company, 30, [], ["warranty"]))
            self.assertFalse(year._may_offer())

    def test_decision_that_is_settled_says_nothing_of_later(self):
        decision = self.asset._decide_coverage("labour", date(2024, 10, 1))
        self.assertEqual(self.asset._render_decision(decision), "Covered until 09/06/2025 by Year (12 months).")


@freeze_time("2026-06-01 10:00:00")
class TestWhatIfAsTheBanner(WarrantyCommon):
    """What If begins with what the file says, in the same words."""

    def _supposed(self, asset):
        simulation = self.env["raya.coverage.simulation"].with_user(self.technician)
        return simulation.create({"asset_id": asset.id})

    def _files(self):
        yield self._create_asset()
        yield self._create_asset(serial="2", date_invoice=False)
        yield self._create_asset(serial="3", date_invoice=date(2020, 1, 1))
        self.fridge.raya_policy_ids |= self._create_policy(name="Supply", kind="commitment", duration=240)
        yield self._create_asset(serial="4", date_invoice=date(2020, 1, 1))
        self.fridge.raya_policy_ids = self._create_policy(name="Worn", usage_limit=100, usage_meter="hours")
        yield self._create_asset(serial="5")
        worn = self._create_asset(serial="6")
        worn._record_reading("hours", 101, date(2026, 5, 1))
        yield worn
        # Given for one that had run for 500 of its 100 hours: nobody has read the meter of this one.
        given = self._create_asset(serial="7")
        given.warranty_ids.line_ids.usage_start = -500
        yield given
        self.fridge.raya_policy_ids = False
        yield self._create_asset(serial="8")

    def test_same_words_for_the_same_facts(self):
        for asset in self._files():
            asset, supposed = asset.with_user(self.technician), self._supposed(asset)
            self.assertEqual(supposed.status, asset.coverage_status, asset.serial)
            self.assertEqual(supposed.sentence.split(), asset.coverage_reason.split(), asset.serial)

    def test_today_is_the_day_of_the_company(self):
        self.company.resource_calendar_id.tz = "Pacific/Auckland"
        self.technician.tz = "America/Los_Angeles"
        with freeze_time("2028-03-09 13:00:00"):
            asset = self._create_asset()
            self.assertEqual(self._supposed(asset).report_date, self.company._raya_get_day())

from datetime import date, datetime

from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .common import PersianCase

RATES = "res.currency.rate"


@tagged("post_install", "-at_install")
class TestGrouping(PersianCase):
    """Groups of Odoo's models, as the web client asks for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.env["res.currency"].create({"name": "RYX", "symbol": "x"})
        # The last days of Esfand and the first of Farvardin, of a leap year and of a common one; Azar.
        cls.rate_days = [
            "2025-03-19",
            "2025-03-20",
            "2025-03-21",
            "2026-03-20",
            "2026-03-21",
            "2026-11-21",
            "2026-11-22",
        ]
        cls.env[RATES].create([{"currency_id": cls.currency.id, "name": day, "rate": 1} for day in cls.rate_days])
        cls.partners = cls.env["res.partner"].create([{"name": f"Raya group {number}"} for number in range(3)])
        # Midnight between Aban and Azar in Tehran is 20:30 UTC.
        moments = [datetime(2026, 11, 21, 20, 29), datetime(2026, 11, 21, 20, 30), datetime(2026, 12, 1, 8)]
        for partner, moment in zip(cls.partners, moments, strict=True):
            cls.env.cr.execute("UPDATE res_partner SET create_date = %s WHERE id = %s", (moment, partner.id))
        cls.env.invalidate_all()
        cls.of_rates = Domain("currency_id", "=", cls.currency.id)
        cls.of_partners = Domain("id", "in", cls.partners.ids)

    def _group(self, user, model, domain, spec, **kwargs):
        """Label and number of each group; its own filter finds as many."""
        records = self._as(user, model)
        groups = records.formatted_read_group(domain, [spec], ["__count"], **kwargs)
        for group in groups:
            found = records.search_count(domain & Domain(group["__extra_domain"]))
            self.assertEqual(found, group["__count"], group)
        return [(group[spec] and group[spec][1], group["__count"]) for group in groups]

    def test_months_are_those_of_the_calendar(self):
        months = self._group(self.persian, RATES, self.of_rates, "name:month")
        expected = [("اسفند ۱۴۰۳", 2), ("فروردین ۱۴۰۴", 1), ("اسفند ۱۴۰۴", 1), ("فروردین ۱۴۰۵", 1)]
        self.assertEqual(months, [*expected, ("آبان ۱۴۰۵", 1), ("آذر ۱۴۰۵", 1)])

    def test_quarters_and_years_are_those_of_the_calendar(self):
        quarters = self._group(self.persian, RATES, self.of_rates, "name:quarter")
        self.assertEqual(quarters[:2], [("سه‌ماههٔ چهارم ۱۴۰۳", 2), ("سه‌ماههٔ اول ۱۴۰۴", 1)])
        self.assertEqual(quarters[-1], ("سه‌ماههٔ سوم ۱۴۰۵", 2))
        years = self._group(self.persian, RATES, self.of_rates, "name:year")
        self.assertEqual(years, [("۱۴۰۳", 2), ("۱۴۰۴", 2), ("۱۴۰۵", 3)])

    def test_days_and_weeks_are_written_in_the_calendar(self):
        days = self._group(self.persian, RATES, self.of_rates, "name:day", order="name:day desc")
        self.assertEqual(days[:2], [("۰۱ آذر ۱۴۰۵", 1), ("۳۰ آبان ۱۴۰۵", 1)])
        weeks = self._group(self.persian, RATES, self.of_rates, "name:week")
        # 2026-03-21 is a Saturday and the first day of its year.
        self.assertIn(("هفتهٔ ۱، ۱۴۰۵", 1), weeks)
        self.assertEqual(weeks[-1], ("هفتهٔ ۳۶، ۱۴۰۵", 2))

    def test_a_moment_lies_in_the_month_of_the_readers_zone(self):
        months = self._group(self.persian, "res.partner", self.of_partners, "create_date:month")
        self.assertEqual(months, [("آبان ۱۴۰۵", 1), ("آذر ۱۴۰۵", 2)])
        hours = self._group(self.persian, "res.partner", self.of_partners, "create_date:hour")
        self.assertEqual(hours[1], ("۱۲:۰۰ ۰۱ آذر", 1))

    def test_groups_along_a_path_and_without_a_value(self):
        users = self._as(self.persian, "res.users")
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2026-11-22' WHERE id = %s", (self.persian.partner_id.id,)
        )
        domain = Domain("id", "=", self.persian.id)
        (group,) = users.formatted_read_group(domain, ["partner_id.create_date:month"], ["__count"])
        self.assertEqual(group["partner_id.create_date:month"][1], "آذر ۱۴۰۵")
        self.assertEqual(users.search_count(domain & Domain(group["__extra_domain"])), 1)
        self.env.cr.execute("UPDATE res_partner SET create_date = NULL WHERE id = %s", (self.partners[0].id,))
        groups = self._group(self.persian, "res.partner", self.of_partners, "create_date:month")
        self.assertEqual(groups, [("آذر ۱۴۰۵", 2), (False, 1)])

    def test_list_pivot_and_progress_bar_have_the_same_groups(self):
        rates = self._as(self.persian, RATES)
        answer = rates.web_read_group(self.of_rates, ["name:year"], ["__count"], limit=2)
        self.assertEqual([group["name:year"][1] for group in answer["groups"]], ["۱۴۰۳", "۱۴۰۴"])
        self.assertEqual(answer["length"], 3)
        sets = rates.formatted_read_grouping_sets(self.of_rates, [["name:year"], []], ["__count"])
        self.assertEqual([group["__count"] for group in sets[0]], [2, 2, 3])
        bars = rates.read_progress_bar(self.of_rates, "name:month", {"field": "currency_id", "colors": {}})
        self.assertEqual(bars, {})

    def test_a_chart_has_the_months_between_as_well(self):
        rates = self._as(self.persian, RATES).with_context(fill_temporal=True)
        of_year = self.of_rates & Domain("name", ">=", "2026-03-21")
        groups = rates.formatted_read_group(of_year, ["name:month"], ["__count"])
        self.assertEqual([group["name:month"][0] for group in groups][:3], ["2026-03-21", "2026-04-21", "2026-05-22"])
        self.assertEqual([group["__count"] for group in groups], [1, 0, 0, 0, 0, 0, 0, 1, 1])
        bounded = rates.with_context(
            fill_temporal={"fill_from": "2026-02-25", "fill_to": "2026-03-25", "min_groups": 4}
        )
        groups = bounded.formatted_read_group(Domain("id", "=", 0), ["name:month"], ["__count"])
        starts = [group["name:month"][0] for group in groups]
        self.assertEqual(starts, ["2026-02-20", "2026-03-21", "2026-04-21", "2026-05-22"])
        partners = self._as(self.persian, "res.partner").with_context(fill_temporal={"min_groups": 3})
        groups = partners.formatted_read_group(self.of_partners, ["create_date:month"], ["__count"])
        self.assertEqual([group["__count"] for group in groups], [1, 2, 0])

    def test_users_of_other_languages_have_odoos_groups(self):
        months = self._group(self.english, RATES, self.of_rates, "name:month")
        self.assertEqual(months, [("March 2025", 3), ("March 2026", 2), ("November 2026", 2)])
        self.assertIs(type(self._as(self.english, RATES)._raya_as_read(["name:month"])), type(self.env[RATES]))
        self.assertNotIn("raya_calendar", self._as(self.english, RATES)._raya_as_read(["name:month"]).env.context)

    def test_sums_of_the_program_keep_odoos_months(self):
        rates = self._as(self.persian, RATES)
        starts = [start for (start,) in rates._read_group(self.of_rates, ["name:month"])]
        self.assertEqual(starts, [date(2025, 3, 1), date(2026, 3, 1), date(2026, 11, 1)])

    def test_people_choose_another_calendar_for_the_web_client(self):
        self.persian.write({"raya_calendar": "gregorian", "raya_digits": "latn"})
        months = self._group(self.persian, RATES, self.of_rates, "name:month")
        self.assertEqual(months[-1], ("نوامبر 2026", 2))
        self.english.write({"raya_calendar": "solar"})
        months = self._group(self.english, RATES, self.of_rates, "name:month")
        self.assertEqual(months[-1], ("Azar 1405", 1))
        weeks = self._group(self.english, RATES, self.of_rates, "name:week")
        self.assertRegex(weeks[-1][0], r"^W3\d 1405$")

    def test_spreadsheets_ask_for_odoos_months(self):
        rates = self._as(self.persian, RATES).with_context(raya_calendar=["gregorian", "latn"])
        groups = rates.formatted_read_group(self.of_rates, ["name:month"], ["__count"])
        self.assertEqual([group["name:month"][0] for group in groups], ["2025-03-01", "2026-03-01", "2026-11-01"])
        self.assertEqual(groups[-1]["name:month"][1], "نوامبر 2026")

    @freeze_time("2026-11-27 09:00:00")
    def test_this_month_of_a_stored_filter_is_the_readers(self):
        this_month = [("currency_id", "=", self.currency.id), ("name", ">=", "today =1d"), ("name", "<", "today +1d")]
        self.assertEqual(self._as(self.persian, RATES).search(this_month).mapped("name"), [date(2026, 11, 22)])
        self.assertEqual(len(self._as(self.english, RATES).search(this_month)), 2)
        this_month = [("id", "in", self.partners.ids), ("create_date", ">=", "now =1d")]
        self.assertEqual(self._as(self.persian, "res.partner").search_count(this_month), 2)
        self.assertEqual(self._as(self.english, "res.partner").search_count(this_month), 3)

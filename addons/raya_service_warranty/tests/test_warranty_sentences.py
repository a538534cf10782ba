import json
from datetime import date

from freezegun import freeze_time
from odoo import Command

from ..tools import coverage
from .common import WarrantyCommon


@freeze_time("2026-06-01 10:00:00")
class TestWarrantySentences(WarrantyCommon):
    """The reader learns which cover decided, what it covers, how far and until when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compressor = cls.env["raya.component"].create({"code": "T-COMP", "name": "Compressor"})
        cls.policy.write(
            {
                "name": "Appliance",
                "duration": 12,
                "line_ids": [
                    Command.create({"scope": "part", "component_id": cls.compressor.id, "duration": 60, "sequence": 20})
                ],
            }
        )

    def _tell(self, key, **args):
        line = self.policy.line_ids[0]
        days = dict.fromkeys(("date_start", "date_end", "date_since"), "2026-12-31")
        known = {"cover": "Appliance", "line_id": line.id, "kind": "labour", "scope": "part", "share": 50, **days}
        return self.env["raya.warranty"].with_user(self.technician)._get_reason_sentence(key, {**known, **args})

    def test_every_reason_has_its_sentence(self):
        args = {"meter": "km", "limit": 30000, "reading": 30001, "start_event": "delivery", "winner": "Better"}
        for key in coverage.REASONS:
            sentence = self._tell(key, **args)
            self.assertTrue(sentence.endswith("."), key)
            self.assertNotIn("%", sentence.replace("50%", ""), key)
            self.assertEqual("Appliance" in sentence, key not in ("no_policy", "gone"), key)

    def test_every_reason_of_old_is_still_told(self):
        """Decisions were frozen with fewer arguments once."""
        args = {"cover": "Appliance", "line_id": 0, "share": 100, "date_start": "2026-01-01", "date_end": "2026-12-31"}
        for key in coverage.REASONS:
            self.assertTrue(self.env["raya.warranty"]._get_reason_sentence(key, args))

    def test_every_start_event_has_its_name(self):
        events = dict(self.env["raya.warranty.policy"]._fields["start_event"].selection)
        for event in events:
            self.assertRegex(self._tell("waiting", start_event=event), r"it waits for the \w.+\.$")

    def test_component_is_told_beside_what_has_ended(self):
        asset = self._create_asset(date_invoice=date(2024, 5, 11)).with_user(self.operator)
        self.assertEqual(asset.coverage_status, "partly")
        self.assertEqual(
            asset.coverage_reason.splitlines(),
            [
                "Labour – Charged: Appliance (12 months) ended on 05/10/2025.",
                "Parts – Charged: Appliance (12 months) ended on 05/10/2025.",
                "Parts (Compressor) – Covered until 05/10/2029 by Appliance · Compressor (60 months).",
            ],
        )

    def test_component_that_fares_no_better_is_not_told(self):
        asset = self._create_asset(date_invoice=date(2026, 5, 11)).with_user(self.operator)
        self.assertEqual(asset.coverage_status, "covered")
        self.assertEqual(asset.coverage_reason, "Covered until 05/10/2027 by Appliance (12 months).")

    def test_cover_waits_for_its_event(self):
        self.policy.start_event = "installation"
        asset = self._create_asset().with_user(self.operator)
        self.assertEqual(asset.coverage_status, "charged")
        expected = "Charged: Appliance (12 months) has not started: it waits for the installation."
        self.assertIn(expected, asset.coverage_reason)
        asset.date_installation = date(2026, 6, 1)
        self.assertEqual(asset.coverage_status, "covered")

    def test_refusal_names_the_last_day_of_what_it_refuses(self):
        self.assertEqual(self._tell("excluded"), "Charged: Appliance (12 months, until 12/31/2026) excludes this part.")
        self.assertEqual(
            self._tell("other_scope"), "Charged: Appliance (12 months, until 12/31/2026) covers parts only."
        )

    def test_limit_that_the_name_tells_is_not_told_again(self):
        self.policy.name = "۱۲ ماهه"
        self.assertEqual(self._tell("expired"), "Charged: ۱۲ ماهه ended on 12/31/2026.")
        self.policy.name = "12 months or 30,000 km"
        told = self._tell("covered", limits=[["km", 30000], ["hours", 30]])
        self.assertEqual(told, "Covered until 12/31/2026 by 12 months or 30,000 km (up to 30 hours).")

    def test_limits_of_use_and_of_money(self):
        limits = {"limits": [["km", 30000], ["hours", 500.5]], "max_count": 3, "max_amount": 1250000}
        self.assertEqual(
            self._tell("covered", **limits).replace("\N{NO-BREAK SPACE}", " "),
            "Covered until 12/31/2026 by Appliance (12 months, up to 30,000 kilometres, up to 500.5 hours, "
            f"at most 3 times, at most {self._money(1250000)}).",
        )
        self.assertEqual(
            self._tell("used_up", limits=[["km", 30000]], meter="km", limit=30000, reading=1234567),
            "Charged: Appliance (12 months, until 12/31/2026) ends at 30,000 kilometres, and the meter read 1,234,567.",
        )

    def test_one_is_not_many(self):
        self.policy.duration = 1
        for unit in ("day", "month", "year"):
            self.policy.duration_unit = unit
            self.assertEqual(
                self._tell("covered", max_count=1), f"Covered until 12/31/2026 by Appliance (1 {unit}, once)."
            )

    def _money(self, amount):
        return self.env.company.currency_id.format(amount).replace("\N{NO-BREAK SPACE}", " ")

    def test_part_fitted_by_a_repair_is_named(self):
        asset = self._create_asset(date_invoice=date(2024, 5, 11))
        part_only = [Command.create({"scope": "part"})]
        repair = self._create_policy(name="Repair", kind="repair", start_event="repair", duration=6, line_ids=part_only)
        fitted = {"policy_line_id": repair.line_ids.id, "product_id": self.part.id}
        granted = self.env["raya.warranty"].create(
            {
                "asset_id": asset.id,
                "policy_id": repair.id,
                "date_granted": date(2026, 5, 1),
                "line_ids": [Command.create(fitted)],
            }
        )
        granted._sync_dates()
        decision = asset._decide_coverage("part", date(2026, 6, 1), part=self.part)
        name = self.part.display_name
        self.assertEqual(asset._render_decision(decision), f"Covered until 10/31/2026 by Repair · {name} (6 months).")
        self.assertEqual(decision.warranty_line_id, granted.line_ids.id)
        self.assertEqual(asset._decide_coverage("part", date(2026, 6, 1)).share, 0)

    def test_claim_is_told_with_its_last_day(self):
        maker = self._create_policy(name="Maker", kind="supplier", duration=18)
        self.fridge.raya_policy_ids |= maker
        asset = self._create_asset().with_user(self.technician)
        decision = asset._decide_coverage("labour", date(2026, 6, 1))
        self.assertEqual(decision.shares, {"customer": 0, "supplier": 100, "company": 0})
        self.assertNotIn("Maker", asset._render_decision(decision))
        claim = json.loads(json.dumps(decision.claim))
        self.assertEqual(
            self.env["raya.warranty"]._get_reason_sentence("claimable", claim),
            "100% of what the company bears can be claimed from the supplier until 09/09/2027 by Maker (18 months).",
        )

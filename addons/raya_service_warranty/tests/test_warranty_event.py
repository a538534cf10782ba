from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import WarrantyCommon


@freeze_time("2026-06-01 10:00:00")
class TestWarrantyEvent(WarrantyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset()
        cls.warranty = cls.asset.warranty_ids

    def _change(self, kind, day=date(2026, 6, 1), user=None, **vals):
        """What a person does: press the button, give the reason, apply."""
        warranty = self.warranty.with_user(user or self.dispatcher)
        action = getattr(warranty, f"action_{kind}")()
        Change = self.env["raya.warranty.change"].with_user(user or self.dispatcher)
        form = Form(Change.with_context(**action["context"]))
        form.reason = "The customer asked for it."
        form.date = day
        for name, value in vals.items():
            setattr(form, name, value)
        form.save().action_apply()

    def _decide(self, day=date(2026, 6, 1)):
        return self.asset.with_user(self.technician)._decide_coverage("labour", day)

    def test_extension_moves_the_end_and_keeps_its_reason(self):
        self._change("extend", duration=6)
        self.assertRecordValues(self.warranty, [{"date_start": date(2026, 3, 10), "date_end": date(2028, 9, 9)}])
        self.assertEqual(self.warranty.line_ids.date_end, date(2028, 9, 9))
        self.assertRecordValues(
            self.warranty.event_ids,
            [
                {
                    "kind": "extend",
                    "date": date(2026, 6, 1),
                    "duration": 6,
                    "user_id": self.dispatcher.id,
                    "reason": "The customer asked for it.",
                }
            ],
        )
        self.assertEqual(self._decide(date(2028, 9, 9)).share, 100)
        self.assertEqual(self._decide(date(2028, 9, 10)).reason_key, "expired")

    def _foretold(self, **vals):
        """What the form says before it is applied."""
        action = self.warranty.with_user(self.dispatcher).action_extend()
        form = Form(self.env["raya.warranty.change"].with_user(self.dispatcher).with_context(**action["context"]))
        for name, value in vals.items():
            setattr(form, name, value)
        return form.outcome

    def test_extension_that_ends_before_today_says_so(self):
        with freeze_time("2028-06-01 10:00:00"):
            self.assertIn("ended on 04/09/2028, which is past", self._foretold(duration=1))
            self.assertIn("ended on 05/31/2028, which is past", self._foretold(duration=83, duration_unit="day"))
            self.assertEqual(self._foretold(duration=84, duration_unit="day"), "24 months then lasts until 06/01/2028.")

    def test_extension_by_solar_hijri_months(self):
        """Until 1406/12/19, and a month more."""
        self.assertEqual(
            self._foretold(duration=1, duration_unit="solar_month"), "24 months then lasts until 04/07/2028."
        )
        self._change("extend", duration=1, duration_unit="solar_month")
        self.assertEqual(self.warranty.date_end, date(2028, 4, 7))

    def test_extension_beyond_all_sense_is_foretold_nothing(self):
        for unit in ("year", "month", "solar_month", "day"):
            self.assertFalse(self._foretold(duration=99_999, duration_unit=unit), unit)

    def test_only_an_extension_comes_to_another_end(self):
        action = self.warranty.with_user(self.dispatcher).action_void()
        form = Form(self.env["raya.warranty.change"].with_user(self.dispatcher).with_context(**action["context"]))
        self.assertFalse(form.outcome)

    def test_extension_needs_a_duration(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self._change("extend", duration=0)
        self.assertEqual(self.warranty.date_end, date(2028, 3, 9))

    def test_suspended_coverage_pays_nothing_until_it_resumes(self):
        self._change("suspend", date(2026, 5, 1))
        self.assertEqual(self.warranty.state, "suspended")
        self.assertEqual(self._decide(date(2026, 4, 30)).share, 100)
        self.assertEqual(self._decide(date(2026, 5, 1)).reason_key, "suspended")
        self._change("resume", date(2026, 5, 20), self.manager)
        self.assertEqual(self.warranty.state, "active")
        self.assertEqual(self._decide(date(2026, 5, 19)).reason_key, "suspended")
        self.assertEqual(self._decide(date(2026, 5, 20)).share, 100)

    def test_void_and_reinstated_stay_both_visible(self):
        self._change("void")
        self.assertEqual(self.warranty.state, "void")
        decision = self._decide()
        self.assertEqual((decision.share, decision.reason_key), (0, "void"))
        self.assertIn("void since", self.asset._render_decision(decision))
        self._change("reinstate")
        self.assertEqual((self.warranty.state, self._decide().share), ("active", 100))
        self.assertEqual(self.warranty.event_ids.sorted("id").mapped("kind"), ["void", "reinstate"])

    def test_events_that_do_not_fit_are_refused(self):
        for kind in ("resume", "reinstate"):
            with self.assertRaisesRegex(UserError, "as it stands"):
                self._change(kind)
        self._change("void")
        for kind in ("void", "suspend", "extend", "resume"):
            with self.assertRaisesRegex(UserError, "as it stands"):
                self._change(kind)
        with self.assertRaisesRegex(UserError, "later event"):
            self._change("reinstate", date(2026, 5, 31))
        self.assertEqual(len(self.warranty.event_ids), 1)

    def test_event_refused_for_one_changes_none(self):
        other = self._create_asset(serial="RF-2").warranty_ids
        self._change("void")
        with self.assertRaises(UserError):
            (other | self.warranty)._record_event("void", "Both")
        self.assertFalse(other.event_ids)

    def test_only_dispatcher_and_manager_change_coverages(self):
        for user in (self.operator, self.technician, self.outsider):
            with self.assertRaises(AccessError):
                self.env["raya.warranty.change"].with_user(user).create(
                    {"warranty_id": self.warranty.id, "kind": "void", "reason": "No"}
                )

    def test_operator_is_offered_no_change(self):
        view = self.env.ref("raya_service_warranty.raya_warranty_view_form")
        changes = [f'name="action_{kind}"' for kind in ("extend", "suspend", "resume", "void", "reinstate")]
        offered = {
            user: sum(change in self.warranty.with_user(user).get_view(view.id)["arch"] for change in changes)
            for user in (self.operator, self.dispatcher, self.manager)
        }
        self.assertEqual(list(offered.values()), [0, 5, 5])

    def test_nobody_writes_the_history(self):
        self._change("suspend")
        event = self.warranty.event_ids
        for user in (self.operator, self.dispatcher, self.manager):
            self.assertTrue(event.with_user(user).reason)
            with self.assertRaises(AccessError):
                event.with_user(user).reason = "Another"
            with self.assertRaises(AccessError):
                event.with_user(user).unlink()
            with self.assertRaises(AccessError):
                event.with_user(user).create({"warranty_id": self.warranty.id, "kind": "void", "reason": "No"})
            with self.assertRaises(AccessError):
                self.warranty.line_ids.with_user(user).date_end = date(2040, 1, 1)

    def test_coverage_of_another_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        warranty = self._create_asset(company_id=other.id, serial="RF-3").warranty_ids
        event = warranty._record_event("void", "Broken seal")
        self.assertFalse(self.env["raya.warranty.event"].with_user(self.manager).search([("id", "=", event.id)]))
        self.assertFalse(
            self.env["raya.warranty.line"].with_user(self.manager).search([("id", "in", warranty.line_ids.ids)])
        )
        change = self.env["raya.warranty.change"].with_user(self.manager)
        with self.assertRaises(AccessError):
            change.create({"warranty_id": warranty.id, "kind": "reinstate", "reason": "No"}).action_apply()


class TestWarrantyTerms(WarrantyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Component = cls.env["raya.component"]
        cls.circuit = Component.create({"code": "T-SEAL", "name": "Refrigerant circuit"})
        cls.compressor = Component.create({"code": "T-COMP", "name": "Compressor", "parent_id": cls.circuit.id})
        cls.parts_category = cls.env["product.category"].create({"name": "Spare Parts"})
        cls.part.categ_id = cls.env["product.category"].create({"name": "Relays", "parent_id": cls.parts_category.id})
        cls.fault.component_ids = cls.compressor

    def _add_line(self, **vals):
        return self.env["raya.warranty.policy.line"].create({"policy_id": self.policy.id, "scope": "part", **vals})

    def _decide(self, asset, day, kind="part", fault=None):
        reader = asset.with_user(self.technician)
        return reader._decide_coverage(kind, day, fault=fault, part=self.part if kind == "part" else None)

    def test_compressor_is_covered_longer_than_the_body(self):
        line = self._add_line(component_id=self.circuit.id, duration=60)
        asset = self._create_asset()
        self.assertEqual(asset.warranty_ids.date_end, date(2031, 3, 9))
        self.assertEqual(asset.warranty_ids.line_ids.mapped("date_end"), [date(2028, 3, 9), date(2031, 3, 9)])
        last = self._decide(asset, date(2031, 3, 9), fault=self.fault)
        self.assertEqual((last.share, last.policy_line_id), (100, line.id))
        self.assertIn("Refrigerant circuit", asset._render_decision(last))
        self.assertEqual(self._decide(asset, date(2031, 3, 10), fault=self.fault).reason_key, "expired")
        self.assertEqual(self._decide(asset, date(2030, 1, 1)).reason_key, "expired")
        self.assertEqual(self._decide(asset, date(2030, 1, 1), "labour", self.fault).reason_key, "expired")

    def test_archived_component_is_still_the_one_that_failed(self):
        self._add_line(component_id=self.circuit.id, duration=60)
        asset = self._create_asset()
        self.compressor.active = False
        self.assertEqual(self._decide(asset, date(2030, 1, 1), fault=self.fault).share, 100)

    def test_line_for_a_part_or_its_category(self):
        by_category = self._add_line(categ_id=self.parts_category.id, share=60)
        by_part = self._add_line(product_id=self.part.id, share=40, duration=1)
        asset = self._create_asset()
        within = self._decide(asset, date(2026, 3, 20))
        self.assertEqual((within.policy_line_id, within.share), (by_part.id, 40))
        self.assertEqual(self._decide(asset, date(2026, 5, 1)).policy_line_id, by_category.id)
        sentence = asset._render_decision(within)
        self.assertIn("Also covered by", sentence)
        self.assertIn("Spare Parts", sentence)

    def test_line_for_a_part_covers_parts(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self._add_line(product_id=self.part.id, scope="labour")

    def test_excluded_category_is_charged_with_all_below_it(self):
        self.policy.excluded_categ_ids = self.parts_category
        asset = self._create_asset()
        self.assertEqual(self._decide(asset, date(2026, 5, 1)).reason_key, "excluded")
        self.assertEqual(self._decide(asset, date(2026, 5, 1), "labour").share, 100)

    def test_days_of_grace(self):
        self.policy.grace_days = 5
        asset = self._create_asset()
        last = self._decide(asset, date(2028, 3, 14))
        self.assertEqual((last.share, last.reason_key), (100, "covered_in_grace"))
        self.assertIn("03/09/2028", asset._render_decision(last))
        self.assertEqual(self._decide(asset, date(2028, 3, 15)).share, 0)

    def test_every_new_term_stays_for_units_already_sold(self):
        self._create_asset()
        for values in ({"grace_days": 5}, {"start_cap": 3}, {"excluded_categ_ids": self.parts_category.ids}):
            with self.assertRaisesRegex(UserError, "New Version"):
                self.policy.with_user(self.manager).write(values)
        with self.assertRaisesRegex(UserError, "New Version"):
            self.policy.with_user(self.manager).line_ids.duration = 3

    def test_coverage_starts_when_its_event_is_entered(self):
        for event in ("installation", "activation", "delivery"):
            self.fridge.raya_policy_ids = self._create_policy(name=event, start_event=event)
            asset = self._create_asset(serial=event)
            self.assertEqual(asset.warranty_ids.state, "waiting")
            asset.with_user(self.operator).write({f"date_{event}": date(2026, 4, 1)})
            asset._sync_warranties()
            self.assertRecordValues(
                asset.warranty_ids,
                [{"date_start": date(2026, 4, 1), "date_end": date(2028, 3, 31), "is_start_assumed": False}],
            )

    def test_coverage_starts_at_its_cap_until_the_event_is_known(self):
        self.policy.write({"start_event": "activation", "start_cap": 6})
        asset = self._create_asset()
        self.assertRecordValues(asset.warranty_ids, [{"date_start": date(2026, 9, 10), "is_start_assumed": True}])
        asset.warranty_ids._record_event("extend", "Goodwill", duration=1, duration_unit="month")
        asset.with_user(self.operator).date_activation = date(2026, 4, 1)
        expected = {"date_start": date(2026, 4, 1), "date_end": date(2028, 4, 30), "is_start_assumed": False}
        self.assertRecordValues(asset.warranty_ids, [expected])
        self.assertEqual(asset.warranty_ids.line_ids.date_end, date(2028, 4, 30))

    def test_corrected_evidence_moves_the_dates_and_leaves_an_event(self):
        self.policy.start_event = "activation"
        asset = self._create_asset(date_activation=date(2026, 4, 1))
        self.assertFalse(asset.warranty_ids.event_ids)
        asset.with_user(self.operator).date_activation = date(2026, 5, 1)
        self.assertRecordValues(asset.warranty_ids, [{"date_start": date(2026, 5, 1), "date_end": date(2028, 4, 30)}])
        self.assertRecordValues(asset.warranty_ids.event_ids, [{"kind": "correct", "user_id": self.operator.id}])
        asset._sync_warranties()
        self.assertEqual(len(asset.warranty_ids.event_ids), 1)

    def test_late_activation_starts_at_the_cap(self):
        self.policy.write({"start_event": "activation", "start_cap": 6})
        asset = self._create_asset(date_activation=date(2026, 12, 1))
        self.assertRecordValues(asset.warranty_ids, [{"date_start": date(2026, 9, 10), "is_start_assumed": False}])

    def test_policy_without_lines_lasts_as_long_as_it_says(self):
        self.policy.write({"kind": "commitment", "line_ids": [Command.clear()]})
        self.assertEqual(self._create_asset().warranty_ids.date_end, date(2028, 3, 9))

    def test_policy_without_covers_covers_nothing_and_says_so(self):
        self.fridge.raya_policy_ids = empty = self._create_policy(name="Unfinished", line_ids=[Command.clear()])
        asset = self._create_asset(serial="RF-3")
        self.assertTrue(empty.is_empty)
        self.assertIn("It covers nothing: say under Covers what it covers.", empty.summary)
        self.assertEqual(asset.warranty_ids.state, "empty")
        self.assertEqual(asset.coverage_status, "charged")
        self.assertFalse(asset._get_certificate_covers())
        self.assertFalse(self.policy.is_empty)
        self.assertNotIn("covers nothing", self.policy.summary)

    def test_empty_version_is_not_put_in_force(self):
        draft = self.policy.browse(self.policy.action_new_version()["res_id"])
        draft.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "covers nothing: add what it covers"):
            draft.action_put_in_force()

    def test_coverage_of_a_unit_out_of_use_is_not_active(self):
        warranty = self._create_asset().warranty_ids
        for state, expected in (("returned", "out_of_use"), ("active", "active"), ("cancelled", "out_of_use")):
            with freeze_time("2026-06-01 10:00:00"):
                warranty.asset_id._transition(state)
                self.assertEqual(warranty.state, expected)
        with freeze_time("2030-01-01 10:00:00"):
            self.env.invalidate_all()
            self.assertEqual(warranty.state, "expired")

    def test_thousand_units_cost_no_more_queries_than_one(self):
        self.fridge.raya_policy_ids = self._create_policy() | self.policy
        assets = self.env["raya.asset"].concat(*(self._create_asset(serial=f"N-{number}") for number in range(12)))
        assets.warranty_ids._record_event("suspend", "Holiday", date(2026, 4, 1))
        counts = [self._count_queries(assets[:size]) for size in (1, 12)]
        self.assertEqual(*counts)

    def _count_queries(self, assets):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        for asset in assets:
            asset._decide_coverage("part", date(2026, 5, 1), fault=self.fault, part=self.part)
        return self.cr.sql_log_count - before

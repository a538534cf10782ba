from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..models import raya_warranty_reapply
from .common import WarrantyCommon


@freeze_time("2026-06-01 10:00:00")
class TestPolicyReapply(WarrantyCommon):
    """Units already sold get what their policies promise today, shown before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset()
        cls.warranty = cls.asset.warranty_ids
        cls.longer = cls._create_policy(name="36 months", duration=36)

    def _run(self, **vals):
        """What a manager does: choose and look."""
        form = Form(self.env["raya.warranty.reapply"].with_user(self.manager))
        form.reason = "Campaign."
        run = form.save()
        run.write(vals)
        run.action_preview()
        return run

    def _results(self, run):
        return run.line_ids.mapped("result")

    def test_preview_changes_nothing(self):
        self.fridge.raya_policy_ids = self.longer
        run = self._run(asset_ids=self.asset.ids)
        self.assertRecordValues(
            run.line_ids,
            [
                {
                    "asset_id": self.asset.id,
                    "result": "replaced",
                    "policy_before_id": self.policy.id,
                    "start_before": date(2026, 3, 10),
                    "end_before": date(2028, 3, 9),
                    "policy_after_id": self.longer.id,
                    "start_after": date(2026, 3, 10),
                    "end_after": date(2029, 3, 9),
                    "has_history": False,
                }
            ],
        )
        self.assertIn("Replaced: 1", run.totals)
        self.assertEqual(run.total, 1)
        self.env.invalidate_all()
        self.assertRecordValues(self.warranty, [{"policy_id": self.policy.id, "date_end": date(2028, 3, 9)}])
        self.assertFalse(self.warranty.event_ids)

    def test_applied_as_shown_and_twice_changes_nothing(self):
        self.fridge.raya_policy_ids = self.longer
        run = self._run(asset_ids=self.asset.ids)
        shown = run.line_ids.mapped(lambda line: (line.result, line.policy_after_id, line.end_after))
        run.action_apply()
        self.assertEqual(run.line_ids.mapped(lambda line: (line.result, line.policy_after_id, line.end_after)), shown)
        self.assertRecordValues(run, [{"state": "done", "user_id": self.manager.id}])
        self.assertEqual(self.asset.warranty_ids, self.warranty)
        self.assertRecordValues(self.warranty, [{"policy_id": self.longer.id, "date_end": date(2029, 3, 9)}])
        self.assertRecordValues(
            self.warranty.line_ids, [{"policy_line_id": self.longer.line_ids.id, "date_end": date(2029, 3, 9)}]
        )
        self.assertRecordValues(self.warranty.event_ids, [{"kind": "reapply", "user_id": self.manager.id}])
        self.assertIn("Campaign. Before: 24 months, 03/10/2026 – 03/09/2028.", self.warranty.event_ids.reason)
        again = self._run(asset_ids=self.asset.ids)
        self.assertEqual(self._results(again), ["unchanged"])
        again.action_apply()
        self.assertEqual(len(self.warranty.event_ids), 1)

    def test_events_are_kept_and_replayed(self):
        self.warranty._record_event("extend", "Goodwill", duration=2, duration_unit="month")
        self.fridge.raya_policy_ids = self.longer
        run = self._run(asset_ids=self.asset.ids)
        self.assertRecordValues(run.line_ids, [{"end_after": date(2029, 5, 9), "has_history": True}])
        run.action_apply()
        self.assertEqual(self.warranty.date_end, date(2029, 5, 9))
        self.assertEqual(self.warranty.event_ids.mapped("kind"), ["reapply", "extend"])

    def test_missing_kind_is_added(self):
        self.fridge.raya_policy_ids |= self._create_policy(name="supply", kind="commitment", duration=120)
        run = self._run(asset_ids=self.asset.ids)
        self.assertEqual(self._results(run), ["added", "unchanged"])
        run.action_apply()
        supply = self.asset.warranty_ids - self.warranty
        self.assertRecordValues(supply, [{"kind": "commitment", "date_end": date(2036, 3, 9)}])
        self.assertEqual(supply.event_ids.kind, "reapply")

    def test_extension_that_came_with_the_unit_starts_behind_the_new_end(self):
        gift = self._create_policy(name="gift", kind="extended", start_event="previous", duration=12)
        self.fridge.raya_policy_ids |= gift
        asset = self._create_asset(serial="RF-2")
        extension = asset.warranty_ids.filtered(lambda warranty: warranty.policy_id == gift)
        self.assertEqual(extension.date_start, date(2028, 3, 10))
        self.fridge.raya_policy_ids = self.longer | gift
        run = self._run(asset_ids=asset.ids)
        self.assertEqual(self._results(run), ["replaced", "moved"])
        run.action_apply()
        self.assertRecordValues(extension, [{"date_start": date(2029, 3, 10), "date_end": date(2030, 3, 9)}])

    def test_what_is_no_longer_promised_stays_unless_asked(self):
        self.fridge.raya_policy_ids = False
        run = self._run(asset_ids=self.asset.ids)
        self.assertEqual(self._results(run), ["kept"])
        run.action_apply()
        self.assertTrue(self.warranty.exists())
        run = self._run(asset_ids=self.asset.ids, is_removing=True)
        self.assertRecordValues(
            run.line_ids, [{"result": "removed", "end_before": date(2028, 3, 9), "end_after": False}]
        )
        run.action_apply()
        self.assertFalse(self.warranty.exists())
        self.assertFalse(self._run(asset_ids=self.asset.ids, is_removing=True).line_ids)

    def test_coverage_with_events_is_voided_not_removed(self):
        self.warranty._record_event("extend", "Goodwill", duration=2, duration_unit="month")
        self.fridge.raya_policy_ids = False
        run = self._run(asset_ids=self.asset.ids, is_removing=True)
        self.assertRecordValues(run.line_ids, [{"result": "voided", "has_history": True}])
        run.action_apply()
        self.assertEqual(self.warranty.state, "void")
        self.assertEqual(self._results(self._run(asset_ids=self.asset.ids, is_removing=True)), ["kept"])

    def test_coverage_on_which_work_was_decided_is_voided(self):
        self.fridge.raya_policy_ids = False
        Warranty = type(self.warranty)
        with patch.object(Warranty, "_get_decided", lambda warranties: warranties):
            run = self._run(asset_ids=self.asset.ids, is_removing=True)
        self.assertEqual(self._results(run), ["voided"])

    def test_lines_for_the_same_thing_stay_the_same(self):
        component = self.env["raya.component"].create({"code": "T-C", "name": "Compressor"})
        self.longer.line_ids = [Command.create({"scope": "part", "component_id": component.id, "duration": 60})]
        line = self.warranty.line_ids
        self.fridge.raya_policy_ids = self.longer
        self._run(asset_ids=self.asset.ids).action_apply()
        self.assertIn(line, self.warranty.line_ids)
        self.assertEqual(self.warranty.line_ids.mapped("date_end"), [date(2029, 3, 9), date(2031, 3, 9)])
        self.assertEqual(self.warranty.date_end, date(2031, 3, 9))

    def test_newer_version_takes_the_place_of_the_older(self):
        other = self._create_policy(name="parts", duration=12)
        self.fridge.raya_policy_ids |= other
        asset = self._create_asset(serial="RF-2", date_invoice=date(2026, 5, 10))
        draft = self.env["raya.warranty.policy"].browse(self.policy.action_new_version()["res_id"])
        draft.write({"date_from": date(2026, 5, 1), "duration": 48})
        draft.action_put_in_force()
        run = self._run(policy_ids=draft.ids)
        self.assertRecordValues(
            run.line_ids.sorted("id"),
            [
                {
                    "asset_id": asset.id,
                    "result": "replaced",
                    "policy_before_id": self.policy.id,
                    "end_after": date(2030, 5, 9),
                },
                {
                    "asset_id": self.asset.id,
                    "result": "unchanged",
                    "policy_before_id": self.policy.id,
                    "end_after": date(2028, 3, 9),
                },
            ],
        )

    def test_units_are_chosen(self):
        washer = self.env["product.product"].create({"name": "Washer", "type": "consu"})
        later = self._create_asset(serial="RF-2", date_invoice=date(2026, 5, 10))
        other = self._create_asset(serial="W", product_id=washer.id)
        returned = self._create_asset(serial="RF-3")
        returned._transition("returned")
        mine = self.asset | later | other

        def chosen(**vals):
            return self._run(**vals)._search_next(1000) & (mine | returned)

        self.assertEqual(chosen(), mine)
        self.assertEqual(chosen(date_from=date(2026, 5, 10)), later)
        self.assertEqual(chosen(date_to=date(2026, 3, 10)), self.asset | other)
        self.assertEqual(chosen(product_tmpl_ids=washer.product_tmpl_id.ids), other)
        self.assertEqual(chosen(policy_ids=self.policy.ids), self.asset | later)

    def test_many_units_go_on_in_the_background(self):
        assets = self.asset | self._create_asset(serial="RF-2") | self._create_asset(serial="RF-3")
        self.fridge.raya_policy_ids = self.longer
        Run = type(self.env["raya.warranty.reapply"])
        with patch.object(raya_warranty_reapply, "SHOWN", 1), patch.object(Run, "_run_size", 1):
            run = self._run(asset_ids=assets.ids)
            self.assertEqual((len(run.line_ids), run.total, run.is_partial), (1, 3, True))
            run.action_apply()
            self.assertEqual(run.state, "running")
            self.assertEqual(assets.warranty_ids.mapped("policy_id"), self.longer | self.policy)
            with self.enter_registry_test_mode():
                self.env.ref("raya_service_warranty.ir_cron_raya_warranty_reapply").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(run.state, "done")
        self.assertEqual(assets.warranty_ids.policy_id, self.longer)
        self.assertEqual(assets.warranty_ids.event_ids.user_id, self.manager)

    def test_only_managers_reapply(self):
        for user in (self.operator, self.dispatcher):
            with self.assertRaises(AccessError):
                self.env["raya.warranty.reapply"].with_user(user).create({})

    def test_reason_is_needed(self):
        run = self.env["raya.warranty.reapply"].with_user(self.manager).create({"asset_ids": self.asset.ids})
        run.action_preview()
        with self.assertRaisesRegex(UserError, "Say why"):
            run.action_apply()

    def test_what_was_found_is_not_written_by_hand(self):
        run = self._run(asset_ids=self.asset.ids)
        with self.assertRaises(AccessError):
            run.state = "done"
        with self.assertRaises(AccessError):
            run.line_ids.result = "added"

    def test_units_of_another_company_are_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id, serial="RF-9")
        self.assertNotIn(asset, self._run()._search_next(1000))
        run = self.env["raya.warranty.reapply"].create({"company_id": other.id, "asset_ids": asset.ids})
        run.action_preview()
        Reapply = self.env["raya.warranty.reapply"].with_user(self.manager)
        self.assertFalse(Reapply.search([("id", "=", run.id)]))
        with self.assertRaises(UserError):
            Reapply.create({"company_id": other.id})
        self.assertFalse(run.line_ids.with_user(self.manager).search([("id", "in", run.line_ids.ids)]))

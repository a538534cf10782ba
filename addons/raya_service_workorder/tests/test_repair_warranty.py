from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import WorkorderCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-10 10:00:00")
class TestRepairWarranty(WorkorderCommon):
    """Part 6 months, labour 2 months, from the approval on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compressor = cls.env["raya.component"].create({"code": "T-COMP", "name": "Compressor"})
        cls.door = cls.env["raya.component"].create({"code": "T-DOOR", "name": "Door"})
        cls.fault.component_ids = cls.compressor
        cls.repair = cls._create_policy(
            name="Repair",
            kind="repair",
            start_event="repair",
            duration=2,
            line_ids=[
                Command.create({"scope": "part", "duration": 6}),
                Command.create({"scope": "labour"}),
            ],
        )
        cls.fridge.raya_policy_ids = cls.repair
        cls.asset = cls._create_asset()

    def _repair(self, **vals):
        """A job on the unit, reported, done and approved by a team leader."""
        call = self._create_call(asset_id=self.asset.id)
        workorder = self._create_submitted(call_id=call.id, **vals)
        workorder.with_user(self.dispatcher).action_approve()
        return workorder

    def _decide(self, day, kind="part", fault=None, part=None):
        reader = self.asset.with_user(self.technician)
        part = part or (self.part if kind == "part" else None)
        return reader._decide_coverage(kind, day, fault=fault or self.fault, part=part)

    def test_approval_grants_a_warranty_of_part_and_labour(self):
        self.assertFalse(self.asset.warranty_ids)
        workorder = self._repair()
        warranty = self.asset.warranty_ids
        self.assertRecordValues(
            warranty,
            [{"policy_id": self.repair.id, "date_granted": date(2026, 5, 10), "date_start": date(2026, 5, 10)}],
        )
        self.assertEqual(warranty.origin, workorder)
        self.assertRecordValues(
            warranty.line_ids.sorted("scope"),
            [
                {"product_id": False, "component_id": self.compressor.id, "date_end": date(2026, 7, 9)},
                {"product_id": self.part.id, "component_id": False, "date_end": date(2026, 11, 9)},
            ],
        )

    def test_limit_by_use_counts_from_the_repair(self):
        """A part fitted at 5,000 hours for 1,000 hours is covered until 6,000."""
        self.repair.line_ids.write({"usage_limit": 1000, "usage_meter": "hours"})
        self.asset._record_reading("hours", 5000, date(2026, 5, 9))
        self._repair()
        self.assertEqual(set(self.asset.warranty_ids.line_ids.mapped("usage_start")), {5000})
        for total, share in ((6000, 100), (6001, 0)):
            self.asset._record_reading("hours", total, date(2026, 5, 10))
            self.assertEqual(self._decide(date(2026, 5, 10)).share, share, total)

    def test_second_call_is_covered_by_it_to_the_day(self):
        self._repair()
        for kind, day, share in (
            ("part", date(2026, 5, 9), 0),
            ("part", date(2026, 5, 10), 100),
            ("part", date(2026, 11, 9), 100),
            ("part", date(2026, 11, 10), 0),
            ("labour", date(2026, 7, 9), 100),
            ("labour", date(2026, 7, 10), 0),
            ("travel", date(2026, 6, 1), 0),
        ):
            self.assertEqual(self._decide(day, kind).share, share, (kind, day))
        sentence = self.asset._render_decision(self._decide(date(2026, 6, 1)))
        self.assertIn("Repair", sentence)
        self.assertIn("Start relay", sentence)

    def test_it_covers_what_was_repaired_and_nothing_else(self):
        self._repair()
        other_part = self._create_product("Thermostat")
        other_fault = self._create_fault(code="T-DOOR", name="Door bent", component_ids=self.door.ids)
        self.assertEqual(self._decide(date(2026, 6, 1), part=other_part).share, 0)
        self.assertEqual(self._decide(date(2026, 6, 1), "labour", fault=other_fault).share, 0)
        self.assertEqual(self._decide(date(2026, 6, 1), "labour", fault=self.fault_misuse).share, 0)

    def test_it_never_shortens_what_the_unit_had(self):
        """Half of the part by the repair policy, in a year of full warranty."""
        self.repair.line_ids.filtered(lambda line: line.scope == "part").share = 50
        self.fridge.raya_policy_ids |= self.policy
        self.asset = self._create_asset(serial="RF-9")
        before = self.asset.warranty_ids
        self._repair()
        self.assertEqual(before.date_end, date(2028, 3, 9))
        decision = self._decide(date(2026, 6, 1))
        self.assertEqual((decision.share, decision.policy_line_id), (100, self.policy.line_ids.id))

    def test_each_repair_grants_anew_and_leaves_the_older_one(self):
        first = self._repair()
        with freeze_time("2026-09-01 10:00:00"):
            second = self._repair()
        warranties = self.asset.warranty_ids.sorted("date_start")
        self.assertEqual([warranty.origin for warranty in warranties], [first, second])
        self.assertEqual(self._decide(date(2027, 2, 28)).share, 100)
        self.assertEqual(self._decide(date(2027, 3, 1)).share, 0)

    def test_approval_needs_no_policy(self):
        self.fridge.raya_policy_ids = False
        self.assertEqual(self._repair().state, "approved")
        self.assertFalse(self.asset.warranty_ids)

    def test_call_without_file_grants_nothing(self):
        call = self._create_call(asset_id=False, partner_id=self.customer.id)
        workorder = self._create_submitted(call_id=call.id)
        workorder.with_user(self.dispatcher).action_approve()
        self.assertFalse(workorder._get_repair_warranties())

    def test_returned_unit_gets_none(self):
        call = self._create_call(asset_id=self.asset.id)
        workorder = self._create_submitted(call_id=call.id)
        self.asset._transition("returned")
        workorder.with_user(self.dispatcher).action_approve()
        self.assertFalse(self.asset.warranty_ids)

    def test_no_fault_found_repairs_no_component(self):
        self.fault.is_no_fault_found = True
        workorder = self._create_workorder(call_id=self._create_call(asset_id=self.asset.id).id, part_ids=[])
        workorder.with_user(self.technician).action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.state, "approved")
        self.assertFalse(self.asset.warranty_ids)

    def test_labour_without_component_is_told_on_the_job(self):
        self.fault.component_ids = False
        workorder = self._repair()
        self.assertEqual(self.asset.warranty_ids.line_ids.product_id, self.part)
        self.assertFalse(self.asset.warranty_ids.line_ids.component_id)
        self.assertIn("none of the faults found", "".join(workorder.message_ids.mapped("body")))

    def test_part_that_was_not_used_is_not_covered(self):
        unused = self._create_product("Thermostat", 5)
        self._repair(part_ids=[Command.create({"product_id": self.part.id}), Command.create({"product_id": unused.id})])
        self.assertEqual(self.asset.warranty_ids.line_ids.product_id, self.part | unused)
        # Both were used; one that goes back is not.
        self.asset = self._create_asset(serial="RF-7")
        workorder = self._create_workorder(
            call_id=self._create_call(asset_id=self.asset.id).id,
            part_ids=[Command.create({"product_id": self.part.id}), Command.create({"product_id": unused.id})],
        )
        job = workorder.with_user(self.technician)
        job.action_request_parts()
        self._issue(workorder)
        job.part_ids.filtered(lambda part: part.product_id == self.part).qty_reported = 1
        job.action_return_parts()
        self._issue(workorder)
        job.action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(self.asset.warranty_ids.line_ids.product_id, self.part)

    def test_lines_of_the_policy_limit_what_is_covered(self):
        relays = self.env["product.category"].create({"name": "Relays"})
        self.part.categ_id = self.env["product.category"].create({"name": "Small", "parent_id": relays.id})
        other = self._create_product("Thermostat")
        for limits, covered in (
            ({"scope": "part", "categ_id": relays.id}, self.part),
            ({"scope": "part", "product_id": self.part.id}, self.part),
            ({"scope": "part", "product_id": other.id}, other.browse()),
            ({"scope": "part", "component_id": self.compressor.id}, self.part),
            ({"scope": "part", "component_id": self.door.id}, other.browse()),
            ({"scope": "all", "component_id": self.compressor.id}, self.part),
            ({"scope": "labour", "component_id": self.door.id}, other.browse()),
        ):
            self.fridge.raya_policy_ids = self._create_policy(
                name="Limited", kind="repair", start_event="repair", line_ids=[Command.create(limits)]
            )
            self.asset = self._create_asset(serial=str(limits))
            self._repair()
            self.assertEqual(self.asset.warranty_ids.line_ids.product_id, covered, limits)

    def test_excluded_parts_get_none(self):
        spare = self.env["product.category"].create({"name": "Wear parts"})
        self.part.categ_id = spare
        self.repair.excluded_categ_ids = spare
        self._repair()
        self.assertFalse(self.asset.warranty_ids.line_ids.product_id)
        self.assertTrue(self.asset.warranty_ids.line_ids.component_id)

    def test_excluded_single_part_gets_none(self):
        """What the decision would refuse is not granted; another part is, and so is the labour."""
        other = self._create_product("Thermostat", 5)
        self.repair.excluded_product_ids = self.part
        self._repair(part_ids=[Command.create({"product_id": self.part.id}), Command.create({"product_id": other.id})])
        self.assertEqual(self.asset.warranty_ids.line_ids.product_id, other)
        self.assertEqual(self.asset.warranty_ids.line_ids.component_id, self.compressor)
        self.assertEqual(self._decide(date(2026, 6, 1)).share, 0)
        self.assertEqual(self._decide(date(2026, 6, 1), part=other).share, 100)

    def test_part_fitted_after_a_fault_of_the_customer_is_covered_too(self):
        self.fault.is_customer_caused = True
        self._repair()
        self.assertEqual(self.asset.warranty_ids.line_ids.product_id, self.part)

    def test_archived_component_is_still_the_one_repaired(self):
        self.compressor.active = False
        self._repair()
        line = self.asset.warranty_ids.line_ids.filtered(lambda line: line.scope == "labour")
        self.assertEqual(line.component_id, self.compressor)

    def test_approving_many_jobs_grants_each_its_own(self):
        jobs = self.env["raya.workorder"]
        for number in range(3):
            asset = self._create_asset(serial=f"RF-B{number}")
            jobs |= self._create_submitted(call_id=self._create_call(asset_id=asset.id).id)
        jobs.with_user(self.dispatcher).action_approve()
        self.assertEqual(len(jobs._get_repair_warranties()), 3)
        self.env["raya.repair.warranty"]._grant(jobs)
        self.assertEqual(len(jobs._get_repair_warranties()), 3)
        self.assertFalse(jobs.asset_id.warranty_ids.event_ids)

    def test_nobody_grants_by_hand(self):
        self._repair()
        for user in (self.technician, self.dispatcher, self.manager):
            with self.assertRaises(AccessError):
                self.asset.warranty_ids.with_user(user).date_granted = date(2030, 1, 1)

    def test_report_tells_the_customer(self):
        workorder = self._repair()
        report = self.env["ir.actions.report"].with_user(self.technician)
        page = report._render_qweb_html("raya_service_workorder.report_workorder", workorder.ids)[0].decode()
        table = page.split('name="repair_warranty"')[1].split("</table>")[0]
        for text in ("Start relay", "11/09/2026", "Compressor", "07/09/2026"):
            self.assertIn(text, table)
        self.asset.with_user(self.dispatcher)._exchange("RF-NEW", date(2026, 5, 10), "Broken again")
        self.assertEqual(len(workorder._get_repair_warranties()), 2, "what is left of it goes on for the new unit")
        page = report._render_qweb_html("raya_service_workorder.report_workorder", workorder.ids)[0].decode()
        table = page.split('name="repair_warranty"')[1].split("</table>")[0]
        self.assertEqual(table.count("Start relay"), 1, "the job tells what it granted to its own unit")

    def test_report_of_a_job_that_granted_nothing_tells_of_no_warranty(self):
        report = self.env["ir.actions.report"].with_user(self.technician)
        self.fridge.raya_policy_ids = False
        without = self._repair()
        page = report._render_qweb_html("raya_service_workorder.report_workorder", without.ids)[0].decode()
        self.assertNotIn('name="repair_warranty"', page)


@tagged("post_install", "-at_install")
class TestRepairedAgain(WorkorderCommon):
    """60 days on what a paid repair did; the same fails again on day 50, and once more on day 80."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.screen = cls.env["raya.component"].create({"code": "T-SCREEN", "name": "Screen"})
        cls.fault.component_ids = cls.screen
        cls.repair = cls._create_policy(
            name="Repair",
            kind="repair",
            start_event="repair",
            duration=60,
            duration_unit="day",
            line_ids=[Command.create({"scope": "part"}), Command.create({"scope": "labour"})],
        )
        cls.fridge.raya_policy_ids = cls.repair
        cls.asset = cls._create_asset()

    def _repair_on(self, day, reported=None):
        """A job on the unit that is approved on a day; the customer called on that day, or on another."""
        call = self._create_call(asset_id=self.asset.id, date_reported=f"{reported or day} 08:00:00")
        with freeze_time(f"{day} 10:00:00"):
            workorder = self._create_submitted(call_id=call.id)
            workorder.with_user(self.dispatcher).action_approve()
        return workorder

    def _shares(self, day):
        """What is covered of part and labour on a day, and until when."""
        asset = self.asset.with_user(self.technician)
        found = [
            asset._decide_coverage("part", day, fault=self.fault, part=self.part),
            asset._decide_coverage("labour", day, fault=self.fault),
        ]
        return [(decision.share, decision.reason_args.get("date_end")) for decision in found]

    def test_end_of_the_first_repair_stands(self):
        self._repair_on("2026-05-10")
        self.assertEqual(self._shares(date(2026, 6, 29)), [(100, "2026-07-08")] * 2)
        again = self._repair_on("2026-06-29")
        self.assertFalse(again._get_repair_warranties())
        self.assertEqual(self._shares(date(2026, 7, 8)), [(100, "2026-07-08")] * 2)
        self.assertEqual(self._shares(date(2026, 7, 29)), [(0, "2026-07-08")] * 2)
        self.assertIn("does not start it anew: its end stays.", self.repair.summary)

    def test_repair_under_a_warranty_that_is_taken_back_grants_its_own(self):
        first, again = self._repair_on("2026-05-10"), self._repair_on("2026-06-29")
        granted = first._get_repair_warranties()
        with freeze_time("2026-07-01 10:00:00"):
            granted._record_event("void", "The part was not ours")
            own = again._get_repair_warranties()
            self.assertRecordValues(own, [{"policy_id": self.repair.id, "date_start": date(2026, 6, 29)}])
            self.assertEqual(self._shares(date(2026, 7, 29)), [(100, "2026-08-27")] * 2)
            granted._record_event("reinstate", "It was ours")
            self.assertEqual(own.standing, "void", "a call may have been answered by it")
            self.assertEqual(self._shares(date(2026, 7, 8)), [(100, "2026-07-08")] * 2)
            self.assertEqual(self._shares(date(2026, 7, 29))[0][0], 0)
            granted._record_event("void", "It was not, after all")
            self.assertEqual(own.standing, "normal")

    def test_third_repair_goes_on_under_the_second_where_the_first_is_taken_back(self):
        first, second, third = (self._repair_on(day) for day in ("2026-05-10", "2026-06-29", "2026-07-05"))
        with freeze_time("2026-07-06 10:00:00"):
            first._get_repair_warranties()._record_event("void", "The part was not ours")
        self.assertTrue(second._get_repair_warranties())
        self.assertFalse(third._get_repair_warranties())
        with freeze_time("2026-07-07 10:00:00"):
            second._get_repair_warranties()._record_event("void", "Nor was that one")
        self.assertTrue(third._get_repair_warranties())

    def test_grant_that_its_job_takes_back_counts_no_more(self):
        first, again = self._repair_on("2026-05-10"), self._repair_on("2026-06-29")
        other = self._create_policy(name="Repair of labour", kind="repair", start_event="repair")
        self.fridge.raya_policy_ids |= other
        kept = again.asset_id._prepare_grant_values(other, again, date(2026, 6, 29))
        kept = self.env["raya.warranty"].create(kept)
        with freeze_time("2026-07-01 10:00:00"):
            self.env["raya.repair.warranty"]._revoke(first)
        self.assertEqual(first._get_repair_warranties().standing, "void")
        self.assertEqual(again._get_repair_warranties().policy_id, self.repair | other)
        self.assertTrue(kept.exists())

    def test_policy_that_starts_anew_says_so_and_does(self):
        self.repair.is_restarting = True
        self._repair_on("2026-05-10")
        self._repair_on("2026-06-29")
        self.assertEqual(self._shares(date(2026, 7, 29)), [(100, "2026-08-27")] * 2)
        self.assertIn("A repair under this warranty starts it anew.", self.repair.summary)

    def test_paid_repair_after_its_end_grants_a_new_one(self):
        self._repair_on("2026-05-10")
        later = self._repair_on("2026-07-09")
        self.assertEqual(set(later._get_repair_warranties().line_ids.mapped("date_end")), {date(2026, 9, 6)})

    def test_day_of_the_call_counts_not_that_of_the_repair(self):
        self._repair_on("2026-05-10")
        again = self._repair_on("2026-07-20", reported="2026-07-08")
        self.assertFalse(again._get_repair_warranties())

    def test_what_the_customer_broke_is_paid_and_has_its_own_warranty(self):
        self._repair_on("2026-05-10")
        self.fault.is_customer_caused = True
        paid = self._repair_on("2026-06-29")
        self.assertEqual(set(paid._get_repair_warranties().line_ids.mapped("date_end")), {date(2026, 8, 27)})

    def test_another_component_has_its_own_warranty(self):
        self._repair_on("2026-05-10")
        self.fault.component_ids = self.env["raya.component"].create({"code": "T-DOOR", "name": "Door"})
        other = self._repair_on("2026-06-29")
        lines = other._get_repair_warranties().line_ids
        self.assertEqual(lines.component_id.code, "T-DOOR")

    def test_granted_again_by_the_same_job(self):
        """A report approved once more is no repair under itself."""
        first = self._repair_on("2026-05-10")
        granted = first._get_repair_warranties()
        with freeze_time("2026-05-10 12:00:00"):
            self.env["raya.repair.warranty"]._grant(first)
        self.assertEqual(first._get_repair_warranties(), granted)
        self.assertEqual(len(granted.line_ids), 2)

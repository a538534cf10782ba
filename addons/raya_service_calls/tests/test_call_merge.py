from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import ServiceCallsCommon
from .common_sla import SlaCommon


class TestCallMerge(ServiceCallsCommon):
    """Two calls for one request become one; nothing is lost and nothing comes back to life."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.noise = cls._create_symptom(code="T-NOISE", name="Makes noise")
        cls.neighbour = cls.env["res.partner"].create({"name": "Ali Hosseini"})
        cls.unit = cls._create_asset(serial="ONE-1")
        cls.living = cls._create_call(asset_id=cls.unit.id)
        cls.dead = cls._create_call(
            asset_id=cls.unit.id,
            symptom_ids=cls.noise.ids,
            statement="It hums.",
            preferred_times="After four",
            date_reported="2026-05-02 08:00:00",
            priority="1",
        )

    def _merge(self, dead=None, living=None, **options):
        (dead or self.dead).with_user(self.operator)._merge_into(living or self.living, **options)

    def test_everything_moves_to_the_living_call(self):
        message = self.dead.message_post(body="Seal was intact", subtype_xmlid="mail.mt_comment")
        note = self.dead.message_post(body="Is difficult")
        photo = self.env["ir.attachment"].create(
            {"name": "photo.jpg", "res_model": "raya.call", "res_id": self.dead.id, "raw": b"x"}
        )
        self.dead.message_subscribe(self.neighbour.ids)
        activity = self.dead.activity_schedule("mail.mail_activity_data_todo", user_id=self.operator.id)
        self._merge()
        self.assertLessEqual(message | note, self.living.message_ids)
        self.assertTrue(note.subtype_id.internal, "a note stays a note")
        self.assertEqual(photo.res_id, self.living.id)
        self.assertIn(self.neighbour, self.living.message_partner_ids)
        self.assertIn(activity, self.living.activity_ids)
        self.assertRecordValues(
            self.living,
            [
                {
                    "symptom_ids": (self.symptom | self.noise).ids,
                    "statement": "It does not get cold.\nIt hums.",
                    "preferred_times": "After four",
                    "priority": "1",
                    "date_reported": self.dead.date_reported,
                    "state": "new",
                }
            ],
        )
        self.assertRecordValues(self.dead, [{"merged_into_id": self.living.id, "state": "cancelled"}])
        self.assertIn(self.dead.name, self.living.message_ids[0].body)
        self.assertIn(self.living.name, self.dead.message_ids[0].body)

    def test_chain_leads_to_the_last(self):
        last = self._create_call(asset_id=self.unit.id)
        self._merge()
        self._merge(self.living, last)
        self.assertEqual((self.dead | self.living)._get_living(), last)
        self.assertEqual(last._get_living(), last)
        with self.assertRaisesRegex(UserError, "at least two"):
            self._merge(last, self.dead)

    def test_nothing_brings_a_tombstone_back(self):
        self._merge()
        dead = self.dead.with_user(self.operator)
        for verb in ("action_refer", "action_start", "action_wait", "action_done", "action_cancel"):
            with self.assertRaisesRegex(UserError, f"merged into {self.living.name}"):
                getattr(dead, verb)()
        with self.assertRaises(UserError):
            dead.action_reopen()
        with self.assertRaisesRegex(UserError, "merged into"):
            dead.stage_id = dead._get_stage("referred")
        dead.sudo()._on_jobs_over()
        self.assertEqual(self.dead.state, "cancelled")
        with self.assertRaisesRegex(AccessError, "set by the buttons"):
            dead.merged_into_id = False

    def test_what_is_written_to_a_tombstone_reaches_the_living_call(self):
        self._merge()
        message = self.dead.message_post(body="Any news?", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual((message.model, message.res_id), ("raya.call", self.living.id))
        self.assertEqual(self.dead.sudo()._reopen_or_follow_up(), self.living)

    def test_link_to_a_tombstone_opens_the_living_call(self):
        self._merge()
        self.assertEqual(self.dead.with_user(self.operator)._get_access_action()["res_id"], self.living.id)
        self.assertEqual(self.dead.action_view_living()["res_id"], self.living.id)

    def test_calls_of_different_customers_need_a_word_of_a_person(self):
        self.dead.partner_id = self.neighbour
        with self.assertRaisesRegex(UserError, "different customers: .*Ali Hosseini"):
            self._merge()
        self.assertFalse(self.dead.merged_into_id)
        self._merge(confirmed=True)
        self.assertEqual(self.dead.merged_into_id, self.living)

    def test_calls_for_different_units_or_of_companies_stay_apart(self):
        self.dead.asset_id = self._create_asset(serial="TWO-1")
        with self.assertRaisesRegex(UserError, "different units"):
            self._merge()
        company = self.env["res.company"].create({"name": "Other"})
        away = self._create_call(
            asset_id=False, partner_id=self.customer.id, company_id=company.id, team_id=False, user_id=False
        )
        with self.assertRaisesRegex(UserError, "different companies"):
            away._merge_into(self.living)

    def test_closed_call_only_stays(self):
        self.living.with_user(self.operator).action_done()
        with self.assertRaisesRegex(UserError, "closed already"):
            self._merge(self.living, self.dead)
        self._merge(self.dead, self.living)
        self.assertEqual(self.living.state, "done")
        self.assertEqual(self.dead.sudo()._reopen_or_follow_up(), self.living)
        self.assertEqual(self.living.state, "progress")

    def test_unit_and_customer_count_one_call_afterwards(self):
        self.assertEqual((self.unit.call_count, self.customer.raya_call_count), (2, 2))
        self._merge()
        self.env.invalidate_all()
        self.assertEqual((self.unit.call_count, self.customer.raya_call_count), (1, 1))
        found = self.env["raya.call"].search(self.unit.action_view_calls()["domain"])
        self.assertEqual(found, self.living)
        self.assertEqual(found, self.env["raya.call"].search(self.customer.action_view_raya_calls()["domain"]))
        told = [entry["title"] for entry in self.unit._get_timeline_entries() if entry["kind"] == "call"]
        self.assertEqual(told, [f"Call {self.living.name}, New"])

    def test_unit_that_only_one_of_them_knows_is_taken_over(self):
        bare = self._create_call(asset_id=False, partner_id=self.customer.id)
        self._merge(self.dead, bare)
        self.assertRecordValues(bare, [{"asset_id": self.unit.id, "product_id": self.fridge.id}])

    def test_calls_that_point_to_a_tombstone_point_to_the_living_one(self):
        later = self._create_call(asset_id=False, partner_id=self.customer.id, previous_call_id=self.dead.id)
        sister = self._create_call(asset_id=False, partner_id=self.customer.id, conversation_id=self.dead.id)
        self._merge()
        self.assertEqual((later.previous_call_id, sister.conversation_id), (self.living, self.living))

    def test_form_proposes_the_older_call_and_warns_of_customers(self):
        self.dead.partner_id = self.neighbour
        action = (self.living | self.dead).with_user(self.operator).action_merge()
        Merge = self.env["raya.call.merge"].with_user(self.operator).with_context(**action["context"])
        with Form(Merge) as form:
            self.assertEqual(form.living_id, self.dead, "reported first")
            self.assertTrue(form.has_several_customers)
        with self.assertRaisesRegex(UserError, "Confirm"):
            form.record.action_merge()
        form.record.is_confirmed = True
        self.assertEqual(form.record.action_merge()["res_id"], self.dead.id)
        self.assertEqual(self.living.merged_into_id, self.dead)

    def test_technicians_do_not_merge(self):
        with self.assertRaises(AccessError):
            self.dead.with_user(self.technician)._merge_into(self.living)
        with self.assertRaises(AccessError):
            self.env["raya.call.merge"].with_user(self.technician).create({"call_ids": self.dead.ids})

    def test_open_call_for_the_unit_is_shown_before_anything_is_saved(self):
        with Form(self.env["raya.call"].with_user(self.operator)) as form:
            form.partner_id = self.customer
            self.assertFalse(form.duplicate_ids[:])
            form.asset_id = self.unit
            self.assertEqual(form.duplicate_ids[:], self.living | self.dead)
        action = self.dead.with_user(self.operator).action_merge()
        self.assertEqual(set(action["context"]["default_call_ids"]), {self.living.id, self.dead.id, form.record.id})

    def test_open_calls_of_the_customer_for_the_product_are_proposed_where_a_unit_is_missing(self):
        bare = self._create_call(asset_id=False, partner_id=self.customer.id, product_id=self.fridge.id)
        self.assertEqual(bare.duplicate_ids, self.living | self.dead)
        self.assertIn(bare, self.living.duplicate_ids)
        other_product = self._create_call(asset_id=False, partner_id=self.customer.id, product_id=self.part.id)
        other_unit = self._create_call(asset_id=self._create_asset(serial="TWO-2").id)
        self.assertFalse(other_product.duplicate_ids)
        self.assertEqual(other_unit.duplicate_ids, bare)
        (self.living | self.dead).with_user(self.operator).action_cancel()
        bare.invalidate_recordset()
        self.assertEqual(bare.duplicate_ids, other_unit)


class TestMergeOfReferredCalls(SlaCommon):
    """Of calls that somebody works on, and waits for, the tombstone asks nobody any more."""

    def setUp(self):
        super().setUp()
        self._create_policy_of_time()
        unit = self._create_asset(serial="ONE-1")
        self.colleague = self._create_user("test_colleague", "raya_service_base.group_service_technician")
        self.evening.user_ids = self.colleague
        self.living = self._call_at("2026-11-28 08:00", asset_id=unit.id)
        theirs = {"team_id": self.evening.id, "user_id": self.colleague.id}
        self.dead = self._call_at("2026-11-28 08:00", asset_id=unit.id, **theirs)
        (self.living | self.dead).with_user(self.operator).action_refer()

    def _merge(self):
        self.dead.with_user(self.operator)._merge_into(self.living)

    def test_whoever_was_asked_for_the_tombstone_is_asked_no_more(self):
        self.assertEqual(self.dead.activity_ids.user_id, self.colleague)
        self._merge()
        self.assertEqual(self.living.activity_ids.user_id, self.technician)
        self.assertFalse(self.dead.activity_ids)
        self.assertEqual(self.dead.referral_ids.state, "withdrawn")
        self.assertRecordValues(
            self.living, [{"referral_state": "waiting", "user_id": self.technician.id, "state": "referred"}]
        )
        self.assertEqual(self.living.referral_id.user_id, self.technician)

    def test_a_late_tombstone_is_late_no_more_and_leaves_the_living_call_its_own_clock(self):
        self._look("2026-12-01 20:00")
        self.assertEqual(self.dead.sla_state, "late")
        kind = self.env.ref("raya_service_calls.mail_activity_type_sla")
        told = self.dead.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)
        self.assertTrue(told)
        self._merge()
        self.env.flush_all()
        self.assertFalse(self.env["raya.call"].search([("id", "=", self.dead.id), ("sla_state", "!=", False)]))
        self.assertFalse(self.dead.sla_due)
        self.assertEqual(self.dead.sla_ids.state, "failed", "what failed stays failed")
        self.assertTrue(self.dead.sla_ids.date_ended)
        self.assertNotIn(self.dead.sla_ids, self.living.sla_ids)
        self.assertFalse(told.exists())

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from odoo.addons.raya_service_base.tests.common_roles import RolesCommon

from .common_parts import PartMovesCommon
from .common_phone import PhoneCommon


class SubstituteCommon(PartMovesCommon):
    """A pump that nobody has, and two that may stand in for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls._create_product("Pump")
        cls.second = cls._create_product("Pump B")
        cls.third = cls._create_product("Pump C")
        cls._substitute(cls.pump, cls.second, sequence=1)
        cls._substitute(cls.pump, cls.third, sequence=2)
        cls.van = cls.env["stock.location"]._raya_get_of_technician(cls.technician, cls.company)

    @classmethod
    def _substitute(cls, part, other, **vals):
        return cls.env["raya.part.substitute"].create({"product_id": part.id, "substitute_id": other.id, **vals})

    def _put(self, product, quantity, place=None):
        self.env["stock.quant"]._update_available_quantity(product, place or self.stock, quantity)

    def _get_offer(self, job):
        job.invalidate_recordset()
        job.part_ids.invalidate_recordset()
        part = job.part_ids.with_user(self.technician)
        return part.substitute_id, part.substitute_place

    def _take_offer(self, job):
        job.part_ids.invalidate_recordset()
        return job.part_ids.with_user(self.technician).action_take_substitute()


@tagged("post_install", "-at_install")
class TestSubstitutes(SubstituteCommon):
    """What is offered in the place of a part that is short, and what is kept of it."""

    def test_nothing_is_offered_where_nothing_is_there_or_the_part_is(self):
        job = self._create_job((self.pump, 2))
        self.assertEqual(self._get_offer(job), (self.env["product.product"], False))
        self._put(self.second, 1)
        self.assertFalse(self._get_offer(job)[0], "one is not two")
        self._put(self.second, 1)
        self.assertEqual(self._get_offer(job), (self.second, "warehouse"))
        self._put(self.pump, 2)
        self.assertFalse(self._get_offer(job)[0], "the pump is there")

    def test_the_van_comes_first_and_then_the_first_choice(self):
        job = self._create_job((self.pump, 1))
        self._put(self.third, 1)
        self.assertEqual(self._get_offer(job), (self.third, "warehouse"))
        self._put(self.second, 1)
        self.assertEqual(self._get_offer(job), (self.second, "warehouse"))
        self._put(self.third, 1, self.van)
        self.assertEqual(self._get_offer(job), (self.third, "van"))

    def test_what_another_job_was_given_is_not_offered(self):
        self._put(self.second, 1)
        self._create_job_with((self.second, 1))
        self.assertFalse(self._get_offer(self._create_job((self.pump, 1)))[0])

    def test_one_way_or_both(self):
        self._put(self.pump, 1)
        job = self._create_job((self.second, 1))
        self.assertFalse(self._get_offer(job)[0], "the pump does not stand in for its substitute")
        found = self.env["raya.part.substitute"]._find(self.pump | self.second, self.company)
        self.assertEqual(list(found), [self.pump], "also where both are short")
        self.env["raya.part.substitute"].search([("substitute_id", "=", self.second.id)]).is_mutual = True
        self.assertEqual(self._get_offer(job), (self.pump, "warehouse"))

    def test_taken_from_the_van_is_one_tap_and_the_report_keeps_what_was_asked_for(self):
        job = self._create_job((self.pump, 1))
        job.with_user(self.technician).action_request_parts()
        self.assertEqual(job.state, "waiting")
        slip = job.picking_ids
        self._put(self.second, 1, self.van)
        told = self._take_offer(job)
        self.assertIn("Pump B in the place of Pump", told["params"]["message"])
        self.assertRecordValues(
            job.part_ids,
            [{"product_id": self.second.id, "asked_product_id": self.pump.id, "source": "van", "supply": "here"}],
        )
        self.assertEqual((slip.state, job.state), ("cancel", "progress"))
        before = self._sum_moves(self.second)
        job.part_ids.with_user(self.technician).qty_reported = 1
        self._approve(job)
        self._assert_moved(before, self.second, {self.van: -1, self.sold: 1})
        paper = (
            self.env["ir.actions.report"]
            ._render_qweb_html("raya_service_workorder.report_workorder", job.ids)[0]
            .decode()
        )
        self.assertIn("In the place of:", paper)
        self.assertIn("Pump B", paper)

    def test_taken_from_the_warehouse_is_requested_where_the_other_one_was(self):
        job = self._create_job((self.pump, 2))
        self._put(self.second, 2)
        self._take_offer(job)
        self.assertFalse(job.picking_ids, "nothing was requested before")
        waiting = self._create_job((self.pump, 1))
        waiting.with_user(self.technician).action_request_parts()
        self._take_offer(waiting)
        self.assertRecordValues(
            waiting.picking_ids.move_ids.sorted("id"),
            [
                {"product_id": self.pump.id, "state": "cancel"},
                {"product_id": self.second.id, "state": "assigned"},
            ],
        )
        self.assertRecordValues(waiting.part_ids, [{"supply": "ready", "qty_requested": 1}])
        self.assertEqual(waiting.state, "progress")

    def test_dear_substitute_is_approved_first(self):
        self.second.standard_price = 500
        boss = self._ask_about_parts(400).user_ids
        job = self._create_job((self.pump, 1))
        job.with_user(self.technician).action_request_parts()
        self._put(self.second, 1)
        told = self._take_offer(job)
        self.assertIn(boss.name, told["params"]["message"])
        self.assertEqual(job.part_ids.supply, "to_approve")
        job.part_request_ids.with_user(boss).action_approve()
        self.assertRecordValues(job.part_ids, [{"supply": "ready", "product_id": self.second.id}])

    def test_what_is_gone_meanwhile_is_refused(self):
        job = self._create_job((self.pump, 1))
        self._put(self.second, 1)
        self.assertTrue(self._get_offer(job)[0])
        self._put(self.second, -1)
        with self._refused("Nothing that may stand in for Pump"):
            self._take_offer(job)
        self.assertFalse(job.part_ids.asked_product_id)

    def test_several_are_taken_at_once_or_none(self):
        with self._refused("Choose the part that is short first"):
            self.env["raya.part"].with_user(self.technician).action_take_substitute()
        self._put(self.second, 3)
        job = self._create_job((self.pump, 2), (self.pump, 1))
        job.with_user(self.technician).action_request_parts()
        told = self._take_offer(job)["params"]["message"]
        self.assertEqual(told.count("Pump B in the place of Pump."), 2)
        self.assertEqual([(part.supply, part.qty_requested) for part in job.part_ids], [("ready", 2), ("ready", 1)])
        other = self._create_job((self.pump, 1), (self.pump, 1))
        other.with_user(self.technician).action_request_parts()
        # Each of the two is offered what is there for one only.
        self._put(self.third, 1)
        with self._refused("Nothing that may stand in for Pump"), self.env.cr.savepoint():
            self._take_offer(other)
        self.assertEqual(other.part_ids.product_id, self.pump)

    def test_one_that_waits_for_an_approval_is_told_with_what_was_taken(self):
        self.second.standard_price = 500
        boss = self._ask_about_parts(400).user_ids
        job = self._create_job((self.pump, 1))
        job.with_user(self.technician).action_request_parts()
        self._put(self.second, 1)
        told = self._take_offer(job)["params"]
        self.assertIn("Pump B in the place of Pump. ", told["message"])
        self.assertIn(f"{boss.name} has to approve it first.", told["message"])
        self.assertEqual(told["type"], "info")

    def test_another_part_put_there_by_hand_is_in_nobodys_place(self):
        self._put(self.second, 9)
        job = self._create_job((self.pump, 1))
        part = job.part_ids.with_user(self.technician)
        self._take_offer(job)
        # Whoever writes what stands there changes nothing.
        part.product_id = self.second
        self.assertEqual(part.asked_product_id, self.pump)
        part.product_id = self.relay
        self.assertFalse(part.asked_product_id)
        part.product_id = self.pump
        self._take_offer(job)
        self.assertEqual(part.asked_product_id, self.pump)
        part.product_id = self.pump
        self.assertFalse(part.asked_product_id)

    def test_the_one_asked_for_stands_in_for_nothing_when_it_is_taken_after_all(self):
        self.env["raya.part.substitute"].search([("product_id", "=", self.pump.id)]).is_mutual = True
        self._put(self.second, 1)
        job = self._create_job((self.pump, 1))
        self._take_offer(job)
        self._put(self.second, -1)
        self._put(self.pump, 1)
        told = self._take_offer(job)
        self.assertRecordValues(job.part_ids, [{"product_id": self.pump.id, "asked_product_id": False}])
        self.assertEqual(told["params"]["message"], "Pump in the place of Pump B.")

    def test_what_to_mind_is_told_with_the_offer(self):
        rows = self.env["raya.part.substitute"].search([("product_id", "=", self.pump.id)])
        rows[0].write({"note": "Needs an adapter", "is_mutual": True})
        self._put(self.second, 1)
        job = self._create_job((self.pump, 1))
        self._get_offer(job)
        self.assertEqual(job.part_ids.with_user(self.technician).substitute_note, "Needs an adapter")
        back = self._create_job((self.second, 3))
        self._put(self.pump, 3)
        self._get_offer(back)
        self.assertEqual(back.part_ids.substitute_note, "Needs an adapter")
        self._put(self.third, 4, self.van)
        plain = self._create_job((self.pump, 4))
        self.assertEqual((self._get_offer(plain)[0], plain.part_ids.substitute_note), (self.third, False))

    def test_issued_or_closed_lines_keep_their_part(self):
        self._put(self.pump, 1)
        self._put(self.second, 5)
        job = self._create_job((self.pump, 1))
        job.with_user(self.technician).action_request_parts()
        self._issue(job)
        job.part_ids.with_user(self.technician).quantity = 3
        self.assertFalse(self._get_offer(job)[0], "one of them is here")

    def test_substitute_counts_as_the_part_that_the_fault_needs(self):
        Appraisal = self.env["raya.workorder.appraisal"]
        self.fault.part_need_ids = [Command.create({"product_id": self.pump.id, "quantity": 1})]
        job = self._create_job((self.pump, 1))
        self._put(self.second, 1, self.van)
        self._take_offer(job)
        job.part_ids.with_user(self.technician).qty_reported = 1
        self.assertNotIn("unassigned_part", Appraisal._get_exceptions(job))
        job.part_ids.sudo().asked_product_id = False
        self.assertIn("unassigned_part", Appraisal._get_exceptions(job))

    def test_what_was_asked_for_is_not_written_by_hand(self):
        job = self._create_job((self.pump, 1))
        with self.assertRaises(AccessError):
            job.part_ids.with_user(self.technician).asked_product_id = self.relay
        with self.assertRaises(AccessError):
            self._substitute(self.pump, self.relay).with_user(self.technician).note = "Mine"

    def test_rows_make_sense(self):
        with self.assertRaises(ValidationError):
            self._substitute(self.pump, self._create_product("Oil", uom_id=self.env.ref("uom.product_uom_litre").id))
        for other in (self.pump, self.second):
            with (
                self.subTest(other=other.name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._substitute(self.pump, other)

    def test_rows_of_another_company_offer_nothing(self):
        self._put(self.second, 1)
        job = self._create_job((self.pump, 1))
        rows = self.env["raya.part.substitute"].search([("product_id", "=", self.pump.id)])
        rows.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertFalse(self._get_offer(job)[0])

    def test_products_tell_their_substitutes(self):
        self.assertEqual((self.pump.raya_substitute_count, self.second.raya_substitute_count), (2, 0))
        self.assertEqual(self.pump.product_tmpl_id.raya_substitute_count, 2)
        action = self.pump.with_user(self.clerk).action_raya_view_substitutes()
        rows = self.env["raya.part.substitute"].with_user(self.clerk).search(action["domain"])
        self.assertEqual(rows.substitute_id, self.second | self.third)
        rows[:1].sudo().is_mutual = True
        self.second.invalidate_recordset()
        self.assertEqual(self.second.raya_substitute_count, 1)

    def test_looking_for_substitutes_takes_as_many_queries_for_many_parts(self):
        def count(job):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            job.part_ids.mapped("substitute_id")
            return self.env.cr.sql_log_count - before

        self._put(self.second, 50)
        few = self._create_job((self.pump, 1), (self.pump, 2))
        many = self._create_job(*((self.pump, quantity) for quantity in range(1, 10)))
        count(few)
        self.assertEqual(count(few), count(many))

    def test_my_jobs_look_for_substitutes_once_for_all(self):
        def read(jobs):
            self.env.flush_all()
            self.env.invalidate_all()
            return self.env["raya.my.jobs"].with_user(self.technician)._prepare_parts_of_jobs(jobs)

        self._put(self.second, 50)
        jobs = self.env["raya.workorder"].union(*(self._create_job((self.pump, 1)) for _each in range(2)))
        read(jobs)
        before = self.env.cr.sql_log_count
        read(jobs)
        few = self.env.cr.sql_log_count - before
        jobs |= jobs.union(*(self._create_job((self.pump, 1), (self.relay, 2)) for _each in range(6)))
        with self.assertQueryCount(few):
            shown = read(jobs)
        self.assertEqual({part["substitute"] for job in jobs[:2] for part in shown[job]["parts"]}, {"Pump B"})


@tagged("post_install", "-at_install")
class TestSubstituteRoles(RolesCommon, SubstituteCommon):
    def test_everybody_of_the_service_reads_substitutes(self):
        row = self._substitute(self.pump, self.relay)
        everybody = {"technician of another team", "technician", "everybody", "editor", "manager elsewhere"}
        self._assert_read_by(row, self.OFFICE | everybody)


@tagged("post_install", "-at_install")
class TestSubstitutesOnThePhone(PhoneCommon):
    def test_one_tap_on_the_phone(self):
        pump, other = (self._create_product(name) for name in ("Pump", "Pump B"))
        self.env["raya.part.substitute"].create(
            {"product_id": pump.id, "substitute_id": other.id, "note": "Needs an adapter"}
        )
        job = self._create_workorder(part_ids=[Command.create({"product_id": pump.id, "quantity": 1})])
        self.assertEqual(self._read(job)["parts"][0]["substitute"], "")
        self._fill_van(1, other)
        self.env.invalidate_all()
        [part] = self._read(job)["parts"]
        self.assertEqual((part["substitute"], part["substituteId"]), ("Pump B", other.id))
        self.assertEqual(part["substituteNote"], "Needs an adapter")
        self._do("take_substitute", job, part_id=job.part_ids.id, product_id=other.id)
        [part] = self._read(job)["parts"]
        self.assertEqual((part["name"], part["asked"], part["substitute"]), ("Pump B", "Pump", ""))
        self.assertTrue(part["canTake"])
        answer = self._do("take_substitute", job, part_id=job.part_ids.id, product_id=other.id, status="skipped")
        self.assertIn("Pump B stands there already", answer["message"])

    def test_phone_takes_what_was_chosen_or_nothing(self):
        pump, chosen, other = (self._create_product(name) for name in ("Pump", "Pump B", "Pump C"))
        for product in (chosen, other):
            self.env["raya.part.substitute"].create({"product_id": pump.id, "substitute_id": product.id})
        job = self._create_workorder(part_ids=[Command.create({"product_id": pump.id, "quantity": 1})])
        take = self._make("take_substitute", job, part_id=job.part_ids.id, product_id=chosen.id)
        # Since the phone saw it, somebody else took the one, and another came in.
        self._fill_van(1, other)
        self.env.invalidate_all()
        [answer] = self._send(take)
        self.assertEqual(answer["status"], "failed")
        self.assertIn("Pump C is offered in the place of Pump now", answer["message"])
        self.assertRecordValues(job.part_ids, [{"product_id": pump.id, "asked_product_id": False}])
        self._do("take_substitute", job, part_id=job.part_ids.id, product_id=other.id)
        self._fill_van(-1, other)
        self.env.invalidate_all()
        [answer] = self._send({**take, "uuid": "another-tap"})
        self.assertEqual(answer["status"], "failed", "another one was taken, and not this one")
        self.assertEqual(job.part_ids.product_id, other)

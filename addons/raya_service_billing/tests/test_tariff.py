from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import ExclusionViolation, UniqueViolation

from .common_tariff import FIRST, TariffCommon


@tagged("post_install", "-at_install")
class TestTariff(TariffCommon):
    """From nothing to in force, and what is refused on the way."""

    def test_accountant_makes_a_tariff_in_the_form_and_the_manager_puts_it_in_force(self):
        form = Form(self.env["raya.tariff"].with_user(self.accountant))
        form.name = "Services 2026"
        form.date_from = FIRST
        with form.line_ids.new() as line:
            line.operation_id = self.operation
            line.price = 500.0
        tariff = form.save()
        tariff.action_submit()
        self.assertEqual((tariff.state, tariff.can_decide), ("submitted", False))
        decided = tariff.with_user(self.manager)
        self.assertTrue(decided.can_decide and decided.waits_for_me)
        decided.action_approve()
        self.assertRecordValues(tariff, [{"state": "in_force", "approved_by_id": self.manager.id}])
        self.assertTrue(tariff.approved_date)

    def test_nobody_but_a_manager_puts_it_in_force(self):
        tariff = self._draft({"price": 40.0})
        tariff.action_submit()
        for user in (self.accountant, self.dispatcher, self.technician):
            with self.assertRaises(AccessError):
                tariff.with_user(user).action_approve()
        with self.assertRaisesRegex(AccessError, "is set by the buttons"):
            tariff.state = "in_force"

    def test_author_does_not_approve_their_own_where_there_is_somebody_else(self):
        other = self._create_user("test_man_2", "raya_service_base.group_service_manager")
        tariff = self._draft({"price": 40.0}).with_user(self.manager).copy()
        tariff.action_submit()
        with self.assertRaisesRegex(UserError, "your own work"):
            tariff.action_approve()
        tariff.with_user(other).action_approve()
        self.assertEqual(tariff.state, "in_force")

    def test_it_is_sent_back_with_a_reason(self):
        tariff = self._draft({"price": 40.0})
        tariff.action_submit()
        opened = {"active_model": tariff._name, "active_ids": tariff.ids}
        wizard = self.env["raya.send.back"].with_user(self.manager).with_context(**opened)
        wizard.create({"reason": "The compressor is too cheap."}).action_send_back()
        self.assertRecordValues(tariff, [{"state": "draft", "sent_back_reason": "The compressor is too cheap."}])
        tariff.line_ids.price = 45.0

    def test_technicians_read_no_tariff_and_operators_change_none(self):
        tariff = self._put_in_force({"price": 40.0})
        for record in (tariff, tariff.line_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.technician).read(["display_name"])
            self.assertTrue(record.with_user(self.operator).read(["display_name"]))
            with self.assertRaises(AccessError):
                record.with_user(self.operator).write({"zone_id": False})

    def test_what_is_submitted_stands_still_by_every_door(self):
        tariff = self._draft({"price": 40.0})
        tariff.action_submit()
        for state in ("waits for its approval", "in force"):
            for change in (
                lambda: tariff.write({"date_from": date(2026, 2, 1)}),
                lambda: tariff.write({"date_to": date(2027, 2, 1)}),
                lambda: tariff.write({"line_ids": [Command.clear()]}),
                tariff.action_archive,
                lambda: tariff.line_ids.write({"price": 1.0}),
                tariff.line_ids.unlink,
                lambda: tariff.line_ids.create(
                    {"tariff_id": tariff.id, "price": 1.0, "categ_id": self.family.create({"name": "New"}).id}
                ),
            ):
                with self.assertRaisesRegex(UserError, state):
                    change()
            if tariff.state == "submitted":
                tariff.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "stays for the record"):
            tariff.unlink()
        tariff.with_user(self.manager).action_end()
        with self.assertRaisesRegex(UserError, "or end it"):
            tariff.action_archive()

    def test_drafts_are_archived(self):
        tariff = self._draft({"price": 40.0})
        tariff.action_archive()
        self.assertFalse(tariff.active)

    def test_a_tariff_that_was_hidden_by_whatever_means_still_prices_its_days(self):
        tariff = self._put_in_force({"price": 90.0}, date_from=date(2020, 1, 1))
        self.env.cr.execute("UPDATE raya_tariff SET active = FALSE WHERE id = %s", [tariff.id])
        tariff.invalidate_recordset(["active"])
        job = self._approve_lines(1.0)
        self.assertEqual(job.charge_ids.tariff_line_id.tariff_id, tariff)
        with self.assertRaisesRegex(UserError, "would hold on the same days"):
            self._draft({"price": 50.0}, name="Others").action_submit()

    def test_bad_input_is_told(self):
        with self.assertRaisesRegex(ValidationError, "enter its price"):
            self._draft({"operation_id": self.operation.id})
        with self.assertRaisesRegex(ValidationError, "Price: enter a value from 0"):
            self._draft({"price": -5.0})
        with self.assertRaisesRegex(ValidationError, "not both"):
            self._draft({"price": 5.0, "operation_id": self.operation.id, "group_id": self.labour.categ_id.id})
        with self.assertRaisesRegex(ValidationError, "only a price per hour"):
            self._draft({"price": 5.0, "step_minutes": 15})
        with self.assertRaisesRegex(ValidationError, "last day is before its first one"):
            self._draft({"price": 5.0}, date_to=FIRST - timedelta(1))
        with self.assertRaisesRegex(UserError, "has no prices"):
            self._draft().action_submit()
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(UniqueViolation, "same_work_once"):
            self._draft({"price": 5.0}, {"price": 6.0})

    # Validity

    def test_two_tariffs_of_one_scope_never_hold_on_the_same_day(self):
        self._put_in_force({"price": 40.0}, date_to=date(2026, 6, 30))
        second = self._draft({"price": 50.0}, name="Others", date_from=date(2026, 6, 30))
        with self.assertRaisesRegex(UserError, "Others would hold on the same days as Services"):
            second.action_submit()
        second.date_from = date(2026, 7, 1)
        self._decide(second)
        self.assertEqual(second.state, "in_force")

    def test_the_database_refuses_it_too(self):
        first = self._put_in_force({"price": 40.0}, date_to=date(2026, 6, 30))
        second = self._put_in_force({"price": 50.0}, date_from=date(2026, 7, 1))
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(ExclusionViolation, "one_on_each_day"):
            first.sudo().date_to = False
            first.flush_recordset()
        self.assertTrue(second)

    def test_other_currencies_and_zones_have_tariffs_of_their_own(self):
        self._put_in_force({"price": 40.0})
        currency = self.env["res.currency"].create({"name": "XTS", "symbol": "x"})
        zone = self.env["raya.tariff.zone"].create({"name": "North", "zip_ranges": "11"})
        for vals in ({"currency_id": currency.id}, {"zone_id": zone.id}):
            self.assertEqual(self._put_in_force({"price": 40.0}, **vals).state, "in_force")

    def test_a_new_version_takes_the_days_from_its_first_one_on(self):
        tariff = self._put_in_force({"price": 40.0})
        wizard = self.env["raya.tariff.revision"].with_user(self.accountant).with_context(active_id=tariff.id)
        form = Form(wizard)
        form.date_from = date(2026, 3, 1)
        form.percent = 12.5
        form.step = 10
        action = form.save().action_create()
        version = self.env["raya.tariff"].with_user(self.accountant).browse(action["res_id"])
        self.assertRecordValues(version, [{"version": 2, "state": "draft", "name": "Services"}])
        self.assertEqual(version.line_ids.price, 50.0)
        self.assertEqual(tariff.line_ids.price, 40.0)
        self._decide(version)
        self.assertRecordValues(
            tariff + version,
            [
                {"state": "superseded", "date_to": date(2026, 2, 28)},
                {"state": "in_force", "date_to": False},
            ],
        )
        self.assertEqual(version.version_count, 2)

    def test_a_version_for_some_days_says_that_nothing_follows(self):
        tariff = self._put_in_force({"price": 40.0})
        version = tariff.sudo().copy(tariff._prepare_version_values())
        version.write({"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 31)})
        self._decide(version)
        self.assertRecordValues(
            version.activity_ids.filtered(lambda each: "No tariff holds" in (each.summary or "")),
            [{"date_deadline": date(2026, 3, 31), "user_id": self.manager.id}],
        )
        self.assertFalse(tariff.activity_ids)

    def test_no_rounding_makes_a_price_nothing(self):
        tariff = self._put_in_force({"price": 40.0})
        wizard = self.env["raya.tariff.revision"].with_user(self.accountant).with_context(active_id=tariff.id)
        with self.assertRaisesRegex(ValidationError, "All Services would cost nothing"):
            wizard.create({"step": 100.0})
        self.assertTrue(wizard.create({"step": 100.0, "method": "up"}))
        with self.assertRaisesRegex(ValidationError, "Change"):
            wizard.create({"percent": -100.0})

    def test_no_rounding_makes_the_least_that_a_line_costs_nothing(self):
        tariff = self._put_in_force({"price": 400.0, "pricing": "hour", "minimum_amount": 20.0})
        wizard = self.env["raya.tariff.revision"].with_user(self.accountant).with_context(active_id=tariff.id)
        with self.assertRaisesRegex(ValidationError, "All Services would cost nothing"):
            wizard.create({"step": 100.0})
        self.assertTrue(wizard.create({"step": 10.0}))

    def test_a_version_that_takes_all_days_leaves_none(self):
        tariff = self._put_in_force({"price": 40.0}, date_from=date(2026, 3, 1))
        version = tariff._create_next_version()
        version.date_from = FIRST
        self._decide(version)
        self.assertRecordValues(tariff, [{"state": "superseded", "date_to": date(2026, 2, 28)}])

    def test_a_tariff_is_ended_by_a_manager(self):
        tariff = self._put_in_force({"price": 40.0})
        with self.assertRaises(AccessError):
            tariff.action_end()
        tariff.with_user(self.manager).action_end()
        self.assertRecordValues(tariff, [{"state": "superseded", "date_to": self.env.company._raya_get_day()}])

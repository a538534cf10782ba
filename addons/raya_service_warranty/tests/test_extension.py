from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import WarrantyCommon

SALES = "sales_team.group_sale_salesman_all_leads"


class ExtensionCommon(WarrantyCommon):
    """Refrigerators with 24 months of warranty, and 12 months more to buy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", cls.company)
        cls.seller = new_test_user(cls.env, "test_seller", SALES)
        cls.invoicer = new_test_user(cls.env, "test_invoicer", "account.group_account_invoice")
        cls.clerk = new_test_user(cls.env, "test_clerk", "stock.group_stock_user")
        cls.counter = new_test_user(cls.env, "test_counter", f"{SALES},raya_service_base.group_service_operator")
        cls.longer = cls._create_policy(name="12 more", kind="extended", start_event="previous", duration=12)
        cls.extension = cls._create_extension(cls.longer)

    @classmethod
    def _create_extension(cls, policy, **vals):
        return cls.env["product.product"].create(
            {
                "name": policy.name,
                "type": "service",
                "list_price": 50,
                "invoice_policy": "order",
                "raya_extension_policy_id": policy.id,
                **vals,
            }
        )

    def _sell(self, *lines, **vals):
        """A confirmed order of the salesperson; lines are products with quantities."""
        commands = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity, **more})
            for product, quantity, *rest in lines
            for more in (rest or [{}])
        ]
        order = self.env["sale.order"].with_user(vals.pop("user", self.seller))
        order = order.create({"partner_id": self.customer.id, "order_line": commands, **vals})
        order.action_confirm()
        return order

    def _invoice(self, order, post=True):
        invoices = order.with_user(self.seller)._create_invoices().with_user(self.invoicer)
        if post:
            invoices.action_post()
        return invoices

    def _credit(self, invoice, only=None):
        """A posted credit note: of everything, or of this quantity of one product."""
        wizard = self.env["account.move.reversal"].with_user(self.invoicer)
        wizard = wizard.create({"move_ids": invoice.ids, "journal_id": invoice.journal_id.id})
        wizard.refund_moves()
        refund = wizard.new_move_ids
        if only:
            product, quantity = only
            lines = refund.invoice_line_ids
            lines.filtered(lambda line: line.product_id != product).unlink()
            lines.exists().quantity = quantity
        refund.action_post()
        return refund

    def _files(self, order):
        return order.sudo().order_line.raya_asset_ids.sorted("unit_number")

    def _extensions(self, document):
        lines = document.sudo().order_line if document._name == "sale.order" else document.sudo().invoice_line_ids
        origins = [f"{line._name},{line.id}" for line in lines]
        return self.env["raya.warranty"].search([("origin", "in", origins)])

    def assertExtended(self, document, numbers):
        """These units, by number, have one extension in force each, and no others have."""
        warranties = self._extensions(document).filtered(lambda warranty: warranty.standing == "normal")
        self.assertEqual(sorted(warranties.asset_id.mapped("unit_number")), numbers)
        self.assertEqual(len(warranties), len(numbers))
        return warranties

    def _waiting(self, document):
        kind = self.env.ref("raya_service_warranty.mail_activity_type_extension")
        return document.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 10:00:00")
class TestExtension(ExtensionCommon):
    """Sold, credited, cancelled: the coverages follow the documents."""

    def test_extension_starts_on_the_day_after_the_warranty(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        self.assertExtended(order, [])
        self._invoice(order)
        warranty = self.assertExtended(order, [1])
        self.assertRecordValues(
            warranty,
            [
                {
                    "date_granted": date(2026, 3, 10),
                    "date_start": date(2028, 3, 10),
                    "date_end": date(2029, 3, 9),
                    "is_start_assumed": False,
                }
            ],
        )
        self.assertEqual(warranty.line_ids.date_end, date(2029, 3, 9))
        asset = self._files(order)
        for day, cover in ((date(2028, 3, 9), "24 months"), (date(2028, 3, 10), "12 more")):
            decision = asset._decide_coverage("labour", day)
            self.assertEqual(decision.share, 100)
            self.assertIn(cover, asset._render_decision(decision))
        self.assertEqual(asset._decide_coverage("labour", date(2029, 3, 9)).share, 100)
        self.assertEqual(asset._decide_coverage("labour", date(2029, 3, 10)).reason_key, "expired")

    def test_each_unit_gets_one(self):
        order = self._sell((self.fridge, 3), (self.extension, 3))
        self._invoice(order)
        self.assertExtended(order, [1, 2, 3])
        self.assertFalse(self._waiting(order))

    def test_first_units_get_what_was_bought_for_some(self):
        order = self._sell((self.fridge, 3), (self.extension, 2))
        self._invoice(order)
        self.assertExtended(order, [1, 2])

    def test_too_many_wait_and_the_salesperson_is_told_once(self):
        order = self._sell((self.fridge, 1), (self.extension, 3))
        invoice = self._invoice(order)
        self.assertEqual(invoice.state, "posted")
        self.assertExtended(order, [1])
        self.env["raya.asset.sync"]._sync_or_raise(order)
        told = self._waiting(order)
        self.assertEqual((len(told), told.user_id), (1, self.seller))
        self.assertIn("2 extended warranties", told.note)

    def test_extension_without_goods_waits_until_its_unit_is_chosen(self):
        asset = self._create_asset()
        order = self._sell((self.extension, 1))
        self._invoice(order)
        self.assertFalse(self._extensions(order))
        self.assertTrue(self._waiting(order))
        order.with_user(self.counter).order_line.raya_asset_id = asset
        self.assertEqual(self._extensions(order).asset_id, asset)
        self.assertFalse(self._waiting(order))

    def test_chosen_unit_goes_before_the_goods_of_the_order(self):
        asset = self._create_asset(date_invoice=date(2025, 3, 10))
        order = self._sell((self.fridge, 1), (self.extension, 1, {"raya_asset_id": asset.id}), user=self.counter)
        self._invoice(order)
        self.assertRecordValues(self._extensions(order), [{"asset_id": asset.id, "date_start": date(2027, 3, 10)}])
        self.assertIn("For unit: Refrigerator · RF-1", order.order_line[1].name)

    def test_another_unit_chosen_later_takes_it_over(self):
        first, second = self._create_asset(), self._create_asset(serial="RF-2")
        order = self._sell((self.extension, 1, {"raya_asset_id": first.id}), user=self.counter)
        self._invoice(order)
        order.with_user(self.counter).order_line.raya_asset_id = second
        self.assertEqual(self._extensions(order).asset_id, second)

    def test_sold_after_the_warranty_had_ended_starts_on_the_day_sold(self):
        asset = self._create_asset(date_invoice=date(2020, 1, 1))
        order = self._sell((self.extension, 1, {"raya_asset_id": asset.id}), user=self.counter)
        self._invoice(order)
        self.assertRecordValues(
            self._extensions(order), [{"date_start": date(2026, 3, 10), "date_end": date(2027, 3, 9)}]
        )

    def test_nearest_goods_line_before_is_extended(self):
        heater = self.env["product.product"].create(
            {"name": "Heater", "type": "consu", "is_storable": True, "tracking": "serial"}
        )
        order = self._sell((self.fridge, 1), (heater, 1), (self.extension, 1))
        self._invoice(order)
        self.assertEqual(self._extensions(order).asset_id.product_id, heater)
        above = self._sell((self.extension, 1), (self.fridge, 1), (heater, 1))
        self._invoice(above)
        self.assertEqual(self._extensions(above).asset_id.product_id, self.fridge)

    def test_two_lines_for_the_same_goods_share_its_units(self):
        order = self._sell((self.fridge, 3), (self.extension, 1), (self.extension, 2))
        self._invoice(order)
        self.assertExtended(order, [1, 2, 3])

    def test_two_different_extensions_queue_up(self):
        second = self._create_policy(name="6 more", kind="extended", start_event="previous", duration=6)
        order = self._sell((self.fridge, 1), (self.extension, 1), (self._create_extension(second), 1))
        self._invoice(order)
        self.assertRecordValues(
            self._extensions(order).sorted("date_start"),
            [
                {"policy_id": self.longer.id, "date_start": date(2028, 3, 10), "date_end": date(2029, 3, 9)},
                {"policy_id": second.id, "date_start": date(2029, 3, 10), "date_end": date(2029, 9, 9)},
            ],
        )

    def test_the_same_extension_bought_again_queues_behind_and_moves_up(self):
        asset = self._create_asset()
        chosen = {"raya_asset_id": asset.id}
        orders = [self._sell((self.extension, 1, chosen), user=self.counter) for _twice in range(2)]
        invoices = [self._invoice(order) for order in orders]
        first, second = (self._extensions(order) for order in orders)
        self.assertEqual((first.date_start, second.date_start), (date(2028, 3, 10), date(2029, 3, 10)))
        invoices[0].button_draft()
        self.assertFalse(first.exists())
        self.assertEqual(second.date_start, date(2028, 3, 10))

    def test_posting_deliveries_and_repeats_grant_exactly_once(self):
        lots = self._create_lots("RF-A", "RF-B")
        order = self._sell((self.fridge, 2), (self.extension, 2))
        invoice = self._invoice(order)
        warranties = self.assertExtended(order, [1, 2])
        picking = order.picking_ids.with_user(self.clerk)
        picking.move_ids.lot_ids = lots
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()
        for _repeated in range(2):
            self.env["raya.asset.sync"]._sync_or_raise(invoice)
        self.assertEqual(self._extensions(order), warranties)
        self.assertFalse(warranties.event_ids)

    def test_reset_and_posted_again(self):
        order = self._sell((self.fridge, 2), (self.extension, 1))
        invoice = self._invoice(order)
        invoice.button_draft()
        self.assertFalse(self._extensions(order))
        invoice.action_post()
        self.assertExtended(order, [1])
        invoice.button_draft()
        invoice.button_cancel()
        self.assertFalse(self._extensions(order))

    def test_partial_and_full_credit_note(self):
        order = self._sell((self.fridge, 3), (self.extension, 3))
        invoice = self._invoice(order)
        self._credit(invoice, only=(self.extension, 1))
        self.assertExtended(order, [1, 2])
        self._credit(invoice, only=(self.extension, 2))
        self.assertExtended(order, [])
        self.assertFalse(self._waiting(order))

    def test_credited_goods_and_extensions_go_together(self):
        order = self._sell((self.fridge, 2), (self.extension, 2))
        self._credit(self._invoice(order))
        self.assertFalse(self._extensions(order))
        self.assertFalse(self._waiting(order))

    def test_several_invoices_of_one_order(self):
        order = self._sell((self.fridge, 2), (self.extension, 2))
        first = self._invoice(order, post=False)
        first.invoice_line_ids.filtered(lambda line: line.product_id == self.fridge).quantity = 1
        first.action_post()
        self.assertExtended(order, [1])
        self.assertTrue(self._waiting(order))
        self._invoice(order)
        self.assertExtended(order, [1, 2])
        self.assertFalse(self._waiting(order))

    def test_cancelled_order_takes_it_back_and_reopened_gives_it_again(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        self._invoice(order)
        order._action_cancel()
        self.assertExtended(order, [])
        order.action_draft()
        order.action_confirm()
        self.assertExtended(order, [1])

    def test_posting_again_does_not_reinstate_what_people_voided(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        invoice = self._invoice(order)
        warranty = self._extensions(order)
        warranty._record_event("void", "Opened by a stranger", date(2026, 6, 1))
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(warranty.standing, "void")
        self.assertEqual(warranty.event_ids.kind, "void")

    def test_credit_never_stops_at_a_later_event(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        invoice = self._invoice(order)
        warranty = self._extensions(order)
        warranty._record_event("suspend", "Abroad", date(2027, 1, 1))
        self._credit(invoice)
        self.assertEqual(warranty.standing, "void")

    def test_policy_of_the_product_changed_later_changes_nothing_sold(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        invoice = self._invoice(order)
        self.extension.raya_extension_policy_id = False
        self.env["raya.asset.sync"]._sync_or_raise(order)
        self.assertExtended(order, [1])
        self._credit(invoice)
        self.assertExtended(order, [])

    def test_manual_invoice(self):
        invoice = self._create_manual_invoice((self.fridge, 2), (self.extension, 1))
        invoice.action_post()
        self.assertExtended(invoice, [1])
        invoice.button_draft()
        self.assertFalse(self._extensions(invoice))
        invoice.action_post()
        self.assertExtended(invoice, [1])
        self._credit(invoice, only=(self.extension, 1))
        self.assertExtended(invoice, [])

    def test_line_below_zero_credits_its_invoice(self):
        """Wherever it stands among the lines."""
        goods, sold, credited = (self.fridge, 3), (self.extension, 2), (self.extension, -1)
        for lines in ((goods, sold, credited), (goods, credited, sold)):
            invoice = self._create_manual_invoice(*lines)
            invoice.action_post()
            self.assertExtended(invoice, [1])

    def test_manual_invoice_for_a_chosen_unit(self):
        asset = self._create_asset()
        invoice = self._create_manual_invoice((self.extension, 1))
        invoice.invoice_line_ids.raya_asset_id = asset
        invoice.action_post()
        self.assertEqual(self._extensions(invoice).asset_id, asset)

    def test_manual_invoice_without_unit_waits(self):
        invoice = self._create_manual_invoice((self.extension, 1))
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")
        self.assertTrue(self._waiting(invoice))

    def _create_manual_invoice(self, *lines, **vals):
        return (
            self.env["account.move"]
            .with_user(self.invoicer)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_line_ids": [
                        Command.create({"product_id": product.id, "quantity": quantity}) for product, quantity in lines
                    ],
                    **vals,
                }
            )
        )

    def test_foreign_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        invoice = self._create_manual_invoice((self.fridge, 1), (self.extension, 1), currency_id=euro.id)
        invoice.action_post()
        self.assertExtended(invoice, [1])

    def test_dozen_of_extensions_is_twelve(self):
        dozen = {"product_uom_id": self.env.ref("uom.product_uom_dozen").id}
        order = self._sell((self.fridge, 12), (self.extension, 1, dozen))
        self._invoice(order)
        self.assertExtended(order, list(range(1, 13)))

    def test_one_file_for_a_whole_line_takes_them_all(self):
        self.part.raya_file_policy = "line"
        order = self._sell((self.part, 5), (self.extension, 5))
        self._invoice(order)
        self.assertEqual(len(self._extensions(order)), 1)
        self.assertFalse(self._waiting(order))

    def test_posting_many_extensions_costs_few_queries(self):
        """Odoo looks up the reference of each new coverage, when it is made and when it is dated; nothing else."""
        few, many = self._count_queries(2), self._count_queries(20)
        self.assertLessEqual(many, few + 2 * 18)

    def _count_queries(self, count):
        order = self._sell((self.fridge, count), (self.extension, count))
        self._invoice(order)
        self._extensions(order).unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        order.order_line._raya_sync_extensions()
        self.env.flush_all()
        self.assertExtended(order, list(range(1, count + 1)))
        return self.env.cr.sql_log_count - before

    def test_posting_without_extensions_asks_one_question(self):
        order = self._sell((self.fridge, 3))
        self._invoice(order)
        lines = order.sudo().order_line
        self.assertEqual(len(lines.raya_asset_ids), 3)
        self.env.flush_all()
        with self.assertQueryCount(1):
            lines._raya_sync_extensions()


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 10:00:00")
class TestExtensionDates(ExtensionCommon):
    """The queue behind the warranty, to the day."""

    def _extend(self, asset, policy=None):
        product = self._create_extension(policy) if policy else self.extension
        order = self._sell((product, 1, {"raya_asset_id": asset.id}), user=self.counter)
        self._invoice(order)
        return self._extensions(order)

    def test_ends_of_warranty_to_the_day(self):
        for sold, duration, starts, ends in (
            (date(2026, 3, 10), 24, date(2028, 3, 10), date(2029, 3, 9)),
            (date(2026, 1, 31), 1, date(2026, 3, 10), date(2027, 3, 9)),
            (date(2026, 2, 10), 1, date(2026, 3, 10), date(2027, 3, 9)),
            (date(2026, 2, 11), 1, date(2026, 3, 11), date(2027, 3, 10)),
            (date(2024, 2, 29), 36, date(2027, 3, 1), date(2028, 2, 29)),
            (date(2025, 8, 31), 6, date(2026, 3, 10), date(2027, 3, 9)),
        ):
            self.fridge.raya_policy_ids = self._create_policy(duration=duration)
            asset = self._create_asset(serial=str(sold), date_invoice=sold)
            warranty = self._extend(asset)
            self.assertEqual((warranty.date_start, warranty.date_end), (starts, ends), sold)

    def test_waits_as_long_as_the_warranty_waits(self):
        self.policy.start_event = "installation"
        asset = self._create_asset()
        warranty = self._extend(asset)
        self.assertEqual(warranty.state, "waiting")
        asset.with_user(self.operator).date_installation = date(2026, 4, 1)
        self.assertRecordValues(warranty, [{"date_start": date(2028, 4, 1), "date_end": date(2029, 3, 31)}])

    def test_assumed_end_gives_an_assumed_start(self):
        self.policy.write({"start_event": "installation", "start_cap": 6})
        asset = self._create_asset()
        warranty = self._extend(asset)
        self.assertRecordValues(warranty, [{"date_start": date(2028, 9, 10), "is_start_assumed": True}])
        asset.with_user(self.operator).date_installation = date(2026, 4, 1)
        self.assertRecordValues(warranty, [{"date_start": date(2028, 4, 1), "is_start_assumed": False}])
        self.assertFalse(warranty.event_ids)

    def test_follows_an_extension_of_the_warranty(self):
        asset = self._create_asset()
        warranty = self._extend(asset)
        asset.warranty_ids.filtered(lambda other: other.kind == "warranty")._record_event(
            "extend", "Goodwill", duration=1, duration_unit="month"
        )
        self.assertEqual(warranty.date_start, date(2028, 4, 10))
        self.assertEqual(warranty.event_ids.kind, "correct")

    def test_own_events_are_replayed_from_the_new_start(self):
        asset = self._create_asset()
        warranty = self._extend(asset)
        warranty._record_event("extend", "Goodwill", duration=3, duration_unit="month")
        second = self._extend(asset, self._create_policy(name="6 more", kind="extended", start_event="previous"))
        self.assertEqual(warranty.date_end, date(2029, 6, 9))
        self.assertEqual(second.date_start, date(2029, 6, 10))

    def test_longer_cover_of_one_component_does_not_delay_the_rest(self):
        compressor = self.env["raya.component"].create({"code": "T-COMP", "name": "Compressor"})
        self.policy.line_ids = [Command.create({"scope": "part", "component_id": compressor.id, "duration": 60})]
        more = self._create_policy(
            name="Both",
            kind="extended",
            start_event="previous",
            line_ids=[
                Command.create({"scope": "all"}),
                Command.create({"scope": "part", "component_id": compressor.id}),
            ],
        )
        lines = self._extend(self._create_asset(), more).line_ids
        self.assertEqual(lines.mapped("date_start"), [date(2028, 3, 10), date(2031, 3, 10)])

    def test_unit_without_warranty_is_covered_from_the_sale(self):
        self.fridge.raya_policy_ids = False
        self.assertEqual(self._extend(self._create_asset()).date_start, date(2026, 3, 10))

    def test_commitment_and_supplier_are_not_waited_for(self):
        self.fridge.raya_policy_ids |= self._create_policy(name="Parts", kind="commitment", duration=120)
        self.fridge.raya_policy_ids |= self._create_policy(name="Maker", kind="supplier", duration=36)
        self.assertEqual(self._extend(self._create_asset()).date_start, date(2028, 3, 10))

    def test_voided_extension_keeps_no_place_but_a_voided_warranty_does(self):
        asset = self._create_asset()
        first = self._extend(asset)
        second = self._extend(asset, self._create_policy(name="6 more", kind="extended", start_event="previous"))
        asset.warranty_ids.filtered(lambda other: other.kind == "warranty")._record_event("void", "Misuse")
        self.assertEqual(second.date_start, date(2029, 3, 10))
        first._record_event("void", "By mistake")
        self.assertEqual(second.date_start, date(2028, 3, 10))

    def test_extension_promised_with_the_product_comes_first(self):
        gift = self._create_policy(name="Gift", kind="extended", start_event="previous")
        asset = self._create_asset()
        gift = self.env["raya.warranty"].create(asset._prepare_warranty_values(gift))
        asset._sync_warranties()
        self.assertEqual(gift.date_start, date(2028, 3, 10))
        self.assertEqual(self._extend(asset).date_start, gift.date_end.replace(day=10))


@tagged("post_install", "-at_install")
class TestExtensionRights(ExtensionCommon):
    def test_salesperson_sells_what_he_cannot_read(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        self._invoice(order)
        warranty = self._extensions(order)
        self.assertTrue(warranty)
        for user in (self.seller, self.invoicer):
            with self.assertRaises(AccessError):
                warranty.with_user(user).read(["date_end"])

    def test_who_may_read_the_order_opens_it_from_the_coverage(self):
        order = self._sell((self.fridge, 1), (self.extension, 1))
        self._invoice(order)
        warranty = self._extensions(order)
        for user, may in ((self.operator, False), (self.counter, True)):
            self.assertRecordValues(warranty.with_user(user), [{"origin_name": order.name, "can_open_origin": may}])
        self.assertEqual(warranty.with_user(self.counter).action_view_origin()["res_id"], order.id)
        with self.assertRaises(AccessError):
            warranty.with_user(self.operator).origin.order_id.read(["name"])

    def test_salesperson_types_an_order_without_the_column(self):
        with Form(self.env["sale.order"].with_user(self.seller)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.extension
                self.assertTrue(line.raya_is_extension)
        self.assertFalse(form.record.order_line.raya_asset_id)

    def test_operator_who_sells_chooses_the_unit(self):
        asset = self._create_asset()
        with Form(self.env["sale.order"].with_user(self.counter)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.extension
                line.raya_asset_id = asset
        self.assertEqual(form.record.order_line.raya_asset_id, asset)

    def test_service_accountant_chooses_the_unit_on_a_manual_invoice(self):
        asset = self._create_asset()
        groups = "account.group_account_invoice,raya_service_base.group_service_operator"
        accountant = new_test_user(self.env, "test_biller", groups)
        Move = self.env["account.move"].with_user(accountant).with_context(default_move_type="out_invoice")
        with Form(Move) as form:
            form.partner_id = self.customer
            with form.invoice_line_ids.new() as line:
                line.product_id = self.extension
                line.raya_asset_id = asset
        form.record.action_post()
        self.assertEqual(self._extensions(form.record).asset_id, asset)

    def test_button_on_the_file_makes_a_quotation(self):
        asset = self._create_asset()
        action = asset.with_user(self.counter).action_sell_extension()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertRecordValues(order, [{"partner_id": self.customer.id, "state": "draft"}])
        self.assertRecordValues(
            order.order_line, [{"product_id": self.extension.id, "raya_asset_id": asset.id, "price_unit": 50}]
        )
        self.assertIn("RF-1", order.order_line.name)

    def test_operator_without_sales_rights_makes_no_quotation(self):
        asset = self._create_asset()
        with self.assertRaises(AccessError):
            asset.with_user(self.operator).action_sell_extension()
        arch = self.env["raya.asset"].with_user(self.operator).get_view(view_type="form")["arch"]
        self.assertNotIn("action_sell_extension", arch)
        arch = self.env["raya.asset"].with_user(self.counter).get_view(view_type="form")["arch"]
        self.assertIn("action_sell_extension", arch)

    def test_button_says_what_is_missing(self):
        self.env["product.product"].search([("raya_extension_policy_id", "!=", False)]).sale_ok = False
        with self.assertRaisesRegex(UserError, "Create a service product"):
            self._create_asset().with_user(self.counter).action_sell_extension()

    def test_unit_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        asset = self._create_asset(company_id=other.id)
        with self.assertRaises(UserError):
            self._sell((self.extension, 1, {"raya_asset_id": asset.id}), user=self.counter)

    def test_policy_of_another_company_is_refused(self):
        self.longer.company_id = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(UserError):
            self._create_extension(self.longer, company_id=self.company.id)

    def test_goods_sell_no_extension_and_other_kinds_are_none(self):
        with self.assertRaisesRegex(ValidationError, "make it a service"):
            self.fridge.raya_extension_policy_id = self.longer
        with self.assertRaisesRegex(ValidationError, "make it a service"):
            self._create_extension(self.policy)

    def test_start_events_fit_the_kind(self):
        for kind, event in (("warranty", "previous"), ("repair", "invoice"), ("warranty", "repair")):
            with self.assertRaisesRegex(ValidationError, "cannot start on"):
                self._create_policy(kind=kind, start_event=event)
        with Form(self.env["raya.warranty.policy"].with_user(self.manager)) as form:
            form.name = "Twelve more"
            form.kind = "extended"
            self.assertEqual(form.start_event, "previous")
            form.kind = "repair"
            self.assertEqual(form.start_event, "repair")
            form.kind = "warranty"
            self.assertEqual(form.start_event, "invoice")

    def test_repair_warranty_is_not_promised_at_the_sale(self):
        self.fridge.raya_policy_ids |= self._create_policy(name="Repair", kind="repair", start_event="repair")
        self.assertEqual(self._create_asset().warranty_ids.policy_id, self.policy)

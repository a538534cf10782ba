from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestClosed(BillingCommon):
    """Approved is approved: the back doors are shut, or what goes through them is seen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = cls._create_user("test_books", "account.group_account_manager")
        cls.seller = cls._create_user("test_sales", "sales_team.group_sale_manager")

    def test_charged_work_is_made_no_line_that_is_priced_anew(self):
        lines = self._approve(50, self.parts["periodic"]).sale_order_ids.order_line.with_user(self.seller)
        with self._refused("is approved work of"):
            lines.write({"raya_is_charged": False})

    # Entries: A8

    def test_entries_of_a_voucher_stand_as_long_as_its_report(self):
        job = self._approve(100, self.parts["real_time"])
        entries = job.voucher_ids._get_entries()
        self.assertEqual(len(entries), 2)
        for entry in entries.with_user(self.bookkeeper):
            account = entry.line_ids.account_id[:1].id
            for attempt in (
                entry.button_draft,
                entry.button_cancel,
                lambda entry=entry: entry.write({"state": "draft"}),
                lambda entry=entry: entry.with_context(force_delete=True).unlink(),
                lambda entry=entry: entry._reverse_moves([{}], cancel=True),
                lambda entry=entry, account=account: entry.line_ids.write({"account_id": account}),
                lambda entry=entry: entry.line_ids[:1].write({"balance": 1.0}),
            ):
                with self.subTest(entry=entry.name), self._refused(job.name), self.env.cr.savepoint():
                    attempt()
        self.assertEqual(set(entries.mapped("state")), {"posted"})

    def test_links_of_the_program_are_typed_by_nobody(self):
        """Whoever takes the job off an entry would free it to be reset."""
        job = self._approve(50)
        order, entry = job.sale_order_ids, job.voucher_ids.move_id
        for record, vals in (
            (entry, {"raya_workorder_id": False}),
            (entry.line_ids[:1], {"raya_charge_id": False}),
            (order, {"raya_workorder_id": False}),
            (order, {"raya_estimate_result": "accepted"}),
            (order.order_line[:1], {"raya_coverage_percent": 0.0}),
            (order.order_line[:1], {"raya_agreed_price": 1.0}),
        ):
            with self.subTest(record=record._name, field=next(iter(vals))), self.assertRaises(AccessError):
                record.with_user(self.accountant).write(vals)
        self.assertEqual(entry.raya_workorder_id, job)

    def test_links_of_the_program_are_typed_by_nobody_who_makes_a_record(self):
        """Somebody else's line on an accepted order would say at which price the work was agreed."""
        job = self._report(0)
        other = self.env["sale.order"].with_user(self.accountant).create({"partner_id": self.customer.id})
        line = {"product_id": self.labour.id, "raya_work_line_id": job.work_line_ids.id, "raya_is_agreed": True}
        for make in (
            lambda: other.create({"partner_id": self.customer.id, "raya_workorder_id": job.id}),
            lambda: other.write({"order_line": [Command.create(line)]}),
            lambda: other.order_line.create({**line, "order_id": other.id}),
            lambda: self.env["account.move"].with_user(self.accountant).create({"raya_workorder_id": job.id}),
        ):
            with self.assertRaisesRegex(AccessError, "set by the documents of the service"):
                make()
        self.assertFalse(other.order_line)

    def test_entries_that_were_posted_back_say_so_in_every_later_version(self):
        job = self._approve(100, self.parts["real_time"])
        voucher = job.voucher_ids
        job.with_user(self.dispatcher).action_amend("Wrong part")
        entries = voucher._get_entries().with_user(self.bookkeeper)
        self.assertGreater(len(entries), 2)

        def assert_reversed():
            for entry in entries:
                for attempt in (entry.button_draft, lambda entry=entry: entry._reverse_moves([{}], cancel=True)):
                    with (
                        self.subTest(entry=entry.name),
                        self._refused(f"cost voucher {voucher.name} was reversed"),
                        self.env.cr.savepoint(),
                    ):
                        attempt()

        assert_reversed()
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        assert_reversed()
        latest = (job.voucher_ids - voucher)._get_entries()[:1].with_user(self.bookkeeper)
        with self._refused("whose report is approved"), self.env.cr.savepoint():
            latest.button_draft()

    def test_entries_of_nobody_of_ours_are_as_always(self):
        job = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(job).with_user(self.bookkeeper)
        invoice.button_draft()
        self.assertEqual(invoice.state, "draft")

    # Orders: A7

    def _order(self, share=0):
        job = self._approve(share, self.parts["periodic"])
        return job, job.sale_order_ids.with_user(self.seller)

    def test_order_lines_of_approved_work_are_not_deleted(self):
        job, order = self._order()
        for attempt in (order.order_line[0].unlink, order.unlink):
            with self._refused(job.name), self.env.cr.savepoint():
                attempt()
        self.assertEqual(len(order.order_line), 2)

    def test_lines_that_the_seller_added_are_their_own(self):
        _job, order = self._order()
        order.order_line = [Command.create({"product_id": self.labour.id})]
        order.order_line[-1].unlink()
        self.assertEqual(len(order.order_line), 2)

    def _assert_lost(self, job, *statuses):
        self.assertEqual(job.charge_ids.mapped("billing_status"), list(statuses))
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_billing.raya_charge_unbilled_action")
        unbilled = (
            self.env["raya.charge"]
            .with_user(self.accountant)
            .search([*self._read_domain(action), ("workorder_id", "=", job.id)])
        )
        self.assertEqual(len(unbilled), len(statuses) - statuses.count("billed"))

    @staticmethod
    def _read_domain(action):
        from ast import literal_eval

        return literal_eval(action["domain"])

    def test_what_is_asked_for_no_more_is_lost(self):
        for vals in ({"price_unit": 0.0}, {"discount": 100.0}, {"product_uom_qty": 0.0}):
            with self.subTest(**vals):
                job, order = self._order()
                order.order_line[0].write(vals)
                self._assert_lost(job, "lost", "to_bill")

    def test_cancelled_order_is_lost_until_somebody_takes_it_up_again(self):
        job, order = self._order()
        order.action_cancel()
        self._assert_lost(job, "lost", "lost")
        order.action_draft()
        self._assert_lost(job, "to_bill", "to_bill")

    def test_price_agreed_on_the_order_is_followed(self):
        job, order = self._order()
        charge = job.charge_ids[0]
        order.order_line[0].price_unit = 30.0
        self.assertEqual((charge.customer_amount, charge.ordered_amount), (80.0, 60.0))
        self._invoice(job)
        self.assertEqual((charge.billed_amount, charge.billing_status), (60.0, "billed"))

    def test_status_follows_the_invoices(self):
        job, order = self._order()
        self._assert_lost(job, "to_bill", "to_bill")
        order.action_confirm()
        invoice = order.sudo()._create_invoices()
        self._assert_lost(job, "to_bill", "to_bill")
        invoice.action_post()
        self._assert_lost(job, "billed", "billed")
        invoice.button_draft()
        self._assert_lost(job, "to_bill", "to_bill")
        invoice.action_post()
        invoice._reverse_moves([{}], cancel=True)
        self._assert_lost(job, "credited", "credited")
        again = order.sudo()._create_invoices()
        again.action_post()
        self._assert_lost(job, "billed", "billed")

    def test_credit_of_one_line_is_of_its_charge_only(self):
        """G14"""
        job, _order = self._order()
        invoice = self._invoice(job)
        note = invoice._reverse_moves([{}])
        note.invoice_line_ids[1:].unlink()
        note.action_post()
        self.assertEqual(job.charge_ids.mapped("billing_status"), ["credited", "billed"])

    def _credit(self, invoice, quantity, price):
        """The bookkeeper credits so many pieces of each line, each at another price than invoiced."""
        wizard = self.env["account.move.reversal"].with_user(self.bookkeeper)
        wizard = wizard.with_context(active_model="account.move", active_ids=invoice.ids)
        action = wizard.create({"journal_id": invoice.journal_id.id}).reverse_moves()
        note = self.env["account.move"].browse(action["res_id"])
        note.invoice_line_ids.write({"quantity": quantity, "price_unit": price})
        note.action_post()

    def test_what_is_credited_less_a_fee_is_invoiced_by_nobody_a_second_time(self):
        job = self._approve(0)
        invoice = self._invoice(job)
        self._credit(invoice, quantity=2.0, price=30.0)
        self.assertRecordValues(job.charge_ids, [{"billing_status": "credited", "billed_amount": 20.0}])
        order = job.sale_order_ids.with_user(self.accountant)
        Invoicing = self.env["raya.invoicing"].with_user(self.accountant)
        self.assertFalse(Invoicing.with_context(active_model="raya.workorder", active_ids=job.ids).create({}).order_ids)
        with self.assertRaises(UserError):
            order._create_invoices()
        self.assertEqual(order.invoice_ids.mapped("move_type"), ["out_refund", "out_invoice"])

    def test_what_is_credited_in_part_waits_for_no_invoice(self):
        job = self._approve(0)
        self._credit(self._invoice(job), quantity=1.0, price=30.0)
        self.assertRecordValues(job.charge_ids, [{"billing_status": "credited", "billed_amount": 50.0}])

    def test_what_was_never_invoiced_whole_still_waits(self):
        job = self._approve(0)
        order = job.sale_order_ids.with_user(self.accountant)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 1.0
        invoice.action_post()
        self.assertEqual(job.charge_ids.billing_status, "to_bill")

    def test_covered_work_has_nothing_to_bill(self):
        job = self._approve(100, self.parts["periodic"])
        self.assertEqual(job.charge_ids.mapped("billing_status"), [False, False])

    def test_charges_and_vouchers_of_earlier_versions_are_kept(self):
        job = self._approve(100)
        job.with_user(self.dispatcher).action_amend("Wrong part")
        for record in (job.charge_ids, job.voucher_ids):
            with self.assertRaises(UserError):
                record.unlink()

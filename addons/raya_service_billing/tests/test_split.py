from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import BillingCommon


@tagged("post_install", "-at_install")
class TestSplit(BillingCommon):
    """Several partners pay for one job: each by an order of their own, together the whole to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer = cls.env["res.partner"].create({"name": "Dealer"})
        cls.insurer = cls.env["res.partner"].create({"name": "Insurer"})

    def _split(self, share=0, payers=None, part=None, **vals):
        """An approved job that others pay a percent of.

        :param payers: percents by partner
        """
        job = self._report(share, part or self.parts["periodic"], **vals)
        job.with_user(self.dispatcher).write(
            {
                "payer_ids": [
                    Command.create({"partner_id": partner.id, "percent": percent})
                    for partner, percent in (payers or {self.dealer: 50}).items()
                ]
            }
        )
        job.with_user(self.dispatcher).action_approve()
        return job.sudo().with_user(self.env.user)

    def _order_of(self, job, partner):
        return job.sale_order_ids.filtered(lambda order: order.partner_id == partner and order.state != "cancel")

    def test_three_pieces_at_half_and_half_are_one_sum(self):
        self.parts["periodic"].list_price = 33.35
        job = self._split(used=3.0)
        charge = job.charge_ids.filtered("part_id")
        own, other = charge.share_ids
        self.assertRecordValues(
            charge.share_ids,
            [
                {"partner_id": self.customer.id, "percent": 50.0, "amount": 50.03, "ordered_amount": 50.03},
                {"partner_id": self.dealer.id, "percent": 50.0, "amount": 50.02, "ordered_amount": 50.02},
            ],
        )
        self.assertRecordValues(
            own.sale_line_id | other.sale_line_id,
            [
                {"product_uom_qty": 3.0, "price_subtotal": 50.03, "tax_ids": self.tax_sale_a.ids},
                {"product_uom_qty": 1.0, "price_subtotal": 50.02, "tax_ids": self.tax_sale_a.ids},
            ],
        )
        self.assertEqual((charge.ordered_amount, charge.customer_amount), (100.05, 100.05))
        self.assertEqual(charge.use_move_ids.sale_line_id, own.sale_line_id)
        self.assertIn(charge.product_id.name, other.sale_line_id.name)
        self.assertEqual(self._order_of(job, self.dealer).amount_untaxed, 90.02)

    def test_each_payer_has_their_own_invoice_and_status(self):
        job = self._split()
        shares = job.charge_ids.share_ids
        own, other = (self._order_of(job, partner) for partner in (self.customer, self.dealer))
        other.action_confirm()
        other._create_invoices().action_post()
        self.assertEqual(shares.mapped("billing_status"), ["to_bill", "billed", "to_bill", "billed"])
        self.assertEqual(set(job.charge_ids.mapped("billing_status")), {"to_bill"})
        own.action_confirm()
        own._create_invoices().action_post()
        self.assertEqual(set(job.charge_ids.mapped("billing_status")), {"billed"})
        self.assertEqual(job.sale_order_ids.invoice_ids.mapped("partner_id"), self.customer | self.dealer)
        self.assertEqual(job.charge_ids.mapped("billed_amount"), [80.0, 140.0])

    def test_part_is_delivered_expensed_and_earned_once(self):
        part = self.parts["real_time"]
        revenue = self.accounts["revenue"].copy({"code": "400777"})
        part.categ_id.property_account_income_categ_id = revenue
        with self.assertPosts(
            receivable=253.0, tax=-33.0, revenue=-80.0, stock=-60.0, expense=60.0, **{revenue.code: -140.0}
        ):
            job = self._split(part=part)
            self._invoice(job)
        self.assertEqual(
            job.sale_order_ids.picking_ids.move_ids.filtered("product_id"),
            job.part_ids.move_ids.filtered("sale_line_id"),
        )
        self.assertFalse(self._order_of(job, self.dealer).picking_ids)

    def test_amendment_takes_all_orders_and_invoices_back(self):
        part = self.parts["real_time"]
        with self.assertPosts():
            job = self._split(50, part=part)
            self._invoice(job)
            job.with_user(self.dispatcher).action_amend("Wrong part")
        self.assertEqual(set(job.sale_order_ids.mapped("state")), {"cancel"})
        self.assertEqual(set(job.charge_ids.share_ids.mapped("billed_amount")), {0.0})
        job.with_user(self.technician).action_submit()
        job.with_user(self.dispatcher).action_approve()
        self.assertEqual(self._order_of(job, self.dealer).raya_version, 2)

    def _pay(self, invoice):
        register = self.env["account.payment.register"]
        register.with_context(active_model="account.move", active_ids=invoice.ids).create({})._create_payments()

    def test_paid_invoice_of_one_payer_refuses_the_amendment(self):
        job = self._split()
        invoice = self._invoice(job).filtered(lambda move: move.partner_id == self.dealer)
        self._pay(invoice)
        with self.assertPosts(), self._refused(invoice.name):
            job.with_user(self.dispatcher).action_amend("Wrong part")

    def test_unit_goes_back_once_all_payers_have_paid(self):
        job = self._split()
        invoices = self._invoice(job)
        other = invoices.filtered(lambda move: move.partner_id == self.dealer)
        self._pay(invoices - other)
        with self._refused(other.name):
            job._check_paid()
        self._pay(other)
        job._check_paid()

    def test_shares_of_three_payers_of_half_covered_work_sum_to_the_whole(self):
        part = self._create_part("periodic", cost=0.07, list_price=0.05)
        job = self._split(50, {self.dealer: 33.33, self.insurer: 33.33}, part, used=3.0, hours=1 / 3)
        for charge in job.charge_ids:
            shares = charge.share_ids
            self.assertEqual(shares.mapped("payer_kind"), ["customer"] * 3 + ["warranty"])
            for total, name in ((charge.amount, "amount"), (charge.cost, "cost"), (100.0, "percent")):
                self.assertAlmostEqual(sum(shares.mapped(name)), total, 6)
            self.assertEqual(shares.mapped("ordered_amount")[:3], shares.mapped("amount")[:3])

    def test_price_with_tax_in_it_is_shared_before_taxes(self):
        self.tax_sale_a.price_include_override = "tax_included"
        exempt = self.env["account.fiscal.position"].create({"name": "Without Tax"})
        self.tax_sale_a.copy({"amount": 0.0, "name": "None"}).write(
            {"fiscal_position_ids": exempt.ids, "original_tax_ids": self.tax_sale_a.ids}
        )
        self.dealer.property_account_position_id = exempt
        self.parts["periodic"].list_price = 115.0
        job = self._split()
        part_shares = job.charge_ids.filtered("part_id").share_ids
        self.assertEqual(part_shares.mapped("ordered_amount"), [100.0, 100.0])
        self.assertEqual(part_shares.sale_line_id.mapped("price_total"), [115.0, 100.0])

    def test_price_list_in_foreign_currency_is_for_all_payers(self):
        currency = self.setup_other_currency("EUR", rounding=0.01, rates=[("2000-01-01", 0.5)])
        self.customer.property_product_pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": currency.id}
        )
        job = self._split(payers={self.dealer: 30})
        self.assertEqual(job.sale_order_ids.currency_id, currency)
        self.assertEqual(self._order_of(job, self.dealer).amount_untaxed, 33.0)
        self.assertEqual(job.charge_ids.mapped("ordered_amount"), [80.0, 140.0])

    def test_other_payer_of_all_has_the_work_itself(self):
        job = self._split(payers={self.dealer: 100})
        self.assertEqual(job.sale_order_ids.partner_id, self.dealer)
        self.assertEqual(job.sale_order_ids.order_line.product_id, self.labour | self.parts["periodic"])

    def test_other_payer_who_is_the_payer_has_one_order(self):
        job = self._split(payers={self.customer: 50})
        self.assertEqual((len(job.sale_order_ids), job.sale_order_ids.amount_untaxed), (1, 220.0))

    def test_order_line_of_a_share_is_not_deleted(self):
        job = self._split()
        with self._refused(job.name):
            self._order_of(job, self.dealer).order_line[:1].unlink()

    # Who says who pays, and until when

    def test_technician_says_not_who_pays(self):
        job = self._report(0)
        values = {"workorder_id": job.id, "partner_id": self.dealer.id, "percent": 50}
        with self.assertRaises(AccessError):
            self.env["raya.workorder.payer"].with_user(self.technician).create(values)
        payer = self.env["raya.workorder.payer"].with_user(self.accountant).create(values)
        self.assertEqual(payer.with_user(self.technician).percent, 50)
        with self.assertRaises(AccessError):
            payer.with_user(self.technician).write({"percent": 1})

    def test_who_pays_for_approved_work_stays(self):
        job = self._split()
        payer, other = job.payer_ids.with_user(self.dispatcher), self._report(0)
        for attempt in (
            lambda: payer.write({"percent": 10}),
            lambda: payer.write({"workorder_id": other.id}),
            payer.unlink,
            lambda: payer.create({"workorder_id": job.id, "partner_id": self.insurer.id, "percent": 10}),
        ):
            with self._refused(job.name), self.env.cr.savepoint():
                attempt()

    def test_nobody_pays_more_than_the_whole(self):
        job = self._report(0).with_user(self.dispatcher)
        for percents in ([60, 50], [-10], [0], [101]):
            payers = zip((self.dealer, self.insurer), percents, strict=False)
            with self.subTest(percents=percents), self.assertRaises(ValidationError), self.env.cr.savepoint():
                job.payer_ids = [
                    Command.create({"partner_id": partner.id, "percent": percent}) for partner, percent in payers
                ]

    def test_splitting_a_price_is_no_change_of_it_and_typing_one_is(self):
        job = self._split()
        self.assertFalse(job.charge_ids.price_change_ids)
        [line] = self._order_of(job, self.dealer).order_line.filtered(
            lambda line: line.raya_shared_product_id == self.labour
        )
        before = line.price_subtotal
        line.with_user(self.accountant).discount = 50.0
        charge = job.charge_ids.filtered(lambda charge: charge.product_id == self.labour)
        self.assertRecordValues(
            charge.price_change_ids,
            [{"amount_before": before, "amount_after": before / 2, "user_id": self.accountant.id}],
        )

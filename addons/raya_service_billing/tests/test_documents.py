from odoo import Command
from odoo.tests import tagged

from .common import USED, BillingCommon


@tagged("post_install", "-at_install")
class TestDocuments(BillingCommon):
    """Sales order, invoice and cost voucher of a job, and the ways between them."""

    def test_the_order_of_a_job_is_delivered_already(self):
        workorder = self._approve(0, self.parts["periodic"])
        order = workorder.sale_order_ids
        self.assertRecordValues(
            order,
            [{"state": "draft", "origin": workorder.name, "partner_id": self.customer.id}],
        )
        self.assertRecordValues(
            order.order_line,
            [
                {"product_id": self.labour.id, "product_uom_qty": 2.0, "qty_delivered": 2.0},
                {"product_id": self.parts["periodic"].id, "product_uom_qty": USED, "qty_delivered": USED},
            ],
        )

    def test_units_go_back_once_nothing_is_left_to_invoice_or_to_pay(self):
        job = self._report(50, self.parts["periodic"]).sudo()
        with self._refused("is decided when its report is approved"):
            job._check_paid()
        job.with_user(self.dispatcher).action_approve()
        with self._refused(f"pays for {job.name} is not invoiced"):
            job._check_paid()
        invoice = self._invoice(job.with_user(self.env.user))
        with self._refused(f"{invoice.name} of {job.name} is not paid"):
            job._check_paid()
        register = self.env["account.payment.register"]
        register.with_context(active_model="account.move", active_ids=invoice.ids).create({})._create_payments()
        job._check_paid()
        free = self._approve(100, self.parts["periodic"])
        (job | free)._check_paid()

    def test_a_job_offers_an_extended_warranty_in_one_button(self):
        policy = self._create_policy(
            name="Two More Years", kind="extended", line_ids=[Command.create({"scope": "all"})]
        )
        extension = self.env["product.product"].create(
            {"name": "Extension", "type": "service", "list_price": 50, "raya_extension_policy_id": policy.id}
        )
        job = self._report(100)
        user = self._create_user(
            "test_counter", "raya_service_base.group_service_dispatcher,sales_team.group_sale_salesman"
        )
        order = self.env["sale.order"].browse(job.with_user(user).action_sell_extension()["res_id"])
        self.assertRecordValues(order, [{"partner_id": job.asset_id.partner_id.id, "origin": job.name}])
        self.assertRecordValues(order.order_line, [{"product_id": extension.id, "raya_asset_id": job.asset_id.id}])

    def test_confirming_makes_no_second_delivery(self):
        for valuation, part in self.parts.items():
            with self.subTest(valuation=valuation):
                workorder = self._approve(50, part)
                order = workorder.sale_order_ids
                used = workorder.part_ids.move_ids.filtered("sale_line_id")
                order.with_user(self.accountant).action_confirm()
                self.assertEqual(order.order_line.move_ids, used)
                self.assertEqual(order.picking_ids, used.picking_id, "the slip of use, and nothing to deliver again")
                self.assertEqual(order.order_line[1].qty_delivered, USED)

    def test_covered_parts_leave_to_the_warranty_location(self):
        for valuation in ("periodic", "real_time"):
            with self.subTest(valuation=valuation):
                workorder = self._approve(100, self.parts[valuation])
                used = workorder.charge_ids.use_move_ids
                self.assertEqual(used.location_dest_id, self.env.company.raya_warranty_location_id)

    def test_coverage_is_in_the_price_and_stays_there(self):
        workorder = self._approve(50, self.parts["periodic"])
        lines = workorder.sale_order_ids.order_line
        self.assertEqual(lines.mapped("price_unit"), [20.0, 35.0])
        lines.product_uom_qty = 3
        self.assertEqual(lines.mapped("price_unit"), [20.0, 35.0])
        self.assertEqual(lines.mapped("discount"), [0.0, 0.0])

    def test_order_line_tells_the_customer_what_is_covered_in_their_language(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        lines = self._approve(50, self.parts["periodic"]).sale_order_ids.order_line
        self.assertIn("Covered by the warranty: 50 %", lines[1].name)
        self.customer.lang = "fa_IR"
        lines = self._approve(50, self.parts["periodic"]).sale_order_ids.order_line
        self.assertIn(self.parts["periodic"].name, lines[1].name)
        self.assertEqual(lines[1].name.count("\n"), 2)

    def test_order_and_invoice_lines_name_service_unit_and_serial_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.operation.with_context(lang="fa_IR").name = "تعویض رله"
        self.fridge.with_context(lang="fa_IR").name = "یخچال ۳۰۰"
        self.customer.lang = "fa_IR"
        workorder = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(workorder)
        for lines in (workorder.sale_order_ids.order_line, invoice.invoice_line_ids):
            labour, part = (line.name.split("\n") for line in lines)
            self.assertIn("تعویض رله", labour)
            self.assertIn(self.parts["periodic"].name, part[0])
            for texts in (labour, part):
                self.assertIn("یخچال ۳۰۰", texts[-1])
                self.assertIn(workorder.asset_id.serial, texts[-1])

    def test_coverage_comes_off_after_the_price_list(self):
        self.env.user.group_ids += self.env.ref("sale.group_discount_per_so_line")
        self.env.user.group_ids += self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user").implied_ids = [
            Command.link(self.env.ref("sale.group_discount_per_so_line").id),
            Command.link(self.env.ref("product.group_product_pricelist").id),
        ]
        self.customer.property_product_pricelist = self.env["product.pricelist"].create(
            {
                "name": "10 % off",
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 10})],
            }
        )
        lines = self._approve(50, self.parts["periodic"]).sale_order_ids.order_line
        self.assertEqual(lines.mapped("discount"), [10.0, 10.0])
        self.assertEqual(lines.mapped("price_unit"), [20.0, 35.0])
        lines.product_uom_qty = 3
        self.assertEqual(lines.mapped("discount"), [10.0, 10.0])
        self.assertEqual(lines.mapped("price_unit"), [20.0, 35.0])

    def test_a_copy_of_the_order_is_not_covered(self):
        order = self._approve(50, self.parts["periodic"]).sale_order_ids
        copy = order.copy()
        self.assertFalse(copy.raya_workorder_id)
        self.assertEqual(copy.order_line.mapped("price_unit"), [40.0, 70.0])
        self.assertFalse(any("Covered" in name for name in copy.order_line.mapped("name")))

    def test_labour_sold_at_a_fixed_price_is_charged_once(self):
        self.labour.uom_id = self.env.ref("uom.product_uom_unit")
        workorder = self._approve(0, hours=3.5)
        self.assertEqual(workorder.sale_order_ids.order_line.product_uom_qty, 1.0)

    def test_labour_sold_by_the_day_is_charged_in_days(self):
        self.labour.uom_id = self.env.ref("uom.product_uom_day")
        workorder = self._approve(0, hours=4.0)
        self.assertEqual(workorder.sale_order_ids.order_line.product_uom_qty, 0.5)

    def test_unused_parts_are_not_charged(self):
        workorder = self._report(0, self.parts["periodic"])
        workorder.sudo()._transition("progress")
        workorder.part_ids.qty_reported = 0
        workorder.action_return_parts()
        self._issue(workorder.sudo())
        workorder.action_submit()
        workorder.with_user(self.dispatcher).action_approve()
        self.assertEqual(workorder.sudo().sale_order_ids.order_line.product_id, self.labour)

    def test_the_invoice_knows_its_work_order(self):
        workorder = self._approve(0, self.parts["periodic"])
        invoice = self._invoice(workorder)
        self.assertEqual(invoice.raya_workorder_id, workorder)
        self.assertAlmostEqual(invoice.amount_total, 253.0)
        seen = workorder.with_user(self.accountant)
        self.assertEqual(seen.raya_invoice_count, 1)
        self.assertEqual(seen.action_open_invoices()["res_id"], invoice.id)
        self.assertEqual(invoice.action_raya_open_workorders()["res_id"], workorder.id)

    def test_one_invoice_of_several_jobs_knows_all_of_them(self):
        first, second = self._approve(0), self._approve(0)
        orders = (first | second).sale_order_ids
        orders.action_confirm()
        invoice = orders._create_invoices()
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.raya_workorder_ids, first | second)

    def test_ways_from_the_work_order_to_its_documents_and_back(self):
        workorder = self._approve(50, self.parts["real_time"]).with_user(self.accountant)
        order = workorder.sale_order_ids
        voucher = workorder.voucher_ids
        self.assertEqual(workorder.action_open_sale_orders()["res_id"], order.id)
        self.assertEqual(workorder.action_open_vouchers()["res_id"], voucher.id)
        self.assertEqual(workorder.action_open_entries()["res_id"], voucher.move_id.id)
        self.assertEqual(order.action_raya_open_workorder()["res_id"], workorder.id)
        self.assertEqual(voucher.action_open_workorder()["res_id"], workorder.id)
        self.assertEqual(workorder.charge_ids[0].action_open_sale_order()["res_id"], order.id)

    def test_the_proforma_is_the_one_of_sales(self):
        workorder = self._approve(50, self.parts["periodic"]).with_user(self.accountant)
        action = workorder.action_print_proforma()
        self.assertEqual(action["report_name"], "sale.report_saleorder_pro_forma")
        html = self._render(action["report_name"], workorder.sale_order_ids)
        self.assertIn(self.parts["periodic"].name, html)
        self.assertIn("Covered by the warranty: 50 %", html)
        self.assertIn("35.00", html)

    def test_covered_work_is_shown_at_full_discount_where_the_company_wants_it(self):
        self.policy_half.line_ids = [
            Command.clear(),
            Command.create({"scope": "part", "share": 100}),
        ]
        part = self.parts["periodic"]
        part.list_price = 2.8207
        workorder = self._approve(50, part)
        order = workorder.sale_order_ids
        self.assertEqual(order.order_line.product_id, self.labour)
        invoice = self._invoice(workorder)
        papers = (("sale.report_saleorder", order), ("account.report_invoice", invoice))
        for report, document in papers:
            self.assertNotIn("raya_covered_lines", self._render(report, document))
        self.env.company.raya_is_covered_printed = True
        for report, document in papers:
            html = self._render(report, document)
            self.assertEqual(html.count("raya_covered_lines"), 1)
            shown = html[html.index("raya_covered_lines") :]
            self.assertIn(part.name, shown)
            self.assertIn("5.64", shown)
            self.assertIn("0.00", shown)
        self.assertEqual((order.amount_untaxed, invoice.amount_untaxed), (80.0, 80.0))

    def test_job_that_is_wholly_covered_leaves_nothing_to_invoice(self):
        """4 and 5 pieces at 2.8207, 15 % tax, all covered: not a cent is asked for."""
        self.env.company.raya_is_covered_printed = True
        for used in (4.0, 5.0):
            self.parts["real_time"].list_price = 2.8207
            workorder = self._approve(100, self.parts["real_time"], used=used)
            self.assertFalse(workorder.sale_order_ids)
            self.assertEqual(sum(workorder.charge_ids.mapped("customer_amount")), 0.0)
            self.assertEqual(workorder.voucher_ids.amount_total, 100.0 + used * 30.0)

    def test_the_printed_voucher_shows_lines_and_entries(self):
        workorder = self._approve(100, self.parts["real_time"])
        voucher = workorder.voucher_ids.with_user(self.accountant)
        html = self._render("raya_service_billing.report_raya_cost_voucher", voucher)
        for text in (voucher.name, workorder.name, "160.00", "Covered until", voucher.move_id.name):
            self.assertIn(text, html)
        for entry in voucher.line_ids.stock_entry_ids:
            self.assertIn(entry.name, html)

    def test_voucher_of_a_persian_accountant_tells_days_of_their_calendar(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.accountant.lang = "fa_IR"
        voucher = self._approve(100, self.parts["periodic"]).voucher_ids.with_user(self.accountant)
        voucher.invalidate_recordset()
        report = self.env["ir.actions.report"].with_user(self.accountant).with_context(lang="fa_IR")
        page = report._render_qweb_html("raya_service_billing.report_raya_cost_voucher", voucher.ids)[0].decode()
        self.assertIn(self.env["res.lang"].with_context(lang="fa_IR")._raya_format_day(voucher.date), page)
        # Their digits, and numbers of papers and units from left to right whatever stands beside them.
        self.assertIn("۱۰۰</span>", page)
        for number in (voucher.name, voucher.workorder_id.name, voucher.asset_id.serial, voucher.move_id.name):
            self.assertRegex(page, rf'<bdi[^>]*dir="ltr"[^>]*>{number}</bdi>')

    def test_vouchers_are_printed_one_to_a_page_with_the_name_of_the_company(self):
        jobs = [self._approve(100, self.parts["periodic"]) for _time in range(2)]
        vouchers = jobs[0].voucher_ids + jobs[1].voucher_ids
        html = self._render("raya_service_billing.report_raya_cost_voucher", vouchers.with_user(self.accountant))
        # The printer takes the first article only, and no header.
        self.assertEqual(html.count('class="article"'), 1)
        self.assertEqual((html.count("letterhead"), html.count("page-break-after: always")), (2, 1))
        self.assertNotIn('class="header', html)

    def _render(self, report_name, records):
        report = self.env["ir.actions.report"].with_user(self.accountant)
        html, _kind = report._render_qweb_html(report_name, records.ids)
        return html.decode()

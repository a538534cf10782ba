from datetime import timedelta

from odoo.tests import tagged

from .common_agent import PROMISED, AgentCommon


@tagged("post_install", "-at_install")
class TestAgentBill(AgentCommon):
    """From an approved statement to the vendor bill, and what becomes of reports that are opened again."""

    def _bill(self, statement):
        self._approve_statement(statement)
        action = statement.with_user(self.accountant).action_create_bill()
        return self.env["account.move"].with_user(self.accountant).browse(action["res_id"])

    def _amend(self, job):
        job.with_user(self.manager).action_amend("Wrong service")

    def test_statement_becomes_a_vendor_bill_with_a_line_per_job(self):
        self._agree({"fee": 33.35}, late_percent=10)
        first = self._do(2.0, 1.0)
        second = self._do(day=PROMISED + timedelta(1))
        statement = self._make()
        bill = self._bill(statement)
        self.assertRecordValues(
            bill, [{"move_type": "in_invoice", "state": "draft", "partner_id": self.agent.id, "ref": statement.name}]
        )
        self.assertEqual(bill.amount_untaxed, statement.amount_total)
        self.assertEqual(bill.invoice_line_ids.mapped("price_subtotal"), [66.7, 30.01])
        self.assertEqual(bill.invoice_line_ids.account_id, self.company.raya_agent_account_id)
        for line, job in zip(bill.invoice_line_ids, (first, second), strict=True):
            for words in (job.name, job.asset_id.serial, self.operation.name):
                self.assertIn(words, line.name)
        self.assertEqual((statement.state, statement.bill_id), ("billed", bill))
        self.assertEqual(bill.action_raya_open_agent_statements()["res_id"], statement.id)
        with self.assertPosts(fees=96.71, payable=-96.71):
            bill.invoice_line_ids.tax_ids = False
            bill.action_post()

    def test_bill_is_in_the_language_of_the_agent_and_of_the_product_that_is_set(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.operation.with_context(lang="fr_FR").name = "Changer le thermostat"
        self.agent.lang = "fr_FR"
        product = self.env["product.product"].create({"name": "Fees", "type": "service"})
        self.company.raya_agent_product_id = product
        self._agree({"fee": 25.0})
        self._do()
        line = self._bill(self._make()).invoice_line_ids
        self.assertIn("Changer le thermostat", line.name)
        self.assertEqual((line.product_id, line.account_id), (product, self.company.raya_agent_account_id))

    def test_missing_account_is_named_before_anything_is_made(self):
        self._agree({"fee": 25.0})
        self._do()
        statement = self._approve_statement(self._make())
        self.company.raya_agent_account_id = False
        with self._refused("no account for what agents are paid"):
            statement.with_user(self.accountant).action_create_bill()
        self.assertEqual((statement.state, statement.bill_id.id), ("approved", False))

    def test_statement_of_a_deleted_or_cancelled_bill_is_billed_again(self):
        self._agree({"fee": 25.0})
        self._do()
        statement = self._make()
        self._bill(statement).unlink()
        self.assertEqual(statement.state, "approved")
        statement.with_user(self.accountant).action_create_bill()
        statement.bill_id.button_cancel()
        self.assertEqual((statement.state, statement.bill_id.id), ("approved", False))
        statement.with_user(self.accountant).action_create_bill()
        self.assertEqual(statement.bill_id.amount_untaxed, 25.0)

    def test_statement_on_which_nothing_is_owed_makes_no_bill(self):
        self._agree({"fee": 0.0})
        self._do()
        statement = self._approve_statement(self._make())
        statement.with_user(self.accountant).action_create_bill()
        self.assertEqual((statement.state, statement.bill_id.id), ("billed", False))

    # The paper

    def test_paper_tells_the_agent_in_their_language_what_is_paid_and_why(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.operation.with_context(lang="fa_IR").name = "تعویض رله"
        self._agree({"fee": 25.0}, {"kind": "travel", "pricing": "km", "fee": 0.35}, late_percent=10)
        job = self._do(day=PROMISED + timedelta(2), approve=False)
        visit = self._visit(job, distance=12.5)
        job.with_user(self.manager).action_approve()
        statement = self._make()
        report = self.env["ir.actions.report"].with_user(self.accountant)
        for lang, direction, words in (
            ("en_US", "ltr", (self.operation.name, "25.00", "20.00", "4.38", "24.38", "12.5 km", "Draft")),
            ("fa_IR", "rtl", ("تعویض", "رله", "۲۴")),
        ):
            self.agent.lang = lang
            name = "raya_service_billing.report_raya_agent_statement"
            html = report._render_qweb_html(name, statement.ids)[0].decode()
            self.assertIn(f'dir="{direction}"', html)
            for word in (statement.name, job.name, job.asset_id.serial, visit.name, *words):
                self.assertIn(word, html)

    def test_approved_statement_is_mailed_to_the_agent(self):
        self._agree({"fee": 25.0})
        self._do()
        statement = self._make()
        self.agent.email = "north@example.com"
        with self._refused("Draft"):
            statement.action_send()
        self._approve_statement(statement)
        self.agent.email = False
        with self._refused("mail address"):
            statement.action_send()
        self.agent.email = "north@example.com"
        self.assertIn(statement.name, statement.action_send()["params"]["message"])
        mail = self.env["mail.mail"].sudo().search([("recipient_ids", "=", self.agent.id)])
        self.assertEqual((mail.model, mail.res_id), (statement._name, statement.id))
        self.assertIn(statement.name.replace("/", "-"), mail.attachment_ids.name)

    # Reports that are opened again

    def test_amended_job_is_taken_back_and_paid_anew_on_the_next_statement(self):
        self._agree({"pricing": "percent", "percent": 50})
        job = self._do(2.0)
        paid = self._make()
        self._bill(paid)
        self._amend(job)
        job.with_user(self.agent_user).work_line_ids.hours = 3.0
        self._hand_in(job)
        following = self._make()
        self.assertRecordValues(
            following.line_ids.sorted("id"),
            [
                {"amount": -40.0, "counters_id": paid.line_ids.id, "workorder_id": job.id},
                {"amount": 60.0, "counters_id": False, "workorder_id": job.id},
            ],
        )
        self.assertTrue(paid.line_ids.is_countered)
        self.assertIn(paid.name, following.line_ids.sorted("id")[0].reason)
        self.assertEqual(self._bill(following).invoice_line_ids.mapped("price_subtotal"), [20.0])
        with self._refused("Nothing is due"):
            self._make()

    def test_more_taken_back_than_earned_becomes_a_refund(self):
        self._agree({"fee": 25.0})
        job = self._do()
        self._bill(self._make())
        self._amend(job)
        refund = self._bill(self._make())
        self.assertEqual((refund.move_type, refund.amount_untaxed), ("in_refund", 25.0))

    def test_what_a_deleted_draft_took_back_is_taken_back_by_the_next(self):
        self._agree({"fee": 25.0})
        job = self._do()
        paid = self._make()
        self._bill(paid)
        self._amend(job)
        self._make().unlink()
        self.assertFalse(paid.line_ids.is_countered)
        self.assertEqual(self._make().amount_total, -25.0)

    def test_what_was_taken_back_elsewhere_stays_on_a_statement_that_is_opened_again(self):
        self._agree({"fee": 25.0})
        job = self._do()
        paid = self._approve_statement(self._make())
        self._amend(job)
        self.assertEqual(self._make().amount_total, -25.0)
        paid.with_user(self.manager).action_open_again()
        paid.action_collect()
        self.assertEqual(paid.amount_total, 25.0)
        with self._refused("taken back on another statement"):
            paid.line_ids.unlink()
        self.assertEqual(self._approve_statement(paid).state, "approved")

    def test_nothing_is_excused_on_what_was_taken_back_elsewhere(self):
        self._agree({"fee": 25.0}, late_percent=10)
        job = self._do(day=PROMISED + timedelta(1))
        paid = self._approve_statement(self._make())
        self._amend(job)
        following = self._make()
        paid.with_user(self.manager).action_open_again()
        for line in (paid.line_ids, following.line_ids):
            for waiver in ("Flood", False):
                with self._refused("nothing is to be changed"):
                    line.waiver = waiver
        self.assertEqual((paid.amount_total, following.amount_total), (22.5, -22.5))

    def test_what_was_taken_back_without_a_fee_stays_when_it_is_collected_anew(self):
        job = self._do()
        paid = self._approve_statement(self._make())
        self.assertEqual(paid.unagreed_count, 1)
        self._amend(job)
        self._make()
        paid.with_user(self.manager).action_open_again()
        paid.action_collect()
        self.assertRecordValues(paid, [{"job_count": 1, "unagreed_count": 0}])

    def test_report_opened_again_under_a_submitted_statement_holds_it_up(self):
        self._agree({"fee": 25.0})
        job = self._do()
        self._do()
        statement = self._make()
        statement.action_submit()
        self._amend(job)
        with self._refused(f"{job.name} on {statement.name} was opened again"):
            statement.with_user(self.manager).action_approve()
        statement.action_call_back()
        with self._refused("Collect what is due anew"):
            statement.action_submit()
        statement.action_collect()
        self.assertEqual(statement.job_count, 1)
        self._approve_statement(statement)

    def test_service_left_out_of_the_next_version_is_only_taken_back(self):
        self._agree({"fee": 25.0})
        job = self._do(2.0, 1.0)
        self._bill(self._make())
        self._amend(job)
        line = job.with_user(self.agent_user).work_line_ids[1]
        line.time_ids.unlink()
        line.unlink()
        self._hand_in(job)
        self.assertEqual(sorted(self._make().line_ids.mapped("amount")), [-25.0, -25.0, 25.0])

    # Visits

    def test_visit_that_arrived_is_paid_once_however_many_jobs_it_serves(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        first, second = self._do(approve=False), self._do(approve=False)
        visit = self._visit(first, second)
        first.with_user(self.manager).action_approve()
        statement = self._make()
        travel = statement.line_ids.filtered("visit_id")
        self.assertRecordValues(travel, [{"kind": "travel", "visit_id": visit.id, "amount": 10.0, "base": 0.0}])
        self.assertIn(visit.name, travel.reason)
        second.with_user(self.manager).action_approve()
        self.assertEqual((self._make().amount_total, len(statement.line_ids.filtered("visit_id"))), (60.0, 1))

    def test_visit_of_an_amended_job_is_taken_back_and_paid_anew(self):
        self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        job = self._do(approve=False)
        self._visit(job)
        job.with_user(self.manager).action_approve()
        self._bill(self._make())
        self._amend(job)
        self._hand_in(job)
        following = self._make()
        self.assertEqual(sorted(following.line_ids.mapped("amount")), [-25.0, -10.0, 10.0, 25.0])
        self.assertEqual(following.amount_total, 0.0)

    def test_visit_without_a_fee_or_that_never_arrived_is_not_paid(self):
        tariff = self._agree({"fee": 25.0}, {"kind": "travel", "fee": 10.0})
        job = self._do(approve=False)
        self._visit(job).sudo().date_arrived = False
        job.with_user(self.manager).action_approve()
        self.assertEqual(self._make().amount_total, 25.0)
        self.assertEqual(tariff.pay_ids.mapped("kind"), ["labour", "travel"])

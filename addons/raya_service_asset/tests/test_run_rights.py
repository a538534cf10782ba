from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_sale import SaleCommon

RUN, FAILURE = "raya.asset.sync.run", "raya.asset.sync.failure"


@tagged("post_install", "-at_install")
class TestRunRights(SaleCommon):
    """Past invoices and failed documents are the service manager's, of their own company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._create_user("test_acc", "raya_service_base.group_service_accountant")
        cls.others = (cls.operator, cls.technician, cls.dispatcher, cls.editor, cls.accountant, cls.outsider)

    def _create_run(self, **vals):
        return self.env[RUN].with_user(self.manager).create(vals)

    @mute_logger("odoo.addons.raya_service_asset.models.raya_asset_sync_failure")
    def _fail(self, **vals):
        """An invoice whose files cannot be made."""
        with patch.object(type(self.env["raya.asset"]), "create", side_effect=ValidationError("No policy.")):
            invoice = self._create_invoice({"quantity": 1}, **vals)
        return self.env[FAILURE].search([("document", "=", f"account.move,{invoice.id}")])

    def test_nobody_else_starts_a_run(self):
        run = self._create_run()
        for user in self.others:
            with self.subTest(user.login):
                for call in (lambda run: run.create({}), lambda run: run.action_start(), lambda run: run.search([])):
                    with self.assertRaises(AccessError):
                        call(run.with_user(user))
        self.assertEqual(run.state, "draft")

    def test_nobody_else_reads_the_list_of_failures_or_tries_again(self):
        failure = self._fail()
        for user in self.others:
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.env[FAILURE].with_user(user).search([])
                with self.assertRaises(AccessError):
                    failure.with_user(user).action_retry()
        self.assertTrue(failure.exists())

    def test_manager_tries_again_without_rights_on_invoices(self):
        failure = self._fail()
        document = failure.document
        failure.with_user(self.manager).action_retry()
        self.assertFalse(failure.exists())
        self.assertEqual(len(self._get_files(document)), 1)

    def test_failure_of_another_company_is_not_seen(self):
        failure = self._fail()
        failure.sudo().company_id = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self.env[FAILURE].with_user(self.manager).search([("id", "=", failure.id)]))

    def test_run_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        run = self.env[RUN].create({"company_ids": other.ids})
        self.assertFalse(self.env[RUN].with_user(self.manager).search([("id", "=", run.id)]))

    def test_failure_whose_document_is_gone_goes_too(self):
        invoice = self._create_invoice({"quantity": 1}, post=False)
        failure = self.env[FAILURE].create(
            {"document": f"account.move,{invoice.id}", "company_id": self.company.id, "error": "No policy."}
        )
        invoice.sudo().unlink()
        failure.with_user(self.manager).action_retry()
        self.assertFalse(failure.exists())

    def test_document_is_on_the_list_once_with_its_last_reason(self):
        failure = self._fail()
        with mute_logger("odoo.addons.raya_service_asset.models.raya_asset_sync_failure"):
            self.env[FAILURE]._write_down(failure.document, ValidationError("Still none."))
        self.assertRecordValues(failure, [{"error": "Still none."}])
        self.assertEqual(self.env[FAILURE].search_count([("document", "=", f"account.move,{failure.document.id}")]), 1)

    def test_nothing_to_sync_asks_nothing(self):
        with self.assertQueryCount(0):
            self.assertFalse(self.env[FAILURE]._try_sync(self.env["account.move"]))

    def test_moves_that_no_button_offers_are_refused(self):
        run = self._create_run()
        for action in (run.action_pause, run.action_cancel):
            with self.assertRaises(UserError):
                action()
        run.action_start()
        with self.assertRaises(UserError):
            run.action_start()
        self.assertEqual(run.state, "running")

    def test_run_is_named_after_the_day_on_which_it_was_made(self):
        run = self._create_run()
        self.assertTrue(run.display_name.startswith("Past invoices, "))
        self.assertEqual(run.new({}).display_name, "Past invoices")

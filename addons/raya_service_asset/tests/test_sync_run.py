from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_sale import SaleCommon


@tagged("post_install", "-at_install")
class TestAssetBuilder(SaleCommon):
    """Product files of invoices that were posted before anybody asked for files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(type(cls.env["raya.asset.sync.run"]), "_run_size", 2))
        cls.env["account.move"].search([("state", "=", "posted")]).button_draft()
        cls.fridge.raya_file_policy = "never"

    def setUp(self):
        super().setUp()
        self.invoices = self.env["account.move"]
        for month in range(1, 6):
            self.invoices |= self._create_invoice({"quantity": month}, invoice_date=f"2026-0{month}-10")
        self.fridge.raya_file_policy = "unit"

    def _create_builder(self, **vals):
        return self.env["raya.asset.sync.run"].with_user(self.manager).create(vals)

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("raya_service_asset.ir_cron_raya_asset_sync_run").method_direct_trigger()

    def _count_files(self):
        return [len(self._get_files(invoice)) for invoice in self.invoices]

    def _build(self, **vals):
        builder = self._create_builder(**vals)
        builder.action_start()
        self._run_job()
        return builder

    def test_run_opens_the_missing_files_and_repeating_it_changes_nothing(self):
        builder = self._build()
        self.assertEqual(self._count_files(), [1, 2, 3, 4, 5])
        self.assertRecordValues(
            builder,
            [{"state": "done", "total": 5, "done": 5, "file_count": 15, "progress": 100}],
        )
        again = self._build()
        self.assertEqual(self._count_files(), [1, 2, 3, 4, 5])
        self.assertRecordValues(again, [{"state": "done", "done": 5, "file_count": 0}])

    def test_period_and_products_choose_the_invoices(self):
        self.part.raya_file_policy = "unit"
        self._build(date_from="2026-02-01", date_to="2026-03-31")
        self.assertEqual(self._count_files(), [0, 2, 3, 0, 0])
        self.assertEqual(self._build(product_ids=self.part.ids).total, 0)
        mixed = self._create_invoice({"quantity": 1}, {"product_id": self.part.id, "quantity": 1})
        self._get_files(mixed).event_ids.unlink()
        self._get_files(mixed).unlink()
        self._build(categ_ids=self.part.categ_id.ids, product_ids=self.part.ids)
        self.assertEqual(self._get_files(mixed).product_id, self.part)

    def test_run_of_another_company_finds_nothing_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        builder = self._create_builder(company_ids=[Command.set(other.ids)])
        self.assertEqual(builder.invoice_count, 0)

    def test_paused_run_goes_on_where_it_was(self):
        builder = self._create_builder()
        builder.action_start()
        builder._run_next(2)
        builder.action_pause()
        self._run_job()
        self.assertEqual(self._count_files(), [1, 2, 0, 0, 0])
        builder.action_resume()
        self._run_job()
        self.assertEqual(self._count_files(), [1, 2, 3, 4, 5])
        self.assertRecordValues(builder, [{"state": "done", "done": 5, "file_count": 15}])

    def test_run_goes_on_after_a_crash(self):
        builder = self._create_builder()
        builder.action_start()
        builder._run_next(2)
        with patch.object(type(builder), "_run_next", side_effect=MemoryError), mute_logger("odoo.addons.base"):
            with self.assertRaises(MemoryError):
                self.env["raya.asset.sync.run"]._run_next_again(builder.id)
        self._run_job()
        self.assertRecordValues(builder, [{"state": "done", "done": 5, "file_count": 15}])

    def test_cancelled_run_stays_so(self):
        builder = self._create_builder()
        builder.action_start()
        builder.action_cancel()
        self._run_job()
        self.assertEqual(self._count_files(), [0] * 5)
        with self.assertRaises(UserError):
            builder.action_resume()

    @mute_logger("odoo.addons.raya_service_asset.models.raya_asset_sync_failure")
    def test_document_that_fails_is_reported_and_skipped(self):
        bad = self.invoices[2].invoice_line_ids
        prepare, reason = type(bad)._raya_prepare_asset_values, "Broken."

        def refuse(line):
            if line == bad.sudo():
                raise ValidationError(reason)
            return prepare(line)

        with patch.object(type(bad), "_raya_prepare_asset_values", refuse):
            builder = self._build()
        self.assertEqual(self._count_files(), [1, 2, 0, 4, 5])
        self.assertRecordValues(builder, [{"state": "done", "done": 5, "failure_count": 1}])
        failure = builder.failure_ids
        self.assertEqual((failure.document.sudo(), failure.error), (self.invoices[2].sudo(), "Broken."))
        self.assertEqual(builder.action_view_failures()["domain"], [("run_id", "=", builder.id)])
        failure.action_retry()
        self.assertEqual(self._count_files(), [1, 2, 3, 4, 5])

    def test_nobody_sets_the_progress_by_hand(self):
        builder = self._create_builder()
        with self.assertRaises(UserError):
            builder.state = "done"

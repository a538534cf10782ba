from datetime import date, timedelta

from freezegun import freeze_time
from odoo import Command
from odoo.tests import tagged

from .common import WarrantySaleCommon


@tagged("post_install", "-at_install")
class TestAssetSale(WarrantySaleCommon):
    """Units that real documents sell, with what is promised for them."""

    def test_invoice_after_delivery_opens_a_file_per_serial(self):
        order = self._sold()
        self._deliver(order, self.lots[:2])
        invoice = self._invoice(order)
        files = self.assertFiles(order, [("RF-A", "active"), ("RF-B", "active")])
        self.assertEqual(files.partner_id, self.customer)
        self.assertEqual(files.invoice_line_id.move_id, invoice)
        self.assertEqual(files.mapped("date_invoice"), [invoice.invoice_date] * 2)
        self.assertEqual(len(files.warranty_ids), 2)
        self.assertEqual(invoice.sudo().raya_asset_count, 2)

    def test_invoice_posted_again_opens_no_second_file(self):
        order = self._sold()
        self._deliver(order, self.lots[:2])
        invoice = self._invoice(order)
        files = order.order_line.raya_asset_ids
        invoice.button_draft()
        self.assertFiles(order, [("RF-A", "cancelled"), ("RF-B", "cancelled")])
        invoice.action_post()
        self.assertFiles(order, [("RF-A", "active"), ("RF-B", "active")])
        self.assertEqual(order.order_line.raya_asset_ids, files)
        self.assertEqual(len(files.warranty_ids), 2)

    def test_product_without_policy_gets_a_file_without_coverage(self):
        self.fridge.raya_policy_ids = False
        order = self._sold(1)
        self._deliver(order, self.lots[0])
        invoice = self._invoice(order)
        self.assertEqual(invoice.state, "posted")
        file = self.assertFiles(order, [("RF-A", "active")])
        self.assertFalse(file.warranty_ids)
        self.assertEqual(file.coverage_status, "charged")

    def test_posting_many_lines_costs_few_queries(self):
        """The files of a large invoice are opened in one batch."""

        def post(lines):
            invoice = self.env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_line_ids": [Command.create({"product_id": self.fridge.id, "quantity": 1})] * lines,
                }
            )
            self.env["raya.asset.sync"]._sync_or_raise(invoice)  # warm: nothing posted yet
            invoice.action_post()
            files = invoice.invoice_line_ids.raya_asset_ids
            files.warranty_ids.unlink()
            files.event_ids.unlink()
            files.unlink()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["raya.asset.sync"]._sync_or_raise(invoice)
            self.env.flush_all()
            self.assertEqual(len(invoice.invoice_line_ids.raya_asset_ids), lines)
            return self.env.cr.sql_log_count - before

        few, many = post(5), post(50)
        self.assertLessEqual(many, few + 2)

    def test_invoice_posted_again_on_another_day_moves_the_date_and_its_coverage(self):
        order = self._sold(1)
        with freeze_time("2026-03-10"):
            invoice = self._invoice(order)
        file = self._get_files(order)
        end = file.warranty_ids.date_end
        with freeze_time("2026-03-20"):
            invoice.button_draft()
            invoice.invoice_date = "2026-03-20"
            invoice.action_post()
        self.assertEqual(file.date_invoice, date(2026, 3, 20))
        self.assertGreater(file.warranty_ids.date_end, end)
        self.assertEqual(len(file.warranty_ids), 1)

    def test_new_files_are_written_once_with_all_that_hangs_on_them(self):
        """What a posting costs is mostly rows: none of them may be written and then changed."""
        order = self._sold(3)
        invoice = self._invoice(order, post=False).sudo()
        invoice.state = "posted"
        self.env.flush_all()
        tables = ("raya_asset", "raya_asset_event", "raya_warranty", "raya_warranty_line")
        with self.assertLogs("odoo.sql_db", "DEBUG") as log:
            self.env["raya.asset.sync"]._sync_or_raise(invoice)
            self.env.flush_all()
        files = self._get_files(order)
        self.assertEqual(len(files), 3)
        self.assertEqual(len(files.warranty_ids), 3)
        self.assertEqual(files.ownership_ids.company_id, files.company_id)
        for table in tables[:3]:
            self.assertEqual(sum(f"INSERT INTO {table} " in line.replace('"', "") for line in log.output), 1, table)
        self.assertFalse([line for line in log.output if any(f'UPDATE "{table}"' in line for table in tables)])

    def test_what_a_posting_wrote_is_not_read_back(self):
        """It asks once for the files of its lines, and once who else has their serial numbers."""
        order = self._sold(2)
        self._deliver(order, self.lots[:2])
        invoice = self._invoice(order, post=False).sudo()
        invoice.invoice_date = "2026-03-10"
        invoice.state = "posted"
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertLogs("odoo.sql_db", "DEBUG") as log:
            self.env["raya.asset.sync"]._sync_or_raise(invoice)
        asked = [" ".join(line.replace('"', "").split()) for line in log.output]
        self.assertEqual(sum(" FROM raya_asset WHERE " in line for line in asked), 2)
        for table in ("raya_asset_event", "raya_warranty", "raya_warranty_line"):
            self.assertFalse([line for line in asked if f" FROM {table} " in line], table)
        self.assertEqual(len(self._get_files(order).warranty_ids), 2)

    def test_hook_is_called_once_for_each_exchange(self):
        calls = []
        self.patch(type(self.env["raya.asset"]), "_on_replaced", lambda files, reason=None: calls.extend(files.ids))
        order = self._sold(1)
        picking = self._deliver(order, self.lots[0])
        self._invoice(order)
        self._return(picking, exchange=True)
        self._deliver(order, self.lots[1])
        self.env["raya.asset.sync"]._sync_or_raise(order)
        self.assertEqual(calls, self._get_files(order)[1].ids)

    def test_returned_serial_sold_to_somebody_else_has_a_new_owner_and_keeps_its_history(self):
        first = self._sold(1)
        picking = self._deliver(first, self.lots[0])
        self._invoice(first)
        self._return(picking)
        with freeze_time(self.env.cr.now() + timedelta(days=40)):
            second = self._sold(1, partner_id=self.outsider.partner_id.id)
            self._deliver(second, self.lots[0])
            self._invoice(second)
        old, new = self.lots[0].raya_asset_ids.sorted("id")
        self.assertEqual((old.partner_id, old.state), (self.customer, "returned"))
        self.assertEqual((new.partner_id, new.state), (self.outsider.partner_id, "active"))
        self.assertEqual(len(new.warranty_ids), 1)
        self.assertGreater(new.warranty_ids.date_end, old.warranty_ids.date_end)
        self.assertTrue(old.warranty_ids.exists())

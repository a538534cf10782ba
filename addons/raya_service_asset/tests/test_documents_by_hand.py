from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import AssetCommon


@tagged("post_install", "-at_install")
class TestDocumentsByHand(AssetCommon):
    """Files that no document opened, and papers that people add to files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls._create_asset()

    def _attach(self, **vals):
        values = {"name": "plate.jpg", "res_model": "raya.asset", "res_id": self.asset.id, **vals}
        return self.env["ir.attachment"].with_user(self.operator).create(values)

    def test_file_without_documents_leads_to_none(self):
        reader = self.asset.with_user(self.technician)
        counts = [reader[f"{kind}_count"] for kind in ("order", "picking", "invoice", "lot", "attachment")]
        self.assertEqual(counts, [0] * 5)

    def test_papers_are_counted_for_who_may_read_the_file(self):
        self._attach()
        self._attach(name="bill.pdf")
        reader = self.asset.with_user(self.technician)
        self.assertEqual(reader.attachment_count, 2)
        action = reader.action_view_attachments()
        self.assertEqual(reader.env[action["res_model"]].search_count(action["domain"]), 2)

    def test_paper_added_in_that_list_belongs_to_the_file(self):
        action = self.asset.with_user(self.operator).action_view_attachments()
        Attachment = self.env["ir.attachment"].with_user(self.operator).with_context(**action["context"])
        paper = Attachment.create({"name": "new.pdf"})
        self.assertEqual((paper.res_model, paper.res_id), ("raya.asset", self.asset.id))

    def test_photo_of_the_file_is_no_paper(self):
        self.asset.image = b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        self.assertEqual(self.asset.with_user(self.technician).attachment_count, 0)

    def test_papers_are_closed_to_who_may_not_read_the_file(self):
        paper = self._attach()
        for user in (self.outsider, self._create_user("test_portal_paper", "base.group_portal")):
            with self.assertRaises(AccessError):
                paper.with_user(user).read(["name"])

    def test_serial_in_stock_is_shown_to_every_role_of_ours(self):
        self.asset.lot_id = self._create_lots("SN-1")
        reader = self.asset.with_user(self.technician)
        self.assertEqual(reader.lot_count, 1)
        self.assertEqual(reader.action_view_lot()["res_id"], self.asset.lot_id.id)

    def test_copy_of_a_file_is_of_another_unit(self):
        self.asset.write({"date_installation": "2026-03-15", "price_paid": 500})
        copy = self.asset.with_user(self.operator).copy({"serial": "RF-2"})
        self.assertRecordValues(
            copy,
            [{"product_id": self.fridge.id, "partner_id": self.customer.id, "state": "active", "date_invoice": False}],
        )
        self.assertFalse(copy.date_installation or copy.sudo().price_paid)

    def test_file_without_product_is_none(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_asset(product_id=False)

    def test_merged_away_and_returned_files_cannot_be_deleted_by_operators(self):
        for user in (self.technician, self.operator, self.dispatcher):
            with self.assertRaises(AccessError):
                self.asset.with_user(user).unlink()

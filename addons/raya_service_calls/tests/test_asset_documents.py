from odoo.tests import tagged

from odoo.addons.raya_service_asset.tests.test_asset_documents import AssetDocumentsCommon

from .common import ServiceCallsCommon


@tagged("post_install", "-at_install")
class TestAssetDocumentsCounted(AssetDocumentsCommon, ServiceCallsCommon):
    def test_coverages_documents_and_calls_are_counted(self):
        file = self._sell()
        self.env["ir.attachment"].create({"name": "receipt", "res_model": "raya.asset", "res_id": file.id})
        self.env["raya.call"].create({"asset_id": file.id, "statement": "Noise"})
        form = self._open(file, self.operator)
        self.assertEqual((form.warranty_count, form.attachment_count, form.call_count), (1, 1, 1))
        reader = file.with_user(self.operator)
        for action, model in (
            (reader.action_view_warranties(), "raya.warranty"),
            (reader.action_view_attachments(), "ir.attachment"),
            (reader.action_view_calls(), "raya.call"),
        ):
            found = self.env[model].with_user(self.operator).search(action["domain"])
            self.assertEqual((action["res_model"], len(found)), (model, 1))

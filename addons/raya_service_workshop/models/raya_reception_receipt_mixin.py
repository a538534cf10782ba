from base64 import b64encode

from odoo import models
from odoo.tools.image import image_data_uri

from odoo.addons.raya_service_workorder.tools import bilingual

ENGLISH = "en_US"


class RayaReceptionReceiptMixin(models.AbstractModel):
    """The papers that the customer gets, at the reception and at the hand-over."""

    _name = "raya.reception.receipt.mixin"
    _description = "Reception: Receipts"

    def _get_receipt_second_lang(self):
        """The other language of a receipt in two: English, or that of the company or of whoever prints.

        :return: its code, ``None`` where only the customer's is installed
        """
        first = self._get_print_lang()
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        others = (ENGLISH, self.company_id.partner_id.lang, self.env.user.lang)
        return next((lang for lang in others if lang in installed and lang != first), None)

    def _join_receipt_languages(self, page, other, second):
        """The page with the words of the second language beside its own.

        :param str second: code of the second language
        """
        reading = self.env["res.lang"]._get_data(code=second).direction or "ltr"
        return bilingual.joined(page, other, reading)

    def _get_tracking_qr(self):
        """The address that tells how far the request is, as a picture to scan; none for a job without a call."""
        # The receipt is the customer's: whoever holds it may follow the request.
        call = self.sudo().call_id or self.sudo().workorder_id.call_id
        if not call:
            return False
        url = self.get_base_url() + self.env["raya.call.request"]._get_tracking_url(call)
        picture = self.env["ir.actions.report"].barcode("QR", url, width=160, height=160, quiet=False, barLevel="M")
        return image_data_uri(b64encode(picture))

    def _get_number_barcode(self):
        """The number of the reception as a picture to scan, as a data address."""
        picture = self.env["ir.actions.report"].barcode("Code128", self.name, width=400, height=60)
        return image_data_uri(b64encode(picture))

    def _get_receipt_moment(self, moment):
        return self.env["res.lang"]._raya_format_moment(moment, self.company_id._raya_get_timezone())

    def _get_receipt_cost(self):
        return self.env["res.lang"]._raya_format_amount(self.cost_told, self.currency_id)

    def action_print_receipt(self):
        return self.env.ref("raya_service_workshop.raya_reception_report_action").report_action(self)

    def action_print_hand_over(self):
        return self.env.ref("raya_service_workshop.raya_reception_hand_over_report_action").report_action(self)

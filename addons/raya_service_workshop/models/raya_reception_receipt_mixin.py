from base64 import b64encode

from odoo import models
from odoo.tools.image import image_data_uri

from odoo.addons.raya_web_persian.tools import direction

ENGLISH = "en_US"


class RayaReceptionReceiptMixin(models.AbstractModel):
    """The papers that the customer gets, at the reception and at the hand-over."""

    _name = "raya.reception.receipt.mixin"
    _description = "Reception: Receipts"

    def _get_receipt_langs(self, is_bilingual):
        """The languages of the paper, one page for each: the customer's, and English or that of the company.

        :param bool is_bilingual: whether there is a second one
        """
        first = self._get_print_lang()
        others = (ENGLISH, self.company_id.partner_id.lang, self.env.user.lang)
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        second = [lang for lang in others if lang in installed and lang != first][:1]
        return [first, *(second if is_bilingual else [])]

    def _get_receipt_direction(self):
        """Reading direction of the page as it is written now."""
        return self.env["res.lang"]._get_data(code=self.env.lang).direction or "ltr"

    def _prepare_receipt_page(self, page):
        """The rendered page, fit for the printer of PDFs in its own language."""
        return direction.printable(page, self._get_receipt_direction())

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

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.raya_web_persian.tools import direction


class RayaPrintMixin(models.AbstractModel):
    """Papers in the language of whoever gets them, also from right to left."""

    _name = "raya.print.mixin"
    _description = "Printed in the Reader's Language"

    def _get_print_reader(self):
        """The partner whose language the paper of this record speaks; extended where it is somebody else."""
        return self.partner_id

    def _get_print_lang(self):
        return self._get_print_reader().lang or self.env.lang or "en_US"

    def _get_print_direction(self):
        return self.env["res.lang"]._get_data(code=self._get_print_lang()).direction or "ltr"

    def _mail_paper(self, template):
        """Mail the papers of these records to whom they are for, in their languages.

        :param str template: external id of a ``mail.template`` with the paper
        :raises UserError: names whoever has no address; nothing is sent then
        """
        unreached = self.filtered(lambda record: not record._get_print_reader().email)[:1]
        if unreached:
            raise UserError(
                self.env._(
                    "%(reader)s has no mail address. Enter it on the contact, or print %(paper)s.",
                    reader=unreached._get_print_reader().display_name,
                    paper=unreached.display_name,
                )
            )
        self.env.ref(template).send_mail_batch(self.ids, email_layout_xmlid="mail.mail_notification_light")

    def _prepare_printed_page(self, page):
        """The rendered page, fit for the printer of PDFs."""
        return direction.printable(page, self._get_print_direction())

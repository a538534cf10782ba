import io
import json
import zipfile
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext

from odoo.addons.raya_service_base.tools import typed

CHUNK = 200
# Takes no mail anywhere (RFC 2606); a call without customer keeps an address that opened it.
NOBODY = "anonymous@example.invalid"
PERSONAL_FILES = Domain("mimetype", "=like", "image/%") | Domain("mimetype", "=like", "audio/%")
# What a call says of its caller and customer, for those who want to know.
TOLD = ("name", "date_reported", "channel", "state", "caller_name", "caller_phone", "contact_phone", "email_from")
TOLD += ("statement", "preferred_times", "date_promised", "date_done")


class Asked(NamedTuple):
    """Who asked for service, as they are called back."""

    name: str
    phone: str


class RayaCallerData(models.AbstractModel):
    """Personal data of those who call: found, given out, made anonymous, deleted in time; keeps no records.

    Its methods work in superuser mode, for the managers whom ``raya.personal.data`` lets in.
    """

    _name = "raya.caller.data"
    _description = "Personal Data of Callers"

    @api.model
    def _find_calls(self, partner, phone, email, *, is_customer):
        """Calls of a person: where they called, by contact, number or e-mail address.

        :param partner: ``res.partner``, may be empty
        :param str phone: as typed, may be empty
        :param str email: the same
        :param bool is_customer: also those of which they are the customer
        """
        domain = Domain("caller_id", "in", partner.ids)
        if is_customer:
            domain |= Domain("partner_id", "in", partner.ids)
        calls = self.env["raya.call"].search(domain & Domain("company_id", "in", self.env.companies.ids))
        return calls | self._find_by_phone(phone, is_customer) | self._find_by_email(email)

    @api.model
    def _find_by_phone(self, phone, is_customer):
        """Calls with which somebody left this number, however it was typed.

        That the number of their customer stands on it, tells nothing of who called.
        """
        key = typed.phone_key(phone)
        if not key:
            return self.env["raya.call"]
        domain = Domain("phone_keys", "like", key) & Domain("company_id", "in", self.env.companies.ids)
        calls = self.env["raya.call"].search(domain).filtered(lambda call: key in call.phone_keys.split())
        return calls.filtered(
            lambda call: (
                is_customer or key in _get_keys(call.caller_phone) or key not in _get_keys(call.partner_id.phone)
            )
        )

    @api.model
    def _find_by_email(self, email):
        """Calls that a mail of this address opened."""
        address = email_normalize(email)
        if not address:
            return self.env["raya.call"]
        domain = Domain("email_from", "ilike", address) & Domain("company_id", "in", self.env.companies.ids)
        return self.env["raya.call"].search(domain).filtered(lambda call: email_normalize(call.email_from) == address)

    # --- given out --------------------------------------------------------------------

    @api.model
    def _export(self, calls):
        """All that these calls keep of their callers, as an archive: ``calls.json`` and the files they sent.

        :return: the ZIP archive as bytes
        """
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            told = [self._prepare_export(call) for call in calls]
            archive.writestr("calls.json", json.dumps(told, ensure_ascii=False, indent=2, default=str))
            for file in self._get_files(calls, Domain.TRUE):
                archive.writestr(f"files/{file.res_id}/{file.id}-{file.name.replace('/', '_')}", file.raw or b"")
        return stream.getvalue()

    @api.model
    def _prepare_export(self, call):
        messages = self.env["raya.call.page"]._get_messages(call)
        return {
            **{name: call[name] or None for name in TOLD},
            "product": call.product_id.display_name or None,
            "serial": call.asset_id.serial or None,
            "symptoms": call.symptom_ids.mapped("name"),
            "messages": [
                {"date": message.date, "author": message.author_id.name, "words": html2plaintext(message.body)}
                for message in messages
            ],
        }

    @api.model
    def _get_asked_by(self, call, customer):
        """Who asked for service, where that is another one than the customer, as papers name them.

        :param call: ``raya.call``, may be empty
        :param customer: ``res.partner``
        :return: a :class:`Asked`, ``None`` where nobody else is known
        """
        # As with their photos: also of a call that who prints may not read.
        call = call.sudo()
        caller = call.caller_id - customer
        name, phone = call.caller_name or caller.name, call.caller_phone or caller.phone
        return Asked(name or "", phone or "") if name or phone else None

    # --- made anonymous ---------------------------------------------------------------

    @api.model
    def _anonymise(self, calls):
        """Nobody learns any more who called: name, numbers and address of the caller go, with their photos and voices.

        The calls stay, with what was said and done, and with the customer of the unit.
        """
        self._get_files(calls, PERSONAL_FILES).unlink()
        self._forget_tracking(calls)
        for call in calls.with_context(tracking_disable=True, mail_notrack=True):
            self._forget_messages(call)
            # Another caller would be another customer and place; these stay as they are.
            kept = {name: call[name].id for name in ("partner_id", "site_id")}
            call.write({**kept, **self._prepare_anonymous(call)})

    @api.model
    def _prepare_anonymous(self, call):
        is_known = bool(call.partner_id)
        return {
            "caller_id": False,
            "caller_name": self.env._("Anonymous"),
            "caller_phone": False,
            "contact_phone": False,
            "email_from": False if is_known else NOBODY,
            "caller_origin": False,
            "tracking_token": False,
        }

    @api.model
    def _forget_messages(self, call):
        """Whoever is no contact left their name or address on what they wrote."""
        domain = [("model", "=", "raya.call"), ("res_id", "=", call.id), ("author_id", "=", False)]
        self.env["mail.message"].search(domain).write({"email_from": NOBODY})

    @api.model
    def _forget_tracking(self, calls):
        """Who the caller was also stands in the trace of changes."""
        domain = [
            ("mail_message_id.model", "=", "raya.call"),
            ("mail_message_id.res_id", "in", calls.ids),
            ("field_id.name", "=", "caller_id"),
        ]
        self.env["mail.tracking.value"].search(domain).unlink()

    # --- deleted in time --------------------------------------------------------------

    @api.model
    def _get_files(self, calls, domain):
        """Files of calls that came from outside: what the staff put there is none of them."""
        wanted = Domain("res_model", "=", "raya.call") & Domain("res_id", "in", calls.ids) & domain
        return self._filter_from_outside(self.env["ir.attachment"].search(wanted))

    @api.model
    def _filter_from_outside(self, files):
        # Whoever left the company was staff when they wrote.
        messages = self.env["mail.message"].with_context(active_test=False)
        sent = messages.search([("attachment_ids", "in", files.ids)])
        return files & sent.filtered(lambda each: all(user.share for user in each.author_id.user_ids)).attachment_ids

    @api.model
    def _cron_delete_files(self):
        """Delete photos and voices of callers that were kept as long as their company says; in chunks."""
        for company in self.env["res.company"].search([("raya_caller_file_days", ">", 0)]):
            limit = fields.Datetime.now() - timedelta(days=company.raya_caller_file_days)
            calls = self.env["raya.call"]._search([("company_id", "=", company.id)])
            old = Domain("res_model", "=", "raya.call") & Domain("res_id", "in", calls)
            old &= Domain("create_date", "<", limit) & PERSONAL_FILES
            for chunk in self.env["ir.cron"]._raya_walk(self.env["ir.attachment"], old, CHUNK):
                self._filter_from_outside(chunk).unlink()


def _get_keys(text):
    return [typed.phone_key(number) for number in typed.phone_numbers(text)]

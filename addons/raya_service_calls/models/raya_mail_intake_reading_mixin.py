from datetime import timedelta

from markupsafe import Markup
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.raya_service_asset.tools import identifiers
from odoo.addons.raya_service_base.tools import typed

from ..tools import mail_facts, mail_kind, photos

LONGEST_BODY = 200000
IN_USE = Domain("state", "in", ("pending", "active"))
# So many units are proposed.
MOST = 10
# A header's date counts when a mail may have been under way so long.
ON_ITS_WAY = timedelta(days=30)
# Of a mail that names no sender.
UNKNOWN = "?"


class RayaMailIntakeReadingMixin(models.AbstractModel):
    """What a mail says of the call that it opens, and what of it people are shown."""

    _name = "raya.mail.intake.reading.mixin"
    _description = "Reading of Mails"

    @api.model
    def _prepare_call_values(self, message, message_dict, route, text):
        """What a mail says of the call that it opens.

        Nothing is guessed: a customer is taken by their address, or by a phone that is one
        contact's; a unit is taken when it is that customer's. What else fits is proposed.

        :param route: the route of Odoo's gateway
        :param str text: the words of the mail
        """
        company, words = self._get_company(route), mail_facts.split_quote(text)[0]
        name, address = self._get_sender(message, text)
        subject = (message_dict.get("subject") or "").strip()
        by_address = self._find_by_address(company, address)
        by_phone = self._find_by_phone(company, f"{subject}\n{words}") if not by_address else by_address.browse()
        customer = next((people for people in (by_address, by_phone) if len(people) == 1), by_address.browse())
        units = self._find_units(company, f"{subject}\n{words}")
        owner = units.partner_id.commercial_partner_id
        phones = list(mail_facts.phones(words).values())
        is_theirs = len(units) == 1 and len(by_address) == 1 and owner == by_address.commercial_partner_id
        return {
            "company_id": company.id,
            "team_id": self._get_team(route).id,
            "channel": "mail",
            "message_key": message_dict["message_id"],
            "email_from": address or message_dict["email_from"] or UNKNOWN,
            "caller_name": name or address or UNKNOWN,
            "caller_phone": phones[0] if len(phones) == 1 else False,
            "caller_id": by_address.id if len(by_address) == 1 else False,
            "partner_id": units.partner_id.id if is_theirs else customer.id,
            "asset_id": units.id if is_theirs else False,
            "proposed_asset_ids": [] if is_theirs else units.ids,
            "proposed_partner_ids": [] if customer else (by_address | by_phone).ids,
            "may_answer_automatically": self._get_kind(message).answerable,
            "statement": "\n".join(filter(None, [subject, words]))[: self.env["raya.call"].LONGEST_STATEMENT],
            "date_reported": self._get_date(message_dict),
        }

    @api.model
    def _get_sender(self, message, text):
        """Name and address of whom a mail is about: of a mail that staff forwards, the one who wrote it first."""
        name, address = mail_kind.sender(message)
        told = mail_facts.forwarded_from(text) if self._is_staff_address(address) else None
        return told or (name, address)

    @api.model
    def _is_staff_address(self, address):
        user = self.env["mail.thread"]._mail_find_user_for_gateway(address)
        return bool(user) and not user.share

    @api.model
    def _find_by_address(self, company, address):
        """Contacts with an e-mail address, of this company or of all; the company's own ones first of all."""
        address = email_normalize(address or "")
        if not address:
            return self.env["res.partner"].sudo()
        # Mail is taken in for people who need not read contacts.
        domain = [("email_normalized", "=", address), ("company_id", "in", (False, company.id))]
        found = self.env["res.partner"].sudo().search(domain).filtered(lambda partner: not self._is_staff(partner))
        return self._gather(found.filtered("company_id") or found)

    @api.model
    def _find_by_phone(self, company, text):
        """Contacts whose phone stands in a text."""
        # See _find_by_address.
        found = self.env["res.partner"].sudo()
        for key in mail_facts.phones(text):
            domain = [("raya_search_text", "like", key), ("company_id", "in", (False, company.id))]
            found |= found.search(domain, limit=10).filtered(
                lambda partner, key=key: typed.phone_key(typed.plain(partner.phone)) == key
            )
        return self._gather(found)

    @api.model
    def _gather(self, partners):
        """One contact for those of one company; all of them where they are of several."""
        return partners.commercial_partner_id if len(partners) > 1 else partners

    @api.model
    def _is_staff(self, partner):
        return any(not user.share for user in partner.with_context(active_test=False).user_ids)

    @api.model
    def _find_units(self, company, text):
        """Units of a company whose serial number or identifier stands in a text."""
        keys = mail_facts.serial_keys(text)
        # See _find_by_address.
        Asset = self.env["raya.asset"].sudo()
        if not keys:
            return Asset
        # Each by an index of its own.
        of_company = Domain("company_id", "=", company.id)
        numbers = {identifiers.key(key) for key in keys}
        Identifier = self.env["raya.asset.identifier"].sudo()
        named = Identifier.search(Domain("value_key", "in", numbers) & of_company, limit=MOST)
        found = Asset.search(Domain("serial_key", "in", keys) & of_company & IN_USE, limit=MOST)
        return (found | named.asset_id.filtered_domain(IN_USE))[:MOST]

    @api.model
    def _without_notes(self, attachments):
        """Photos without the place and the device that phones write into them, as those from labels; other files stay.

        :param list attachments: as Odoo's gateway reads them from a mail
        """
        return [
            attachment._replace(content=photos.without_notes(attachment.content))
            if isinstance(attachment.content, bytes)
            else attachment
            for attachment in attachments
        ]

    @api.model
    def _get_date(self, message_dict):
        """When a mail was written, where its header can be believed; else now."""
        now, told = fields.Datetime.now(), fields.Datetime.to_datetime(message_dict.get("date") or False)
        return told if told and now - ON_ITS_WAY <= told <= now else now

    @api.model
    def _make_harmless(self, message_dict, text):
        """A body that fetches nothing from elsewhere and is no longer than people read."""
        body = str(message_dict.get("body") or "").replace("\x00", "")
        if len(body) <= LONGEST_BODY:
            # Odoo cleans it of what acts when it stores it.
            message_dict["body"] = Markup(mail_facts.neutral(body))
            return
        note = self.env._("The mail is longer. The whole of it is attached.")
        message_dict["body"] = Markup("<pre>%s …</pre><p><em>%s</em></p>") % (text[: LONGEST_BODY // 4], note)
        whole = self.env["mail.thread"]._Attachment("mail.txt", text, {})
        message_dict["attachments"] = [*message_dict.get("attachments", []), whole]

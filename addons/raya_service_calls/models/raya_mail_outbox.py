import logging
from datetime import timedelta

from markupsafe import Markup
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize, formataddr

from odoo.addons.raya_service_base.tools import typed

_logger = logging.getLogger(__name__)

# More calls of one sender in an hour get no further acknowledgement.
ACKNOWLEDGED_AN_HOUR = 5


class RayaMailOutbox(models.AbstractModel):
    """What is sent to customers by itself: acknowledgements, and news of stages; keeps no records.

    Calls are handed over in superuser mode: who writes or moves a call need not read templates.
    """

    _name = "raya.mail.outbox"
    _description = "Mails Sent by Themselves"

    @api.model
    def _acknowledge(self, call):
        """Tell who wrote that their mail became a call, and its number; never a machine, and not without end."""
        template = call.team_id.acknowledgement_template_id
        if not (call.team_id.is_acknowledging and template and call.may_answer_automatically):
            return
        since = self.env.cr.now() - timedelta(hours=1)
        recent = Domain("email_from", "=", call.email_from) & Domain("create_date", ">=", since)
        if call.search_count(recent) > ACKNOWLEDGED_AN_HOUR:
            _logger.info("%s is not acknowledged: %s writes too often.", call.name, call.email_from)
            return
        self._send_automatic(call, template)

    @api.model
    def _note_stage(self, calls):
        """Calls came to a stage: the customer is told at the end of the transaction, of the one that they are in then.

        Odoo's own messages of a change are silent about what was made in the same transaction.
        """
        self.env.cr.precommit.data.setdefault(self._name, set()).update(calls.ids)
        self.env.cr.precommit.add(self._tell_stages)

    @api.model
    def _tell_stages(self):
        """Tell customers of the stage that their calls are in, where it says something; once each time."""
        ids = sorted(self.env.cr.precommit.data.pop(self._name, ()))
        # Whoever moves a call need not read templates.
        for call in self.env["raya.call"].sudo().browse(ids).exists():
            stage = call.stage_id
            if stage == call.told_stage_id or call.merged_into_id:
                continue
            is_telling = bool(stage.mail_template_id or stage.sms_template_id)
            if is_telling or call.told_stage_id:
                call.told_stage_id = is_telling and stage
            if is_telling:
                self._tell_stage(call, stage)

    @api.model
    def _tell_stage(self, call, stage):
        is_acknowledged = call.channel == "mail" and call.state == "new" and call.team_id.is_acknowledging
        if stage.mail_template_id and call.may_answer_automatically and not is_acknowledged:
            self._send_automatic(call, stage.mail_template_id)
        if stage.sms_template_id:
            self._send_stage_sms(call, stage.sms_template_id)

    @api.model
    def _send_automatic(self, call, template):
        """Send a mail that no person wrote, marked so that no machine answers it, in the customer's language.

        It stands in the thread, so that an answer finds the call; nobody else is told of it.
        """
        values = template._generate_template(call.ids, ("subject", "body_html"))[call.id]
        partner, address = self._get_recipient(call)
        if not partner and not address:
            return
        sender = call.team_id.alias_email or call.company_id.email
        call.message_post(
            subject=values["subject"],
            body=Markup(values["body_html"]),
            message_type="auto_comment",
            subtype_xmlid="mail.mt_note",
            author_id=self.env.ref("base.partner_root").id,
            email_from=formataddr((call.team_id.name or call.company_id.name, sender)) if sender else None,
            partner_ids=partner.ids,
            outgoing_email_to=address if not partner else False,
            mail_headers=self._get_automatic_headers(),
            email_layout_xmlid="mail.mail_notification_light",
        )

    @api.model
    def _get_automatic_headers(self):
        """What marks a mail that no person wrote, so that no machine answers it (RFC 3834 §5)."""
        return {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}

    @api.model
    def _get_recipient(self, call):
        """Whom to write to: the contact, or the address of who wrote where it is not the contact's.

        :return: partner and address, one of them empty
        """
        people = (call.caller_id | call.partner_id).filtered("email_normalized")
        address = email_normalize(call.email_from or "")
        partner = people.filtered(lambda partner: not address or partner.email_normalized == address)[:1]
        return partner, address or ""

    @api.model
    def _send_stage_sms(self, call, template):
        """Text the customer, in their language, at the number to call back.

        It waits in Odoo's queue; who sends it is Odoo's matter, also where that is a local gateway
        (``res.company._get_sms_api_class``), and what comes of it stands at the message.
        """
        number = typed.phone_to_dial(call.contact_phone or call.caller_phone or call.partner_id.phone or "")
        if number:
            body = template._render_field("body", call.ids, compute_lang=True)[call.id]
            call._message_sms(body, sms_numbers=[number], put_in_queue=True)

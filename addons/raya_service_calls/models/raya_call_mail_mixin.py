import logging
from datetime import timedelta

import psycopg2
from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize, formataddr

from .raya_call_stage import OPEN_STATES

_logger = logging.getLogger(__name__)

# More calls of one sender in an hour get no further acknowledgement.
ACKNOWLEDGED_AN_HOUR = 5


class RayaCallMailMixin(models.AbstractModel):
    """A call that came by mail, what customers write to it, and what is sent to them by itself."""

    _name = "raya.call.mail.mixin"
    _description = "Mail of a Call"
    _primary_email = "email_from"
    LONGEST_STATEMENT = 2000

    email_from = fields.Char("E-Mail of the Caller", copy=False, index="btree_not_null")
    # By this one mail opens one call, however often it is delivered.
    message_key = fields.Char("Message-ID", readonly=True, copy=False, groups="base.group_system")
    may_answer_automatically = fields.Boolean(
        default=True, copy=False, help="Off where the sender said that no machine shall answer."
    )
    # Nobody is told twice of one stage, and again when a call comes back to it.
    told_stage_id = fields.Many2one("raya.call.stage", "Stage as Told", readonly=True, copy=False)
    proposed_asset_ids = fields.Many2many(
        "raya.asset",
        "raya_call_proposed_asset_rel",
        string="Proposed Product Files",
        copy=False,
        check_company=True,
        help="Their numbers stand in the mail. Choose the one it is about.",
    )
    proposed_partner_ids = fields.Many2many(
        "res.partner",
        "raya_call_proposed_partner_rel",
        string="Proposed Customers",
        copy=False,
        check_company=True,
        help="The address or a phone number in the mail is that of each. Choose the one it is.",
    )

    _message_key_unique = models.UniqueIndex(
        "(message_key) WHERE message_key IS NOT NULL", "This mail has opened a call already."
    )

    @api.constrains("partner_id", "stage_id", "email_from")
    def _check_customer_known(self):
        """Who writes a mail is no contact before somebody says so; nobody works for them until then."""
        for call in self:
            if not call.partner_id and (not call.email_from or call.state not in ("new", "cancelled")):
                raise ValidationError(
                    self.env._(
                        "Nobody knows yet who the customer of %(call)s is. Choose them, or create a contact.",
                        call=call.name,
                    )
                )

    def action_create_contact(self):
        """Whoever wrote becomes a contact and the customer, by the rights of who decides it."""
        for call in self:
            if call.partner_id:
                raise UserError(self.env._("%(call)s has a customer already.", call=call.name))
            call.partner_id = self.env["res.partner"].create(call._prepare_contact_values())
            # Their words are theirs from now on; nobody may write messages otherwise.
            written = call.message_ids.sudo().filtered(
                lambda message, call=call: (
                    not message.author_id and email_normalize(message.email_from) == email_normalize(call.email_from)
                )
            )
            written.author_id = call.partner_id

    def _prepare_contact_values(self):
        self.ensure_one()
        return {
            "name": self.caller_name or self.email_from,
            "email": self.email_from,
            "phone": self.caller_phone,
            "company_id": self.company_id.id,
        }

    def action_take_proposed(self):
        """Take the unit and the customer that were proposed, where each is the only one."""
        for call in self:
            units, people = call.proposed_asset_ids, call.proposed_partner_ids
            if len(units) == 1 and not call.asset_id:
                call.asset_id = units
            elif len(people) == 1 and not call.partner_id:
                call.partner_id = people

    # --- Odoo's mail gateway ----------------------------------------------------------

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        return Domain("email_from", "=", email_from_normalized)

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """The call that a mail opens; where something in it does not fit, one with the words only."""
        values = {"channel": "mail", "email_from": msg_dict.get("email_from"), **(custom_values or {})}
        Call = self.with_company(values.get("company_id"))
        try:
            with self.env.cr.savepoint():
                return Call.create(values)
        except psycopg2.Error:
            raise
        except Exception:
            _logger.warning("The mail %s does not fit a call.", msg_dict.get("message_id"), exc_info=True)
        plain = ("channel", "company_id", "message_key", "email_from", "caller_name", "statement", "date_reported")
        return Call.create({name: values[name] for name in plain if values.get(name)})

    def _message_post_after_hook(self, message, msg_values):
        done = super()._message_post_after_hook(message, msg_values)
        if message.message_type in ("email", "comment") and not message.is_internal and not message.subtype_id.internal:
            self._follow_message(message)
        return done

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers go to the address of the team."""
        teams = self.sudo().team_id._notify_get_reply_to(default=default, author_id=author_id)
        without = self.filtered(lambda call: not call.sudo().team_id)
        others = super(RayaCallMailMixin, without)._notify_get_reply_to(default=default, author_id=author_id)
        return {call.id: teams.get(call.sudo().team_id.id) or others.get(call.id) for call in self}

    # --- what customers and staff write -----------------------------------------------

    def _follow_message(self, message):
        """Customer and staff can both read a message that was posted."""
        self.ensure_one()
        # Who writes need not have rights on calls; what follows from their words is ours to do.
        call = self.sudo()
        author = message.sudo().author_id
        if call.message_key and message.message_id == call.message_key:
            call._acknowledge()
        elif author and not author.partner_share:
            if author != self.env.ref("base.partner_root"):
                call._on_answered(message.date)
        else:
            call._on_customer_wrote(message.date)

    def _go_on_after_words(self):
        """A call that waited for its customer goes on when they wrote; one closed a short while ago is reopened."""
        self.filtered(lambda call: call.state == "waiting" and call.stage_id.waits_for_customer).action_start()
        self.filtered(lambda call: call._may_reopen())._reopen()

    def _get_answered(self):
        """Where what a customer writes to this call is worked on: itself, or a follow-up of it.

        :return: the call, and the values of a new one where there is none yet
        """
        self.ensure_one()
        if self.state in OPEN_STATES or self._may_reopen():
            return self, {}
        follow_up = self.search([("previous_call_id", "=", self.id), ("state", "in", OPEN_STATES)], limit=1)
        return follow_up, {} if follow_up else self._prepare_follow_up_values()

    def _is_sender_known(self, address):
        """Whether who writes belongs to a call: its customer or caller, one of their people, a follower, or staff."""
        self.ensure_one()
        address = email_normalize(address or "")
        if not address:
            return False
        if address == email_normalize(self.email_from or ""):
            return True
        domain = [("email_normalized", "=", address), ("company_id", "in", (False, self.company_id.id))]
        writers = self.env["res.partner"].sudo().search(domain)
        people = self.partner_id | self.caller_id | self.asset_id.partner_id
        is_customer = writers.commercial_partner_id & people.commercial_partner_id
        is_staff = writers.user_ids.filtered(lambda user: not user.share)
        return bool(is_customer or is_staff or writers & self.message_partner_ids)

    # --- what is sent by itself -------------------------------------------------------

    def _acknowledge(self):
        """Tell who wrote that their mail became a call, and its number; never a machine, and not without end."""
        self.ensure_one()
        template = self.team_id.acknowledgement_template_id
        if not (self.team_id.is_acknowledging and template and self.may_answer_automatically):
            return
        since = self.env.cr.now() - timedelta(hours=1)
        recent = self._detect_loop_sender_domain(self.email_from) & Domain("create_date", ">=", since)
        if self.search_count(recent) > ACKNOWLEDGED_AN_HOUR:
            _logger.info("%s is not acknowledged: %s writes too often.", self.name, self.email_from)
            return
        self._send_automatic(template)

    def _note_stage(self):
        """Calls came to a stage: the customer is told at the end of the transaction, of the one that they are in then.

        Odoo's own messages of a change are silent about what was made in the same transaction.
        """
        self.env.cr.precommit.data.setdefault("raya.call.stage", set()).update(self.ids)
        self.env.cr.precommit.add(self._tell_stages)

    def _tell_stages(self):
        ids = self.env.cr.precommit.data.pop("raya.call.stage", ())
        # Whoever moves a call need not read templates.
        for call in self.sudo().browse(sorted(ids)).exists():
            stage = call.stage_id
            if stage == call.told_stage_id or call.merged_into_id:
                continue
            is_telling = bool(stage.mail_template_id or stage.sms_template_id)
            if is_telling or call.told_stage_id:
                call.told_stage_id = is_telling and stage
            if is_telling:
                call._tell_stage(stage)

    def _tell_stage(self, stage):
        self.ensure_one()
        is_acknowledged = self.channel == "mail" and self.state == "new" and self.team_id.is_acknowledging
        if stage.mail_template_id and self.may_answer_automatically and not is_acknowledged:
            self._send_automatic(stage.mail_template_id)
        if stage.sms_template_id:
            self._send_stage_sms(stage.sms_template_id)

    def _send_automatic(self, template):
        """Send a mail that no person wrote, marked so that no machine answers it, in the customer's language.

        It stands in the thread, so that an answer finds the call; nobody else is told of it.
        """
        self.ensure_one()
        values = template._generate_template(self.ids, ("subject", "body_html"))[self.id]
        partner, address = self._get_recipient()
        if not partner and not address:
            return
        sender = self.team_id.alias_email or self.company_id.email
        self.message_post(
            subject=values["subject"],
            body=Markup(values["body_html"]),
            message_type="auto_comment",
            subtype_xmlid="mail.mt_note",
            author_id=self.env.ref("base.partner_root").id,
            email_from=formataddr((self.team_id.name or self.company_id.name, sender)) if sender else None,
            partner_ids=partner.ids,
            outgoing_email_to=address if not partner else False,
            mail_headers=self.env["raya.mail.intake"]._get_automatic_headers(),
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _get_recipient(self):
        """Whom to write to: the contact, or the address of who wrote where it is not the contact's.

        :return: partner and address, one of them empty
        """
        self.ensure_one()
        people = (self.caller_id | self.partner_id).filtered("email_normalized")
        address = email_normalize(self.email_from or "")
        partner = people.filtered(lambda partner: not address or partner.email_normalized == address)[:1]
        return partner, address or ""

    def _send_stage_sms(self, template):
        """Text the customer, in their language, at the number to call back."""
        self.ensure_one()
        number = self.contact_phone or self.caller_phone or self.partner_id.phone
        if number:
            self._send_sms(number, template._render_field("body", self.ids, compute_lang=True)[self.id])

    def _send_sms(self, number, body):
        """Hand one text message to whoever sends it: Odoo's own queue.

        Extended by an add-on that knows a local gateway; it does not call ``super()`` for
        the numbers that it takes.

        :param str number: as people typed it
        :param str body: the words
        """
        self._message_sms(body, sms_numbers=[number], put_in_queue=True)

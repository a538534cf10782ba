import logging

import psycopg2
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

_logger = logging.getLogger(__name__)


class RayaCallMailMixin(models.AbstractModel):
    """A call that came by mail, what customers write to it, and what is sent to them by itself."""

    _name = "raya.call.mail.mixin"
    _description = "Mail of a Call"
    _primary_email = "email_from"
    LONGEST_STATEMENT = 2000

    email_from = fields.Char("E-Mail of the Caller", copy=False, index="btree_not_null")
    date_customer_wrote = fields.Datetime(
        "Customer Wrote On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The last words of the customer that nobody has answered yet.",
    )
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
            call.partner_id = self.env["res.partner"].create(
                {
                    "name": call.caller_name or call.email_from,
                    "email": call.email_from,
                    "phone": call.caller_phone,
                    "company_id": call.company_id.id,
                }
            )
            # Their words are theirs from now on; nobody may write messages otherwise.
            written = call.message_ids.sudo().filtered(
                lambda message, call=call: (
                    not message.author_id and email_normalize(message.email_from) == email_normalize(call.email_from)
                )
            )
            written.author_id = call.partner_id

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
            self.env["raya.mail.intake"]._follow_message(self, message)
        return done

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers go to the address of the team."""
        teams = self.sudo().team_id._notify_get_reply_to(default=default, author_id=author_id)
        without = self.filtered(lambda call: not call.sudo().team_id)
        others = super(RayaCallMailMixin, without)._notify_get_reply_to(default=default, author_id=author_id)
        return {call.id: teams.get(call.sudo().team_id.id) or others.get(call.id) for call in self}

import email
import email.policy
import logging
from datetime import timedelta

import psycopg2
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, email_normalize, email_split, formataddr
from odoo.tools.mail import unfold_references

from ..tools import mail_facts, mail_kind, mail_repair
from .raya_call_stage import OPEN_STATES

_logger = logging.getLogger(__name__)

# In the order in which a sender means them, then what servers tell of the way.
ADDRESSED = ("to", "cc", "resent-to", "resent-cc", "delivered-to", "x-original-to", "envelope-to")
MOST_REFERENCES = 32
# How often a mail from a mailbox is taken in where other transactions are in the way.
TRIES = 3


class RayaMailIntake(models.AbstractModel):
    """The way of a mail to a call, as steps of Odoo's mail gateway; keeps no records."""

    _name = "raya.mail.intake"
    _description = "Mail Intake"
    _inherit = ["raya.mail.intake.reading.mixin"]

    # --- which mails are ours, and what they are --------------------------------------

    @api.model
    def _read(self, raw):
        """A mail that can be read, or ``None``: Odoo says then what is wrong with it.

        :param bytes raw: the mail as it came
        """
        try:
            return email.message_from_bytes(mail_repair.repair(raw), policy=email.policy.SMTP)
        except (ValueError, LookupError, IndexError, AttributeError):
            _logger.warning("A mail could not be read.", exc_info=True)
            return None

    @api.model
    def _is_concerned(self, message, model=None):
        """Whether a mail is addressed to a team, or belongs to the thread of a call.

        :param str model: where its mailbox sends what has no other address
        """
        return model == "raya.call" or bool(self._get_aliases(message)) or self._is_of_call(message)

    @api.model
    def _get_aliases(self, message):
        """Aliases that open calls and that a mail names, in the order in which it does."""
        told = [address for _name, address in mail_kind.addresses(message, *ADDRESSED) if "@" in address]
        names = list(dict.fromkeys(name for address in told for name in (address, mail_kind.plain_address(address))))
        if not names:
            return self.env["mail.alias"]
        locals_ = [name.partition("@")[0] for name in names]
        # Whoever fetches the mail need not read aliases.
        aliases = (
            self.env["mail.alias"]
            .sudo()
            .search(
                Domain("alias_model_id.model", "=", "raya.call")
                & (
                    Domain("alias_full_name", "in", names)
                    | (Domain("alias_name", "in", locals_) & Domain("alias_incoming_local", "=", True))
                )
            )
        )
        return aliases.sorted(lambda alias: self._get_place(alias, names, locals_))

    @api.model
    def _get_place(self, alias, names, locals_):
        full = alias.alias_full_name
        return names.index(full) if full in names else locals_.index(alias.alias_name)

    @api.model
    def _is_of_call(self, message):
        """Whether a mail answers one of a call, or gives one back."""
        told = [mail_kind.header(message, name) for name in ("in-reply-to", "references")]
        told += mail_kind.returned_ids(message)
        references = [reference for text in told for reference in unfold_references(text)]
        if not references:
            return False
        domain = [("message_id", "in", references[-MOST_REFERENCES:]), ("model", "=", "raya.call")]
        return bool(self.env["mail.message"].sudo().search_count(domain, limit=1))

    @api.model
    def _get_kind(self, message):
        """Who wrote a mail, as :class:`~..tools.mail_kind.MailKind`."""
        aliases = self.env["mail.alias"].sudo().search([("alias_model_id.model", "=", "raya.call")])
        domains = self.env["mail.alias.domain"].sudo().search_fetch([], ["name"])
        own = {
            *aliases.mapped("alias_full_name"),
            *domains.mapped("catchall_email"),
            *domains.mapped("bounce_email"),
            *domains.mapped("default_from_email"),
        }
        lists = self._get_teams(self._get_aliases(message))._get_own_lists()
        return mail_kind.message_kind(message, own - {False}, lists)

    @api.model
    def _get_teams(self, aliases):
        teams = aliases.filtered(lambda alias: alias.alias_parent_model_id.model == "raya.team")
        return self.env["raya.team"].sudo().browse(teams.mapped("alias_parent_thread_id")).exists()

    # --- taking one in ----------------------------------------------------------------

    @api.model
    def _take_in(self, message, raw, process):
        """Let Odoo process a mail of ours: it ends as a call, a note, or a refusal that people can read.

        :param message: the mail, repaired
        :param bytes raw: the mail as it came
        :param process: what Odoo does with the bytes of a mail
        :return: what that returns; ``False`` for a mail that was taken in before or could not be
        """
        for attempts in reversed(range(TRIES if self.env.context.get("default_fetchmail_server_id") else 1)):
            try:
                return self._take_in_once(message, raw, process)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
                if not attempts:
                    raise
                # The mailbox counts a mail that fails as read, and nobody begins the transaction again. It holds
                # nothing but this mail: the one before is committed.
                _logger.info("A mail met another transaction and is taken in again: %s", error)
                self.env.cr.rollback()
        return False

    @api.model
    def _take_in_once(self, message, raw, process):
        data = mail_repair.with_message_id(mail_repair.repair(raw))
        message_id = mail_kind.header(self._read(data), "message-id")
        if not self._claim(message_id):
            _logger.info("The mail %s was taken in already.", message_id)
            return False
        for form in (data, mail_repair.bare(data)):
            try:
                with self.env.cr.savepoint():
                    return process(form)
            except psycopg2.OperationalError:
                # The transaction is begun again.
                raise
            except Exception:
                _logger.warning("The mail %s could not be taken in as it is.", message_id, exc_info=True)
        if self._get_kind(message).kind == mail_kind.PERSON:
            self.env["raya.mail.refusal"]._write_down(message, self.env._("It could not be read."), raw=raw)
        return False

    @api.model
    def _claim(self, message_id):
        """Wait until nobody else takes in the same mail; ``False`` when somebody did.

        A transaction sees the database as it was when it began. So what the other one
        left is looked up in a new one.
        """
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext('raya.mail'), hashtext(%s))", message_id))
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("SELECT 1 FROM mail_message WHERE message_id = %s LIMIT 1", message_id))
            return not cr.rowcount

    # --- routes -----------------------------------------------------------------------

    @api.model
    def _address(self, message, message_dict, aliases, model):
        """Tell Odoo of addresses of ours that it does not know by itself, and whom a web form speaks for."""
        known = {email_normalize(address) for address in email_split(message_dict["recipients"])}
        for alias in aliases.filtered(lambda alias: alias.alias_full_name not in known):
            for name in ("recipients", "to"):
                message_dict[name] = ",".join(filter(None, [message_dict[name], alias.alias_full_name]))
        if aliases or model == "raya.call":
            name, address = mail_kind.sender(message)
            if address and address != email_normalize(message_dict["email_from"]):
                message_dict["email_from"] = message_dict["from"] = formataddr((name, address))

    @api.model
    def _check_route(self, message, message_dict, route):
        """A route to a call, checked: what machines wrote opens none and answers none aloud.

        :return: the route, or ``False`` where the mail goes nowhere
        """
        kind = self._get_kind(message)
        model, thread_id, values, user_id, alias = route
        is_dropped = kind.kind in (mail_kind.OWN, mail_kind.NOTICE, mail_kind.BOUNCE)
        if is_dropped or (kind.kind != mail_kind.PERSON and not thread_id):
            _logger.info(
                "The mail %s of %s opens no call: %s",
                message_dict["message_id"],
                message_dict["email_from"],
                kind.reason,
            )
            return False
        if not thread_id:
            return route
        call = self.env[model].sudo().browse(thread_id)._get_living()
        if kind.kind != mail_kind.PERSON:
            message_dict.update(is_internal=True, message_type="auto_comment")
            message_dict.pop("parent_id", None)
        elif not self._is_sender_known(call, message_dict["email_from"]):
            # What a stranger writes is for us to read; it is not sent on to the customer.
            message_dict["is_internal"] = True
            parent = self.env["mail.message"].sudo().browse(message_dict.get("parent_id"))
            if parent.author_id.partner_share:
                message_dict.pop("parent_id", None)
        elif not self._is_staff_address(message_dict["email_from"]):
            # What customers write to a call that was closed long ago is worked on in another one.
            call, values = self._get_answered(call)
        return (model, call.id, values, user_id, alias)

    @api.model
    def _choose_routes(self, message, message_dict, routes, aliases):
        """Of several routes to calls one: the thread that is answered, else the address that was named first."""
        ours = [route for route in routes or () if route[0] == "raya.call"]
        if not ours:
            return routes
        others = [route for route in routes if route[0] != "raya.call"]
        order = {alias.id: place for place, alias in enumerate(aliases)}
        route = min(ours, key=lambda route: (not route[1], order.get(route[4] and route[4].id, len(order))))
        text = mail_facts.text_of((message_dict.get("body") or "").replace("\x00", ""))
        if not route[1]:
            route = self._get_continued(message, message_dict, route, text)
        if not route[1]:
            values = self._prepare_call_values(message, message_dict, route, text)
            route = (*route[:2], {**values, **(route[2] or {})}, *route[3:])
        message_dict["date"] = fields.Datetime.to_string(self._get_date(message_dict))
        message_dict["attachments"] = self._without_notes(message_dict.get("attachments", []))
        self._make_harmless(message_dict, text)
        return [*others, route]

    @api.model
    def _get_continued(self, message, message_dict, route, text):
        """The route to the call whose number a mail names, where its sender fits; else the same route."""
        company = self._get_company(route)
        new, quoted = mail_facts.split_quote(text)
        for words in (message_dict.get("subject") or "", quoted, new):
            numbers = mail_facts.call_numbers(words)
            domain = [("name", "in", numbers), ("company_id", "=", company.id)]
            calls = self.env["raya.call"].sudo().search(domain)._get_living() if numbers else ()
            known = [call for call in calls if self._is_sender_known(call, message_dict["email_from"])]
            if len(known) == 1:
                return self._check_route(message, message_dict, (route[0], known[0].id, {}, *route[3:]))
        return route

    @api.model
    def _get_company(self, route):
        return self._get_team(route).company_id or self.env.company

    @api.model
    def _get_team(self, route):
        """The team of the address, or the one that an administrator told the alias."""
        named = self.env["raya.team"].sudo().browse((route[2] or {}).get("team_id") or ()).exists()
        return (self._get_teams(route[4]) if route[4] else named) or named

    @api.model
    def _is_flooded(self, message, message_dict, routes):
        """Whether one sender writes so much that it must be a machine; such mails are counted, and not answered."""
        sender = email_normalize(message_dict["email_from"]) or message_dict["email_from"]
        get_param = self.env["ir.config_parameter"].sudo().get_param
        minutes, most = (
            int(get_param(f"mail.gateway.loop.{name}", default))
            for name, default in (("minutes", 120), ("threshold", 20))
        )
        if self.env["mail.gateway.allowed"].sudo().search_count([("email_normalized", "=", sender)]):
            return False
        recent = Domain("create_date", ">=", self.env.cr.now() - timedelta(minutes=minutes))
        threads = [route[1] for route in routes if route[1]]
        written = Domain("model", "=", "raya.call") & Domain("res_id", "in", threads)
        written &= Domain("message_type", "in", ("email", "auto_comment"))
        written &= Domain("email_from", "in", [sender, message_dict["email_from"]])
        Call, Message = self.env["raya.call"].sudo(), self.env["mail.message"].sudo()
        opened = Call.search_count(Domain("email_from", "=", sender) & recent) if not threads else 0
        if max(opened, Message.search_count(written & recent) if threads else 0) < most:
            return False
        _logger.info("The mail %s of %s is one of too many.", message_dict["message_id"], sender)
        self.env["raya.mail.refusal"]._write_down(message, self.env._("Too many mails came from this sender."))
        return True

    @api.model
    def _choose_people(self, values, routes):
        """Author and recipients of a mail, none of them a contact of another company only.

        :param dict values: as Odoo found them
        """
        route = next(route for route in routes if route[0] == "raya.call")
        call = self.env["raya.call"].sudo().browse(route[1] or ())
        company = call.company_id or self._get_company(route)
        Partner = self.env["res.partner"].sudo()

        def fits(partner):
            return partner.company_id in (company, company.browse())

        author = Partner.browse(values.get("author_id") or ()).filtered(fits)
        recipients = Partner.browse(values.get("partner_ids") or ()).filtered(fits)
        return {"author_id": author.id or (route[2] or {}).get("caller_id"), "partner_ids": recipients.ids}

    # --- what is written to a call -----------------------------------------------------

    @api.model
    def _is_sender_known(self, call, address):
        """Whether who writes belongs to a call: its customer or caller, one of their people, a follower, or staff."""
        address = email_normalize(address or "")
        if not address:
            return False
        if address == email_normalize(call.email_from or ""):
            return True
        domain = [("email_normalized", "=", address), ("company_id", "in", (False, call.company_id.id))]
        writers = self.env["res.partner"].sudo().search(domain)
        people = call.partner_id | call.caller_id | call.asset_id.partner_id
        is_customer = writers.commercial_partner_id & people.commercial_partner_id
        is_staff = writers.user_ids.filtered(lambda user: not user.share)
        return bool(is_customer or is_staff or writers & call.message_partner_ids)

    @api.model
    def _get_answered(self, call):
        """Where what a customer writes to this call is worked on: itself, or a follow-up of it.

        :return: the call, and the values of a new one where there is none yet
        """
        if call.state in OPEN_STATES or call._may_reopen():
            return call, {}
        follow_up = call.search([("previous_call_id", "=", call.id), ("state", "in", OPEN_STATES)], limit=1)
        return follow_up, {} if follow_up else call._prepare_follow_up_values()

    @api.model
    def _get_thread(self, call, values):
        """The call in whose thread a message is kept: what customers write after the end goes to a follow-up.

        One that was closed a short while ago is reopened by their words, see :meth:`_go_on`.

        :param call: a living one
        :param dict values: arguments of ``message_post``
        """
        known = call.sudo()
        if values.get("message_type") != "comment" or known.state in OPEN_STATES or known._may_reopen():
            return call
        author = self.env["res.partner"].browse(values.get("author_id")) or self.env.user.partner_id
        if not author.sudo().partner_share:
            return call
        # Customers record no calls; whether they may write here, the door has checked.
        return known._reopen_or_follow_up().with_env(call.env)

    @api.model
    def _follow_message(self, call, message):
        """Customer and staff can both read a message that was posted."""
        # Who writes need not have rights on calls; what follows from their words is ours to do.
        call = call.sudo()
        author = message.sudo().author_id
        if call.message_key and message.message_id == call.message_key:
            self.env["raya.mail.outbox"]._acknowledge(call)
        elif author and not author.partner_share:
            if author != self.env.ref("base.partner_root"):
                call._on_answered(message.date)
        else:
            call._on_customer_wrote(message.date)

    @api.model
    def _go_on(self, calls):
        """Calls that waited for their customer go on when they wrote; those closed a short while ago are reopened."""
        calls.filtered(lambda call: call.state == "waiting" and call.stage_id.waits_for_customer).action_start()
        calls.filtered(lambda call: call._may_reopen()).action_reopen()

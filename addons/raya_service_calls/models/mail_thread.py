import logging

from odoo import api, models

from ..tools import mail_kind, mail_repair

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    """Odoo's mail gateway, for mails to a team or in the thread of a call.

    Each method first asks whether a mail is one of ours; any other one takes Odoo's own way.
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self, model, message, custom_values=None, save_original=False, strip_attachments=False, thread_id=None
    ):
        Intake = self.env["raya.mail.intake"]
        raw = mail_repair.to_bytes(message)
        repaired = Intake._read(raw)

        def process(data):
            return super(MailThread, self).message_process(
                model,
                data,
                custom_values=custom_values,
                save_original=save_original,
                strip_attachments=strip_attachments,
                thread_id=thread_id,
            )

        if not repaired or not Intake._is_concerned(repaired, model):
            return process(message)
        return Intake._take_in(repaired, raw, process)

    @api.model
    def _detect_is_bounce(self, message, message_dict):
        is_bounce = super()._detect_is_bounce(message, message_dict)
        Intake = self.env["raya.mail.intake"]
        if not Intake._is_concerned(message):
            return is_bounce
        return Intake._get_kind(message).kind == mail_kind.BOUNCE

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        Intake = self.env["raya.mail.intake"]
        aliases = Intake._get_aliases(message)
        Intake._address(message, message_dict, aliases, model)
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        return Intake._choose_routes(message, message_dict, routes, aliases)

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        route = super()._routing_check_route(message, message_dict, route, raise_exception=raise_exception)
        if not route or route[0] != "raya.call":
            return route
        return self.env["raya.mail.intake"]._check_route(message, message_dict, route)

    @api.model
    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        Intake = self.env["raya.mail.intake"]
        if not Intake._is_concerned(message):
            return super()._routing_create_bounce_email(email_from, body_html, message, **mail_values)
        kind = Intake._get_kind(message)
        if not kind.answerable:
            _logger.info("No refusal is sent to %s: %s", email_from, kind.reason or "it takes no automatic answers")
            return None
        values = {"headers": repr(self.env["raya.mail.outbox"]._get_automatic_headers()), **mail_values}
        return super()._routing_create_bounce_email(email_from, body_html, message, **values)

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        ours = [route for route in routes or () if route[0] == "raya.call"]
        others = [route for route in routes or () if route[0] != "raya.call"]
        if ours and self.env["raya.mail.intake"]._is_flooded(message, message_dict, ours):
            return True
        return super()._detect_loop_sender(message, message_dict, others) if others or not ours else False

    def _message_parse_post_process(self, message, message_dict, routes):
        values = super()._message_parse_post_process(message, message_dict, routes)
        if any(route[0] == "raya.call" for route in routes or ()):
            values |= self.env["raya.mail.intake"]._choose_people(values, routes)
        return values

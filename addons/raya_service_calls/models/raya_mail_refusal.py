from datetime import timedelta

from odoo import api, fields, models

from ..tools import mail_kind

KEPT_DAYS = 180


class RayaMailRefusal(models.Model):
    """A mail of a person that became no call, and why; the mail itself is attached where it could not be read."""

    _name = "raya.mail.refusal"
    _description = "Refused Mail"
    _order = "date desc, id desc"
    _rec_name = "subject"

    date = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True, index=True)
    email_from = fields.Char("From", readonly=True, index="btree_not_null")
    subject = fields.Char(readonly=True)
    message_key = fields.Char("Message-ID", readonly=True)
    reason = fields.Char(required=True, readonly=True)
    count = fields.Integer("Mails", default=1, readonly=True, help="So many of this sender, for the same reason.")
    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null")
    attachment_ids = fields.One2many(
        "ir.attachment", "res_id", "Mail", domain=[("res_model", "=", "raya.mail.refusal")], readonly=True
    )

    @api.model
    def _write_down(self, message, reason, *, raw=None):
        """Keep that a mail was refused. More of one sender in an hour are counted only.

        :param message: the mail
        :param str reason: a sentence for people
        :param bytes raw: the mail as it came, to be attached
        """
        sender = mail_kind.sender(message)[1]
        since = fields.Datetime.now() - timedelta(hours=1)
        # Refusals are written by the program only.
        refusals = self.sudo()
        domain = [("email_from", "=", sender), ("reason", "=", reason), ("date", ">=", since)]
        before = refusals.search(domain, limit=1) if raw is None else refusals.browse()
        if before:
            before.count += 1
            return before
        Intake = self.env["raya.mail.intake"]
        refusal = refusals.create(
            {
                "email_from": sender,
                "subject": mail_kind.header(message, "subject").replace("\x00", ""),
                "message_key": mail_kind.header(message, "message-id"),
                "reason": reason,
                "company_id": Intake._get_teams(Intake._get_aliases(message)).company_id[:1].id,
            }
        )
        if raw is not None:
            values = {"name": "mail.eml", "raw": raw, "mimetype": "message/rfc822", "res_model": self._name}
            self.env["ir.attachment"].sudo().create({**values, "res_id": refusal.id})
        return refusal

    @api.autovacuum
    def _gc_refusals(self):
        """What nobody asked for in half a year is gone: mails are personal data."""
        self.search([("date", "<", fields.Datetime.now() - timedelta(days=KEPT_DAYS))]).unlink()

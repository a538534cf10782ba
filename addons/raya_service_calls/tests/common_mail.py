import contextlib
import email
import email.policy
from pathlib import Path

from odoo import SUPERUSER_ID

from .common import ServiceCallsCommon

MAILS = Path(__file__).parent / "mails"


class MailCommon(ServiceCallsCommon):
    """Two teams with an address, and customers who write to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Mails come in without the shortcuts of other tests.
        cls.env = cls.env(user=SUPERUSER_ID, context={})
        cls.domain = cls.env["mail.alias.domain"].create(
            {"name": "raya.example", "catchall_alias": "catchall", "bounce_alias": "bounce"}
        )
        cls.company.alias_domain_id = cls.domain
        cls.team = cls.team.with_env(cls.env)
        cls.team.write({"alias_name": "service", "alias_domain_id": cls.domain.id})
        cls.repairs = cls.env["raya.team"].create(
            {"name": "Repairs", "alias_name": "repair", "company_id": cls.company.id}
        )
        cls.customer = cls.customer.with_env(cls.env)
        cls.customer.email = "sara@shop.example"
        cls.unit = cls._create_asset(serial="RF22-26-0001").with_env(cls.env)
        cls.other_unit = cls._create_asset(serial="RF22-26-0002").with_env(cls.env)

    @contextlib.contextmanager
    def _alone(self):
        """What happens inside is undone, as if the next mail were the first one."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.rollback()
            savepoint.close()
            self.env.invalidate_all()

    def _feed(self, raw):
        """Let a mail come in; the calls and contacts that it opened, and the mails that went out for it."""
        before = {name: self.env[name].search([]) for name in ("raya.call", "res.partner", "mail.mail")}
        self.env["mail.thread"].message_process(None, raw)
        self.env.flush_all()
        return tuple(self.env[name].search([]) - records for name, records in before.items())

    def _open(self, raw):
        calls, _partners, _mails = self._feed(raw)
        self.assertEqual(len(calls), 1)
        return calls

    @staticmethod
    def _read_mail(name):
        return next(MAILS.glob(f"{name}*.eml")).read_bytes()

    @staticmethod
    def _write_mail(body="It drips.", **headers):
        """A mail; names of headers are written with underscores."""
        told = {
            "From": "Sara Karimi <sara@shop.example>",
            "To": "service@raya.example",
            "Subject": "Refrigerator",
            "Message-ID": email.utils.make_msgid(domain="shop.example"),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        for name, value in told.items():
            if value is not None:
                message[name] = value
        message.set_content(body)
        return message.as_bytes()

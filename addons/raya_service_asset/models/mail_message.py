import uuid

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _get_search_domain_share(self):
        """Who is no employee reads of a unit what was written since it is with its owner of today."""
        return super()._get_search_domain_share() & self._raya_present_owner_domain()

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        rest = self - forbidden
        return forbidden | rest._raya_get_of_former_owners() | rest._raya_get_notes()

    @api.model
    def _get_with_access(self, message_id, mode="read", **kwargs):
        """Neither by the link of the unit: the document opens, its older messages do not."""
        message = super()._get_with_access(message_id, mode=mode, **kwargs)
        return message - message._raya_get_of_former_owners() - message._raya_get_notes()

    @api.model
    def _raya_begin_conversation(self, assets, former):
        """Units have another owner from this moment on, whatever the day on which they changed hands.

        Links that were mailed to the owner before open nothing any more, they get no
        further message, and what was written until now stays theirs.

        :param assets: the units
        :param former: the customer who had them before, if any
        """
        # Whose a unit is follows from documents and forms; nobody writes this by hand.
        for asset in assets.sudo():
            asset.write({"access_token": str(uuid.uuid4()), "owner_since": self.env.cr.now()})
            theirs = asset.message_partner_ids.filtered(lambda partner: partner.commercial_partner_id == former)
            asset.message_unsubscribe(theirs.ids)

    def _raya_get_of_former_owners(self):
        """Of these messages, those that this reader must not see for they are of an owner before."""
        if not self or self.env.su or self.env.user._is_internal():
            return self.browse()
        # Which of them are to be hidden is no secret to the check.
        shown = self.sudo().search(Domain("id", "in", self.ids) & self._raya_present_owner_domain())
        return self - shown.sudo(False)

    def _raya_get_notes(self):
        """Of these messages, those that the staff and the program write for themselves on documents that customers read.

        Odoo hides them from searches of customers, but gives by its id what the program notes.
        """
        if not self or self.env.su or self.env.user._is_internal():
            return self.browse()
        readable = self.env.registry["raya.portal.mixin"]
        # Which of them are to be hidden is no secret to the check.
        ours = self.sudo().filtered(lambda message: isinstance(self.env.get(message.model), readable))
        notes = ours.filtered(lambda each: each.is_internal or not each.subtype_id or each.subtype_id.internal)
        return notes.sudo(False)

    @api.model
    def _raya_present_owner_domain(self):
        """Messages of all documents but those of a unit's owners before; what one wrote or was sent stays theirs."""
        reader = self.env.user.partner_id
        since = self.env["raya.asset"]._fields["owner_since"]
        present = Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "NOT EXISTS (SELECT 1 FROM raya_asset WHERE %s = 'raya.asset' AND id = %s AND owner_since > %s)",
                SQL.identifier(alias, "model"),
                SQL.identifier(alias, "res_id"),
                SQL.identifier(alias, "create_date"),
                to_flush=since,
            )
        )
        return present | Domain("author_id", "=", reader.id) | Domain("partner_ids", "in", reader.ids)

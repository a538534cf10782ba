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
    def _raya_follow_owners(self, former):
        """Begin the conversation of the next owner where units went to another customer.

        :param dict former: owner before, by unit
        """
        for asset, owner in former.items():
            if asset.partner_id.commercial_partner_id != owner.commercial_partner_id:
                self._raya_begin_conversation(asset, owner.commercial_partner_id)

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

    @api.model
    def _raya_goes_on_with_former_owner(self, asset, mail):
        """Whether a mail belongs to a conversation that ended with an owner before.

        It is by one of them, or answers what was said in their time, from whatever
        address; the owner of today may answer anything.

        :param asset: the unit that the mail reached
        :param dict mail: as Odoo's gateway has parsed it
        """
        if not asset.owner_since:
            return False
        author = self.env["res.partner"].browse(mail.get("author_id") or ()).commercial_partner_id
        if author and author == asset.partner_id.commercial_partner_id:
            return False
        answered = self.sudo().browse(mail.get("parent_id") or ())
        is_old = bool(answered) and answered.create_date < asset.owner_since
        return is_old or author in asset.event_ids._get_ownerships().partner_id.commercial_partner_id

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
        """Messages of all documents but those of a unit's owners before; what one wrote or was sent stays theirs.

        Mails that go on with an owner before are internal; by itself Odoo keeps only notes that people typed from customers.
        """
        reader = self.env.user.partner_id
        since = self.env["raya.asset"]._fields["owner_since"]
        present = Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "NOT EXISTS (SELECT 1 FROM raya_asset WHERE %s = 'raya.asset' AND id = %s AND (owner_since > %s OR %s))",
                SQL.identifier(alias, "model"),
                SQL.identifier(alias, "res_id"),
                SQL.identifier(alias, "create_date"),
                SQL.identifier(alias, "is_internal"),
                to_flush=[since, self._fields["is_internal"]],
            )
        )
        return present | Domain("author_id", "=", reader.id) | Domain("partner_ids", "in", reader.ids)

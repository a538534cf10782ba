from odoo import api, fields, models
from odoo.exceptions import UserError


class RayaCallMergeMixin(models.AbstractModel):
    """Two calls for one request become one; the other stays as its tombstone."""

    _name = "raya.call.merge.mixin"
    _description = "Merged Calls"

    merged_into_id = fields.Many2one(
        "raya.call",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    duplicate_ids = fields.Many2many(
        "raya.call",
        string="Open Calls for the Same",
        compute="_compute_duplicate_ids",
        help="Open calls for the same unit, or for a product of the same customer where no unit is known.",
    )

    @api.depends("asset_id", "partner_id", "product_id", "state")
    @api.depends_context("uid")
    def _compute_duplicate_ids(self):
        """One search for any number of calls, among those that the reader may see."""
        found = self.env["raya.call.history"]._find_duplicates(self)
        for call in self:
            call.duplicate_ids = found[call]

    def _get_living(self):
        """The call in which each of these lives on; itself where it was not merged. Chains are resolved.

        A tombstone leads everybody who may read it to the call that answers for it.

        :return: the living calls, each once
        """
        living = self
        while merged := living.filtered("merged_into_id"):
            living = (living - merged) | merged.sudo().merged_into_id.sudo(self.env.su)
        return living

    def _merge_into(self, living, *, confirmed=False):
        """Move all that belongs to these calls to the one that lives on, and leave tombstones.

        Messages, followers, files, activities, statements, and what other add-ons link to
        them; what was written to a tombstone later goes to the living call as well.

        :param bool confirmed: a person says that calls of different customers are one
        :raises UserError: when they cannot be one call; nothing is moved then
        """
        self._check_operator()
        self.env["raya.call.merging"]._merge(self, living._get_living(), confirmed)

    def _on_merging(self, living):
        """Calls become one with another, in superuser mode, before anything is moved.

        Extended by add-ons that link to calls, to refuse by raising or to bring along what must fit.

        :param living: the ``raya.call`` that stays
        """

    def _transition(self, target, only_from=()):
        """Nothing brings a tombstone back to life."""
        merged = self.filtered("merged_into_id")[:1]
        if merged:
            raise UserError(
                self.env._(
                    "%(call)s was merged into %(living)s. Go on there.",
                    call=merged.name,
                    living=merged._get_living().sudo().name,
                )
            )
        return super()._transition(target, only_from)

    def message_post(self, **kwargs):
        """What is written to a tombstone reaches the living call, what customers write after the end its follow-up."""
        living = self._get_living() if len(self) == 1 else self
        if len(living) == 1:
            living = self.env["raya.mail.intake"]._get_thread(living, kwargs)
        if living != self:
            return living.message_post(**kwargs)
        return super().message_post(**kwargs)

    def _get_access_action(self, access_uid=None, force_website=False):
        """Links in mails to a tombstone open the living call."""
        if self.merged_into_id:
            return self._get_living()._get_access_action(access_uid, force_website)
        return super()._get_access_action(access_uid, force_website)

    def action_view_living(self):
        return self._get_living()._get_records_action()

    def action_merge(self):
        """Ask which of these calls lives on; of one call, those that seem to be the same are proposed."""
        action = self.env["ir.actions.act_window"]._for_xml_id("raya_service_calls.raya_call_merge_action")
        calls = self | self.duplicate_ids if len(self) == 1 else self
        return {**action, "context": {"default_call_ids": calls.ids}}

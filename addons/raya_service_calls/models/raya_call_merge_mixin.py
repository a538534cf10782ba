from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from odoo.addons.raya_service_base.tools import locking
from odoo.addons.raya_service_base.tools.linking import repoint

from .raya_call_stage import OPEN_STATES

# Facts that the call that lives on takes over where it has none.
TAKEN_OVER = (
    "asset_id",
    "product_id",
    "caller_id",
    "caller_name",
    "caller_phone",
    "contact_phone",
    "site_id",
    "preferred_times",
    "date_promised",
    "team_id",
    "user_id",
)


class RayaCallMergeMixin(models.AbstractModel):
    """Two calls for one request become one; the other stays as its tombstone."""

    _name = "raya.call.merge.mixin"
    _description = "Merged Calls"

    merged_into_id = fields.Many2one(
        "raya.call",
        "Merged Into",
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
        found = self.env["raya.call"].search(self._duplicates_domain()) if any(self._is_comparable()) else self.browse()
        for call in self:
            call.duplicate_ids = found.filtered(lambda other, call=call: call._is_duplicate_of(other))

    def _is_comparable(self):
        return [call.asset_id or (call.partner_id and call.product_id) for call in self]

    def _duplicates_domain(self):
        of_customer = Domain("partner_id", "in", self.partner_id.ids) & Domain("product_id", "in", self.product_id.ids)
        same = Domain("asset_id", "in", self.asset_id.ids) | of_customer
        return Domain("state", "in", OPEN_STATES) & same

    def _is_duplicate_of(self, other):
        """Whether another open call seems to be for the same request."""
        self.ensure_one()
        if other == self._origin or self.state not in (*OPEN_STATES, False):
            return False
        if self.asset_id and other.asset_id:
            return self.asset_id._origin == other.asset_id
        return bool(self.product_id) and (self.partner_id._origin, self.product_id._origin) == (
            other.partner_id,
            other.product_id,
        )

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
        living = living._get_living()
        living.ensure_one()
        dead = self - living
        calls = dead | living
        calls.check_access("write")
        locking.lock(calls)
        calls.invalidate_recordset()
        dead._check_mergeable(living, confirmed)
        # Who merges need not own the messages, files and jobs that move along.
        dead.sudo()._bury(living.sudo())

    def _bury(self, living):
        facts = self._prepare_taken_over(living)
        self._on_merging(living)
        told = self.statement_ids
        repoint(self.browse(), {call.id: living.id for call in self})
        told.modified(["call_id"])
        living.modified(["statement_ids"])
        living.write(facts)
        names = format_list(self.env, self.mapped("name"))
        living.message_post(body=self.env._("Merged into this call: %(calls)s.", calls=names))
        for call in self:
            call.message_post(body=self.env._("Merged into %(call)s.", call=living.name))
        for stage, calls in self.grouped(lambda call: call._get_stage("cancelled", call.team_id)).items():
            calls.write({"merged_into_id": living.id, "stage_id": stage.id, "date_done": fields.Datetime.now()})

    def _on_merging(self, living):
        """Calls become one with another, in superuser mode, before anything is moved.

        Extended by add-ons that link to calls, to refuse by raising or to bring along what must fit.

        :param living: the ``raya.call`` that stays
        """

    def _prepare_taken_over(self, living):
        """What only one of the other calls knows, as values of the one that stays."""
        values = {}
        for name in TAKEN_OVER:
            known = [call[name] for call in self if call[name]]
            if known and not living[name]:
                values[name] = self._fields[name].convert_to_write(known[0], self)
        if "user_id" in values and "team_id" not in values:
            del values["user_id"]
        values["date_reported"] = min((self | living).mapped("date_reported"))
        values["priority"] = max((self | living).mapped("priority"))
        return values

    def _check_mergeable(self, living, confirmed):
        calls = self | living
        if not self:
            raise UserError(self.env._("Choose at least two calls for the same request."))
        if len(calls.company_id) > 1:
            raise UserError(self.env._("These calls are of different companies. Only calls of one can be merged."))
        over = self.filtered(lambda call: call.state not in OPEN_STATES)[:1]
        if over:
            raise UserError(
                self.env._(
                    "%(call)s is closed already. Choose it as the call that stays, or leave it out.", call=over.name
                )
            )
        if len(calls.asset_id) > 1:
            raise UserError(self.env._("These calls are for different units, so they are different requests."))
        customers = calls.partner_id.commercial_partner_id
        if len(customers) > 1 and not confirmed:
            raise UserError(
                self.env._(
                    "These are calls of different customers: %(customers)s. Each could read what the other wrote."
                    " Confirm that it is one request.",
                    customers=format_list(self.env, customers.mapped("display_name")),
                )
            )

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
        """What is written to a tombstone reaches the living call."""
        if len(self) == 1 and self.merged_into_id:
            return self._get_living().message_post(**kwargs)
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

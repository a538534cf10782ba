from odoo import api, fields, models
from odoo.fields import Domain

# What the calls of one person about one matter share.
SHARED = ("company_id", "partner_id", "caller_id", "site_id")
# What people said of themselves in one conversation.
SAID = ("caller_name", "channel", "preferred_times", "date_reported", "tag_ids")


def _shared_values(call, names):
    return {name: call._fields[name].convert_to_write(call[name], call) for name in names}


def _new_call_action(call, values):
    """A form of a new call that begins with these values."""
    action = call.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
    defaults = {f"default_{name}": value for name, value in values.items()}
    return {**action, "views": [(False, "form")], "context": defaults}


class RayaCallConversationMixin(models.AbstractModel):
    """Calls that belong together: follow-ups, several units of one conversation, statements split off."""

    _name = "raya.call.conversation.mixin"
    _description = "Follow-Up and Sister Calls"

    conversation_id = fields.Many2one(
        "raya.call",
        check_company=True,
        copy=False,
        index="btree_not_null",
        help="The first call of the same conversation, where one person asks for several units.",
    )
    previous_call_id = fields.Many2one(
        "raya.call", "Follow-Up Of", check_company=True, copy=False, index="btree_not_null", tracking=True
    )
    related_call_count = fields.Integer("Related Calls", compute="_compute_related_call_count")

    @api.depends_context("uid")
    def _compute_related_call_count(self):
        for call in self:
            call.related_call_count = self.env["raya.call"].search_count(call._related_domain()) if call.id else 0

    def _related_domain(self):
        """Domain of the calls of the same conversation, before and after this one, and of those merged into it."""
        self.ensure_one()
        first = self.conversation_id or self
        related = (
            Domain("conversation_id", "=", first.id)
            | Domain("id", "in", (first | self.previous_call_id).ids)
            | Domain("previous_call_id", "=", self.id)
            | Domain("merged_into_id", "=", self.id)
        )
        return related & Domain("id", "!=", self.id)

    def action_view_related_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_call_action")
        return {**action, "domain": list(self._related_domain()), "context": {}}

    def action_create_sister(self):
        """Take down another unit of the same conversation: all that was said of the person stays."""
        return _new_call_action(self, self._prepare_sister_values())

    def action_create_follow_up(self):
        """Take down what the customer asks for after a closed call."""
        return _new_call_action(self, self._prepare_follow_up_values())

    def _prepare_sister_values(self):
        """Values of a call for another unit of the same conversation."""
        self.ensure_one()
        return {
            **_shared_values(self, SHARED + SAID),
            # The number that was said stays, whoever owns the other unit.
            "caller_phone": self.caller_phone or self.contact_phone,
            "conversation_id": (self.conversation_id or self).id,
        }

    def _prepare_follow_up_values(self):
        """Values of a later call about the same unit."""
        self.ensure_one()
        shared = _shared_values(self, (*SHARED, "asset_id", "product_id", "team_id"))
        return {**shared, "previous_call_id": self.id}

    def _prepare_split_values(self):
        """Values of a call that takes a statement of this one, and is about the same unit."""
        same = _shared_values(self, ("asset_id", "product_id", "kind", "team_id"))
        return {**same, **self._prepare_sister_values()}

from odoo import fields, models


class RayaCallConversationMixin(models.AbstractModel):
    """Calls that belong together: follow-ups, and several units of one conversation."""

    _name = "raya.call.conversation.mixin"
    _description = "Follow-Up and Sister Calls"

    conversation_id = fields.Many2one(
        "raya.call",
        "Conversation",
        check_company=True,
        copy=False,
        index="btree_not_null",
        help="The first call of the same conversation, where one person asks for several units.",
    )
    previous_call_id = fields.Many2one(
        "raya.call", "Follow-Up Of", check_company=True, copy=False, index="btree_not_null", tracking=True
    )

import ast
import re

from odoo import fields, models


class RayaTeamMailMixin(models.AbstractModel):
    """The address of a team: what is written to it becomes calls of the team."""

    _name = "raya.team.mail.mixin"
    _description = "Mail of a Team"
    _inherit = ["mail.alias.mixin.optional"]

    is_acknowledging = fields.Boolean(
        "Acknowledge Mails", default=True, help="Who opens a call by mail is told its number."
    )
    acknowledgement_template_id = fields.Many2one(
        "mail.template",
        "Acknowledgement",
        domain=[("model", "=", "raya.call")],
        default=lambda self: self.env.ref("raya_service_calls.mail_template_acknowledgement", False),
    )
    own_lists = fields.Char(
        "Own Mailing Lists",
        help="List-Id of mailing groups through which customers write to the team, separated by commas. "
        "What comes by other lists opens no call.",
    )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("raya.call")
        if self.id:
            values["alias_defaults"] = {**ast.literal_eval(self.alias_defaults or "{}"), "team_id": self.id}
        return values

    def _get_own_lists(self):
        """Names of the mailing lists of these teams, in small letters."""
        return [name.lower() for text in self.filtered("own_lists").mapped("own_lists") for name in _split(text)]


def _split(text):
    return [name.strip("<>") for name in re.split(r"[,;\s]+", text) if name.strip("<>")]

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .raya_call_stage import OPEN_STATES


class RayaStatement(models.Model):
    """One thing that the customer says about the unit: coded, with when it happens, and in their words."""

    _name = "raya.statement"
    _description = "Statement of a Customer"
    _order = "sequence, id"

    call_id = fields.Many2one("raya.call", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="call_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    symptom_id = fields.Many2one("raya.symptom", domain="symptom_domain", index="btree_not_null", ondelete="restrict")
    symptom_domain = fields.Binary(related="call_id.symptom_domain")
    condition_ids = fields.Many2many("raya.condition", string="When It Happens")
    words = fields.Text("In the Customer's Words")
    is_safety = fields.Boolean(related="symptom_id.is_safety")

    @api.depends("symptom_id", "words")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = statement.symptom_id.name or statement.words or ""

    @api.onchange("symptom_id")
    def _onchange_symptom_warn(self):
        return self.symptom_id._get_applicability_warning(self.call_id.product_id)

    @api.model_create_multi
    def create(self, vals_list):
        statements = super().create(vals_list)
        statements._warn_of_danger()
        return statements

    def write(self, vals):
        before = {statement: statement.symptom_id for statement in self}
        done = super().write(vals)
        self.filtered(lambda statement: statement.symptom_id != before[statement])._warn_of_danger()
        return done

    def action_split(self):
        """Move this statement to a call of its own for the same unit, and open that."""
        self.ensure_one()
        call = self.call_id
        call._check_operator()
        call._check_state(OPEN_STATES)
        if len(call.statement_ids) < 2:
            raise UserError(
                self.env._("%(call)s says nothing else. Only one of several statements is split off.", call=call.name)
            )
        own = call.create(call._prepare_split_values())
        self.call_id = own
        call.message_post(body=self.env._("Split off into %(call)s: %(what)s", call=own.name, what=self.display_name))
        own.message_post(body=self.env._("Split off from %(call)s.", call=call.name))
        return own._get_records_action()

    def _warn_of_danger(self):
        """What may hurt somebody makes its call urgent, whoever took it down, and the call says why."""
        for call, statements in self.filtered("is_safety").grouped("call_id").items():
            call.priority = "2"
            call.message_post(
                body=self.env._(
                    "Urgent, since somebody may be hurt: %(symptoms)s",
                    symptoms=format_list(self.env, statements.symptom_id.mapped("name"), "unit"),
                )
            )

    @api.model
    def _get_first(self, calls):
        """The first statement of each of these calls, made where there is none: statements by call."""
        self.create([{"call_id": call.id} for call in calls if not call.statement_ids])
        return {call: call.statement_ids[:1] for call in calls}

    def _join_words(self):
        """The customer's words of all these statements, a line for each."""
        return "\n".join(statement.words for statement in self.sorted() if statement.words)

    def _drop_empty(self):
        """Statements that say nothing any more are none."""
        self.filtered(
            lambda statement: not statement.symptom_id and not statement.words and not statement.condition_ids
        ).unlink()

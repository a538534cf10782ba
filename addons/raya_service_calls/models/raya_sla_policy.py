from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.raya_service_base.tools import bounds
from odoo.addons.raya_service_warranty.models.raya_asset_coverage_mixin import COVERAGE_STATUSES

from ..tools.clock import Target
from .raya_call import KINDS, PRIORITIES

UNITS = [("minute", "Minutes"), ("hour", "Hours"), ("day", "Days")]
HOURS = [("team", "Hours of the Team"), ("own", "Hours of Its Own"), ("always", "Day and Night")]


class RayaSlaPolicy(models.Model):
    """What is promised about time, and to which calls."""

    _name = "raya.sla.policy"
    _description = "Service Level"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    team_ids = fields.Many2many("raya.team", string="Technical Teams", check_company=True)
    kind = fields.Selection(KINDS, "Kind of Call")
    priority = fields.Selection(PRIORITIES, "Priority at Least")
    coverage_status = fields.Selection(COVERAGE_STATUSES, "Warranty")
    partner_tag_ids = fields.Many2many(
        "res.partner.category", string="Customer Tags", help="Of the customer or of the company they belong to."
    )
    tag_ids = fields.Many2many("raya.call.tag", string="Tags of the Call")
    product_ids = fields.Many2many("product.product", string="Products", check_company=True)
    categ_id = fields.Many2one("product.category", "Product Category", help="With the categories below it.")
    line_ids = fields.One2many("raya.sla.policy.line", "policy_id", "Targets", copy=True)
    legal_text = fields.Text(
        "Legal Basis", translate=True, help="Law, contract or own rule that this promise follows; told with the clock."
    )
    notify = fields.Selection(
        [
            ("technician", "Technician, else Team Leader"),
            ("leader", "Team Leader"),
            ("both", "Technician and Team Leader"),
        ],
        "Who Is Told",
        default="both",
        required=True,
        help="When the deadline has passed. Before it the technician is warned, or the leader as long as there is none.",
    )
    user_ids = fields.Many2many("res.users", string="Also Told", domain=[("share", "=", False)], check_company=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Also clocks of calls that the person does not see keep their promise.
        used = self.env["raya.sla"].sudo().search([("policy_id", "in", self.ids)], limit=1).policy_id
        if used:
            raise UserError(
                self.env._("Calls were measured by %(policy)s. Archive it: new calls forget it then.", policy=used.name)
            )

    @api.model
    def _get_fitting_lines(self, calls):
        """Targets of all policies that fit, by call; several of one kind where several policies fit."""
        policies = self.search([("company_id", "in", calls.company_id.ids)])
        return {call: policies.filtered(lambda policy, call=call: policy._fits(call)).line_ids for call in calls}

    def _fits(self, call):
        """Whether this promise is made to a call. What is dear to know is asked for last."""
        self.ensure_one()
        customer = call.partner_id | call.partner_id.commercial_partner_id
        return bool(
            self.company_id == call.company_id
            and (not self.team_ids or call.team_id in self.team_ids)
            and (not self.kind or self.kind == call.kind)
            and (not self.priority or self.priority <= (call.priority or ""))
            and (not self.tag_ids or self.tag_ids & call.tag_ids)
            and (not self.product_ids or call.product_id in self.product_ids)
            and (not self.categ_id or self._is_below(call.product_id.categ_id))
            and (not self.partner_tag_ids or self.partner_tag_ids & customer.category_id)
            and (not self.coverage_status or self.coverage_status == call.coverage_status)
        )

    def _is_below(self, category):
        return bool(category) and category.parent_path.startswith(self.categ_id.parent_path)


class RayaSlaPolicyLine(models.Model):
    """One target of it. Floors above add their kinds with ``selection_add``, and for each of
    them ``_get_<kind>_start`` to clocks, as :mod:`.raya_sla_events_mixin` does."""

    _name = "raya.sla.policy.line"
    _description = "Target of a Service Level"
    _inherit = ["raya.bounds.mixin"]
    _order = "policy_id, kind, id"
    _check_company_auto = True
    _bounds = {"amount": bounds.Bounds(1, 9_999), "warn_minutes": bounds.Bounds(0, 99_999)}

    policy_id = fields.Many2one("raya.sla.policy", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    kind = fields.Selection(
        [("response", "First Response"), ("update", "Update"), ("solution", "Solution")],
        "Target",
        default="response",
        required=True,
        help="First Response: until the customer gets an answer; internal notes are none. Update: until the next"
        " answer, once the customer has written again. Solution: until the call is done.",
    )
    amount = fields.Integer("Within", default=8, required=True)
    unit = fields.Selection(UNITS, default="hour", required=True, help="Days are whole working days after the first.")
    hours = fields.Selection(HOURS, "Counted In", default="team", required=True)
    calendar_id = fields.Many2one("resource.calendar", "Working Hours", check_company=True)
    warn_minutes = fields.Integer(
        "Warn Before", default=60, help="Minutes of work before the deadline; 0 warns nobody."
    )
    stands_while_waiting = fields.Boolean(
        default=True, help="The clock stands in every stage of the kind Waiting, whoever is waited for."
    )

    _policy_kind_uniq = models.Constraint(
        "unique(policy_id, kind)", "A service level has one target of each kind. Change the one that is there."
    )

    @api.constrains("hours", "calendar_id")
    def _check_calendar(self):
        if self.filtered(lambda line: line.hours == "own" and not line.calendar_id):
            raise ValidationError(self.env._("Choose the working hours of the target, or count it in others."))

    def _get_target(self):
        return Target(self.amount, self.unit)

    def _get_calendar(self, call):
        """By which hours a call is measured, and whose they are: a key of ``raya.sla.calendar_origin``."""
        if self.hours == "always":
            return self.calendar_id.browse(), "always"
        known = [
            ("own", self.hours == "own" and self.calendar_id),
            ("team", self.hours == "team" and call.team_id.resource_calendar_id),
            ("company", call.company_id.resource_calendar_id),
        ]
        return next(((calendar, origin) for origin, calendar in known if calendar), (self.calendar_id.browse(), "none"))

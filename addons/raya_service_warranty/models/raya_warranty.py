from odoo import api, fields, models

from ..tools import period


class RayaWarranty(models.Model):
    """The coverage of one unit by one policy, with its own dates."""

    _name = "raya.warranty"
    _description = "Coverage"
    _order = "date_start, id"
    _rec_name = "policy_id"

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, index=True, ondelete="cascade")
    # Not read-only: told on creation, it is not computed once more for each.
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, readonly=False, index=True
    )
    policy_id = fields.Many2one("raya.warranty.policy", required=True, index=True, ondelete="restrict")
    kind = fields.Selection(related="policy_id.kind")
    origin = fields.Reference(
        selection="_selection_origin",
        string="Granted By",
        readonly=True,
        help="The document that granted this coverage. Empty: the sale of the unit itself.",
    )
    date_start = fields.Date("From")
    date_end = fields.Date("Until")
    is_start_assumed = fields.Boolean(
        "Start Assumed",
        readonly=True,
        help="The event that starts this coverage is not known yet, so that it starts at the latest day possible.",
    )
    line_ids = fields.One2many("raya.warranty.line", "warranty_id", "Covers")
    event_ids = fields.One2many("raya.warranty.event", "warranty_id", "Events")
    standing = fields.Selection(
        [("normal", "Normal"), ("suspended", "Suspended"), ("void", "Voided"), ("moved", "Moved to Another Unit")],
        compute="_compute_standing",
    )
    state = fields.Selection(
        [
            ("waiting", "Awaiting Start"),
            ("future", "Not Started"),
            ("active", "Active"),
            ("expired", "Expired"),
            ("used_up", "Used Up"),
            ("suspended", "Suspended"),
            ("void", "Voided"),
        ],
        "Status",
        compute="_compute_state",
    )

    _policy_once = models.UniqueIndex(
        "(asset_id, policy_id, COALESCE(origin, ''))", "This unit has a coverage of this policy already."
    )
    _dates_together = models.Constraint(
        "CHECK ((date_start IS NULL) = (date_end IS NULL))", "A coverage has both its dates, or waits for its start."
    )
    _dates_in_order = models.Constraint("CHECK (date_end >= date_start)", "A coverage cannot end before it starts.")

    @api.depends("asset_id.company_id")
    def _compute_company_id(self):
        for warranty in self:
            warranty.company_id = warranty.asset_id.company_id

    @api.depends("event_ids.kind", "event_ids.date")
    def _compute_standing(self):
        """Where the last events left it, whatever day it is today."""
        for warranty in self:
            spells = warranty._get_spells()
            opened = [kind for kind in ("void", "suspended") if any(end is None for _start, end in spells[kind])]
            warranty.standing = opened[0] if opened else "normal"

    @api.depends("date_start", "date_end", "event_ids.kind", "event_ids.date")
    def _compute_state(self):
        for warranty in self:
            warranty.state = warranty._get_state(warranty.company_id._raya_get_day())

    @api.model
    def _selection_origin(self):
        """Documents that may grant a coverage, as pairs of model and name."""
        return []

    def _get_state(self, day):
        if self.date_end and day > self.date_end:
            return "expired"
        spells = self._get_spells()
        held = [kind for kind in ("void", "suspended") if period.holds(spells[kind], day)]
        if held:
            return held[0]
        if not self.date_start:
            return "waiting"
        return "active" if day >= self.date_start else "future"

    def action_extend(self):
        return self._open_change("extend")

    def action_suspend(self):
        return self._open_change("suspend")

    def action_resume(self):
        return self._open_change("resume")

    def action_void(self):
        return self._open_change("void")

    def action_reinstate(self):
        return self._open_change("reinstate")

    def _open_change(self, kind):
        """The form that asks for the reason of an event."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_warranty.raya_warranty_change_action")
        return {**action, "context": {"default_warranty_id": self.id, "default_kind": kind}}


class RayaWarrantyLine(models.Model):
    """What one line of a policy grants to one unit; its dates are the unit's own."""

    _name = "raya.warranty.line"
    _description = "Line of a Coverage"
    # Written with its coverage: who and when stand there, and millions of rows need it not.
    _log_access = False
    _order = "id"
    _rec_name = "policy_line_id"

    warranty_id = fields.Many2one("raya.warranty", "Coverage", required=True, index=True, ondelete="cascade")
    policy_line_id = fields.Many2one(
        "raya.warranty.policy.line", "Cover", required=True, index=True, ondelete="restrict"
    )
    scope = fields.Selection(related="policy_line_id.scope")
    share = fields.Float(related="policy_line_id.share")
    product_id = fields.Many2one(
        "product.product", "Part", ondelete="restrict", help="Covers only this part, whatever the policy says."
    )
    component_id = fields.Many2one(
        "raya.component", ondelete="restrict", help="Covers only this component, whatever the policy says."
    )
    date_start = fields.Date("From")
    date_end = fields.Date("Until")

    _line_once = models.UniqueIndex(
        "(warranty_id, policy_line_id, COALESCE(product_id, 0), COALESCE(component_id, 0))",
        "This coverage has this line already.",
    )

    def _get_granted_end(self, start):
        """Last day that the policy line grants from ``start`` on, before any event."""
        return self.policy_line_id._get_end(self.warranty_id._get_anchor(start))

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.raya_service_asset.tools import sync
from odoo.addons.raya_service_base.tools import bounds

from ..tools import period

# States in which a coverage seems to cover, or to be about to.
HINDERED = ("active", "future", "waiting")


class RayaWarranty(models.Model):
    """The coverage of one unit by one policy, with its own dates."""

    _name = "raya.warranty"
    _description = "Coverage"
    _inherit = [
        "raya.bounds.mixin",
        "raya.warranty.dates.mixin",
        "raya.warranty.grant.mixin",
        "raya.warranty.transfer.mixin",
        "raya.warranty.decision.mixin",
        "raya.warranty.certificate.mixin",
        "raya.warranty.reminder.mixin",
    ]
    _order = "date_start, id"
    # Dates that follow from others reach further than those that people enter.
    _bounds = {"date_start": bounds.PROMISED, "date_end": bounds.PROMISED}
    _rec_name = "policy_id"

    # Found by the index that grants each policy once.
    asset_id = fields.Many2one("raya.asset", "Product File", required=True, ondelete="cascade")
    # Not read-only: told on creation, it is not computed once more for each.
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, readonly=False, index=True
    )
    policy_id = fields.Many2one("raya.warranty.policy", required=True, index=True, ondelete="restrict")
    kind = fields.Selection(related="policy_id.kind")
    priority = fields.Integer(
        compute="_compute_priority",
        store=True,
        precompute=True,
        readonly=False,
        help="That of the policy when it was promised: of several coverages that fit, the lowest number decides.",
    )
    date_sold = fields.Date(
        "Promised By the Sale On",
        readonly=True,
        help="The day of the sale that chose this version of the policy. Empty: no sale was known.",
    )
    origin = fields.Reference(
        selection="_selection_origin",
        string="Granted By",
        readonly=True,
        help="The document that granted this coverage. Empty: the sale of the unit itself.",
    )
    origin_name = fields.Char("Name of Its Document", compute="_compute_origin_document", compute_sudo=False)
    can_open_origin = fields.Boolean(compute="_compute_origin_document", compute_sudo=False)
    date_granted = fields.Date(
        "Granted On", readonly=True, help="The day of the document that granted this coverage, such as its invoice."
    )
    is_withdrawn = fields.Boolean(
        "Taken Back", readonly=True, help="The document that granted it was undone: it is void as long as that holds."
    )
    date_start = fields.Date("From")
    date_end = fields.Date("Until")
    is_lifelong = fields.Boolean("For Life", compute="_compute_is_lifelong")
    is_start_assumed = fields.Boolean(
        "Start Assumed",
        readonly=True,
        help="The event that starts this coverage is not known yet, so that it starts at the latest day possible.",
    )
    line_ids = fields.One2many("raya.warranty.line", "warranty_id", "Covers")
    event_ids = fields.One2many("raya.warranty.event", "warranty_id", "Events")
    continues_id = fields.Many2one(
        "raya.warranty",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The coverage of the unit that this one took the place of.",
    )
    continued_ids = fields.One2many("raya.warranty", "continues_id", "Continuations")
    continued_id = fields.Many2one("raya.warranty", "Continued By", compute="_compute_continued_id")
    standing = fields.Selection(
        [("normal", "Normal"), ("suspended", "Suspended"), ("void", "Voided"), ("moved", "Moved to Another Unit")],
        compute="_compute_standing",
        search="_search_standing",
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
            ("empty", "Covers Nothing"),
            ("unproven", "Proof Needed"),
            ("out_of_use", "Unit Not in Use"),
        ],
        "Status",
        compute="_compute_state",
    )
    reminded_on = fields.Date(readonly=True, copy=False, help="The day the company was reminded that it ends.")
    offered_on = fields.Date(readonly=True, copy=False, help="The day an extended warranty was offered.")

    _policy_once = models.UniqueIndex(
        "(asset_id, policy_id, COALESCE(origin, ''))", "This unit has a coverage of this policy already."
    )
    _continued_once = models.UniqueIndex(
        "(continues_id) WHERE continues_id IS NOT NULL", "This coverage has moved to another unit already."
    )
    _dates_together = models.Constraint(
        "CHECK ((date_start IS NULL) = (date_end IS NULL))", "A coverage has both its dates, or waits for its start."
    )
    _dates_in_order = models.Constraint("CHECK (date_end >= date_start)", "A coverage cannot end before it starts.")
    _origin_idx = models.Index("(origin) WHERE origin IS NOT NULL")
    # The filter of units whose sale is to be proven, and the nightly job.
    _waiting_idx = models.Index("(asset_id) WHERE date_start IS NULL")
    _ending_idx = models.Index("(date_end) WHERE reminded_on IS NULL AND offered_on IS NULL")

    @api.depends("asset_id.company_id")
    def _compute_company_id(self):
        for warranty in self:
            warranty.company_id = warranty.asset_id.company_id

    @api.depends("policy_id")
    def _compute_priority(self):
        """As it was when the coverage was promised: what changes later changes nothing for units sold."""
        for warranty in self:
            warranty.priority = warranty.policy_id.sequence

    @api.depends("date_end")
    def _compute_is_lifelong(self):
        for warranty in self:
            warranty.is_lifelong = period.is_lifelong(warranty.date_end)

    @api.depends("origin")
    @api.depends_context("uid")
    def _compute_origin_document(self):
        for warranty in self:
            document = warranty._get_origin_document()
            warranty.origin_name = document.display_name if document else False
            # Who reads a coverage reads the name of what granted it, and opens it with rights on it only.
            warranty.can_open_origin = bool(document) and document.sudo(False).has_access("read")

    @api.depends("continued_ids")
    def _compute_continued_id(self):
        for warranty in self:
            warranty.continued_id = warranty.continued_ids

    @api.depends("event_ids.kind", "event_ids.date", "continued_ids", "continues_id")
    def _compute_standing(self):
        """Where the last events left it, whatever day it is today."""
        for warranty in self:
            warranty.standing = "moved" if warranty.continued_ids else warranty._get_open_period() or "normal"

    def _search_standing(self, operator, value):
        """Hardly any coverage has events that change it: these are looked at one by one."""
        if operator != "in":
            return NotImplemented
        has_changed = Domain("event_ids.kind", "in", ("void", "suspend", "exchange", "transfer"))
        changed = self.search(has_changed | Domain("continues_id", "!=", False) | Domain("continued_ids", "!=", False))
        others = changed.filtered(lambda warranty: warranty.standing != "normal")
        found = Domain("id", "in", others.filtered(lambda warranty: warranty.standing in value).ids)
        return found | Domain("id", "not in", others.ids) if "normal" in value else found

    @api.depends(
        "date_start",
        "date_end",
        "event_ids.kind",
        "event_ids.date",
        "line_ids.usage_start",
        "asset_id.reading_ids.total",
        "asset_id.reading_ids.is_counted",
        "asset_id.state",
        "asset_id.date_invoice",
        "policy_id.line_ids",
    )
    def _compute_state(self):
        """In force as its dates and events say, as far as it covers anything of a unit in use;
        used up when none of its lines has anything left."""
        for company, warranties in self.grouped("company_id").items():
            today = company._raya_get_day()
            for warranty in warranties:
                state = warranty._get_state(today)
                warranty.state = (state in HINDERED and warranty._get_hindrance()) or state
            running = warranties.filtered(lambda warranty: warranty.state == "active")
            running._get_used_up(today).state = "used_up"

    def _get_hindrance(self):
        """Why this coverage covers nothing, whatever its dates say."""
        if self.asset_id.state not in sync.LIVE:
            return "out_of_use"
        if not self.line_ids and self.kind != "commitment":
            return "empty"
        return "unproven" if self._needs_proof() else ""

    @api.model
    def _selection_origin(self):
        """Documents that may grant a coverage, as pairs of model and name."""
        labels = {"sale.order.line": self.env._("Order Line"), "account.move.line": self.env._("Invoice Line")}
        return [*labels.items()]

    def _get_state(self, day):
        if self.date_end and day > self.date_end:
            return "expired"
        uncovered = self._get_uncovered_periods()
        held = [kind for kind in ("void", "suspended") if period.holds(uncovered[kind], day)]
        if held:
            return held[0]
        if not self.date_start:
            return "waiting"
        return "active" if day >= self.date_start else "future"

    def _get_open_period(self):
        """``void`` or ``suspended`` when nothing has ended that yet, else nothing."""
        uncovered = self._get_uncovered_periods()
        opened = [kind for kind in ("void", "suspended") if any(end is None for _start, end in uncovered[kind])]
        return opened[0] if opened else ""

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

    def action_view_origin(self):
        self.ensure_one()
        return self._get_origin_document().sudo(False)._get_records_action()

    def _get_origin_document(self):
        """The order, invoice or other document that people open, in superuser mode."""
        line = self.origin.sudo().exists() if self.origin else None
        if not line:
            return line
        header = {"sale.order.line": "order_id", "account.move.line": "move_id"}.get(line._name)
        return line[header] if header else line

    # --- events --------------------------------------------------------------

    @api.model
    def _get_allowed_events(self):
        """Events that may happen to a coverage, as pairs of its standing and the event."""
        return {
            ("normal", "extend"),
            ("suspended", "extend"),
            ("normal", "suspend"),
            ("suspended", "resume"),
            ("normal", "void"),
            ("suspended", "void"),
            ("void", "reinstate"),
        }

    def _record_event(self, kind, reason, date=None, **terms):
        """Change these coverages, and keep who did it, when and why.

        :param str kind: kind of ``raya.warranty.event``
        :param terms: further values of the event, such as its duration
        :raises UserError: when one of them cannot take this event; none is changed then
        """
        date = date or self.company_id[:1]._raya_get_day()
        self._check_event(kind, date)
        events = self.env["raya.warranty.event"].create(
            [{"warranty_id": warranty.id, "kind": kind, "reason": reason, "date": date, **terms} for warranty in self]
        )
        self._sync_dates()
        if kind in ("void", "reinstate"):
            origins = {warranty._get_origin_key() for warranty in self}
            self._on_standing_changed(self.asset_id, self.policy_id, origins)
        return events

    def _check_event(self, kind, date):
        self._check_not_moved()
        allowed = self._get_allowed_events()
        for warranty in self:
            if (warranty.standing, kind) not in allowed:
                raise UserError(
                    self.env._(
                        "%(cover)s cannot take this event as it stands. Look at its events first.",
                        cover=warranty.display_name,
                    )
                )
            if kind != "extend" and date < max(warranty._get_marking_dates(), default=date):
                raise UserError(
                    self.env._(
                        "%(cover)s has a later event. Choose the day of that event or a day after it.",
                        cover=warranty.display_name,
                    )
                )

    def _check_not_moved(self):
        for warranty in self.filtered("continued_ids"):
            raise UserError(
                self.env._(
                    "%(cover)s has moved to %(file)s. Change it there.",
                    cover=warranty.display_name,
                    file=warranty.continued_ids.asset_id.display_name,
                )
            )

    def _get_events(self):
        """All that happened to this coverage, also on the units before; in order."""
        self.ensure_one()
        events = self.event_ids
        if self.continues_id:
            events |= self.continues_id._get_events().filtered(lambda event: event.kind != "exchange")
        return events.browse(event.id for event in period.in_order(events))

    def _get_uncovered_periods(self):
        """Periods without cover, by what they are."""
        self.ensure_one()
        events = self._get_events()
        return {
            "void": period.from_marks(events._get_marks(self._get_voiding_kinds(), "reinstate")),
            "suspended": period.from_marks(events._get_marks({"suspend"}, "resume")),
        }

    def _get_voiding_kinds(self):
        """Events from which on a coverage is void until it is reinstated.

        Moved: the old unit has nothing left. Not transferable: nor has the new owner.
        """
        return {"void", "exchange"} if self.policy_id.is_transferable else {"void", "exchange", "transfer"}

    def _get_marking_dates(self):
        """Days of the events before which no other may be entered."""
        marking = self._get_voiding_kinds() | {"suspend", "resume", "reinstate"}
        return self._get_events().filtered(lambda event: event.kind in marking).mapped("date")

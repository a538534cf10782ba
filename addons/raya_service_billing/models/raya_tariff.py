from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.raya_service_base.tools import bounds

from ..tools import tariff
from ..tools.agent_pay import Rules
from .raya_charge_dimensions_mixin import COSTS

DAY = timedelta(days=1)
PAYING = ("pay_ids", "repeat_days", "late_percent", "late_most")
HELD = ("in_force", "superseded")
SCOPE = ("company_id", "currency_id", "zone_id")


class RayaTariff(models.Model):
    """A price book of services, from its draft on until another one takes its place.

    One holds on each day for one company, currency and zone: that of the day on which the work was asked for.
    """

    _name = "raya.tariff"
    _description = "Tariff"
    _inherit = ["raya.approval.mixin", "raya.version.mixin", "raya.bounds.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _protected_fields = frozenset({"state", "root_id"})
    _approved_state = "in_force"
    _approver_role = "raya_service_base.group_service_manager"
    _next_approver_role = "raya_service_base.group_service_manager"
    _approval_activity = "raya_service_billing.mail_activity_type_tariff"
    _author_field = "create_uid"
    _content_fields = frozenset(
        {"name", *SCOPE, *PAYING, "date_from", "line_ids", "surcharge_ids", "part_markup", "job_minimum", "active"}
    )
    _bounds = {
        "part_markup": bounds.Bounds(0, 1000),
        "job_minimum": bounds.NOT_NEGATIVE,
        "repeat_days": bounds.GRACE,
        "late_percent": bounds.PERCENT,
        "late_most": bounds.PERCENT,
    }

    name = fields.Char(required=True, translate=True, tracking=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    root_id = fields.Many2one(
        "raya.tariff", "First Version", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    zone_id = fields.Many2one(
        "raya.tariff.zone",
        "Holds In",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: everywhere where no tariff of a zone prices the work.",
    )
    date_from = fields.Date("Valid From", required=True, tracking=True)
    date_to = fields.Date("Valid Until", copy=False, tracking=True, help="Its last day. Empty: until another version.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "In Approval"),
            ("in_force", "In Force"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("raya.tariff.line", "tariff_id", "Lines", copy=True)
    surcharge_ids = fields.One2many("raya.tariff.surcharge", "tariff_id", "Surcharges", copy=True)
    part_markup = fields.Float("Mark-Up on Parts (%)", help="Parts cost so much more than by the price list.")
    job_minimum = fields.Monetary(
        "Minimum Charge per Job",
        help="What the customer pays at least for the services of a job, of which they pay something: less is topped up by"
        " a line of its own. 0: no minimum.",
    )
    pay_ids = fields.One2many("raya.tariff.pay", "tariff_id", "Paid to Agents", copy=True, groups=COSTS)
    repeat_days = fields.Integer(
        "Same Fault Not Paid Within (Days)",
        groups=COSTS,
        help="Of an earlier job of the same agent on the same unit. 0: it is paid again.",
    )
    late_percent = fields.Float(
        "Less per Day Late (%)", groups=COSTS, help="For each day that has begun after the promised one. 0: nothing."
    )
    late_most = fields.Float("At Most (%)", default=100.0, groups=COSTS, help="However late, no more is deducted.")
    note = fields.Text(copy=False, help="What is new in this version and why.")
    is_closed = fields.Boolean(compute="_compute_is_closed")
    version_count = fields.Integer("Versions", compute="_compute_version_count")

    # Whoever only looks first does not see what another transaction puts in force at the same moment.
    # A number is a range of itself, so no extension of PostgreSQL is needed.
    _one_on_each_day = models.Constraint(
        "EXCLUDE USING gist (int4range(company_id, company_id, '[]') WITH &&,"
        " int4range(currency_id, currency_id, '[]') WITH &&,"
        " int4range(COALESCE(zone_id, 0), COALESCE(zone_id, 0), '[]') WITH &&,"
        " daterange(date_from, date_to + 1) WITH &&) WHERE (state IN ('in_force', 'superseded'))",
        "Another tariff of the same company, currency and zone holds on some of these days."
        " End it first, or choose other days.",
    )
    # A tariff whose place was taken from its first day on holds on no day.
    _days_in_order = models.Constraint(
        "CHECK (date_to >= date_from - 1)", "The last day of a tariff is before its first one."
    )
    _version_once = models.UniqueIndex(
        "(root_id, version) WHERE root_id IS NOT NULL", "Somebody else began this version just now. Reload the page."
    )

    @api.depends("state")
    def _compute_is_closed(self):
        for record in self:
            record.is_closed = record._is_closed()

    def _compute_version_count(self):
        for record in self:
            record.version_count = len(record._get_versions())

    @api.depends("name", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for record in self:
            record.display_name = (
                self.env._(
                    "%(tariff)s, version %(number)s",
                    tariff=record.name,
                    number=self.env["res.lang"]._raya_format_number(record.version),
                )
                if record.version > 1
                else record.name
            )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for record in self.filtered(lambda record: record.state == "draft" and record.date_to):
            if record.date_to < record.date_from:
                raise ValidationError(
                    self.env._("%s: its last day is before its first one. Correct one of them.", record.display_name)
                )

    def write(self, vals):
        # Those in force are ended by their own buttons only.
        if "date_to" in vals and not self.env.su:
            self._check_open()
        return super().write(vals)

    def copy_data(self, default=None):
        values_list = super().copy_data(default=default)
        for record, values in zip(self, values_list, strict=True):
            if "name" not in (default or {}) and "root_id" not in (default or {}):
                values["name"] = self.env._("%s (copy)", record.name)
        return values_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        others = self.filtered(lambda record: record.state != "draft")
        if others:
            raise UserError(
                self.env._(
                    "%s was submitted and stays for the record. Call it back before you delete it, or end it.",
                    others[0].display_name,
                )
            )

    # Actions

    def action_end(self):
        """Today is their last day, or no day at all where they have not begun."""
        self._check_approver_role()
        self._check_transition("superseded")
        for record in self:
            record._supersede(record.company_id._raya_get_day() + DAY)

    def action_open_versions(self):
        return self._get_versions()._get_records_action(name=self.env._("Versions"))

    # States

    def _get_transitions(self):
        return super()._get_transitions() | {
            ("draft", "submitted"),
            ("submitted", "draft"),
            ("submitted", "in_force"),
            ("in_force", "superseded"),
        }

    def _write_transition(self, target):
        """A version that comes in force takes the days from its first one on of the versions that began before its
        end."""
        if target == self._approved_state:
            for record in self:
                replaced = record._get_replaced()
                ends_earlier = any(record._ends_before(other) for other in replaced)
                replaced._supersede(record.date_from)
                if record.job_minimum:
                    # Whoever only looks at a price makes no product.
                    record.company_id._raya_get_minimum_product()
                if ends_earlier:
                    record._remind_of_end()
        return super()._write_transition(target)

    def _get_replaced(self):
        """Versions in force whose place this one takes: not those that begin after its last day."""
        self.ensure_one()
        return (self._get_versions() - self).filtered(
            lambda other: other.state in HELD and not (self.date_to and other.date_from > self.date_to)
        )

    def _ends_before(self, other):
        return bool(self.date_to) and (not other.date_to or other.date_to > self.date_to)

    def _remind_of_end(self):
        """Whoever puts it in force is reminded that nothing holds after its last day, though something did before."""
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.date_to,
            user_id=self.env.user.id,
            summary=self.env._("No tariff holds after this one"),
            note=self.env._("Make the version that follows: without it, work is priced by price lists from then on."),
        )

    def _supersede(self, day):
        """They hold until the day before this one, or on none of their days."""
        for record in self:
            last = max(day, record.date_from) - DAY
            # Ending is decided by whoever may approve; the days stand still for everybody else.
            record.sudo().date_to = min(record.date_to or last, last)
        self.filtered(lambda record: record.state == "in_force")._transition("superseded")
        # One on each day, for the database as well.
        self.flush_recordset()

    # Approval and versions

    def _get_authors(self):
        return self.create_uid | self.submitted_by_id

    def _get_approvers(self):
        return self.company_id._raya_get_role_holders(self._approver_role)

    def _is_own_decision_allowed(self):
        """One manager may be all that a company has."""
        return len(self.company_id._raya_get_role_holders(self._approver_role)) <= 1

    def _check_submission(self):
        for record in self:
            if not record.line_ids:
                raise UserError(self.env._("%s has no prices. Enter its lines first.", record.display_name))
            other = record._get_conflicts()[:1]
            if other:
                raise UserError(
                    self.env._(
                        "%(tariff)s would hold on the same days as %(other)s. Make a new version of that one,"
                        " end it first, or choose other days.",
                        tariff=record.display_name,
                        other=other.display_name,
                    )
                )
        return super()._check_submission()

    def _get_conflicts(self):
        """Tariffs in force, of the same scope and on some of the same days, of which this one is no version."""
        self.ensure_one()
        same = [(name, "=", self[name].id) for name in SCOPE]
        others = self._search_held(same) - self._get_versions()
        days = self._get_days()
        return others.filtered(lambda other: tariff.overlap(days, other._get_days()))

    @api.model
    def _search_held(self, domain):
        """Tariffs that hold on any day: whoever hides one hides no prices."""
        return self.with_context(active_test=False).search([*domain, ("state", "in", HELD)])

    def _get_holding(self, day):
        return self.filtered(lambda record: tariff.holds(*record._get_days(), day))

    def _get_free_day(self, day):
        """The first day from one on for which none of these holds; nothing where one never ends.

        Those of zones count only where all of them are for one.
        """
        everywhere = self.filtered(lambda record: not record.zone_id) or self
        while holding := everywhere._get_holding(day):
            if not all(holding.mapped("date_to")):
                return None
            day = max(holding.mapped("date_to")) + DAY
        return day

    def _get_days(self):
        """First and last day, without the last one where it has none."""
        return self.date_from, self.date_to or None

    def _get_rules(self):
        """What is deducted from fees of agents, as :class:`~.tools.agent_pay.Rules`."""
        self.ensure_one()
        return Rules(self.repeat_days, self.late_percent, self.late_most)

    def _is_closed(self):
        return self.state != "draft"

    def _get_closed_message(self):
        if self.state == "submitted":
            return self.env._("%s waits for its approval. Call it back to change it.", self.display_name)
        return self.env._(
            "%s is in force, or was: jobs are priced by it. Make a new version and change the prices there, or end it.",
            self.display_name,
        )

    def _get_zones(self):
        """Zones in which these tariffs or lines of theirs hold."""
        domain = [("tariff_id", "in", self.ids), ("zone_id", "!=", False)]
        [[zones]] = self.env["raya.tariff.line"]._read_group(domain, [], ["zone_id:recordset"])
        return zones | self.zone_id

    def _get_versions(self):
        root = self.root_id or self
        family = [("root_id", "in", root.ids)] if root.ids else [("id", "=", 0)]
        return (root | self.with_context(active_test=False).search(family)).sorted("version")

    def _prepare_version_values(self):
        last = self._get_versions()[-1:]
        return {
            "name": self.name,
            "root_id": (self.root_id or self).id,
            "version": last.version + 1,
            "date_from": self._get_next_day(),
        }

    def _get_next_day(self):
        """From which day on another version would usually hold."""
        return max(self.date_from, self.company_id._raya_get_day()) + DAY

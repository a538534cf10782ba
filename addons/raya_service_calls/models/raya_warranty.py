from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools import coverage, period, registration


class RayaWarranty(models.Model):
    """The coverage of one unit by one policy, with its own dates."""

    _name = "raya.warranty"
    _description = "Coverage"
    _order = "date_start, id"
    _rec_name = "policy_id"

    asset_id = fields.Many2one("raya.asset", "Product File", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)
    policy_id = fields.Many2one("raya.warranty.policy", required=True, index=True, ondelete="restrict")
    kind = fields.Selection(related="policy_id.kind")
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Until", required=True)
    is_start_assumed = fields.Boolean(
        "Start Assumed",
        readonly=True,
        help="The event that starts this coverage is not known yet, so that it starts at the latest day possible.",
    )
    line_ids = fields.One2many("raya.warranty.line", "warranty_id", "Covers")
    event_ids = fields.One2many("raya.warranty.event", "warranty_id", "Events")
    standing = fields.Selection(
        [("normal", "Normal"), ("suspended", "Suspended"), ("void", "Voided")], compute="_compute_standing"
    )
    state = fields.Selection(
        [
            ("future", "Not Started"),
            ("active", "Active"),
            ("expired", "Expired"),
            ("suspended", "Suspended"),
            ("void", "Voided"),
        ],
        "Status",
        compute="_compute_state",
    )

    _policy_once = models.UniqueIndex("(asset_id, policy_id)", "This unit has a coverage of this policy already.")
    _dates_in_order = models.Constraint("CHECK (date_end >= date_start)", "A coverage cannot end before it starts.")

    @api.depends("event_ids.kind", "event_ids.date")
    def _compute_standing(self):
        """Where the last events left it, whatever day it is today."""
        for warranty in self:
            spells = warranty._get_spells()
            opened = [kind for kind in ("void", "suspended") if any(end is None for _start, end in spells[kind])]
            warranty.standing = opened[0] if opened else "normal"

    @api.depends("date_start", "date_end", "event_ids.kind", "event_ids.date")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for warranty in self:
            warranty.state = warranty._get_state(today)

    def _get_state(self, day):
        if day > self.date_end:
            return "expired"
        spells = self._get_spells()
        held = [kind for kind in ("void", "suspended") if period.holds(spells[kind], day)]
        if held:
            return held[0]
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
        action = self.env["ir.actions.actions"]._for_xml_id("raya_service_calls.raya_warranty_change_action")
        return {**action, "context": {"default_warranty_id": self.id, "default_kind": kind}}

    # --- dates ------------------------------------------------------------

    @api.model
    def _prepare_dates(self, policy, start):
        """Dates that a policy promises to a unit whose coverage begins on ``start``.

        :return: values of the coverage, with one line for each line of the policy
        """
        ends = {line: line._get_end(start) for line in policy.line_ids}
        return {
            "date_start": start,
            "date_end": max(ends.values(), default=policy._get_end(start)),
            "line_ids": [
                Command.create({"policy_line_id": line.id, "date_start": start, "date_end": end})
                for line, end in ends.items()
            ],
        }

    def _follow_evidence(self):
        """A start that was assumed gives way to the event that was entered later."""
        for warranty in self.filtered("is_start_assumed"):
            evidence = warranty.asset_id._get_evidence()
            if not evidence[warranty.policy_id.start_event]:
                continue
            dates = self._prepare_dates(warranty.policy_id, warranty.policy_id._get_start(evidence))
            dates["line_ids"].insert(0, Command.clear())
            warranty.write({**dates, "is_start_assumed": False})
            for event in warranty.event_ids.sorted("id").filtered(lambda event: event.kind == "extend"):
                warranty._extend(event.duration, event.duration_unit)

    def _extend(self, duration, unit):
        for warranty in self:
            for record in [warranty, *warranty.line_ids]:
                record.date_end = period.extended(record.date_end, duration, unit)

    # --- events -----------------------------------------------------------

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
        date = date or fields.Date.context_today(self)
        self._check_event(kind, date)
        events = self.env["raya.warranty.event"].create(
            [{"warranty_id": warranty.id, "kind": kind, "reason": reason, "date": date, **terms} for warranty in self]
        )
        if kind == "extend":
            self._extend(terms["duration"], terms["duration_unit"])
        return events

    def _check_event(self, kind, date):
        allowed = self._get_allowed_events()
        for warranty in self:
            if (warranty.standing, kind) not in allowed:
                raise UserError(
                    self.env._(
                        "%(cover)s cannot take this event as it stands. Look at its events first.",
                        cover=warranty.display_name,
                    )
                )
            if kind != "extend" and date < max(warranty.event_ids._get_marking_dates(), default=date):
                raise UserError(
                    self.env._(
                        "%(cover)s has a later event. Choose the day of that event or a day after it.",
                        cover=warranty.display_name,
                    )
                )

    def _get_spells(self):
        """Periods without cover, by what they are."""
        self.ensure_one()
        events = self.event_ids.sorted(lambda event: (event.date, event.id))
        return {
            "void": period.spells(events._get_marks("void", "reinstate")),
            "suspended": period.spells(events._get_marks("suspend", "resume")),
        }

    # --- decision ---------------------------------------------------------

    def _get_coverage_lines(self):
        """What these coverages grant, as plain values for the decision.

        A commitment supplies parts and service against payment: it covers
        nothing (DOMAIN, warranty rule 8).
        """
        return [
            coverage.CoverageLine(**values)
            for warranty in self
            if warranty.kind != "commitment" and warranty.asset_id.state in registration.LIVE
            for values in warranty._prepare_coverage_lines()
        ]

    def _prepare_coverage_lines(self):
        self.ensure_one()
        spells = self._get_spells()
        common = {
            "priority": self.policy_id.sequence,
            "grace_days": self.policy_id.grace_days,
            "excluded_categ_ids": frozenset(self.policy_id.excluded_categ_ids.ids),
            "voids": spells["void"],
            "suspensions": spells["suspended"],
        }
        return [
            {
                **common,
                **line.policy_line_id._prepare_coverage_scope(),
                "date_start": line.date_start,
                "date_end": line.date_end,
            }
            for line in self.line_ids
        ]

    @api.model
    def _get_reason_sentence(self, key, args):
        """One sentence that explains a decision, in the language of the reader.

        :param str key: ``reason_key`` of a :class:`~.tools.coverage.Decision`
        :param dict args: its ``reason_args``, also as they come back from JSON
        """
        sentences = {**self._get_grant_sentences(), **self._get_refusal_sentences()}
        sentence = sentences[key] % self._prepare_reason_terms(args)
        others = self._get_runners_up(args)
        if not others:
            return sentence
        return sentence + " " + self.env._("Also covered by %(covers)s.", covers=", ".join(others))

    def _get_grant_sentences(self):
        return {
            "covered": self.env._("Covered until %(date_end)s by %(cover)s."),
            "covered_partly": self.env._(
                "%(share)s%% covered until %(date_end)s by %(cover)s; the customer pays the rest."
            ),
            "covered_in_grace": self.env._(
                "Covered by %(cover)s, which ended on %(date_end)s: reported within its days of grace."
            ),
            "covered_partly_in_grace": self.env._(
                "%(share)s%% covered by %(cover)s, which ended on %(date_end)s: reported within its days of grace; "
                "the customer pays the rest."
            ),
        }

    def _get_refusal_sentences(self):
        return {
            "no_policy": self.env._("Charged: no warranty is known for this unit."),
            "customer_caused": self.env._(
                "Charged: the customer caused this fault, and %(cover)s does not cover that."
            ),
            "excluded": self.env._("Charged: %(cover)s excludes this part."),
            "void": self.env._("Charged: %(cover)s is void since %(date_since)s."),
            "suspended": self.env._("Charged: %(cover)s is suspended since %(date_since)s."),
            "used_up": self.env._("Charged: %(cover)s ends at %(limit)s %(meter)s, and the meter read %(reading)s."),
            "expired": self.env._("Charged: %(cover)s ended on %(date_end)s."),
            "not_started": self.env._("Charged: %(cover)s starts only on %(date_start)s."),
            "other_part": self.env._("Charged: %(cover)s covers another part only."),
            "other_component": self.env._("Charged: %(cover)s covers faults of another component only."),
            "other_category": self.env._("Charged: %(cover)s covers parts of another category only."),
            "other_scope": self.env._("Charged: %(cover)s does not cover this kind of work."),
        }

    def _prepare_reason_terms(self, args):
        """Names and dates of a reason, as this reader writes them."""
        meters = {"hours": self.env._("hours"), "km": self.env._("kilometres"), "cycles": self.env._("cycles")}
        return {
            "cover": self._get_cover_name(args),
            "share": f"{args.get('share', 0):g}",
            "date_start": format_date(self.env, args.get("date_start")),
            "date_end": format_date(self.env, args.get("date_end")),
            "date_since": format_date(self.env, args.get("date_since")),
            "meter": meters.get(args.get("meter"), ""),
            "limit": f"{args.get('limit', 0):g}",
            "reading": f"{args.get('reading', 0):g}",
        }

    def _get_cover_name(self, args):
        # The name of a cover is no secret: whoever reads the decision reads its reason.
        line = self.env["raya.warranty.policy.line"].sudo().browse(args.get("line_id")).exists()
        return line.display_name or args.get("cover")

    def _get_runners_up(self, args):
        """Names of the other covers that fit, each once."""
        winner = self._get_cover_name(args)
        names = [self._get_cover_name(other) for other in args.get("runners_up", [])]
        return [name for name in dict.fromkeys(names) if name != winner]


class RayaWarrantyLine(models.Model):
    """What one line of a policy grants to one unit; its dates are the unit's own."""

    _name = "raya.warranty.line"
    _description = "Line of a Coverage"
    _order = "id"
    _rec_name = "policy_line_id"

    warranty_id = fields.Many2one("raya.warranty", "Coverage", required=True, index=True, ondelete="cascade")
    policy_line_id = fields.Many2one(
        "raya.warranty.policy.line", "Cover", required=True, index=True, ondelete="restrict"
    )
    scope = fields.Selection(related="policy_line_id.scope")
    share = fields.Float(related="policy_line_id.share")
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Until", required=True)

    _line_once = models.UniqueIndex("(warranty_id, policy_line_id)", "This coverage has this line already.")

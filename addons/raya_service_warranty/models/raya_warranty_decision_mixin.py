import re

from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.tools import format_list

from ..tools import coverage, period

# Sentences that say themselves until when: the cover does not say it again.
DATED = ("covered", "covered_partly", "covered_to_amount")

# Refusals whose sentence names no date: the cover is told with its last day.
UNDATED = (
    "customer_caused",
    "excluded",
    "spent",
    "used_up",
    "other_part",
    "other_component",
    "other_category",
    "other_scope",
)


class RayaWarrantyDecisionMixin(models.AbstractModel):
    """What coverages grant, and the sentences that explain a decision."""

    _name = "raya.warranty.decision.mixin"
    _description = "Coverages in a Decision"

    def _get_coverage_lines(self):
        """What these coverages grant, as plain values for the decision.

        A commitment supplies parts and service against payment: it covers nothing.
        """
        uses = self.line_ids._prepare_uses()
        return [
            coverage.CoverageLine(**values, **uses.get(values["warranty_line_id"], {}))
            for warranty in self
            if warranty.kind != "commitment"
            for values in warranty._prepare_coverage_lines()
        ]

    def _prepare_coverage_lines(self):
        self.ensure_one()
        uncovered = self._get_uncovered_periods()
        common = {
            **self.policy_id._prepare_coverage_terms(),
            "priority": self.priority,
            "is_unproven": self._needs_proof(),
            "voids": uncovered["void"],
            "suspensions": uncovered["suspended"],
        }
        return [
            {
                **common,
                **line.policy_line_id._prepare_coverage_scope(),
                **line._prepare_own_scope(),
                "warranty_line_id": line.id,
                "date_start": line.date_start or None,
                "date_end": line.date_end or None,
            }
            for line in self.line_ids
        ]

    def _needs_proof(self):
        """Whether it waits for a day that lies behind us, and that neither a document nor the customer has proven.

        What a document of the company sold waits for what comes next; of any
        other unit that somebody has, only the proof of its sale is missing.
        """
        asset = self.asset_id
        is_sold_here = asset.sale_line_id or asset.invoice_line_id
        return not self.date_start and not is_sold_here and not self._get_evidence().get("invoice")

    def _get_used_up(self, day):
        """Those of these coverages that have nothing left to give on a day."""
        limited = self.filtered(
            lambda warranty: warranty.line_ids and warranty.line_ids == warranty.line_ids._get_limited()
        )
        meters = limited.asset_id._get_meters(day) if limited else {}
        asset_of = {line.id: line.warranty_id.asset_id for line in limited.line_ids}
        alive = {
            line.warranty_line_id
            for line in limited._get_coverage_lines()
            if not coverage.is_used_up(line, meters[asset_of[line.warranty_line_id]])
        }
        return limited.filtered(lambda warranty: not alive.intersection(warranty.line_ids.ids))

    def _get_limiting_meters(self):
        """Meters by which a line of this coverage ends."""
        return {meter for line in self.line_ids for meter, _limit in line._get_meter_limits()}

    # --- sentences -----------------------------------------------------------

    @api.model
    def _get_reason_sentence(self, key, args):
        """One sentence that explains a decision, in the language of the reader.

        Call it with the company of the unit: amounts are in its money.

        :param str key: one of :data:`~.tools.coverage.REASONS`, such as the
            ``reason_key`` of a :class:`~.tools.coverage.Decision`
        :param dict args: its ``reason_args``, also as they come back from JSON
        """
        sentences = {
            **self._get_grant_sentences(),
            **self._get_refusal_sentences(),
            **self._get_outranked_sentences(),
            **self._get_claim_sentences(),
        }
        sentence = sentences[key] % self._prepare_reason_terms(key, args)
        others = self._get_runners_up(args)
        if not others:
            return sentence
        return sentence + " " + self.env._("Also covered by %(covers)s.", covers=format_list(self.env, others))

    def _get_grant_sentences(self):
        return {
            "covered": self.env._("Covered %(until)s by %(cover)s."),
            "covered_partly": self.env._("%(share)s covered %(until)s by %(cover)s; the customer pays the rest."),
            "covered_to_amount": self.env._(
                "%(share)s covered %(until)s by %(cover)s: that is all it has left to pay; the customer pays the rest."
            ),
            "covered_in_grace": self.env._(
                "Covered by %(cover)s, which ended on %(date_end)s: reported within its days of grace."
            ),
            "covered_partly_in_grace": self.env._(
                "%(share)s covered by %(cover)s, which ended on %(date_end)s: reported within its days of grace; "
                "the customer pays the rest."
            ),
            "covered_to_amount_in_grace": self.env._(
                "%(share)s covered by %(cover)s, which ended on %(date_end)s: reported within its days of grace, "
                "and that is all it has left to pay; the customer pays the rest."
            ),
        }

    def _get_refusal_sentences(self):
        return {
            "gone": self.env._("Charged: the unit left its owner on %(date_since)s."),
            "no_policy": self.env._("Charged: no warranty is known for this unit."),
            "customer_caused": self.env._(
                "Charged: the customer caused this fault, and %(cover)s does not cover that."
            ),
            "excluded": self.env._("Charged: %(cover)s excludes this part."),
            "void": self.env._("Charged: %(cover)s is void since %(date_since)s."),
            "suspended": self.env._("Charged: %(cover)s is suspended since %(date_since)s."),
            "spent": self.env._("Charged: %(cover)s has paid all that it grants."),
            "used_up": self.env._("Charged: %(cover)s ends at %(limit)s, and the meter read %(reading)s."),
            "unproven": self.env._(
                "Proof needed: %(cover)s counts from the %(start_event)s, and the day of that is not known."
            ),
            "waiting": self.env._("Charged: %(cover)s has not started: it waits for the %(start_event)s."),
            "expired": self.env._("Charged: %(cover)s ended on %(date_end)s."),
            "not_started": self.env._("Charged: %(cover)s starts only on %(date_start)s."),
            "other_part": self.env._("Charged: %(cover)s covers another part only."),
            "other_component": self.env._("Charged: %(cover)s covers faults of another component only."),
            "other_category": self.env._("Charged: %(cover)s covers parts of another category only."),
            "other_scope": self.env._("Charged: %(cover)s covers %(scope)s only."),
        }

    def _get_outranked_sentences(self):
        return {
            "outranked_by_priority": self.env._("Fits as well: %(cover)s. But %(winner)s has priority."),
            "outranked_by_scope": self.env._("Fits as well: %(cover)s. But %(winner)s is made for this very work."),
            "outranked_by_share": self.env._("Fits as well: %(cover)s. But %(winner)s pays more."),
            "outranked_by_end": self.env._(
                "Fits as well: %(cover)s. But %(winner)s pays as much and lasts at least as long."
            ),
        }

    def _get_claim_sentences(self):
        return {
            "claimable": self.env._(
                "%(share)s of what the company bears can be claimed from the supplier %(until)s by %(cover)s."
            ),
            "nothing_to_claim": self.env._("Nothing to claim by %(cover)s: the company bears nothing of this work."),
        }

    # --- names and numbers in the sentences ---------------------------------

    def _prepare_reason_terms(self, key, args):
        """Names, dates and numbers of a reason, as this reader writes them."""
        lang = self.env["res.lang"]
        day = lang._raya_format_day
        until = self._describe_until(args.get("date_end"))
        winner = {"line_id": args.get("winner_id"), "cover": args.get("winner")}
        return {
            "cover": self._get_cover_text(args, until if key in UNDATED else "", until if key in DATED else ""),
            "winner": self._get_cover_name(winner) or "",
            "share": lang._raya_format_percent(args.get("share")),
            "until": until,
            "date_start": day(args.get("date_start")),
            "date_end": day(args.get("date_end")),
            "date_since": day(args.get("date_since")),
            "start_event": self.env["raya.warranty.policy"]._get_event_names().get(args.get("start_event"), ""),
            "scope": self._get_scope_names().get(args.get("scope"), ""),
            "limit": self._describe_use(args.get("meter"), args.get("limit")),
            "reading": lang._raya_format_number(args.get("reading")),
        }

    @api.model
    def _describe_until(self, day):
        """Until when something lasts: ``until 05/10/2027`` or ``for life``; nothing while that is not known.

        :param day: the last day, also as its ISO text
        """
        if period.is_lifelong(fields.Date.to_date(day)):
            return self.env._("for life")
        return self.env._("until %(date)s", date=self.env["res.lang"]._raya_format_day(day)) if day else ""

    def _describe_use(self, meter, use):
        """So much use; decisions of old may name no meter."""
        if not meter:
            return self.env["res.lang"]._raya_format_number(use)
        return self.env["raya.meter.reading"]._format_use(meter, use)

    def _get_cover_text(self, args, until="", told=""):
        """Name of a cover with its limits: how long, how far, how often, how much.

        What its name tells already, or the sentence around it, is not told again.
        """
        limits = [limit for limit in (*self._get_term(args), *self._get_use_limits(args)) if limit != told]
        if until and until not in limits:
            limits.append(until)
        name = self._get_cover_name(args)
        return f"{name} ({format_list(self.env, limits, 'unit')})" if limits else name

    def _get_cover_name(self, args):
        """What people call a cover, with the part or component that only this unit's own line names."""
        # The name of a cover is no secret: whoever reads the decision reads its reason.
        line = self._get_policy_line(args)
        own = [
            line[field].sudo().browse(args[field]).exists()[name]
            for field, name in (("product_id", "display_name"), ("component_id", "name"))
            if args.get(field) and args[field] != line[field].id
        ]
        return " · ".join(filter(None, [line.display_name or args.get("cover"), *own]))

    def _get_policy_line(self, args):
        """The line that a reason names, empty when it is gone."""
        line = self.env["raya.warranty.policy.line"].sudo().browse(args.get("line_id"))
        try:
            # Asking first whether it exists would cost a query for each sentence of a list.
            line.mapped("policy_id")
        except MissingError:
            return line.browse()
        return line

    def _get_term(self, args):
        """How long a cover lasts by its policy."""
        line = self._get_policy_line(args)
        if not line:
            return []
        duration, unit = line._get_term()
        if unit == period.LIFE:
            return [self.env._("for life")]
        if duration in self._get_numbers_in_name(args):
            return []
        return [self.env["raya.warranty.policy"]._describe_period(duration, unit)]

    def _get_numbers_in_name(self, args):
        """Whole numbers in the name of a cover, in any digits, with or without separators."""
        name = re.sub(r"(?<=\d)[,٬](?=\d{3})", "", self._get_cover_name(args) or "")
        return {int(number) for number in re.findall(r"\d+", name)}

    def _get_use_limits(self, args):
        told = self._get_numbers_in_name(args)
        limits = [
            self.env._("up to %(use)s", use=self._describe_use(meter, limit))
            for meter, limit in args.get("limits", [])
            if meter != args.get("meter") and limit not in told
        ]
        Policy = self.env["raya.warranty.policy"]
        if args.get("max_count"):
            limits.append(Policy._describe_count(args["max_count"]))
        if args.get("max_amount"):
            limits.append(Policy._describe_amount(args["max_amount"], self.env.company.currency_id))
        return limits

    def _get_scope_names(self):
        return {"labour": self.env._("labour"), "part": self.env._("parts"), "travel": self.env._("travel")}

    def _get_runners_up(self, args):
        """Names of the other covers that fit, each once."""
        winner = self._get_cover_name(args)
        names = [self._get_cover_name(other) for other in args.get("runners_up", [])]
        return [name for name in dict.fromkeys(names) if name != winner]

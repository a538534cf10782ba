from collections import defaultdict
from dataclasses import replace

from odoo import api, models

from odoo.addons.raya_service_asset.tools import life
from odoo.addons.raya_service_base.tools import trees

from ..tools import coverage, coverage_job

COVERAGE_STATUSES = [
    ("covered", "In Warranty"),
    ("partly", "Partly in Warranty"),
    ("unproven", "Proof Needed"),
    ("charged", "Out of Warranty"),
]

# Coverages stay with a unit that left its owner, and cover nothing from that day on.
GONE = (life.RETURNED, life.ENDED)


class RayaAssetCoverageMixin(models.AbstractModel):
    """What covers a unit, since when, and who bears the work on it."""

    _name = "raya.asset.coverage.mixin"
    _description = "Coverage of a Product File"

    @api.depends(
        "warranty_ids.line_ids.date_start",
        "warranty_ids.line_ids.date_end",
        "warranty_ids.event_ids.date",
        "event_ids.date",
        "state",
        "date_invoice",
    )
    @api.depends_context("lang")
    def _compute_coverage(self):
        # Whose a unit is decides what day it is, whoever reads.
        for company, own in self.sudo().grouped("company_id").items():
            assets = own.sudo(self.env.su)
            facts = assets._get_facts(company._raya_get_day())
            for asset in assets:
                asset.coverage_status, asset.coverage_reason = asset._summarise(facts[asset])

    def _decide_coverage(self, kind, report_date, *, fault=None, part=None, component=None, amount=None, meters=None):
        """Who bears one line of work on this unit, and why.

        :param str kind: ``labour``, ``part`` or ``travel``
        :param datetime.date report_date: the day the customer called
        :param fault: the ``raya.fault`` found, if one was found yet
        :param part: the ``product.product`` used, for lines of kind ``part``
        :param component: the ``raya.component`` that failed, where no fault names it
        :param amount: price of this line of work, if it is known
        :param meters: use by meter instead of what was read until the report date
        :return: a :class:`~.tools.coverage.Decision`
        """
        self.ensure_one()
        work = self._get_work(kind, fault=fault, part=part, components=component, amount=amount)
        return coverage.decide(self._get_facts(report_date, meters)[self], work)

    @api.model
    def _decide_jobs(self, jobs, round_amount):
        """Who bears each work of these jobs, and why.

        In their order: what a coverage with a maximum pays for one work is gone
        for those after it, in the same job and in the next one on the unit. Lock
        the maximum before, see ``raya.warranty.line._lock_allowances()``.

        :param list jobs: tuples of the unit, or no file, the day the customer
            called, and the :class:`~.tools.coverage.Work` values
        :param round_amount: rounds to the currency of the charges
        :return: list of :class:`~.tools.coverage.Decision`, one list for each job
        """
        lines = self.union(*(asset for asset, _day, _works in jobs))._get_coverage_lines()
        by_day = defaultdict(self.browse)
        for asset, report_date, _works in jobs:
            by_day[report_date] |= asset
        facts = {day: assets._get_facts(day, lines=lines) for day, assets in by_day.items()}
        asked = [(facts[day].get(asset, coverage.Facts(day)), works) for asset, day, works in jobs]
        return coverage_job.decide_jobs(asked, round_amount)

    def _get_facts(self, report_date, meters=None, lines=None):
        """What is known about each of these units before the work is.

        A bounded number of queries for any number of units.

        :param dict lines: from :meth:`_get_coverage_lines`, where they were read already
        :return: dict of :class:`~.tools.coverage.Facts` by file
        """
        lines = lines or self._get_coverage_lines()
        is_limited = any(line.limits for asset in self for line in lines[asset])
        read = self._get_meters(report_date) if meters is None and is_limited else dict.fromkeys(self, meters or {})
        # Whether the unit was theirs counts on the day of the call, whatever became of it since.
        known = self._get_life(report_date)
        return {
            asset: coverage.Facts(
                report_date,
                lines[asset],
                read[asset],
                gone_since=known[asset].since if known[asset].status in GONE else None,
            )
            for asset in self
        }

    def _get_coverage_lines(self):
        """What covers these units, as values for the decision: tuples by file."""
        # Coverage is decided alike for everybody who may see the unit.
        warranties = self.sudo().warranty_ids
        by_line = defaultdict(list)
        for line in warranties._get_coverage_lines():
            by_line[line.warranty_line_id].append(line)
        return {
            asset: tuple(line for own in asset.sudo().warranty_ids.line_ids for line in by_line[own.id])
            for asset in self
        }

    @api.model
    def _get_work(self, kind, *, fault=None, part=None, components=None, amount=None):
        """Work as the decision sees it: what stands above a part or component in its tree counts as well.

        :param components: the ``raya.component`` records repaired, besides those of the fault
        """
        # Who reads a decision need not read the codes behind it; an archived
        # component is still the one that failed.
        fault = (fault or self.env["raya.fault"]).sudo().with_context(active_test=False)
        failed = fault.component_ids | (components or fault.component_ids[:0]).sudo()
        return self._add_what_stands_above(
            coverage.Work(
                kind,
                is_customer_caused=bool(fault.is_customer_caused),
                product_id=(part and part.id) or None,
                component_ids=frozenset(failed.ids),
                amount=amount,
            )
        )

    @api.model
    def _add_what_stands_above(self, work):
        """A work that names a part, category or components, with all that they belong to."""
        # As above: what a decision needs of the trees is no secret.
        env = self.sudo().env
        part = env["product.product"].browse(work.product_id or ())
        categories = part.categ_id | env["product.category"].browse(work.categ_ids)
        return replace(
            work,
            categ_ids=self._get_branch_ids(categories),
            component_ids=self._get_branch_ids(env["raya.component"].browse(work.component_ids)),
        )

    @api.model
    def _get_typical_work(self, line, kind):
        """The work that a line of cover, or of a policy, is made for."""
        return self._add_what_stands_above(coverage.typical_work(line, kind))

    @api.model
    def _get_branch_ids(self, nodes):
        """Ids of these records and of all above them in their tree."""
        return frozenset(step for node in nodes for step in trees.branch(node.parent_path))

    def _get_coverage_summaries(self, report_date):
        """Status and sentences for each of these units, before the fault is known.

        Labour and parts in general, and then each component or part that
        fares better: "Parts (Compressor) – Covered until 10 May 2029 by …".

        :return: dict of pairs by file
        """
        facts = self._get_facts(report_date)
        return {asset: asset._summarise(facts[asset]) for asset in self}

    def _summarise(self, facts):
        """Status and sentences of one unit, from :meth:`_get_facts`."""
        general = {kind: coverage.decide(facts, coverage.Work(kind)) for kind in ("labour", "part")}
        special = self._get_special_decisions(general, facts)
        status = self._get_coverage_status((*general.values(), *special.values()))
        supplied = self._render_supplied(facts.report_date) if status == "charged" else ""
        return status, "\n".join(filter(None, [self._render_summary(general, special), supplied]))

    @api.model
    def _get_coverage_status(self, decisions):
        """One of :data:`COVERAGE_STATUSES` for all these decisions together."""
        shares = {decision.share for decision in decisions}
        if max(shares):
            return "covered" if min(shares) >= 100 else "partly"
        is_unproven = any(decision.reason_key == "unproven" for decision in decisions)
        return "unproven" if is_unproven else "charged"

    def _get_special_decisions(self, general, facts):
        """Decisions on what single lines are made for, where they pay more than in general.

        :return: decisions by kind of work and name of the component, part or category
        """
        found = {}
        for line in filter(coverage.is_special, facts.lines):
            for kind, usual in general.items():
                decision = coverage.decide(facts, self._get_typical_work(line, kind))
                if decision.share > usual.share and decision.policy_line_id == line.id:
                    found[kind, self._get_special_name(line)] = decision
        return found

    def _get_special_name(self, line):
        # What a cover is made for is part of its name, which is no secret.
        env = self.sudo().env
        if line.product_id:
            return env["product.product"].browse(line.product_id).display_name
        if line.component_id:
            return env["raya.component"].browse(line.component_id).name
        return env["product.category"].browse(line.categ_id).name

    def _render_summary(self, general, special):
        """One line for each kind of work; one sentence where all fare alike."""
        kinds = {"labour": self.env._("Labour"), "part": self.env._("Parts")}
        sentences = {
            kind: " ".join(filter(None, [self._render_decision(decision), self._render_next(decision)]))
            for kind, decision in general.items()
        }
        if not special and len(set(sentences.values())) == 1:
            return sentences["labour"]
        told = [f"{kinds[kind]} – {sentence}" for kind, sentence in sentences.items()]
        for (kind, name), decision in special.items():
            told.append(f"{kinds[kind]} ({name}) – {self._render_decision(decision)}")
        return "\n".join(told)

    def _render_decision(self, decision):
        """The sentence of a decision, in the language of the reader."""
        Warranty = self.env["raya.warranty"].with_company(self.company_id)
        return Warranty._get_reason_sentence(decision.reason_key, decision.reason_args)

    def _render_whole(self, decision, day):
        """As :meth:`_render_decision`, with what comes after it: for readers, not for what is settled."""
        is_charged = self._get_coverage_status([decision]) == "charged"
        told = [self._render_decision(decision), self._render_next(decision)]
        return " ".join(filter(None, [*told, is_charged and self._render_supplied(day)]))

    def _render_next(self, decision):
        """What goes on where the cover that decided ends, such as an extended warranty sold later."""
        last = max((each.line.date_end for each in decision.candidates if each.wins), default=None)
        later = [
            candidate.line
            for candidate in decision.candidates
            if last and candidate.refusal == "not_started" and candidate.line.date_end > last
        ]
        if not later:
            return ""
        line = max(later, key=lambda line: line.date_end)
        Warranty = self.env["raya.warranty"]
        return self.env._(
            "Afterwards %(cover)s covers it %(until)s.",
            cover=Warranty._get_cover_name({"line_id": line.id, "cover": line.name}),
            until=Warranty._describe_until(line.date_end),
        )

    def _is_repaired_again(self, policy, work, report_date, document):
        """Whether work is done under the warranty that an earlier repair granted by a policy, and that
        does not start this warranty anew. One that was taken back since covers it no more.

        :param policy: a ``raya.warranty.policy`` that repairs grant
        :param work: the :class:`~.tools.coverage.Work` done
        :param datetime.date report_date: the day the customer called
        :param document: the record that would grant the warranty; its own grant is not an earlier one
        """
        earlier = self.sudo().warranty_ids.filtered(
            lambda warranty: (
                warranty.policy_id == policy
                and warranty.origin
                and warranty.origin != document
                and warranty.standing != "void"
            )
        )
        if policy.is_restarting or not earlier:
            return False
        facts = self._get_facts(report_date)[self]
        own = set(earlier.line_ids.ids)
        return any(line.warranty_line_id in own and not coverage.refusal(line, facts, work) for line in facts.lines)

    def _render_supplied(self, day):
        """A unit out of warranty is told how long parts and service are supplied."""
        until = self._get_supplied_until(day)
        if not until:
            return ""
        return self.env._(
            "Parts and service are supplied against payment %(until)s.",
            until=self.env["raya.warranty"]._describe_until(until),
        )

    def _get_supplied_until(self, day):
        """Last day of the commitments that hold on a day, or ``False``."""
        held = self.sudo().warranty_ids.filtered(
            lambda warranty: warranty.kind == "commitment" and warranty._get_state(day) == "active"
        )
        return max(held.mapped("date_end"), default=False)

"""The coverage decision: pure functions from facts to a value, no ORM.

The models feed :func:`decide` with plain facts of a unit and the work on it, and
render the sentence of its :class:`Decision` in the language of the reader. The
same call answers "what if" questions: change a fact, ask again; :func:`explain`
says of each line why it won or lost. Whether a line is for some work at all,
only :func:`refusal_by_work` says.
"""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

from . import period
from .coverage_values import (
    CLAIMS,
    COMPANY,
    CUSTOMER,
    GRANTS,
    KINDS,
    OUTRANKED,
    PAYERS,
    PREVIOUS,
    REASONS,
    REFUSALS,
    REPAIR,
    SCOPE_ALL,
    SUPPLIER,
    WARRANTY,
    Candidate,
    CoverageLine,
    Decision,
    Facts,
    Work,
)

__all__ = [
    "CLAIMS",
    "COMPANY",
    "CUSTOMER",
    "GRANTS",
    "KINDS",
    "OUTRANKED",
    "PAYERS",
    "PREVIOUS",
    "REASONS",
    "REFUSALS",
    "REPAIR",
    "SCOPE_ALL",
    "SUPPLIER",
    "WARRANTY",
    "Candidate",
    "CoverageLine",
    "Decision",
    "Facts",
    "Work",
    "decide",
    "explain",
    "fits",
    "is_special",
    "is_used_up",
    "rank",
    "refusal",
    "refusal_by_work",
    "specificity",
    "typical_work",
]

# Refusals of covers that have no dates yet.
WITHOUT_START = ("unproven", "waiting")

# --- does a line fit? -------------------------------------------------------


def fits(line, work):
    """Whether ``line`` is for such work, whatever the day and whatever it has paid.

    >>> relays = CoverageLine(1, "Relays", "part", 100, None, None, categ_id=3, excluded_product_ids={9})
    >>> fits(relays, Work("part", product_id=8, categ_ids={3, 2}))
    True
    >>> fits(relays, Work("part", product_id=9, categ_ids={3, 2}))
    False
    """
    return not refusal_by_work(line, work)


def refusal_by_work(line, work):
    """Why ``line`` is not for such work, or an empty string when it is."""
    return _refusal_by_scope(line, work) or _refusal_by_fault(line, work)


def refusal(line, facts, work):
    """Why ``line`` does not cover the work on a unit, or an empty string when it does."""
    return (
        refusal_by_work(line, work)
        or _refusal_by_time(line, facts.report_date)
        or _refusal_by_use(line, facts.meters, work.amount)
    )


def _refusal_by_scope(line, work):
    if line.scope not in (SCOPE_ALL, work.kind):
        return "other_scope"
    if line.product_id and line.product_id != work.product_id:
        return "other_part"
    if line.component_id and line.component_id not in work.component_ids:
        return "other_component"
    if line.categ_id and line.categ_id not in work.categ_ids:
        return "other_category"
    return ""


def _refusal_by_fault(line, work):
    if work.is_customer_caused:
        return "customer_caused"
    if work.product_id in line.excluded_product_ids or work.categ_ids & line.excluded_categ_ids:
        return "excluded"
    return ""


def _refusal_by_time(line, day):
    if line.date_end and day > line.date_end + timedelta(days=line.grace_days):
        return "expired"
    if period.holds(line.voids, day):
        return "void"
    if period.holds(line.suspensions, day):
        return "suspended"
    if not line.date_start or not line.date_end:
        return "unproven" if line.is_unproven else "waiting"
    return "not_started" if day < line.date_start else ""


def _refusal_by_use(line, meters, amount):
    if _exceeded_limit(line, meters):
        return "used_up"
    is_spent = 0 < line.max_count <= line.used_count or 0 < line.max_amount <= line.used_amount
    # What is left may be too little for a hundredth of a percent.
    return "spent" if is_spent or _affordable_share(line, amount) < min(line.share, 0.01) else ""


def is_used_up(line, meters):
    """Whether a line has nothing left to give, whatever the work and the day.

    >>> from datetime import date
    >>> far = CoverageLine(1, "Engine", "all", 100, date.min, date.max, limits=(("km", 30000),))
    >>> is_used_up(far, {"km": 30000}), is_used_up(far, {"km": 30001})
    (False, True)
    """
    return bool(_refusal_by_use(line, meters, None))


def _exceeded_limit(line, meters):
    """The first meter beyond its limit, with the last covered reading, as arguments of a sentence."""
    for meter, limit in sorted(line.limits):
        reading = meters.get(meter)
        if reading is not None and reading > line.usage_start + limit:
            return {"meter": meter, "limit": line.usage_start + limit, "reading": reading}
    return {}


def _affordable_share(line, amount):
    """Percent of the amount that the line bears: its share, as far as what is
    left of its maximum amount reaches, never a fraction of a cent more.

    >>> hundred = CoverageLine(1, "At most 100", "all", 80, date.min, date.max, max_amount=100)
    >>> _affordable_share(hundred, 125)
    80
    >>> _affordable_share(hundred, 300)
    33.33
    """
    if not line.max_amount or (amount or 0) <= 0:
        return line.share
    left = max(0.0, line.max_amount - line.used_amount) / amount * 100
    return min(line.share, _whole_hundredths(left))


def _whole_hundredths(percent):
    """Rounded down to hundredths; floats do not lose one: 57 of 100 are 56.99999999999999 percent."""
    return math.floor(round(percent * 100, 6)) / 100


# --- which of the fitting lines decides? ------------------------------------


def specificity(line):
    """How narrow a line is, the narrowest first: a part, a component, a category,
    one kind of work, everything.

    >>> specificity(CoverageLine(1, "Valve", "part", 100, date.min, date.max, product_id=5))
    0
    >>> specificity(CoverageLine(1, "All", "all", 100, date.min, date.max))
    4
    """
    narrow = (line.product_id, line.component_id, line.categ_id, line.scope != SCOPE_ALL, True)
    return [bool(limit) for limit in narrow].index(True)


def rank(candidate):
    """Sort key of competing lines: explicit priority, then the more specific
    scope, then the better share for the customer, then the later end;
    identifiers make it a total order."""
    line = candidate.line
    end = (line.date_end or date.min).toordinal()
    return (line.priority, specificity(line), -candidate.share, -end, line.id, line.warranty_line_id)


def _ranked(lines, facts, work):
    found = (Candidate(line, refusal(line, facts, work), _affordable_share(line, work.amount)) for line in lines)
    return sorted(found, key=rank)


def _winner(ranked):
    """The line that decides, or ``None``: the first by rank that fits, unless it
    yields to another that bears more.

    One that does not yield ends the search, so that a repair adds to what the
    unit had and overrules no explicit priority.
    """
    fitting = [candidate for candidate in ranked if not candidate.refusal]
    yielding = list(takewhile(lambda candidate: candidate.yields, fitting))
    standing = fitting[len(yielding) : len(yielding) + 1]
    return max(yielding + standing, key=lambda candidate: candidate.share, default=None)


def _marked(ranked, winner):
    return tuple(replace(candidate, wins=candidate is winner) for candidate in ranked)


# --- the decision -----------------------------------------------------------


def decide(facts, work):
    """Decide who bears one line of work on a unit.

    >>> year = CoverageLine(7, "One year", "all", 100, date(2026, 1, 1), date(2026, 12, 31))
    >>> labour = Work("labour")
    >>> decide(Facts(date(2026, 12, 31), (year,)), labour).payer
    'company'
    >>> decide(Facts(date(2027, 1, 1), (year,)), labour).reason_key
    'expired'
    >>> decide(Facts(date(2026, 5, 1)), labour).reason_key
    'no_policy'
    >>> half_back = CoverageLine(8, "Maker", "all", 50, date(2026, 1, 1), date(2026, 12, 31), kind="supplier")
    >>> decide(Facts(date(2026, 5, 1), (year, half_back)), labour).shares
    {'customer': 0.0, 'supplier': 50.0, 'company': 50.0}
    """
    promised = _ranked(() if facts.gone_since else (line for line in facts.lines if line.kind != SUPPLIER), facts, work)
    winner = _winner(promised)
    key, args = _granted(winner, promised, facts, work) if winner else _refused(promised, facts, work)
    share = round(winner.share, 2) if winner else 0.0
    claimable = _ranked((line for line in facts.lines if line.kind == SUPPLIER), facts, _borne(work, share))
    claim = _winner(claimable) if share else None
    return Decision(
        share=share,
        payer=COMPANY if share else CUSTOMER,
        reason_key=key,
        reason_args=args,
        policy_line_id=winner.line.id if winner else None,
        candidates=(*_marked(promised, winner), *_marked(claimable, claim)),
        shares=_shares(share, claim.share if claim else 0.0),
        claim=_arguments(claim, work) if claim else {},
        warranty_line_id=winner.line.warranty_line_id if winner else 0,
    )


def _borne(work, share):
    """The work as the supplier sees it: they bear a share of what we bear."""
    return work if work.amount is None else replace(work, amount=work.amount * share / 100)


def _shares(share, claimed):
    """Percent by payer. The company bears the rest, so that they add up, also of
    what is rounded: the supplier's maximum is not theirs to exceed."""
    customer = round(100.0 - share, 2)
    supplier = _whole_hundredths(share * claimed / 100)
    return {CUSTOMER: customer, SUPPLIER: supplier, COMPANY: max(0.0, round(100.0 - customer - supplier, 2))}


def _granted(winner, ranked, facts, work):
    others = [candidate.line for candidate in ranked if not candidate.refusal and candidate is not winner]
    runners_up = [{"cover": line.name, "line_id": line.id} for line in others]
    args = _arguments(winner, work)
    return _grant_key(winner, facts), {**args, **({"runners_up": runners_up} if runners_up else {})}


def _grant_key(candidate, facts):
    key = "covered" if candidate.share >= 100 else "covered_partly"
    key = "covered_to_amount" if candidate.is_lowered else key
    return key if facts.report_date <= candidate.line.date_end else f"{key}_in_grace"


def _refused(ranked, facts, work):
    """The refusal closest to a yes is the one to explain: a cover of another
    kind of work says less than one that has ended."""
    if facts.gone_since:
        return "gone", {"kind": work.kind, "date_since": facts.gone_since.isoformat()}
    if not ranked:
        return "no_policy", {"kind": work.kind}
    key = min((candidate.refusal for candidate in ranked), key=REFUSALS.index)
    told = _nearest_in_time([candidate for candidate in ranked if candidate.refusal == key], key)
    return key, _refusal_arguments(told, facts, work)


def _nearest_in_time(candidates, key):
    """Of covers refused alike name the one that ended last, of future ones the
    one that starts first, and of those without dates not the one that only
    waits for another."""
    if key == "not_started":
        return min(candidates, key=lambda candidate: candidate.line.date_start)
    if key in WITHOUT_START:
        return min(candidates, key=lambda candidate: candidate.line.start_event == PREVIOUS)
    return max(candidates, key=lambda candidate: candidate.line.date_end or date.min)


# --- before the fault is known -----------------------------------------------


def is_special(line):
    """Whether a line is made for one part, component or category of parts."""
    return bool(line.product_id or line.component_id or line.categ_id)


def typical_work(line, kind):
    """The work that a line is made for: that part, a fault of that component.

    >>> typical_work(CoverageLine(1, "Valve", "part", 100, None, None, product_id=5), "part").product_id
    5
    """
    return Work(
        kind,
        product_id=line.product_id,
        categ_ids=frozenset({line.categ_id} - {None}),
        component_ids=frozenset({line.component_id} - {None}),
    )


# --- what the sentences name ------------------------------------------------


def explain(candidate, decision, facts, work):
    """How one line of the decision fared, for a page that shows them all.

    :param candidate: one of ``decision.candidates``
    :return: one of :data:`REASONS` and what its sentence names, JSON-ready
    """
    if candidate.refusal:
        return candidate.refusal, _refusal_arguments(candidate, facts, work)
    args = _arguments(candidate, work)
    if candidate.line.kind == SUPPLIER and not decision.share:
        return "nothing_to_claim", args
    if candidate.wins:
        return "claimable" if candidate.line.kind == SUPPLIER else decision.reason_key, args
    is_claim = candidate.line.kind == SUPPLIER
    winner = next(other for other in decision.candidates if other.wins and (other.line.kind == SUPPLIER) == is_claim)
    return _lost_by(candidate, winner), {**args, "winner": winner.line.name, "winner_id": winner.line.id}


def _lost_by(candidate, winner):
    """The first rule by which ``winner`` comes before the other."""
    if rank(candidate) < rank(winner):
        return "outranked_by_share"
    rules = zip(OUTRANKED, rank(candidate), rank(winner), strict=False)
    return next((key for key, other, best in rules if other != best), "outranked_by_end")


def _arguments(candidate, work):
    """What the sentence about a line names; what a line does not have is left out."""
    line = candidate.line
    dates = {"date_start": line.date_start, "date_end": line.date_end}
    optional = {
        "product_id": line.product_id,
        "component_id": line.component_id,
        "categ_id": line.categ_id,
        "limits": [[meter, line.usage_start + limit] for meter, limit in line.limits],
        "max_count": line.max_count,
        "max_amount": line.max_amount,
    }
    return {
        "kind": work.kind,
        "cover": line.name,
        "line_id": line.id,
        "scope": line.scope,
        "share": candidate.share,
        **{name: day and day.isoformat() for name, day in dates.items()},
        **{name: value for name, value in optional.items() if value},
    }


def _refusal_arguments(candidate, facts, work):
    """What the sentence of a refusal names besides."""
    line, args = candidate.line, _arguments(candidate, work)
    if candidate.refusal in WITHOUT_START:
        return {**args, "start_event": line.start_event}
    if candidate.refusal == "used_up":
        return {**args, **_exceeded_limit(line, facts.meters)}
    periods = {"void": line.voids, "suspended": line.suspensions}.get(candidate.refusal, ())
    since = [opened for opened, closed in periods if period.holds([(opened, closed)], facts.report_date)]
    return {**args, "date_since": since[0].isoformat()} if since else args

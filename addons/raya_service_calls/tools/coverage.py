"""The coverage decision: pure functions from facts to a value, no ORM.

The models feed :func:`decide` with plain facts and render the sentence of its
:class:`Decision` in the language of the reader. The same call answers "what
if" questions: change a fact, ask again.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from . import period

KINDS = ("labour", "part", "travel")
SCOPE_ALL = "all"
METERS = ("hours", "km", "cycles")

COMPANY = "company"
CUSTOMER = "customer"

# What a line of cover that applies may say.
GRANTS = ("covered", "covered_partly", "covered_in_grace", "covered_partly_in_grace")

# Why a line of cover does not apply, the most telling first; the models have a
# sentence for each.
REFUSALS = (
    "customer_caused",
    "excluded",
    "void",
    "suspended",
    "used_up",
    "expired",
    "not_started",
    "other_part",
    "other_component",
    "other_category",
    "other_scope",
)


@dataclass(frozen=True)
class CoverageLine:
    """One line of cover that one unit has: who grants what, from when to when.

    :param id: identifier of the policy line, given back in the decision
    :param name: what people call it, for the sentence
    :param scope: one of :data:`KINDS`, or ``all``
    :param share: percent of the price that the company bears, 0 to 100
    :param priority: lower comes first
    :param product_id: covers this part only
    :param component_id: covers faults of this component, and of those below it
    :param categ_id: covers parts of this category, and of those below it
    :param grace_days: days after ``date_end`` in which a report still counts
    :param limits: pairs of meter and last covered reading; whichever limit of
        time or use comes first ends the cover (rule 2)
    :param voids: periods in which the cover is void, see :func:`period.spells`
    :param suspensions: periods in which the cover rests
    """

    id: int
    name: str
    scope: str
    share: float
    date_start: date
    date_end: date
    priority: int = 10
    product_id: int | None = None
    component_id: int | None = None
    categ_id: int | None = None
    grace_days: int = 0
    limits: tuple[tuple[str, float], ...] = ()
    excluded_categ_ids: frozenset[int] = frozenset()
    excluded_product_ids: frozenset[int] = frozenset()
    voids: tuple[tuple[date, date | None], ...] = ()
    suspensions: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known about one line of work.

    :param kind: one of :data:`KINDS`
    :param report_date: the day the customer called; this date counts, not the
        day of the repair (DOMAIN, warranty rule 1)
    :param is_customer_caused: the fault excludes warranty (rule 3)
    :param product_id: the part used
    :param categ_ids: the category of the part and all categories above it
    :param component_ids: components of the fault and all components above them
    :param meters: reading by meter when the customer called; a meter that nobody
        read is left out and limits nothing
    """

    kind: str
    report_date: date
    is_customer_caused: bool = False
    lines: tuple[CoverageLine, ...] = ()
    product_id: int | None = None
    categ_ids: frozenset[int] = frozenset()
    component_ids: frozenset[int] = frozenset()
    meters: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """A line of cover that was looked at; ``refusal`` is empty when it fits."""

    line: CoverageLine
    refusal: str = ""


@dataclass(frozen=True)
class Decision:
    """What the company bears of one line of work, and why.

    :param share: percent, 0 to 100
    :param payer: ``company``, or ``customer`` when the share is 0
    :param reason_key: one of :data:`GRANTS`, ``no_policy``, or one of
        :data:`REFUSALS`
    :param reason_args: what the sentence of this reason names, JSON-ready
    :param policy_line_id: the line that decided, or ``None``
    :param candidates: every line looked at, in the order of the rules
    """

    share: float
    payer: str
    reason_key: str
    reason_args: dict = field(default_factory=dict)
    policy_line_id: int | None = None
    candidates: tuple[Candidate, ...] = ()


def refusal(line, facts):
    """Why ``line`` does not cover the facts, or an empty string when it does."""
    return _refusal_by_scope(line, facts) or _refusal_by_fault(line, facts) or _refusal_by_time(line, facts)


def _refusal_by_scope(line, facts):
    if line.scope not in (SCOPE_ALL, facts.kind):
        return "other_scope"
    if line.product_id and line.product_id != facts.product_id:
        return "other_part"
    if line.component_id and line.component_id not in facts.component_ids:
        return "other_component"
    if line.categ_id and line.categ_id not in facts.categ_ids:
        return "other_category"
    return ""


def _refusal_by_fault(line, facts):
    if facts.is_customer_caused:
        return "customer_caused"
    if facts.product_id in line.excluded_product_ids or facts.categ_ids & line.excluded_categ_ids:
        return "excluded"
    return ""


def _refusal_by_time(line, facts):
    day = facts.report_date
    if day < line.date_start:
        return "not_started"
    if day > line.date_end + timedelta(days=line.grace_days):
        return "expired"
    if period.holds(line.voids, day):
        return "void"
    if period.holds(line.suspensions, day):
        return "suspended"
    return "used_up" if _exceeded_limit(line, facts) else ""


def _exceeded_limit(line, facts):
    """The first meter beyond its limit, as ``(meter, limit, reading)``."""
    for meter, limit in sorted(line.limits):
        reading = facts.meters.get(meter)
        if reading is not None and reading > limit:
            return meter, limit, reading
    return None


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


def rank(line):
    """Sort key of competing lines: explicit priority, then the more specific
    scope, then the better share for the customer (rule 4), then the later end;
    the identifier makes it a total order."""
    return (line.priority, specificity(line), -line.share, -line.date_end.toordinal(), line.id)


def decide(facts):
    """Decide who bears one line of work.

    >>> year = CoverageLine(7, "One year", "all", 100, date(2026, 1, 1), date(2026, 12, 31))
    >>> decide(Facts("labour", date(2026, 12, 31), lines=(year,))).payer
    'company'
    >>> decide(Facts("labour", date(2027, 1, 1), lines=(year,))).reason_key
    'expired'
    >>> decide(Facts("labour", date(2026, 5, 1))).reason_key
    'no_policy'
    """
    candidates = tuple(Candidate(line, refusal(line, facts)) for line in sorted(facts.lines, key=rank))
    fitting = [candidate.line for candidate in candidates if not candidate.refusal]
    if fitting:
        return _granted(fitting, facts, candidates)
    return _refused(facts, candidates)


def _granted(fitting, facts, candidates):
    line, *others = fitting
    key = "covered" if line.share >= 100 else "covered_partly"
    runners_up = [{"cover": other.name, "line_id": other.id} for other in others]
    return Decision(
        share=line.share,
        payer=COMPANY if line.share else CUSTOMER,
        reason_key=key if facts.report_date <= line.date_end else f"{key}_in_grace",
        reason_args={**_arguments(line), **({"runners_up": runners_up} if runners_up else {})},
        policy_line_id=line.id,
        candidates=candidates,
    )


def _refused(facts, candidates):
    """The refusal closest to a yes is the one to explain: a cover of another
    kind of work says less than one that has ended."""
    if not candidates:
        return Decision(0.0, CUSTOMER, "no_policy")
    closest = min(candidates, key=lambda candidate: REFUSALS.index(candidate.refusal))
    same = [candidate for candidate in candidates if candidate.refusal == closest.refusal]
    line = _nearest_in_time(same, closest.refusal)
    return Decision(
        share=0.0,
        payer=CUSTOMER,
        reason_key=closest.refusal,
        reason_args={**_arguments(line), **_refusal_arguments(line, facts, closest.refusal)},
        candidates=candidates,
    )


def _nearest_in_time(candidates, key):
    """Of covers refused alike name the one that ended last, or of future ones
    the one that starts first."""
    lines = [candidate.line for candidate in candidates]
    if key == "not_started":
        return min(lines, key=lambda line: line.date_start)
    return max(lines, key=lambda line: line.date_end)


def _arguments(line):
    return {
        "cover": line.name,
        "line_id": line.id,
        "share": line.share,
        "date_start": line.date_start.isoformat(),
        "date_end": line.date_end.isoformat(),
    }


def _refusal_arguments(line, facts, key):
    """What only the sentence of this refusal names."""
    if key == "used_up":
        return dict(zip(("meter", "limit", "reading"), _exceeded_limit(line, facts), strict=True))
    spells = {"void": line.voids, "suspended": line.suspensions}.get(key, ())
    since = [opened for opened, closed in spells if period.holds([(opened, closed)], facts.report_date)]
    return {"date_since": since[0].isoformat()} if since else {}

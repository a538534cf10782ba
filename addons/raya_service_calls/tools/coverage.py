"""The coverage decision: pure functions from facts to a value, no ORM.

The models feed :func:`decide` with plain facts and render the sentence of its
:class:`Decision` in the language of the reader. The same call answers "what
if" questions: change a fact, ask again.
"""

from dataclasses import dataclass, field
from datetime import date

KINDS = ("labour", "part", "travel")
SCOPE_ALL = "all"

COMPANY = "company"
CUSTOMER = "customer"

# Why a line of cover does not apply, the most telling first; the models have a
# sentence for each.
REFUSALS = (
    "customer_caused",
    "expired",
    "not_started",
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
    """

    id: int
    name: str
    scope: str
    share: float
    date_start: date
    date_end: date
    priority: int = 10


@dataclass(frozen=True)
class Facts:
    """What is known about one line of work.

    :param kind: one of :data:`KINDS`
    :param report_date: the day the customer called; this date counts, not the
        day of the repair (DOMAIN, warranty rule 1)
    :param is_customer_caused: the fault excludes warranty (rule 3)
    """

    kind: str
    report_date: date
    is_customer_caused: bool = False
    lines: tuple[CoverageLine, ...] = ()


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
    :param reason_key: ``covered`` or ``covered_partly``, ``no_policy``, or one of
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
    if line.scope not in (SCOPE_ALL, facts.kind):
        return "other_scope"
    if facts.is_customer_caused:
        return "customer_caused"
    if facts.report_date < line.date_start:
        return "not_started"
    if facts.report_date > line.date_end:
        return "expired"
    return ""


def rank(line):
    """Sort key of competing lines: explicit priority, then the more specific
    scope, then the better share for the customer (rule 4); the identifier makes
    it a total order."""
    return (line.priority, line.scope == SCOPE_ALL, -line.share, line.id)


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
    winner = next((candidate for candidate in candidates if not candidate.refusal), None)
    if winner:
        return _granted(winner.line, candidates)
    return _refused(candidates)


def _granted(line, candidates):
    return Decision(
        share=line.share,
        payer=COMPANY if line.share else CUSTOMER,
        reason_key="covered" if line.share >= 100 else "covered_partly",
        reason_args=_arguments(line),
        policy_line_id=line.id,
        candidates=candidates,
    )


def _refused(candidates):
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
        reason_args=_arguments(line),
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

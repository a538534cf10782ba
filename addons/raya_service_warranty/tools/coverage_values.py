"""The values of a coverage decision: what is asked, what is answered; no ORM."""

from dataclasses import dataclass, field
from datetime import date

KINDS = ("labour", "part", "travel")
SCOPE_ALL = "all"

COMPANY = "company"
CUSTOMER = "customer"
SUPPLIER = "supplier"
PAYERS = (CUSTOMER, SUPPLIER, COMPANY)

WARRANTY = "warranty"
REPAIR = "repair"

# The event of a cover that starts when another one has ended.
PREVIOUS = "previous"

# What a line of cover that applies may say.
GRANTS = (
    "covered",
    "covered_partly",
    "covered_to_amount",
    "covered_in_grace",
    "covered_partly_in_grace",
    "covered_to_amount_in_grace",
)

# Why a line of cover does not apply, the most telling first; the models have a
# sentence for each.
REFUSALS = (
    "customer_caused",
    "excluded",
    "void",
    "suspended",
    "spent",
    "used_up",
    "unproven",
    "waiting",
    "expired",
    "not_started",
    "other_part",
    "other_component",
    "other_category",
    "other_scope",
)

# Why a line of cover that applies did not decide.
OUTRANKED = ("outranked_by_priority", "outranked_by_scope", "outranked_by_share", "outranked_by_end")

# What becomes of a supplier's line that applies.
CLAIMS = ("claimable", "nothing_to_claim")

REASONS = (*GRANTS, "gone", "no_policy", *REFUSALS, *OUTRANKED, *CLAIMS)


@dataclass(frozen=True)
class CoverageLine:
    """One line of cover that one unit has: who grants what, from when to when.

    :param id: identifier of the policy line, given back in the decision
    :param name: what people call it, for the sentence
    :param scope: one of :data:`KINDS`, or ``all``
    :param share: percent of the price that its grantor bears, 0 to 100; of a
        supplier's line: percent of what the company bears
    :param date_start: first covered day; ``None`` while the event that starts
        the cover has not happened
    :param date_end: last covered day, ``None`` as long as ``date_start`` is
    :param kind: kind of the policy. ``repair`` never shortens what the unit had;
        ``supplier`` is never promised to the customer
    :param start_event: what a cover without dates waits for, for the sentence
    :param is_unproven: its event must have happened long ago, but nobody has proven
        when: whether it covers is not known
    :param priority: lower comes first
    :param product_id: covers this part only
    :param component_id: covers faults of this component, and of those below it
    :param categ_id: covers parts of this category, and of those below it
    :param grace_days: days after ``date_end`` in which a report still counts
    :param limits: pairs of meter and how far it may run from ``usage_start`` on;
        whichever limit of time or use comes first ends the cover
    :param usage_start: reading when this cover began
    :param voids: periods in which the cover is void, see :func:`period.from_marks`
    :param suspensions: periods in which the cover rests
    :param max_count: how often it pays, 0 for any number of times
    :param used_count: how often it has paid before
    :param max_amount: how much it pays in all, 0 for any amount
    :param used_amount: how much it has paid before
    :param warranty_line_id: identifier of the unit's own line, given back in the
        decision: one policy line may cover a unit twice, after two repairs
    :param continues: identifiers of the lines of other units that it goes on
        from: what they pay is gone for it too
    """

    id: int
    name: str
    scope: str
    share: float
    date_start: date | None
    date_end: date | None
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
    kind: str = WARRANTY
    start_event: str = ""
    is_unproven: bool = False
    usage_start: float = 0.0
    max_count: int = 0
    used_count: int = 0
    max_amount: float = 0.0
    used_amount: float = 0.0
    warranty_line_id: int = 0
    continues: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Facts:
    """What is known about a unit when work on it was reported.

    :param report_date: the day the customer called; this date counts, not the
        day of the repair, which the customer does not choose
    :param lines: the :class:`CoverageLine` values that the unit has
    :param meters: reading by meter when the customer called; a meter that nobody
        read is left out and limits nothing
    :param gone_since: the day since which nobody had the unit, where it was so; then no line covers anything
    """

    report_date: date
    lines: tuple[CoverageLine, ...] = ()
    meters: dict[str, float] = field(default_factory=dict)
    gone_since: date | None = None


@dataclass(frozen=True)
class Work:
    """What was, or would be, done on a unit: one line of a job.

    :param kind: one of :data:`KINDS`
    :param is_customer_caused: the fault excludes warranty
    :param product_id: the part used
    :param categ_ids: the category of the part and all categories above it
    :param component_ids: components of the fault and all components above them
    :param amount: price of this line of work, ``None`` while it is unknown; a
        maximum amount then lowers nothing, but is still refused when spent
    """

    kind: str
    is_customer_caused: bool = False
    product_id: int | None = None
    categ_ids: frozenset[int] = frozenset()
    component_ids: frozenset[int] = frozenset()
    amount: float | None = None


@dataclass(frozen=True)
class Candidate:
    """A line of cover that was looked at, see :func:`explain`.

    :param refusal: one of :data:`REFUSALS`; empty when the line fits
    :param share: percent it would bear: that of the line, or less where the
        rest of its maximum amount does not reach
    :param wins: this line decided what the customer pays, or, a supplier's
        line, what can be claimed
    """

    line: CoverageLine
    refusal: str = ""
    share: float = 0.0
    wins: bool = False

    @property
    def is_lowered(self):
        return self.share < self.line.share

    @property
    def yields(self):
        """Whether it steps back behind a cover that bears more.

        A repair never shortens what the unit had; neither does what is left of
        a maximum amount: a cover that is spent steps back as well.

        >>> fitted = CoverageLine(1, "Repair", "part", 50, date(2026, 1, 1), date(2026, 6, 30), kind="repair")
        >>> Candidate(fitted, share=50).yields
        True
        """
        return self.line.kind == REPAIR or self.is_lowered


@dataclass(frozen=True)
class Decision:
    """Who bears one line of work, and why.

    :param share: percent that the customer does not pay, 0 to 100
    :param payer: ``company``, or ``customer`` when the share is 0
    :param reason_key: one of :data:`GRANTS`, ``gone``, ``no_policy``, or one of
        :data:`REFUSALS`
    :param reason_args: what the sentence of this reason names, JSON-ready
    :param policy_line_id: the line that decided, or ``None``
    :param candidates: every line looked at, in the order of the rules; those of
        suppliers after those promised to the customer
    :param shares: percent by payer, for each of :data:`PAYERS`; 100 together
    :param claim: what the supplier's line that fits is called and until when it
        lasts, JSON-ready; empty when nothing can be claimed
    :param warranty_line_id: the unit's own line that decided, or 0
    """

    share: float
    payer: str
    reason_key: str
    reason_args: dict = field(default_factory=dict)
    policy_line_id: int | None = None
    candidates: tuple[Candidate, ...] = ()
    shares: dict[str, float] = field(default_factory=dict)
    claim: dict = field(default_factory=dict)
    warranty_line_id: int = 0

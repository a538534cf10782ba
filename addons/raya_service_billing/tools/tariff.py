"""Which line of a tariff prices a work, and at what. No ORM: facts in, a price with its reasons out."""

from math import ceil, floor
from typing import NamedTuple

MINUTES = 60
# Beyond this the minutes of a timer and the steps of a price are noise of binary fractions.
EXACT = 6


class Line(NamedTuple):
    """What a line of a tariff is for; 0 means whatever it is.

    :param operation: a service, or its ``group``: a category of the products that sell services
    :param product: a product that is serviced, or its ``category``
    :param customer: a tag of customers
    :param sequence: of lines that are as specific as each other the lowest one wins
    """

    id: int
    operation: int = 0
    group: int = 0
    product: int = 0
    category: int = 0
    zone: int = 0
    customer: int = 0
    sequence: int = 0


class Case(NamedTuple):
    """What is known of a work.

    :param tuple groups: categories of the product that sells the service, the root first
    :param tuple categories: those of the product that is serviced, the root first
    :param dict zones: how near each zone is in which the address lies, from 1 on
    :param dict customers: the same of the customer's tags
    """

    operation: int = 0
    groups: tuple = ()
    product: int = 0
    categories: tuple = ()
    zones: dict = {}
    customers: dict = {}


class Terms(NamedTuple):
    """At what a line sells.

    :param bool is_hourly: ``price`` is for an hour, else for the whole work
    :param minimum: minutes that are charged at least
    :param step: minutes up to whose multiples the time is rounded; 0 for not at all
    :param least: amount that is charged at least
    """

    price: float
    is_hourly: bool = False
    minimum: float = 0
    step: float = 0
    least: float = 0.0


class Price(NamedTuple):
    """What a work costs by a tariff.

    :param minutes: that are sold, ``None`` where the work is sold as a whole
    :param price: of an hour, or of the whole
    :param str reason: ``fixed``, ``hourly``, ``rounded`` or ``least``
    """

    minutes: float | None
    price: float
    reason: str


# A diagnosis is free where the repair is ordered.
CREDITED = Price(None, 0.0, "credited")


def fit(line, case):
    """How specific a line is for a work, the greater the more; ``None`` where it is for another one.

    The service counts most, then the product, the zone, and the customer.

    >>> case = Case(operation=4, groups=(1, 2), categories=(7,), zones={5: 3})
    >>> fit(Line(1, operation=4), case), fit(Line(2, group=1, zone=5), case), fit(Line(3), case)
    ((3, 0, 0, 0), (1, 0, 3, 0), (0, 0, 0, 0))
    >>> fit(Line(4, operation=4, customer=9), case), fit(Line(5, operation=8), case)
    (None, None)
    """
    levels = (
        _tree_level(line.operation, line.group, case.operation, case.groups),
        _tree_level(line.product, line.category, case.product, case.categories),
        case.zones.get(line.zone) if line.zone else 0,
        case.customers.get(line.customer) if line.customer else 0,
    )
    return None if None in levels else levels


def _tree_level(one, branch, wanted, path):
    """0 for everything, ``None`` for something else; one thing is nearer than any branch above it."""
    if one and one != wanted:
        return None
    if branch and branch not in path:
        return None
    if one:
        return len(path) + 1
    return path.index(branch) + 1 if branch else 0


def choose(lines, case):
    """The line that prices a work, ``None`` where none fits: the most specific one.

    >>> lines = [Line(1), Line(2, group=2), Line(3, operation=4), Line(4, operation=4, zone=5)]
    >>> [choose(lines, Case(operation=operation, groups=(1, 2))).id for operation in (4, 8)]
    [3, 2]
    >>> choose(lines, Case(operation=4, zones={5: 1})).id, choose([Line(1, zone=5)], Case())
    (4, None)
    """
    fitting = [(fit(line, case), -line.sequence, -line.id, line) for line in lines]
    fitting = [each for each in fitting if each[0] is not None]
    return max(fitting, key=lambda each: each[:3])[-1] if fitting else None


def billed_minutes(minutes, minimum=0, step=0):
    """The time that is sold: at least the minimum, rounded up.

    >>> billed_minutes(20, 30, 15), billed_minutes(31, 30, 15), billed_minutes(45.0000001, 0, 15), billed_minutes(5)
    (30, 45, 45, 5)
    """
    wanted = max(round(minutes, EXACT), minimum)
    return ceil(round(wanted / step, EXACT)) * step if step else wanted


def get_price(terms, minutes):
    """What a work costs that took these minutes.

    >>> get_price(Terms(500.0), 20), get_price(Terms(40.0, is_hourly=True), 20)
    (Price(minutes=None, price=500.0, reason='fixed'), Price(minutes=20, price=40.0, reason='hourly'))
    >>> get_price(Terms(40.0, is_hourly=True, step=15), 20)
    Price(minutes=30, price=40.0, reason='rounded')
    >>> get_price(Terms(40.0, is_hourly=True, step=15, least=25.0), 20)
    Price(minutes=None, price=25.0, reason='least')
    """
    if not terms.is_hourly:
        found = Price(None, terms.price, "fixed")
    else:
        sold = billed_minutes(minutes, terms.minimum, terms.step)
        found = Price(sold, terms.price, "hourly" if sold == round(minutes, EXACT) else "rounded")
    amount = found.price if found.minutes is None else found.price * found.minutes / MINUTES
    return Price(None, terms.least, "least") if amount < terms.least else found


def credit_diagnosis(works):
    """Which works are a diagnosis that costs nothing, as a repair was ordered together with it.

    :param works: one of each work of a job: ``None`` where it is no service, else whether it is a diagnosis
    :return: list of booleans

    >>> credit_diagnosis([True, False, None]), credit_diagnosis([True, None]), credit_diagnosis([True, True])
    ([True, False, False], [False, False], [False, False])
    """
    is_repaired = False in works
    return [is_repaired and bool(work) for work in works]


def change_price(price, percent, step=0.0, method="near"):
    """A price that is raised or lowered, rounded to the multiples of a step.

    :param str method: ``near``, ``up`` or ``down``

    >>> change_price(100.0, 12.5), change_price(1234.0, 10, 50), change_price(1234.0, 10, 50, "up")
    (112.5, 1350.0, 1400.0)
    >>> change_price(1000.0, 10, 100, "up"), change_price(0.3, 0, 0.1, "down")
    (1100.0, 0.3)
    """
    changed = round(price * (100.0 + percent) / 100.0, EXACT)
    if not step:
        return changed
    steps = round(changed / step, EXACT)
    whole = {"near": floor(steps + 0.5), "up": ceil(steps), "down": floor(steps)}[method]
    return round(float(whole * step), EXACT)


def add_percent(price, percent):
    """A price that is so much more.

    >>> add_percent(40.0, 25), add_percent(33.35, 0)
    (50.0, 33.35)
    """
    return price * (100.0 + percent) / 100.0 if percent else price


def holds(first, last, day):
    """Whether a validity contains a day; without an end it never ends.

    >>> from datetime import date
    >>> [holds(date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, day)) for day in (1, 31)]
    [True, True]
    >>> holds(date(2026, 1, 2), None, date(2026, 1, 1))
    False
    """
    return first <= day and (not last or day <= last)


def overlap(one, other):
    """Whether two validities, pairs of their first and last day, have a day in common.

    >>> from datetime import date
    >>> january, whole = (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 1, 31), None)
    >>> overlap(january, whole), overlap(january, (date(2026, 2, 1), None))
    (True, False)
    """
    start = max(one[0], other[0])
    return all(not last or start <= last for _first, last in (one, other))

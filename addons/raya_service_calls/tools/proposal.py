"""To whom a request is proposed, and why. No ORM: facts in, ranked choices out.

What rules somebody out is an *obstacle*: another area, other products, a skill that is
missing, a leave, a call that they declined, a complaint about themselves. Among the others
come first those who have room that day, then the nearest area, the nearest product
category, whoever was there last, whoever speaks the language; at last it goes by turns or
by load, as the team wishes.
"""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from .area import lies_in

LEVELS = ("everywhere", "country", "state", "zip")
# Whose day has no limit is compared by this one.
USUAL_CAPACITY = 8
# Obstacles that only put somebody behind others; with all others nobody is sent.
SOFT = {"full", "day_off"}


class Area(NamedTuple):
    """Where somebody works and on which products; nothing named means everywhere, and on all.

    :param zips: ranges as :func:`.area.read_ranges` gives them
    :param categories: ids, also for what is below them
    """

    countries: frozenset = frozenset()
    states: frozenset = frozenset()
    zips: tuple = ()
    categories: frozenset = frozenset()


class Member(NamedTuple):
    """A technician of a team.

    :param int user: id of the person
    :param int capacity: calls a day; 0 for as many as come
    :param dict capacities: calls a day by kind of call; a kind that is not named has no limit of its own
    :param frozenset absent: days on leave
    :param frozenset off: days on which they do not work
    """

    user: int
    area: Area = Area()
    skills: frozenset = frozenset()
    languages: frozenset = frozenset()
    capacity: int = 0
    capacities: dict = {}
    absent: frozenset = frozenset()
    off: frozenset = frozenset()


class Team(NamedTuple):
    """A team in the order in which it is looked at.

    :param str mode: ``manual``, ``turn`` or ``load``
    :param int leader: id of the person who leads it
    """

    id: int
    mode: str = "load"
    area: Area = Area()
    members: tuple = ()
    leader: int = 0


class Job(NamedTuple):
    """What is known of a request.

    :param categories: ids of the product's category and those above it, the root first
    :param frozenset skills: ids of all that it needs
    :param int last: who was there last, 0 for nobody
    :param int concerned: about whom a complaint is, 0 where it names nobody
    :param frozenset declined: ids of those who declined it
    """

    day: date
    kind: str = "repair"
    country: int = 0
    state: int = 0
    zip_code: str = ""
    categories: tuple = ()
    skills: frozenset = frozenset()
    language: str = ""
    last: int = 0
    concerned: int = 0
    declined: frozenset = frozenset()


class Choice(NamedTuple):
    """A team, perhaps with one of its technicians.

    :param reasons: pairs of a code and its detail
    :param obstacles: the same, of what speaks against it
    """

    team: int
    user: int = 0
    reasons: tuple = ()
    obstacles: tuple = ()
    rank: Any = ()

    @property
    def fits(self):
        return {code for code, _detail in self.obstacles} <= SOFT


class Burden:
    """What people have to do on each day, and who had the last turn; grows with every proposal.

    :param dict counts: number of calls by ``(user, day, kind)``
    :param dict turns: by ``(team, user)`` anything that is greater the later the turn was
    """

    def __init__(self, counts=None, turns=None):
        self.counts = Counter()
        self.kinds = Counter(counts or {})
        for (user, day, _kind), count in self.kinds.items():
            self.counts[user, day] += count
        order = sorted((turns or {}).items(), key=lambda item: item[1])
        self.turns = {key: place for place, (key, _moment) in enumerate(order, 1)}

    def add(self, job, choice):
        """Count a call that was proposed."""
        if choice.user:
            self.counts[choice.user, job.day] += 1
            self.kinds[choice.user, job.day, job.kind] += 1
            self.turns[choice.team, choice.user] = max(self.turns.values(), default=0) + 1


def area_level(area, job):
    """How near an area is: a place in :data:`LEVELS`, ``None`` where the request lies outside it.

    Where an address says nothing, nothing speaks against it.

    >>> tehran = Area(countries=frozenset({1}), states=frozenset({7}), zips=(("31", "31"),))
    >>> day = date(2026, 5, 4)
    >>> [area_level(tehran, Job(day, country=1, state=state, zip_code=code))
    ...  for state, code in ((7, ""), (8, "3133"), (8, "4455"), (0, ""))]
    [2, 3, None, 0]
    >>> area_level(Area(), Job(day, country=1)), area_level(tehran, Job(day, country=2, state=7))
    (0, None)
    """
    if area.countries and job.country and job.country not in area.countries:
        return None
    if area.zips and lies_in(job.zip_code, area.zips):
        return 3
    if area.states and job.state in area.states:
        return 2
    unknown = (area.states and not job.state) or (area.zips and not job.zip_code)
    if (area.states or area.zips) and not unknown:
        return None
    return 1 if job.country and job.country in area.countries and not unknown else 0


def category_level(area, job):
    """How near the category of the product is: 0 for all products, ``None`` for other ones.

    >>> day = date(2026, 5, 4)
    >>> [category_level(Area(categories=frozenset(ids)), Job(day, categories=(1, 5))) for ids in ((), {1}, {5}, {6})]
    [0, 1, 2, None]
    >>> category_level(Area(categories=frozenset({6})), Job(day))
    0
    """
    if not area.categories or not job.categories:
        return 0
    return max((place for place, id_ in enumerate(job.categories, 1) if id_ in area.categories), default=None)


def assess(job, team, member, burden):
    """A choice with its reasons and obstacles; without member it is the team alone.

    >>> job = Job(date(2026, 5, 4), language="fa_IR", last=4)
    >>> assess(job, Team(1), Member(4, languages=frozenset({"fa_IR"}), capacity=5), Burden()).reasons
    (('last', None), ('language', 'fa_IR'), ('load', (0, 5)))
    >>> assess(job, Team(1), Member(4, absent=frozenset({job.day})), Burden()).obstacles
    (('away', None),)
    """
    areas = (team.area, member.area) if member else (team.area,)
    near, products = [area_level(area, job) for area in areas], [category_level(area, job) for area in areas]
    obstacles = [("outside", None)] * (None in near) + [("other_products", None)] * (None in products)
    # Nobody leads those who handle a complaint about them.
    obstacles += [("concerned_leader", None)] * (job.kind == "complaint" and 0 != team.leader == job.concerned)
    near, products = (max((level or 0) for level in levels) for levels in (near, products))
    reasons = [(f"area_{LEVELS[near]}", None)] if near else []
    reasons += [("category", job.categories[products - 1])] if products else []
    rank = (-near, -products)
    if member:
        personal, against, place = _assess_member(job, team, member, burden)
        reasons, obstacles, rank = reasons + personal, obstacles + against, (*place[:2], *rank, *place[2:])
    return Choice(team.id, member.user if member else 0, tuple(reasons), tuple(obstacles), rank)


def _assess_member(job, team, member, burden):
    load = burden.counts[member.user, job.day]
    is_full = (member.capacity and load >= member.capacity) or (
        burden.kinds[member.user, job.day, job.kind] >= member.capacities.get(job.kind, float("inf"))
    )
    was_last, speaks = member.user == job.last, bool(job.language) and job.language in member.languages
    reasons = {
        "skill": (job.skills and job.skills <= member.skills, job.skills),
        "last": (was_last and job.kind != "complaint", None),
        "language": (speaks, job.language),
        "turn": (team.mode == "turn", None),
        "load": (not is_full, (load, member.capacity)),
    }
    obstacles = {
        "no_skill": (job.skills - member.skills, job.skills - member.skills),
        "away": (job.day in member.absent, None),
        "declined": (member.user in job.declined, None),
        # Nobody handles a complaint about themselves; one that names nobody may be about who was there.
        "concerned": (job.kind == "complaint" and member.user == (job.concerned or job.last), None),
        "full": (is_full, (load, member.capacity)),
        "day_off": (job.day in member.off and job.day not in member.absent, None),
    }
    by_turns = burden.turns.get((team.id, member.user), 0)
    by_load = load / (member.capacity or USUAL_CAPACITY)
    place = (by_turns,) if team.mode == "turn" else (not was_last, not speaks, by_load, by_turns)
    return _those(reasons), _those(obstacles), (bool(is_full), job.day in member.off, *place)


def _those(facts):
    return [(code, detail) for code, (holds, detail) in facts.items() if holds]


def rank(job, teams, burden):
    """All choices: the teams that may take the request, the best first, each with its people.

    A team comes as it is by its best technician; one of which nobody can go comes after the others.

    >>> day = date(2026, 5, 4)
    >>> teams = [Team(1, members=(Member(4), Member(5)))]
    >>> [choice.user for choice in rank(Job(day), teams, Burden({(4, day, "repair"): 2})) if choice.fits]
    [5, 4, 0]
    """
    ranked = []
    for place, team in enumerate(teams):
        alone = assess(job, team, None, burden)
        people = [assess(job, team, member, burden) for member in team.members]
        people = sorted(people, key=lambda choice: (not choice.fits, choice.rank))
        able = [choice for choice in people if choice.fits]
        best = able[0].rank[:4] if able else (True, True, *alone.rank)
        was_last = any(("last", None) in choice.reasons for choice in able)
        order = (not alone.fits, not able, *best, not was_last, place)
        ranked.append((order, [*able, alone, *(choice for choice in people if not choice.fits)]))
    return [choice for _order, choices in sorted(ranked, key=lambda item: item[0]) for choice in choices]


def propose(job, teams, burden):
    """The choice for a request, ``None`` where no team may take it.

    A team that chooses by hand is proposed without a technician.

    >>> propose(Job(date(2026, 5, 4)), [Team(1, "manual", members=(Member(4),))], Burden()).user
    0
    >>> propose(Job(date(2026, 5, 4), country=1), [Team(1, area=Area(countries=frozenset({2})))], Burden())
    """
    modes = {team.id: team.mode for team in teams}
    fitting = [choice for choice in rank(job, teams, burden) if choice.fits]
    if not fitting:
        return None
    team = fitting[0].team
    by_hand = modes[team] == "manual"
    choice = next(choice for choice in fitting if choice.team == team and not (by_hand and choice.user))
    burden.add(job, choice)
    return choice

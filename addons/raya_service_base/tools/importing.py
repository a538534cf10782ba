"""What a file of coded terms says, before anything is written: which term a text means, which lines are for one.

No ORM here: the import mixin feeds it and renders its refusals.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from .import_text import cut, key, quote, split_loosely, split_path

LONGEST_JOIN = 6


class Refusal(Exception):
    """Why a line cannot be taken: ``kind`` names the reason, ``facts`` fill its sentence."""

    def __init__(self, kind, **facts):
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


class Found(tuple):
    """A cell whose text has been looked up: the ids it means."""

    __slots__ = ()


def gather(text, find):
    """What the entries of a list cell mean. A name may hold a comma itself, so where an
    entry alone means nothing, it is tried together with those after it.

    >>> known = {"Small": 1, "Large, with ice": 2}
    >>> gather("Small,Large, with ice", known.get)
    [1, 2]
    >>> gather("Medium,Small", known.get)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    Refusal: unknown
    """
    pieces = [piece for piece in cut(text, ",") if piece.strip()]
    means, at = [], 0
    while at < len(pieces):
        for until in range(at + 1, min(at + LONGEST_JOIN, len(pieces)) + 1):
            if (meant := find(",".join(pieces[at:until]).strip())) is not None:
                break
        else:
            raise Refusal("unknown", value=pieces[at].strip())
        means.append(meant)
        at = until
    return means


def _get_keys(code, names):
    """By what a record is called whose code has this key."""
    named = [key(name) for name in names if name]
    return {code, *named, *(f"[{code}] {name}" for name in named)} - {""}


# The tree that a file is laid upon


@dataclass(eq=False)
class Term:
    """A place in the tree: of a record, or of a line that will make one."""

    code: str
    parent: "Term | None" = None
    id: int | None = None
    row: "Row | None" = None
    is_kind: bool = False  # stands above the roots; is no term itself
    keys: set = field(default_factory=set)

    def path(self):
        return " / ".join([*([self.parent.path()] if self.parent else []), quote(self.code)])

    def is_top(self):
        return self.parent is None or self.parent.is_kind

    def is_below(self, root):
        above = self
        while above and above is not root:
            above = above.parent
        return above is root


@dataclass(eq=False)
class Row:
    """One record of the file. ``parent`` is the text of its cell, ``None`` without such a column."""

    record: int
    code: str
    name: str = ""
    parent: str | None = None
    root: Term | None = None
    known: Term | None = None  # told by an id
    above: "Term | Row | None" = None  # parent told by an id
    own_id: bool = False  # an external id of its own: never matched by code
    term: Term | None = None
    scope: dict | None = None  # what it is for, once asked: ids by field, for the columns of the file
    refusal: Refusal | None = None
    busy: bool = False

    @property
    def is_refused(self):
        """It or the line of its parent."""
        above = self.term.parent if self.term else None
        return bool(self.refusal) or bool(above and above.id is None and above.row and above.row.is_refused)

    @cached_property
    def key(self):
        """Once the file told whose code it is."""
        return key(self.code)

    @cached_property
    def keys(self):
        return _get_keys(self.key, [self.name])

    def level(self):
        above = self.term.parent if self.term else None
        return above.row.level() + 1 if above and above.id is None and above.row else 0


def _is_scope(scope, told):
    """Whether a term is for what a file tells, which may speak of some fields only."""
    return all(scope.get(name, frozenset()) == ids for name, ids in told.items())


def _may_be_scope(scope, told):
    """Whether a file may mean to change what a term is for: something stays, or one of both is for all."""
    known = {name: ids for name, ids in scope.items() if name in told}
    shared = any(ids & told[name] for name, ids in known.items())
    return shared or not any(known.values()) or not any(told.values())


class Catalogue:
    """Terms by what people call them.

    A code may stand below one parent several times, each for other products: its scope tells which is meant.

    >>> book = Catalogue()
    >>> engine = book.add(Term("ENG", id=1), ["Engine"])
    >>> pump = book.add(Term("P", engine, id=2), ["Pump"])
    >>> book.find("engine / pump").id, book.find("[P] Pump").id, book.find("ENG / P").id
    (2, 2, 2)
    """

    def __init__(self, get_known_scope=lambda id_: {}):
        """:param get_known_scope: function from the id of a known term to what it is for: ids by field"""
        self.by_id = {}
        self._by_key = defaultdict(list)
        self._places = defaultdict(list)
        self._codes = defaultdict(list)
        self._memory = {}
        self._lines = Counter()
        self._get_known_scope = get_known_scope

    def add(self, term, names=()):
        if term.id:
            self.by_id[term.id] = term
            self._codes[key(term.code)].append(term)
        self._places[term.parent, key(term.code)].append(term)
        self._name(term, _get_keys(key(term.code), names))
        return term

    def _name(self, thing, keys):
        if isinstance(thing, Term):
            thing.keys |= keys
        for one in keys:
            self._by_key[one].append(thing)

    def has_place(self, term):
        told = (term.row and term.row.scope) or {}
        there = (same for same in self._codes[key(term.code)] if same.path() == term.path())
        return any(_is_scope(self._get_scope(same), told) for same in there)

    def _get_scope(self, term):
        return self._get_known_scope(term.id) if term.id else self._get_told_scope(term.row) or {}

    def _get_told_scope(self, row):
        row.scope = self._read_scope(row) if row.scope is None else row.scope
        return row.scope

    def place(self, rows, read_scope=lambda row: None):
        """Give each row its term: a known one or a new one. Refused rows carry why.

        :param read_scope: function from a row to what it says that its record is for: ids by field, or ``None``
        """
        self._read_scope = read_scope
        for row in rows:
            self._name(row, row.keys)
            self._lines[self._get_line(row)] += 1
        for row in rows:
            self._settle(row)
        for row in rows:
            self._refuse_second(row)
        refuse_twins(rows, lambda row: row.code and row.term)

    @staticmethod
    def _get_line(row):
        return row.root, row.above or key(row.parent or ""), row.key

    def find(self, text, root=None):
        """The one term that a code, a name or a path means; from the top first, by code first."""
        return self._memory.get((text, root)) or self._find(text, root)

    def _find(self, text, root):
        fitting, missing = self._candidates(split_path(text), root)
        fitting = fitting or self._candidates([text], root)[0]  # a name that holds a slash
        if not fitting and not missing:
            fitting, missing = self._candidates(split_loosely(text), root)
        for wanted in ((True, True), (True, False), (False, True), (False, False)):
            best = [term for term, fit in fitting.items() if fit[0] >= wanted[0] and fit[1] >= wanted[1]]
            if len(best) > 1:
                raise self._ambiguous(text, best)
            if best and not missing:
                self._memory[text, root] = best[0]
            if best:
                return best[0]
        raise Refusal(missing or "unknown", value=text)

    @staticmethod
    def _ambiguous(text, terms):
        paths = sorted({term.path() for term in terms})
        if len(paths) < len(terms) and all(term.id for term in terms):
            named = sorted(f"{term.path()} (ID {term.id})" for term in terms)
            return Refusal("ambiguous", value=text, ids="; ".join(named[:3]))
        return Refusal("ambiguous", value=text, paths="; ".join(paths[:3]))

    def _candidates(self, steps, root):
        """Terms that fit the steps: whether each stands at the top, and is told by codes;
        and why lines that may mean them have no place (yet)."""
        fitting, missing = {}, None
        for thing in self._by_key.get(key(steps[-1]), ()) if steps else ():
            term = self._settle(thing) if isinstance(thing, Row) else thing
            if not term:
                missing = "loop" if thing.busy else "dependent"
            elif not term.is_kind and (root is None or term.is_below(root)) and (fit := self._fit(term, steps)):
                fitting[term] = fit
        return fitting, missing

    def _fit(self, term, steps):
        """Whether the path is whole and whether it is made of codes; ``None``: it is another's."""
        coded, last = True, term
        for step in reversed(steps):
            if not term or key(step) not in term.keys:
                return None
            coded = coded and step == term.code
            last, term = term, term.parent
        return last.is_top() or last.is_kind, coded

    def _settle(self, row):
        if row.term or row.refusal or row.busy:
            return row.term
        row.busy = True
        try:
            row.term = self._find_place(row)
        except Refusal as refusal:
            row.refusal = refusal
        finally:
            row.busy = False
        return row.term

    def _find_place(self, row):
        if row.parent is None and not row.known:
            return self._find_by_code(row)
        parent = self._find_parent(row)
        if row.known:
            row.known.parent = parent if row.parent is not None else row.known.parent
            return self._bind(row.known, row)
        there = None if row.own_id else self._same(self._places[parent, row.key], row)
        return self._bind(there, row) if there else self._open(row, parent)

    def _same(self, terms, row):
        """Of terms whose codes mean the same, the one that a row means: written so, and for the same products;
        ``None`` when it means none of them."""
        written = [term for term in terms if term.code == row.code] or terms
        if written and self._get_told_scope(row) is not None:
            return self._same_scope(written, row)
        if len(written) > 1:
            raise self._ambiguous(row.code, written)
        return written[0] if written else None

    def _same_scope(self, terms, row):
        exact = [term for term in terms if _is_scope(self._get_scope(term), row.scope)]
        if not exact and self._lines[self._get_line(row)] == 1:
            # The only line of this code may change what its term is for.
            exact = [term for term in terms if term.id and _may_be_scope(self._get_scope(term), row.scope)]
            if len(exact) > 1:
                raise self._ambiguous(row.code, exact)
        return exact[0] if exact else None

    def _refuse_second(self, row):
        """A new term whose code stands once elsewhere may be meant as a move. A file that speaks
        of both, or gives the new one an id of its own, knows better."""
        if row.own_id or row.parent is None or not row.term or row.term.id:
            return
        there = [term for term in self._codes[row.key] if row.root is None or term.is_below(row.root)]
        elsewhere = [term for term in there if term.parent is not row.term.parent]
        if len(elsewhere) == 1 and not elsewhere[0].row:
            row.refusal = Refusal("elsewhere", value=row.code, paths=elsewhere[0].path())

    def _find_parent(self, row):
        above = self._settle(row.above) if isinstance(row.above, Row) else row.above
        if row.above and not above:
            raise Refusal("loop" if row.above.busy else "dependent", value=row.above.code)
        return above or (self.find(row.parent, row.root) if row.parent else row.root)

    def _find_by_code(self, row):
        """Without a parent column a code is enough, as long as it stands once."""
        there = [term for term in self._codes[row.key] if row.root is None or term.is_below(row.root)]
        there = there or self._places[row.root, row.key]
        if row.own_id or not there:
            return self._open(row, row.root)
        same = self._same(there, row)
        parents = {term.parent for term in there}
        if not same and len(parents) > 1:
            raise self._ambiguous(row.code, there)
        return self._bind(same, row) if same else self._open(row, *parents)

    def _open(self, row, parent):
        term = Term(row.code, parent)
        self._places[parent, row.key].append(term)
        return self._bind(term, row)

    def _bind(self, term, row):
        term.row = term.row or row
        term.keys |= row.keys
        return term


# Lines for the same


def refuse_twins(rows, get_identity):
    """Two lines for one thing: neither is taken, each names the other.

    :param get_identity: function from a :class:`Row` to what tells its thing, nothing where it tells none

    >>> rows = [Row(0, "A"), Row(1, "B"), Row(2, "A")]
    >>> refuse_twins(rows, lambda row: row.code)
    >>> [row.refusal and row.refusal.facts["records"] for row in rows]
    [[2], None, [0]]
    """
    twins = defaultdict(list)
    for row in rows:
        if identity := get_identity(row):
            twins[identity].append(row)
    for same in twins.values():
        for row in same if len(same) > 1 else ():
            others = [other.record for other in same if other is not row]
            row.refusal = Refusal("twice", value=row.code, records=others)

"""Every button is shown only in states out of which its action may move: no Odoo, no database, milliseconds."""

import ast
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest
from lxml import etree

ADDONS = Path(__file__).parents[1] / "addons"


class Model:
    """What all add-ons together say about one model: its states, moves, verbs and mixins."""

    def __init__(self):
        self.mixins, self.states, self.moves = set(), set(), set()
        self.constants, self.methods = {}, defaultdict(list)

    def read(self, node):
        for item in node.body:
            if isinstance(item, ast.FunctionDef):
                self.methods[item.name].append(item)
            elif isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
                self._read_attribute(item.targets[0].id, item.value)

    def _read_attribute(self, name, value):
        if name in ("_inherit", "_name"):
            found = ast.literal_eval(value)
            self.mixins |= {found} if isinstance(found, str) else set(found)
        elif isinstance(value, ast.Constant):
            self.constants[name] = value.value
        elif isinstance(value, ast.Call) and name == "state":
            pairs = [node for node in ast.walk(value) if isinstance(node, ast.Tuple)]
            self.states |= {pair.elts[0].value for pair in pairs if isinstance(pair.elts[0], ast.Constant)}


def name_of(node):
    """The model that a class makes or extends, or ``None``."""
    found = {}
    for item in node.body:
        if isinstance(item, ast.Assign) and getattr(item.targets[0], "id", "") in ("_name", "_inherit"):
            found[item.targets[0].id] = ast.literal_eval(item.value)
    inherited = found.get("_inherit") or [None]
    return found.get("_name") or (inherited if isinstance(inherited, str) else inherited[0])


def read_models(sources):
    models = defaultdict(Model)
    for source in sources:
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef) and name_of(node):
                models[name_of(node)].read(node)
    return models


def family(models, name):
    """A model and all that it inherits, the model itself first."""
    found, queue = [], [name]
    while queue:
        current = queue.pop(0)
        if current in models and current not in found:
            found.append(current)
            queue += sorted(models[current].mixins)
    return [models[current] for current in found]


def definitions(kin, method):
    return [node for model in kin for node in model.methods.get(method, [])]


def moves_of(kin):
    """Pairs of states that the ``_get_transitions()`` of a model declare."""
    return {
        tuple(part.value for part in node.elts)
        for method in definitions(kin, "_get_transitions")
        for node in ast.walk(method)
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and all(isinstance(e, ast.Constant) for e in node.elts)
    }


def literal(kin, node):
    """The value of an argument: written there, or an attribute of the class."""
    if isinstance(node, ast.Attribute):
        return next((model.constants[node.attr] for model in kin if node.attr in model.constants), None)
    return ast.literal_eval(node)


def steps_of(kin, action, seen=()):
    """``(target, only_from)`` of each move that an action makes of its own records, also by methods it calls."""
    for method in definitions(kin, action):
        own = {"self"} | {
            node.target.id
            for node in ast.walk(method)
            if isinstance(node, ast.For)
            and getattr(node.iter, "id", "") == "self"
            and isinstance(node.target, ast.Name)
        }
        for node in ast.walk(method):
            if not isinstance(node, ast.Call) or getattr(getattr(node.func, "value", None), "id", "") not in own:
                continue
            called = node.func.attr
            if called in ("_transition", "_check_transition", "_check_state"):
                keywords = {keyword.arg: literal(kin, keyword.value) for keyword in node.keywords}
                first = literal(kin, node.args[0])
                target, only_from = (None, first) if called == "_check_state" else (first, keywords.get("only_from"))
                yield target, {only_from} if isinstance(only_from, str) else set(only_from or ())
            elif called not in (*seen, action):
                yield from steps_of(kin, called, (*seen, action))


def may_be(node, state):
    """Values that an expression of a view can have in a state; what it does not say may be either."""
    both = {True, False}
    if isinstance(node, ast.BoolOp):
        join = all if isinstance(node.op, ast.And) else any
        return {join(values) for values in product(*(may_be(value, state) for value in node.values))}
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return {not value for value in may_be(node.operand, state)}
    if isinstance(node, ast.Compare) and getattr(node.left, "id", "") == "state":
        wanted = ast.literal_eval(node.comparators[0])
        operator = type(node.ops[0])
        within = state in wanted if operator in (ast.In, ast.NotIn) else state == wanted
        return {within != (operator in (ast.NotIn, ast.NotEq))}
    return both if not isinstance(node, ast.Constant) else {bool(node.value)}


def is_shown(button, state):
    expression = (button.get("invisible") or "False").strip()
    return False in may_be(ast.parse(expression, mode="eval").body, state)


def read_buttons(trees):
    """``(model, button)`` for each button in the header of a form."""
    for tree in trees:
        for record in tree.xpath("//record[@model='ir.ui.view']"):
            model = record.findtext("field[@name='model']")
            for button in record.xpath("field[@name='arch']//form//header//button[@type='object']"):
                yield model, button


def lost(models, model, button):
    """Moves that a button offers and its action refuses, as ``(state, target)``."""
    kin = family(models, model)
    moves = moves_of(kin)
    states = set().union(*(part.states for part in kin)) | {state for move in moves for state in move}
    steps = list(steps_of(kin, button.get("name")))
    # A second move of one action begins where the first one led.
    targets = {target for target, _only_from in steps}
    later = {(state, end) for state, first in moves if first in targets for begin, end in moves if begin == first}
    for target, only_from in steps:
        for state in sorted(states):
            is_declared = target is None or (state, target) in moves | later
            if is_shown(button, state) and not (is_declared and state in (only_from or states)):
                yield state, target


MODELS = read_models(file.read_text() for file in sorted(ADDONS.glob("*/models/*.py")) if file.name != "__init__.py")
BUTTONS = [
    (model, button)
    for model, button in read_buttons(etree.parse(file) for file in sorted(ADDONS.glob("*/views/*.xml")))
    if list(steps_of(family(MODELS, model), button.get("name")))
]


@pytest.mark.parametrize(
    ("model", "button"), BUTTONS, ids=[f"{model}-{button.get('name')}-{button.sourceline}" for model, button in BUTTONS]
)
def test_button_is_shown_where_its_action_may_move(model, button):
    assert not list(lost(MODELS, model, button))


def test_the_moving_buttons_are_found():
    assert len(BUTTONS) >= 15
    assert {"raya.call", "raya.workorder", "raya.procedure.version", "raya.asset.sync.run"} <= {m for m, _b in BUTTONS}


SAMPLE = """
class Base(models.AbstractModel):
    _name = "sample.mixin"
    _closed = "closed"
    def action_close(self):
        self._check_money()
        self._transition(self._closed, only_from="open")
class Sample(models.Model):
    _name = "sample"
    _inherit = ["sample.mixin"]
    state = fields.Selection([("draft", "Draft"), ("open", "Open"), ("closed", "Closed")])
    def _get_transitions(self):
        return {("draft", "open"), ("draft", "closed"), ("open", "closed")}
"""


@pytest.mark.parametrize(
    ("invisible", "expected"),
    [
        ("state != 'open'", []),
        ("state not in ('open',) or not partner_id", []),
        ("state == 'closed'", ["draft"]),
        ("partner_id or state in ('draft', 'open')", ["closed"]),
        (None, ["closed", "draft"]),
    ],
)
def test_a_button_shown_too_long_is_found(invisible, expected):
    button = etree.Element("button", name="action_close", **({"invisible": invisible} if invisible else {}))
    assert [state for state, _target in lost(read_models([SAMPLE]), "sample", button)] == expected

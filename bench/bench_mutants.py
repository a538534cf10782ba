# template: none
"""How many small faults in the warranty engine its tests find, without Odoo and without a database.

Every operator, constant, comparison and branch of the files below is changed once, alone; a change
that no test notices survives. Fails when fewer than 90 of 100 are found.

`mutmut` was tried and left: it wants a copy of the project and runs one test session after the other
in one process, which hypothesis refuses; it also needs 25 packages where this needs none.
"""

import argparse
import ast
import contextlib
import copy
import io
import os
import signal
import sys
import time
import types
import unittest
import warnings
from pathlib import Path

import hypothesis

ADDON = Path(__file__).resolve().parent.parent / "addons" / "raya_service_warranty"
PROPERTIES = ADDON.parent / "raya_service_base" / "tests" / "properties.py"
CALENDAR = ADDON.parent / "raya_web_persian" / "tools"
MUTATED = ("period", "coverage", "coverage_job")
HELPERS = ("coverage_values",)
# Those that fail fastest come first.
TESTS = (
    "test_coverage",
    "test_period",
    "test_coverage_rules",
    "test_coverage_payers",
    "test_coverage_job",
    "test_period_properties",
    "test_coverage_properties",
    "test_coverage_job_properties",
)
SHARED = ("covers", "properties")
ENOUGH = 90  # percent
PATIENCE = 90  # seconds; a test session that takes longer found an endless loop
PACKAGE = "engine"

# Changes that no test can notice, as the code does the same after them: line, change, reason.
EQUIVALENT = {
    ('return ""', "return '' → return None", "the callers ask for the first refusal that is not empty"),
    (
        "if not line.max_amount or (amount or 0) <= 0:",
        "0 → -1",
        "an unknown amount is any amount that is not above zero",
    ),
    (
        "return math.floor(round(percent * 100, 6)) / 100",
        "6 → 7",
        "it takes away the dust of floats: so do seven digits",
    ),
    (
        "return math.floor(round(percent * 100, 6)) / 100",
        "6 → 5",
        "it takes away the dust of floats: so do five digits",
    ),
    ("customer = round(100.0 - share, 2)", "2 → 3", "the share has two digits: the third is 0"),
    (
        "return {CUSTOMER: customer, SUPPLIER: supplier, COMPANY: max(0.0, round(100.0 - customer - supplier, 2))}",
        "2 → 3",
        "what is subtracted has two digits: the third is 0",
    ),
    ("return {}", "return {} → return None", "it is asked for its arguments only after it was found to be exceeded"),
    (
        "if rank(candidate) < rank(winner):",
        "rank(candidate) < rank(winner) → rank(candidate) <= rank(winner)",
        "no two lines have the same rank",
    ),
    (
        'return {**args, "date_since": since[0].isoformat()} if since else args',
        "0 → -1",
        "periods do not meet",
    ),
    (
        "rules = zip(OUTRANKED, rank(candidate), rank(winner), strict=False)",
        "zip(OUTRANKED, rank(candidate), rank(winner), strict=False) → zip(OUTRANKED, rank(candidate), rank(winner))",
        "it is the default",
    ),
    ("return decide_jobs([(facts, works)], round_amount)[0]", "0 → -1", "there is one job"),
    ("counts, amounts = zip(*spent, strict=True)", "zip(*spent, strict=True) → zip(*spent)", "all are pairs"),
    ("counts, amounts = zip(*spent, strict=True)", "True → False", "all are pairs"),
}


OTHER_COMPARISON = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
OTHER_ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
}
OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any", "True": "False"}


def mutate_compare(node):
    for at, operator in enumerate(node.ops):
        for other in OTHER_COMPARISON[type(operator)]:
            mutant = copy.deepcopy(node)
            mutant.ops[at] = other()
            yield mutant


def mutate_boolop(node):
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for at in range(len(node.values)):
        rest = node.values[:at] + node.values[at + 1 :]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def mutate_binop(node):
    if type(node.op) in OTHER_ARITHMETIC:
        yield ast.BinOp(node.left, OTHER_ARITHMETIC[type(node.op)](), node.right)


def mutate_unaryop(node):
    yield node.operand


def mutate_constant(node):
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, (int, float)):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node.value, str) and node.value:
        yield ast.Constant(f"{node.value} other")
    elif node.value is None:
        yield ast.Constant("other")


def mutate_name(node):
    if node.id in OTHER_NAME:
        yield ast.Name(OTHER_NAME[node.id], node.ctx)


def mutate_ifexp(node):
    yield ast.IfExp(node.test, node.orelse, node.body)
    yield node.body
    yield node.orelse


def mutate_if(node):
    yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    yield ast.If(ast.Constant(False), node.body, node.orelse)


def mutate_return(node):
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def mutate_dict(node):
    for at in range(len(node.keys)):
        yield ast.Dict(node.keys[:at] + node.keys[at + 1 :], node.values[:at] + node.values[at + 1 :])


def mutate_tuple(node):
    if isinstance(node.ctx, ast.Load):
        for at in range(len(node.elts)):
            yield ast.Tuple(node.elts[:at] + node.elts[at + 1 :], node.ctx)


def mutate_call(node):
    """Leave an argument out."""
    for at in range(len(node.args)):
        yield ast.Call(node.func, node.args[:at] + node.args[at + 1 :], node.keywords)
    for at in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, node.keywords[:at] + node.keywords[at + 1 :])


def mutate_comprehension(node):
    """Leave a condition out."""
    for at in range(len(node.ifs)):
        yield ast.comprehension(node.target, node.iter, node.ifs[:at] + node.ifs[at + 1 :], node.is_async)


def children(node):
    """Nodes below, with the field and the place they stand at; documentation and imports left out."""
    for name, value in ast.iter_fields(node):
        for at, child in enumerate(value if isinstance(value, list) else [value]):
            is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not is_text and not isinstance(child, (ast.Import, ast.ImportFrom)):
                yield name, at, child


def places(node, path=()):
    """Paths to every node whose kind has a function here."""
    for name, at, child in children(node):
        if not (isinstance(child, ast.Assign) and getattr(child.targets[0], "id", "") == "__all__"):
            here = (*path, (name, at))
            if f"mutate_{type(child).__name__.lower()}" in globals():
                yield here
            yield from places(child, here)


def parent_of(tree, path):
    for name, at in path[:-1]:
        value = getattr(tree, name)
        tree = value[at] if isinstance(value, list) else value
    name, at = path[-1]
    return tree, name, at


def mutants(name):
    """Compiled code with one change each, and the change in words."""
    tree = ast.parse((ADDON / "tools" / f"{name}.py").read_text("utf-8"))
    for path in places(tree):
        holder, field, at = parent_of(tree, path)
        value = getattr(holder, field)
        node = value[at] if isinstance(value, list) else value
        line = getattr(node, "lineno", 0) or getattr(holder, "lineno", 0)
        for changed in globals()[f"mutate_{type(node).__name__.lower()}"](node):
            put(holder, field, at, ast.copy_location(changed, node))
            code = compile(ast.fix_missing_locations(tree), f"{name}.py", "exec")
            put(holder, field, at, node)
            words = f"{ast.unparse(node)[:70]}  →  {ast.unparse(changed)[:70]}"
            yield code, line, " ".join(words.split())


def put(holder, field, at, node):
    value = getattr(holder, field)
    if isinstance(value, list):
        value[at] = node
    else:
        setattr(holder, field, node)


def package(name):
    module = types.ModuleType(name)
    module.__path__ = []
    sys.modules[name] = module
    return module


def load(name, code, parent):
    module = types.ModuleType(f"{parent.__name__}.{name}")
    module.__package__ = parent.__name__
    sys.modules[module.__name__] = module
    setattr(parent, name, module)
    exec(code, module.__dict__)
    return module


def survives(codes, tests):
    """Whether all tests pass with these tools, in a process of its own."""
    child = os.fork()
    if not child:
        signal.alarm(PATIENCE)
        passed = False
        with contextlib.suppress(BaseException), contextlib.redirect_stderr(io.StringIO()):
            passed = run(codes, tests)
        os._exit(0 if passed else 1)
    return os.waitpid(child, 0)[1] == 0


def run(codes, tests):
    package(PACKAGE)
    tools, folder = package(f"{PACKAGE}.tools"), package(f"{PACKAGE}.tests")
    for name, code in codes.items():
        load(name, code, tools)
    for name in SHARED:
        load(name, tests[name], folder)
    for name in TESTS:
        suite = unittest.defaultTestLoader.loadTestsFromModule(load(name, tests[name], folder))
        if not unittest.TextTestRunner(stream=io.StringIO(), failfast=True).run(suite).wasSuccessful():
            return False
    return True


def compiled(folder, names):
    return {name: compile((ADDON / folder / f"{name}.py").read_text("utf-8"), f"{name}.py", "exec") for name in names}


def stand_in_for_odoo():
    """Pure tests need of Odoo only the name of their base class, of our base what property tests share, and
    the engine the Solar Hijri calendar."""
    odoo = package("odoo")
    odoo.tests = package("odoo.tests")
    odoo.tests.BaseCase = unittest.TestCase
    shared = package("odoo.addons.raya_service_base.tests")
    for name in ("odoo.addons", "odoo.addons.raya_service_base", "odoo.addons.raya_web_persian"):
        package(name)
    calendar = package("odoo.addons.raya_web_persian.tools")
    for name in ("digits", "solar_hijri"):
        path = CALENDAR / f"{name}.py"
        load(name, compile(path.read_text("utf-8"), path.name, "exec"), calendar)
    load("properties", compile(PROPERTIES.read_text("utf-8"), PROPERTIES.name, "exec"), shared)


def hurry():
    """Nobody reads the smallest example of a failure: do not look for it."""
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", phases=phases)
    hypothesis.settings.load_profile("mutants")


def measure(name, codes, tests):
    """Print the survivors of one file; return how many were found, and of how many."""
    found = total = 0
    same = {(line, words) for line, words, _reason in EQUIVALENT}
    source = (ADDON / "tools" / f"{name}.py").read_text("utf-8").splitlines()
    for code, line, words in mutants(name):
        if (source[line - 1].strip(), words) in same:
            continue
        total += 1
        if survives({**codes, name: code}, tests):
            print(f"  survived: {name}.py:{line}: {words}", flush=True)
        else:
            found += 1
    return found, total


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=MUTATED, help="which files of tools/")
    names = parser.parse_args().names
    started = time.monotonic()
    stand_in_for_odoo()
    hurry()
    codes = compiled("tools", ("period", *HELPERS, "coverage", "coverage_job"))
    tests = compiled("tests", (*SHARED, *TESTS))
    if not survives(codes, tests):
        return "The tests fail without any change: run them first."
    found = total = 0
    for name in names:
        counted = measure(name, codes, tests)
        print(f"{name}.py: {counted[0]} of {counted[1]} found", flush=True)
        found, total = found + counted[0], total + counted[1]
    percent = 100 * found / total
    print(f"{found} of {total} changes found ({percent:.1f} %) in {time.monotonic() - started:.0f} s")
    return 0 if percent >= ENOUGH else f"Fewer than {ENOUGH} % were found."


if __name__ == "__main__":
    os.nice(10)
    warnings.simplefilter("ignore", SyntaxWarning)
    sys.exit(main())

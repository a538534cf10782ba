# template: floor-raya_service_billing
# ruff: noqa: F821
"""How many small faults in the models of the work orders and of billing the tests of the same floor find.

Places are drawn, the commit's id being the seed: one operator, condition, argument or call in
a method is changed, alone, and the tests of its floor are run, those first that speak most of
its file and method, until one fails. The list is printed. Fails when fewer than 90 of 100 are
found, of those that no one called equivalent.

`RAYA_MUTANTS=10` draws ten instead of forty for each of the two floors.
"""

import ast
import copy
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from odoo.tools import config

from raya_cli import paths

BENCH, ADDONS = paths.CHECKOUT / "bench", paths.CHECKOUT / "addons"
sys.path.insert(0, str(BENCH))
import bench_mutants as engine  # noqa: E402

FLOORS = ("raya_service_workorder", "raya_service_billing")
NUMBER = int(os.environ.get("RAYA_MUTANTS") or 40)
ENOUGH = 90  # percent
PATIENCE = 3_600  # seconds for the tests of a floor; what takes longer found an endless loop
# Changes that no test can notice, as the code does the same after them: file, words, reason. At most three.
EQUIVALENT = ()


def mutate_expr(node):
    """Leave a call out."""
    if isinstance(node.value, ast.Call):
        yield ast.Pass()


MUTATE = {
    kind: getattr(engine, f"mutate_{kind}")
    for kind in ("compare", "boolop", "binop", "unaryop", "if", "ifexp", "comprehension", "call")
} | {"expr": mutate_expr}


def get_node(tree, path):
    holder, field, at = engine.parent_of(tree, path)
    value = getattr(holder, field)
    return value[at] if isinstance(value, list) else value


def find(node, path=(), is_inside=False):
    """Paths to what can be changed in the methods of a file; what people read is left alone."""
    for name, at, child in engine.children(node):
        is_text = isinstance(child, ast.Call) and getattr(child.func, "attr", "") == "_"
        if name != "decorator_list" and not is_text:
            here = (*path, (name, at))
            if is_inside and type(child).__name__.lower() in MUTATE:
                yield here
            yield from find(child, here, is_inside or isinstance(child, ast.FunctionDef))


def get_method(tree, path):
    nodes = [get_node(tree, path[:length]) for length in range(1, len(path))]
    return [node.name for node in nodes if isinstance(node, ast.FunctionDef)][-1]


def draw(floor, seed):
    """Changes of the models of a floor: file, method, line, words, and the whole text after it."""
    files = sorted(path for path in (ADDONS / floor / "models").glob("*.py") if path.name != "__init__.py")
    trees = {path: ast.parse(path.read_text("utf-8")) for path in files}
    places = [(path, place) for path in files for place in find(trees[path])]
    chance, drawn = random.Random(f"{seed} {floor}"), []
    for path, place in chance.sample(places, len(places)):
        node = get_node(trees[path], place)
        changes = list(MUTATE[type(node).__name__.lower()](copy.deepcopy(node)))
        if changes and len(drawn) < NUMBER:
            drawn.append((path, *change(trees[path], place, chance.choice(changes))))
    return drawn


def change(tree, place, changed):
    node = get_node(tree, place)
    holder = engine.parent_of(tree, place)
    line = getattr(node, "lineno", 0) or getattr(holder[0], "lineno", 0)
    engine.put(*holder, ast.copy_location(changed, node))
    text = ast.unparse(ast.fix_missing_locations(tree))
    engine.put(*holder, node)
    words = f"{ast.unparse(node)[:90]}  →  {ast.unparse(changed)[:90]}"
    return get_method(tree, place), line, " ".join(words.split()), text


def sort_tests(path, method):
    """The tests of the floor, those first that speak most of a file and its method; no tours, which need a browser."""
    words = {method.strip("_"), *path.stem.removeprefix("raya_").removesuffix("_mixin").split("_")}

    def count(test):
        text = test.read_text("utf-8")
        return -text.count(method) * 10 - sum(text.count(word) for word in words if len(word) > 3) / len(text)

    tests = (path.parent.parent / "tests").glob("test_*.py")
    return sorted((test for test in tests if not test.stem.endswith("_tour")), key=count)


def is_found(path, method, text):
    """Whether a test of the floor fails with a file as it was changed; and which one."""
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "mutant.json"
        changed.write_text(json.dumps({"path": str(path.resolve()), "text": text}), "utf-8")
        search = os.pathsep.join([str(BENCH), os.environ.get("PYTHONPATH", "")])
        bound = [f"--odoo-database={env.cr.dbname}", f"--odoo-config={config['config']}"]
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "mutant", "-x", "-q", "--tb=no"]
        try:
            done = subprocess.run(
                [*command, *bound, *map(str, sort_tests(path, method))],
                env={**os.environ, "RAYA_MUTANT": str(changed), "PYTHONPATH": search},
                cwd=paths.CHECKOUT,
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return True, "it takes for ever"
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "SUBFAIL", "ERROR"))]
    return done.returncode != 0, (failed or done.stdout.splitlines()[-1:] or ["it does not start"])[0][:160]


def measure(floor, seed):
    """Print what was changed in a floor and whether it was found; return how many were, and of how many."""
    same = {(name, words) for name, words, _reason in EQUIVALENT}
    found = total = 0
    for path, method, line, words, text in draw(floor, seed):
        if (path.name, words) in same:
            continue
        start = time.monotonic()
        noticed, how = is_found(path, method, text)
        found, total = found + noticed, total + 1
        verdict = f"found by {how}" if noticed else "SURVIVED"
        print(f"{path.name}:{line} {method}: {words}\n    {verdict} ({time.monotonic() - start:.0f} s)", flush=True)
    return found, total


def main():
    # Odoo's tests open transactions of their own.
    env.cr.rollback()
    seed = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=paths.CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.strip()
    installed = env["ir.module.module"].search([("name", "in", FLOORS), ("state", "=", "installed")]).mapped("name")
    env.cr.rollback()
    found = total = 0
    for floor in FLOORS:
        if floor in installed:
            path = next((ADDONS / floor / "models").glob("raya_*.py"))
            if not os.environ.get("RAYA_MUTANTS") and is_found(path, "", path.read_text("utf-8"))[0]:
                raise SystemExit("The tests fail without any change: run them first.")
            counted = measure(floor, seed)
            print(f"{floor}: {counted[0]} of {counted[1]} found, of commit {seed[:12]}", flush=True)
            found, total = found + counted[0], total + counted[1]
    return 100 * found >= ENOUGH * total


# --- main
if __name__ == "__main__" and not main():
    raise SystemExit(f"Fewer than {ENOUGH} % were found.")

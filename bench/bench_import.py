# template: floor-raya_service_knowledge
# ruff: noqa: F821
"""Rows per second of the import of faults, beside Odoo's own import of a plain model.

Every size is imported as an editor: as makers publish their codes, with names, parents and words; then with what each
fault needs, its component, two services and a symptom; and all of these known with a changed name.
"""

import gc
import math
import time
from pathlib import Path

from odoo import Command

SIZES = (1_000, 5_000, 20_000)
ENOUGH = 500  # rows per second
ENOUGH_CODES = 2_000  # likewise, of codes as makers publish them
PAGE = 4096
GROWTH = 1.5  # most time per row at the largest size, relative to the smallest
PUBLISHED = ["code", "name", "parent_id", "severity", "is_safety", "external_reference", "keywords"]
COLUMNS = [*PUBLISHED, "component_ids", "operation_ids", "symptom_ids"]
PLAIN_COLUMNS = ["x_code", "x_name", "x_severity", "x_is_safety", "x_reference", "x_keywords", "x_parent_id"]


def make_world():
    """Components, services and symptoms to refer to; and who imports."""
    groups = env["raya.component"].create([{"code": f"BG{at}", "name": f"Group {at}"} for at in range(10)])
    env["raya.component"].create(
        [{"code": f"B{at}", "name": f"Part {at}", "parent_id": groups[at % 10].id} for at in range(100)]
    )
    env["raya.operation"].create([{"code": f"BENCH{at}", "name": f"Service {at}"} for at in range(100)])
    env["raya.symptom"].create([{"code": f"BENCH{at}", "name": f"Complaint {at}"} for at in range(50)])
    group = env.ref("raya_service_base.group_knowledge_editor")
    return env["res.users"].create({"name": "Bench", "login": "bench", "group_ids": [Command.set(group.ids)]})


def parent_of(at, size):
    """A tree of three levels: one in a hundred at the top, one in ten below, the rest below those."""
    tops, middles = size // 100, size // 10
    if at < tops:
        return None
    return at % tops if at < middles else tops + at % (middles - tops)


def path_of(at, size, mark):
    above = parent_of(at, size)
    return f"{path_of(above, size, mark)} / {mark}{at}" if above is not None else f"{mark}{at}"


def make_rows(size, mark, word):
    """Children first: the worst order."""
    for at in reversed(range(size)):
        above = parent_of(at, size)
        yield [
            f"{mark}{at}",
            f"{word} {at} of size {size}",
            path_of(above, size, mark) if above is not None else "",
            ("Minor", "Major", "Critical")[at % 3],
            str(at % 2),
            f"P{at:05}",
            f"word{at % 97} letter{at % 89}",
            f"BG{at % 10} / B{at % 100}",
            f"BENCH{at % 100},BENCH{(at + 7) % 100}",
            f"BENCH{at % 50}",
        ]


def make_plain_model():
    """A model like a fault, without anything of ours."""
    kinds = [
        ("x_code", "char", {}),
        ("x_name", "char", {"translate": "standard"}),
        ("x_severity", "selection", {"selection": "[('minor','Minor'),('major','Major'),('critical','Critical')]"}),
        ("x_is_safety", "boolean", {}),
        ("x_reference", "char", {}),
        ("x_keywords", "char", {"translate": "standard"}),
        ("x_parent_id", "many2one", {"relation": "x_bench"}),
    ]
    lines = [
        Command.create({"name": name, "ttype": kind, "field_description": name, **more}) for name, kind, more in kinds
    ]
    model = env["ir.model"].create({"name": "Bench", "model": "x_bench", "field_id": lines})
    env["ir.model.access"].create(
        {"name": "bench", "model_id": model.id, "perm_read": 1, "perm_write": 1, "perm_create": 1}
    )


def make_plain_rows(size, word, tree=True):
    """Parents first, by name: Odoo's import knows no other order and no path."""
    for at in range(size):
        row = [
            f"X{at}",
            f"{word} {at} of {size}",
            ("Minor", "Major", "Critical")[at % 3],
            str(at % 2),
            f"P{at:05}",
            "word",
        ]
        above = parent_of(at, size)
        parent = f"{word} {above} of {size}" if above is not None else ""
        yield [*row, parent] if tree else row


def memory():
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


def measure(model, columns, rows):
    """Seconds that one file takes, all written."""
    rows = [list(row) for row in rows]
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    start = time.perf_counter()
    result = model.with_context(tracking_disable=True).load(columns, rows)
    env.flush_all()
    seconds = time.perf_counter() - start
    assert not result["messages"], result["messages"][:3]
    assert len(result["ids"]) == len(rows)
    return seconds


def run():
    user = make_world()
    make_plain_model()
    faults, plain = env["raya.fault"].with_user(user), env["x_bench"].with_user(user)
    print("rows per second; in brackets how many times as fast as Odoo's import of the plain model with parents")
    print(
        f"{'rows':>7} {'new codes':>16} {'with what they need':>20} {'known':>7} {'plain, no parents':>18} "
        f"{'plain, parents':>15} {'MB taken':>9}"
    )
    # What only the first import of a session loads.
    measure(faults, COLUMNS, make_rows(100, "W", "Fault"))
    rates, slowest = {}, math.inf
    for size in SIZES:
        mark = f"Z{size}-"
        published = [row[: len(PUBLISHED)] for row in make_rows(size, f"Y{size}-", "Code")]
        before = memory()
        codes = size / measure(faults, PUBLISHED, published)
        taken = memory() - before
        new = size / measure(faults, COLUMNS, make_rows(size, mark, "Fault"))
        known = size / measure(faults, COLUMNS, make_rows(size, mark, "Trouble"))
        flat = size / measure(plain, PLAIN_COLUMNS[:-1], make_plain_rows(size, "Flat", tree=False))
        tree = size / measure(plain, PLAIN_COLUMNS, make_plain_rows(size, "Tree"))
        rates[size] = min(new, known)
        slowest = min(slowest, codes)
        print(
            f"{size:>7} {codes:>9.0f} ({codes / tree:>4.1f}) {new:>13.0f} ({new / tree:>4.1f}) {known:>7.0f} "
            f"{flat:>18.0f} {tree:>15.0f} {taken:>9.0f}",
            flush=True,
        )
    env.cr.rollback()
    growth = rates[SIZES[0]] / rates[SIZES[-1]]
    print(f"time per row at {SIZES[-1]} is {growth:.2f} of that at {SIZES[0]}")
    print(f"wanted: at most {GROWTH}; {ENOUGH_CODES} new codes/s, {ENOUGH} rows/s with what they need")
    return slowest >= ENOUGH_CODES and min(rates.values()) >= ENOUGH and growth <= GROWTH


if not run():
    raise SystemExit("The import is too slow.")

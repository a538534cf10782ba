"""The documents name only what exists: no Odoo, no database."""

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from docutils.core import publish_string
from docutils.utils import Reporter
from test_house import ADDONS, NAMES, manifest, model_classes, model_of, own_models

DOCS = sorted((Path(__file__).parents[1] / "docs").glob("*.md"))
FUNCTION = re.compile(r"([\w/]+\.py):(\w+)")
HOOK = re.compile(r"\b(extended|replaced|overridden) by (add-ons|the add-ons|each model|models)", re.IGNORECASE)
FILE = re.compile(r"`((?:\w+/)+\w+\.py)")
MODEL = re.compile(r"^\| `([\w.]+)` \| `([\w/]+\.py)` \|", re.MULTILINE)


@cache
def functions(file):
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


def section(title):
    text = (DOCS[0].parent / "models.md").read_text()
    return text.partition(f"## {title}")[2].partition("\n## ")[0]


def lost_functions(text):
    """Functions that a text names as ``path/file.py:function`` and that do not exist there."""
    return [
        f"{path}:{name}"
        for path, name in FUNCTION.findall(text)
        if not (ADDONS / path).is_file() or name not in functions(ADDONS / path)
    ]


@pytest.mark.parametrize("document", DOCS, ids=lambda file: file.name)
def test_every_function_in_the_documents_exists(document):
    assert not lost_functions(document.read_text())


def test_a_function_that_is_gone_is_found():
    file = "raya_service_base/tools/locking.py"
    lost = [f"{file}:unlock", "raya_service_base/tools/gone.py:lock"]
    assert lost_functions(f"`{file}:lock`, `{lost[0]}` and `{lost[1]}`") == lost


def test_the_way_of_one_unit_passes_every_floor():
    named = FUNCTION.findall((DOCS[0].parent / "one-unit.md").read_text())
    assert {path.partition("/")[0] for path, _name in named} == set(NAMES) - {"raya_web_persian"}


@pytest.mark.parametrize("document", DOCS, ids=lambda file: file.name)
def test_every_file_in_the_documents_exists(document):
    """Tables of an add-on leave its name out; then the file is in one of them."""
    named = set(FILE.findall(document.read_text()))
    roots = [ADDONS, ADDONS.parent, *(ADDONS / addon for addon in NAMES)]
    assert not [path for path in named if not any((root / path).is_file() for root in roots)]


@pytest.mark.parametrize("addon", [name for name in NAMES if name != "raya_web_persian"])
def test_every_model_is_in_the_documents(addon):
    [title] = re.findall(rf"^## (.* — `{addon}`)$", (DOCS[0].parent / "models.md").read_text(), re.MULTILINE)
    models = {model: str(file.relative_to(ADDONS / addon)) for model, (_node, file) in own_models(addon).items()}
    assert dict(MODEL.findall(section(title))) == models


def doubled_rows(text):
    """Models, files and functions in the first cell of more than one row of a section."""
    for part in re.split(r"\n##+ ", text):
        counts = Counter(re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE))
        yield from (cell for cell, count in counts.items() if count > 1 and cell.startswith("`"))


@pytest.mark.parametrize("document", DOCS, ids=lambda file: file.name)
def test_no_row_of_the_documents_stands_twice(document):
    assert not list(doubled_rows(document.read_text()))


def test_a_row_that_stands_twice_is_found():
    row = "| `raya.call` | `models/raya_call.py` | A call. |\n"
    assert list(doubled_rows(f"## Calls\n{row}{row}")) == ["`raya.call`"]
    assert not list(doubled_rows(f"## Calls\n{row}\n### Others\n{row}"))


def test_every_hook_is_in_the_documents():
    text = (DOCS[0].parent / "floors.md").read_text()
    nodes = [node for file in ADDONS.glob("*/[mwc]*/*.py") for node in ast.walk(ast.parse(file.read_text()))]
    hooks = {
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef) and HOOK.search(" ".join((ast.get_docstring(node) or "").split()))
    }
    assert len(hooks) > 15
    assert not [hook for hook in sorted(hooks) if not re.search(rf"\b{hook}\b", text)]


def test_extended_models_are_in_the_documents():
    found = defaultdict(lambda: (set(), set()))
    for addon in NAMES:
        own = own_models(addon)
        for model in {model_of(node) for node, _file in model_classes(addon)} - set(own):
            found[addon.removeprefix("raya_service_")][not model.startswith("raya.")].add(model)
    rows = re.findall(r"^\| (\w+) \|(.*)\|(.*)\|$", section("Extended"), re.MULTILINE)
    told = {addon: tuple(set(re.findall("`(.*?)`", cell)) for cell in cells) for addon, *cells in rows}
    assert told == dict(found)


def test_every_tool_is_in_the_documents():
    tools = {str(file.relative_to(ADDONS)) for file in ADDONS.glob("*/tools/[a-z]*.py")}
    assert set(FILE.findall(section("Functions without records"))) == tools


@pytest.mark.parametrize("addon", NAMES)
def test_descriptions_are_sound(addon):
    """Odoo shows the README, or the description of the manifest, where an add-on has no page of its own."""
    for text in ((ADDONS / addon / "README.rst").read_text(), manifest(addon).get("description", "")):
        publish_string(text, settings_overrides={"halt_level": Reporter.WARNING_LEVEL, "report_level": 5})

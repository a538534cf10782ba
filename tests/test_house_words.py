"""Numbers in sentences have the digits of the reader: Persian ones in Persian."""

import ast
import re
from functools import cache

import pytest
from test_house import ADDONS, NAMES, python_files

HOUSE = ADDONS.parent
NAME = "test_house_words.py"
TEXTS = {".py", ".md", ".rst", ".xml", ".js", ".scss", ".csv"}
# Papers by which the house was planned; whoever reads the code does not have them.
PAPERS = re.compile(r"\b(TRIALS|DESIGN|HOUSE|UPPER)(\.md|,? (chapter|§|[A-Z]?\d))|\bDESIGN, ")

TRANSLATE = {"_", "_lt"}
NUMERIC_FIELDS = {"Integer", "Float", "Monetary"}
COUNTING = {"len", "sum", "round", "int", "min", "max", "search_count"}
# What a program makes of an amount, ``currency.format()``, and of a number, ``f"{percent:g}"``, has its own digits.
WRITING = {"format"}


@cache
def numeric_names():
    """Names that are fields of numbers wherever a model has such a field."""
    kinds = {True: set(), False: set()}
    for addon in NAMES:
        for file in python_files(addon):
            for node in ast.walk(ast.parse(file.read_text())):
                kind = isinstance(node, ast.Assign) and kind_of_field(node.value)
                if kind:
                    kinds[kind in NUMERIC_FIELDS] |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return frozenset(kinds[True] - kinds[False])


def kind_of_field(node):
    """``Integer`` of ``fields.Integer(…)``."""
    function = getattr(node, "func", None)
    is_field = isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "fields"
    return function.attr if is_field else None


def is_number(node, names):
    """Whether an expression is a bare number, as far as its text tells."""
    if isinstance(node, ast.BinOp):
        return is_number(node.left, names) or is_number(node.right, names)
    if isinstance(node, ast.Call):
        return called(node) in COUNTING | WRITING
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) and part.format_spec for part in node.values)
    return getattr(node, "attr", "") in names


def called(call):
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def kept_numbers(function, names):
    """Names of a function that stand for bare numbers."""
    kept = [node for node in ast.walk(function) if isinstance(node, ast.Assign) and is_number(node.value, names)]
    return {target.id for node in kept for target in node.targets if isinstance(target, ast.Name)}


def bare_numbers(tree, names):
    """Lines on which a number goes into a translated sentence as the program writes it."""
    return sorted(
        value.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for kept in [kept_numbers(function, names)]
        for sentence in ast.walk(function)
        if isinstance(sentence, ast.Call) and called(sentence) in TRANSLATE
        for value in (*sentence.args[1:], *(keyword.value for keyword in sentence.keywords))
        if is_number(value, names) or getattr(value, "id", "") in kept
    )


@pytest.mark.parametrize("addon", NAMES)
def test_numbers_in_sentences_have_the_digits_of_the_reader(addon):
    """``res.lang``'s ``_raya_format_number`` and its sisters write them."""
    found = {
        f"{file.relative_to(ADDONS)}:{line}"
        for file in python_files(addon)
        for line in bare_numbers(ast.parse(file.read_text()), numeric_names())
    }
    assert not found


@pytest.mark.parametrize("addon", sorted(set(NAMES) - {"raya_web_persian"}))
def test_digits_of_the_client_follow_the_reader(addon):
    """Who reads Persian may have chosen other digits: ``writeDigits`` of the reader knows."""
    scripts = (ADDONS / addon).glob("static/src/**/*.js")
    assert not [file.name for file in scripts if re.search(r"\btoPersian\b|startsWith\([\"']fa", file.read_text())]


def test_bare_numbers_are_found():
    source = """
def tell(self, record):
    self.env._("%(count)s lines", count=len(lines))
    self.env._("Version %s", record.version + 1)
    self.env._("Version %s", number(record.version))
    count = self.search_count([])
    self.env._("%s of %s", record.name, count)
    self.env._("%s %%", f"{percent:g}")
    self.env._("%s in all", currency.format(amount))
    self.env._("Dear %s", f"{title} {name}")
"""
    assert bare_numbers(ast.parse(source), {"version"}) == [3, 4, 7, 8, 9]


def test_texts_name_no_paper_that_is_not_here():
    here = {"addons", "bench", "docs", "raya_cli", "tests"}
    files = [file for folder in here for file in (HOUSE / folder).rglob("*") if file.suffix in TEXTS]
    named = {str(file.relative_to(HOUSE)): PAPERS.search(file.read_text()) for file in files if file.name != NAME}
    assert not {file for file, found in named.items() if found}


@pytest.mark.parametrize("text", ["TRIALS E5, also with none used", "see DESIGN, chapter 7", "HOUSE.md", "DESIGN §2"])
def test_a_paper_that_is_not_here_is_found(text):
    assert PAPERS.search(text)

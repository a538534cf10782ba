"""A computed field is given to the records that ask for it, and to no others."""

import ast

import pytest
from test_house import NAMES, classes, methods, python_files


def stored_on(method):
    """Names on whose fields a method assigns."""
    parts = [part for node in ast.walk(method) if isinstance(node, ast.Assign) for part in ast.walk(node)]
    stored = [part.value for part in parts if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)]
    return {value.id for value in stored if isinstance(value, ast.Name)}


def linked(method):
    """Names in a method that stand for records to which a field leads, such as ``version.step_ids``."""
    loops = [(node.target, node.iter) for node in ast.walk(method) if isinstance(node, ast.For)]
    named = [(node.targets[0], node.value) for node in ast.walk(method) if isinstance(node, ast.Assign)]
    return {
        name.id
        for target, source in loops + named
        if any(isinstance(part, ast.Attribute) and part.attr.endswith(("_id", "_ids")) for part in ast.walk(source))
        for name in ast.walk(target)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }


def strays(tree):
    """Computes that assign to records beside their own, as ``(method, name)``."""
    return [
        (method.name, name)
        for node in tree
        for method in methods(node)
        if method.name.startswith("_compute_")
        for name in stored_on(method) & linked(method)
    ]


@pytest.mark.parametrize("addon", NAMES)
def test_computes_assign_to_their_own_records_only(addon):
    """Others would be written to: that may be refused, and nobody asked for it."""
    assert not [stray for file in python_files(addon) for stray in strays(classes(file))]


def test_a_compute_that_numbers_all_lines_is_found():
    source = """
class Step:
    def _compute_number(self):
        for version in self.version_id:
            for number, step in enumerate(version.step_ids):
                step.number = number
"""
    assert strays(ast.parse(source).body) == [("_compute_number", "step")]

"""Floors, the databases built of them and the legs that test them, without a server."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from raya_cli import (
    console,
    databases,
    floors,
    paths,
    process,
)
from raya_cli.commands import test as test_command
from raya_cli.console import RayaError
from raya_cli.testing import legs


def _addon(folder: Path, name: str, depends: list[str], **extra) -> Path:
    (folder / name / "tests").mkdir(parents=True)
    (folder / name / "__manifest__.py").write_text(repr({"name": name, "depends": depends, **extra}))
    return folder / name


@pytest.fixture
def house(tmp_path):
    _addon(tmp_path, "top", ["middle", "account"])
    _addon(tmp_path, "middle", ["bottom", "stock"])
    _addon(tmp_path, "bottom", ["mail"])
    _addon(tmp_path, "gone", ["mail"], installable=False)
    return tmp_path


def test_floors_are_found_from_the_ground_up(house):
    found = floors.discover(house)
    assert [floor.name for floor in found] == ["bottom", "middle", "top"]
    assert [floor.name for floor in floors.below(found, found[2])] == ["bottom", "middle"]
    assert floors.stock_dependencies(found) == ["account", "mail", "stock"]


def test_a_circle_of_add_ons_is_refused(tmp_path):
    _addon(tmp_path, "one", ["two"])
    _addon(tmp_path, "two", ["one"])
    with pytest.raises(RayaError, match="one, two"):
        floors.discover(tmp_path)


def test_a_broken_manifest_is_named(tmp_path):
    (_addon(tmp_path, "one", []) / "__manifest__.py").write_text("{'name': oops}")
    with pytest.raises(RayaError, match="one/__manifest__"):
        floors.discover(tmp_path)


def test_only_what_a_database_holds_changes_its_key(house):
    before = floors.content_key(floors.discover(house))
    (house / "top" / "tests" / "test_x.py").write_text("1")
    (house / "top" / "README.rst").write_text("1")
    assert floors.content_key(floors.discover(house)) == before
    (house / "top" / "models.py").write_text("1")
    assert floors.content_key(floors.discover(house)) != before


def test_each_floor_is_built_on_the_one_below(house):
    found = {one.name: one for one in databases.recipes(floors.discover(house), "19.0")}
    assert [found[f"floor-{name}"].base for name in ("bottom", "middle", "top")] == [
        "base",
        "floor-bottom",
        "floor-middle",
    ]
    assert (found["suite"].base, found["suite"].adds) == ("floor-top", ())
    assert (found["suite-demo"].base, found["suite-demo"].adds) == ("stock", ("bottom", "middle", "top"))
    assert found["stock"].adds == ("account", "mail", "stock")


@pytest.fixture
def wide_house(tmp_path):
    """Two floors beside each other on one, a floor on both, and one beside that."""
    _addon(tmp_path, "ground", ["mail"])
    _addon(tmp_path, "left", ["ground"])
    _addon(tmp_path, "right", ["ground", "sale"])
    _addon(tmp_path, "roof", ["left", "right"])
    _addon(tmp_path, "shed", ["right", "stock"])
    return floors.discover(tmp_path)


def test_a_floor_is_built_on_the_largest_database_below_it(wide_house):
    found = {one.name: (one.base, one.adds) for one in databases.recipes(wide_house, "19.0")}
    assert found["floor-left"] == ("floor-ground", ("left",))
    assert found["floor-right"] == ("floor-ground", ("right",))
    assert found["floor-roof"] == ("floor-right", ("left", "roof"))
    assert found["floor-shed"] == ("floor-right", ("shed",))
    assert found["suite"] == ("floor-roof", ("shed",))


def test_a_change_beside_leaves_a_floor_current(wide_house):
    before = {one.name: one.key for one in databases.recipes(wide_house, "19.0")}
    (wide_house[1].folder / "models.py").write_text("1")
    after = {one.name: one.key for one in databases.recipes(wide_house, "19.0")}
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"floor-left", "floor-roof", "suite", "suite-odoo", "suite-demo"}


@pytest.fixture
def nothing_built(wide_house, monkeypatch, tmp_path):
    """Databases of the wide house of which none is there, on a server that is never asked."""
    monkeypatch.setattr(paths, "data_home", lambda: tmp_path / "data")
    monkeypatch.setattr(databases.Databases, "_drop_leftovers", lambda self: None)
    monkeypatch.setattr(databases.Databases, "is_current", lambda self, name: False)
    space = SimpleNamespace(odoo=SimpleNamespace(version="19.0"))
    return databases.Databases(space, wide_house[0].folder.parent)


def test_databases_are_built_side_by_side_and_after_what_they_stand_on(nothing_built, monkeypatch):
    meeting = threading.Barrier(2, timeout=10)
    built = []

    def build(self, template):
        if template.name in {"floor-left", "floor-right"}:
            meeting.wait()
        built.append(template.name)

    monkeypatch.setattr(databases.Databases, "_build", build)
    nothing_built.ensure("suite", "floor-left", workers=2)
    assert sorted(built) == sorted(["base", "floor-ground", "floor-left", "floor-right", "floor-roof", "suite"])
    for template in nothing_built.templates.values():
        if template.name in built and template.base:
            assert built.index(template.base) < built.index(template.name)


def test_a_database_that_fails_ends_those_being_built(nothing_built, monkeypatch):
    long = threading.Event()

    def build(self, template):
        if template.name == "floor-right":
            raise RayaError("not this one")
        if template.name == "floor-left":
            with pytest.raises(RayaError):
                process.run_logged(["sleep", "60"], paths.data_home() / "log.txt", console.Progress("sleeping"))
            long.set()

    monkeypatch.setattr(databases.Databases, "_build", build)
    with pytest.raises(RayaError, match="not this one"):
        nothing_built.ensure("floor-left", "floor-right", workers=2)
    assert long.is_set()


def test_a_change_upstairs_leaves_the_lower_databases_current(house):
    before = {one.name: one.key for one in databases.recipes(floors.discover(house), "19.0")}
    (house / "top" / "models.py").write_text("1")
    after = {one.name: one.key for one in databases.recipes(floors.discover(house), "19.0")}
    assert {name for name in after if after[name] != before[name]} == {
        "floor-top",
        "suite",
        "suite-odoo",
        "suite-demo",
    }


def test_another_odoo_makes_every_database_stale(house):
    found = floors.discover(house)
    one = {template.key for template in databases.recipes(found, "19.0-a")}
    assert one.isdisjoint(template.key for template in databases.recipes(found, "19.0-b"))


def test_there_are_recipes_without_any_add_on():
    names = {one.name for one in databases.recipes([], "19.0")}
    assert names == {"base", "suite", "suite-odoo", "stock", "stock-odoo", "suite-demo"}


def test_every_floor_is_tested_alone_and_in_the_suite(house):
    (house / "tests").mkdir()
    for name in ("test_house.py", "test_raya_cli.py", "test_end_to_end.py", "test_demo_tour.py"):
        (house / "tests" / name).touch()
    found = {leg.name: leg for leg in legs.plan(floors.discover(house), house)}
    assert found["middle alone"].template == "floor-middle"
    in_suite = [leg.paths for leg in found.values() if leg.name.endswith("in the suite")]
    assert in_suite == [("bottom/tests",), ("middle/tests",)]
    assert "tests/test_house.py" in found["static"].paths
    assert found["static"].template == ""
    assert "tests/test_end_to_end.py" in found["whole suite"].paths
    assert found["demo"] == legs.Leg("demo", ("tests/test_demo_tour.py",), "suite-demo")


def test_floors_beside_each_other_are_all_tested_in_the_suite(wide_house):
    names = [leg.name for leg in legs.plan(wide_house, wide_house[0].folder.parent)]
    assert sum(name.endswith("in the suite") for name in names) == len(wide_house)


def test_odoos_own_suites_are_compared_with_and_without_ours(house):
    (house / "tests").mkdir()
    (house / "tests" / "check_odoo_suites.py").touch()
    found = {leg.name: leg for leg in legs.plan(floors.discover(house), house)}
    leg = found["Odoo with and without ours"]
    assert (leg.template, leg.also, leg.paths) == ("", ("suite-odoo", "stock-odoo"), ("tests/check_odoo_suites.py",))
    recipes = {one.name: one for one in databases.recipes(floors.discover(house), "19.0")}
    assert set(recipes["suite-odoo"].adds) <= set(recipes["stock-odoo"].adds)
    assert not {"bottom", "middle", "top"} & set(recipes["stock-odoo"].adds)


def test_the_full_run_has_odoos_own_scripts():
    assert {leg.template for leg in legs.plan_of_odoo()} == {"suite-odoo"}


def test_a_path_chooses_the_legs_that_contain_it():
    plan = [legs.Leg("a", ("addons/a/tests",), "x"), legs.Leg("b", ("addons/b/tests", "tests/test_e.py"), "y")]
    assert legs.narrow(plan, []) == plan
    assert [leg.paths for leg in legs.narrow(plan, ["addons/a/tests/test_z.py::Test::test_q"])] == [
        ("addons/a/tests/test_z.py::Test::test_q",)
    ]
    assert [leg.name for leg in legs.narrow(plan, ["addons"])] == ["a", "b"]
    assert [leg.paths for leg in legs.narrow(plan, ["tests/test_e.py::test_one"])] == [("tests/test_e.py::test_one",)]
    assert legs.narrow(plan, ["elsewhere"]) == []


def test_arguments_are_told_from_paths():
    wanted, extra = test_command.split(["-k", "tests", "tests/test_house.py::test_x", "-x"])
    assert (wanted, extra) == (["tests/test_house.py::test_x"], ["-k", "tests", "-x"])
    assert test_command.split(["--junitxml", "README.md", "-x"]) == ([], ["--junitxml=README.md", "-x"])

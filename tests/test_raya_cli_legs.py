"""A run of legs, with a pytest of its own and without a database."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from raya_cli import (
    floors,
    odoo_source,
    paths,
    postgres,
    workspace,
)
from raya_cli.testing import legs, umbrella

_LEG_TESTS = {
    "good": """
import unittest

def test_good(): pass

class TestMany(unittest.TestCase):
    def test_many(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertLess(number, 3)

@unittest.skip("for a reason")
def test_left_out(): pass
""",
    "bad": "def test_one(): assert 0\ndef test_two(): assert 0\n",
    "partly": """
import unittest

class TestMany(unittest.TestCase):
    def test_many(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertNotEqual(number, 1)
""",
    "classes": """
import unittest

class TestOne(unittest.TestCase):
    def test_first(self): pass
    def test_second(self): raise AssertionError

class TestTwo(unittest.TestCase):
    def test_only(self): pass

def test_free(): pass
def test_free_too(): pass
""",
    "told": "import os\ndef test_told_in_thousands(): assert os.environ['RAYA_FULL']\n",
    "dead": "import os\ndef test_before(): pass\ndef test_dead(): os._exit(3)\n",
    "broken": "import no_such_module\n",
}


_RUN = """\
import sys
from types import SimpleNamespace
from raya_cli import workspace
from raya_cli.testing.legs import Leg
from raya_cli.testing.umbrella import Umbrella

databases = SimpleNamespace(space=workspace.from_environment())
sys.exit(Umbrella(databases, {made}, {arguments}, 2).run({options}))
"""


@pytest.fixture
def run_legs(tmp_path):
    """Run legs without a database, each of one file, as `./raya test` does; return the exit code and what was said."""

    def run(*names, arguments=(), whole=(), **of_leg):
        made = []
        for name in names:
            file = tmp_path / f"test_leg_{name}.py"
            file.write_text(_LEG_TESTS[name])
            made.append(legs.Leg(f"of {name}", (str(file),), **{"options": ("-o", "testpaths="), **of_leg}))
        server = postgres.Server("", "", "", "", Path(), "x_")
        space = workspace.Workspace(odoo_source.OdooSource(Path(), (), "19.0"), server, (), ())
        script = _RUN.format(made=made, arguments=arguments, options=[*arguments, *whole])
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=paths.CHECKOUT,
            env={**space.environment, "RAYA_FULL": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_legs_are_counted_as_one_run(run_legs, tmp_path):
    code, said = run_legs("good", "bad", whole=(f"--junitxml={tmp_path / 'all.xml'}",))
    assert code == 1
    assert re.search(r"=+ 2 failed, 2 passed, 1 skipped in ", said.splitlines()[-1])
    assert "for a reason" in said
    assert (tmp_path / "all.xml").read_text().count("<testcase") == 5


def test_a_failure_of_one_case_among_several_is_told(run_legs):
    code, said = run_legs("partly")
    assert code == 1
    assert "SUBFAILED(number=" in said
    assert "1 == 1" in said


def test_a_run_without_a_failure_succeeds(run_legs):
    code, said = run_legs("good")
    assert (code, said.splitlines()[-1].startswith("=")) == (0, True)


def test_a_leg_that_dies_is_a_failure_with_its_last_words(run_legs):
    code, said = run_legs("dead", "good")
    assert code == 1
    assert "pytest ended with exit code 3; its output is in" in said
    assert "collected 2 items" in said
    assert re.search(r"1 failed, 3 passed", said.splitlines()[-1])


def test_a_file_that_cannot_be_imported_is_an_error_told_once(run_legs):
    code, said = run_legs("broken")
    assert code == 1
    assert "No module named 'no_such_module'" in said
    assert "1 error in" in said.splitlines()[-1]


def test_the_first_failure_can_end_the_run(run_legs):
    code, said = run_legs("bad", arguments=("-x",))
    assert code == 1
    assert re.search(r" 1 failed in ", said.splitlines()[-1])


def test_a_choice_that_leaves_nothing_is_told(run_legs):
    code, said = run_legs("good", "bad", arguments=("-k", "nowhere"))
    assert code == pytest.ExitCode.NO_TESTS_COLLECTED
    assert " deselected in " in said.splitlines()[-1]


def test_stories_in_thousands_are_told_once(run_legs, tmp_path):
    assert run_legs("told")[0] == pytest.ExitCode.OK
    assert run_legs("told", is_repeated=True)[0] == pytest.ExitCode.TESTS_FAILED
    of_floors = {leg.name: leg for leg in legs.plan(floors.discover(paths.CHECKOUT / "addons"))}
    for name, leg in of_floors.items():
        assert leg.is_repeated == (name.endswith(" alone") and name.replace(" alone", " in the suite") in of_floors)


def test_what_another_leg_runs_too_only_begins_in_the_usual_run(run_legs):
    assert run_legs("classes")[0] == pytest.ExitCode.TESTS_FAILED
    code, said = run_legs("classes", options=("-o", "testpaths=", legs.FIRST_OF_CLASS))
    assert code == pytest.ExitCode.OK
    assert re.search(r"=+ 4 passed, 1 deselected in ", said.splitlines()[-1])
    plan = legs.plan(floors.discover(paths.CHECKOUT / "addons"))
    usual = legs.begin_only(plan)
    assert [leg.name for leg in usual if legs.FIRST_OF_CLASS in leg.options] == [
        leg.name for leg in plan if leg.is_repeated
    ]
    assert [leg.name for leg in usual] == [leg.name for leg in plan]


def test_what_another_leg_tells_nearly_waits_for_a_full_run():
    ours = floors.discover(paths.CHECKOUT / "addons")
    above = {floor.name: {floor.name} for floor in ours}
    for floor in ours:
        for one in floors.below(ours, floor):
            above[one.name].add(floor.name)
    plan = legs.plan(ours)
    near = {leg.name for leg in plan if leg.is_near}
    missing = {floor.name: len(ours) - 1 - len(floors.below(ours, floor)) for floor in ours}
    assert near == {f"{name} alone" for name, count in missing.items() if count == 1}
    assert near == {"raya_service_billing alone", "raya_service_workshop alone"}
    assert {leg.name for leg in plan} - {leg.name for leg in legs.choose(plan, [], False)} == near
    assert legs.choose(plan, [], True) == plan
    assert [leg.name for leg in legs.choose(plan, ["billing alone"], False)] == ["raya_service_billing alone"]


def test_the_longest_leg_begins_first(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "data_home", lambda: tmp_path)
    plan = [legs.Leg(name, ()) for name in ("short", "new", "newer", "long")]
    legs.remember({"short": 3.2, "long": 100})
    legs.remember({"other": 7})
    assert [leg.name for leg in legs.longest_first(plan)] == ["newer", "new", "long", "short"]


def test_templates_are_read_from_the_tests(tmp_path):
    (tmp_path / "test_x.py").write_text('workshop.copy("stock")')
    assert legs.templates_named_in(tmp_path) == ("stock",)


def test_tests_left_out_by_a_choice_have_attributes_for_other_plugins(tmp_path):
    """`-k` counts them; hypothesis looks into each when the run ends."""
    told = []

    def pytest_deselected(items):
        told.extend(items)

    log = tmp_path / "leg.log"
    log.write_text("\n========== 12 passed, 2 deselected in 3.20s ==========\n")
    umbrella._tell_deselected(SimpleNamespace(pytest_deselected=pytest_deselected), log)
    assert [vars(item) for item in told] == [{}, {}]

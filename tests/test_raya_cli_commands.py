"""The command line, and what each command decides by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from raya_cli import (
    main,
    npm,
    odoo_source,
    paths,
    postgres,
    workspace,
)
from raya_cli.commands import bench, lint


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main.main([command, "--help"])
    assert ended.value.code == 0
    assert "usage: ./raya" in capsys.readouterr().out


def test_an_unknown_option_is_refused(capsys):
    with pytest.raises(SystemExit):
        main.main(["reset", "--al1"])
    assert "unknown option" in capsys.readouterr().err


def test_every_lint_check_has_a_name_of_its_own():
    assert len({check.name for check in lint.checks()}) == len(lint.checks())


def test_a_tool_complains_by_its_exit_code_or_by_its_words(monkeypatch):
    monkeypatch.setattr(npm, "ensure", list)
    assert lint._call("sh", "-c", "echo fine") == ""
    assert lint._call("sh", "-c", "echo missing_add_on", told_by_words=True) == "missing_add_on"
    assert lint._call("sh", "-c", "echo wrong >&2; exit 2") == "wrong"
    assert lint._call("sh", "-c", "exit 2") == "exit code 2"


def test_the_launcher_needs_nothing_installed():
    script = "import sys, json; sys.path.insert(0, '.'); import raya_cli.main as m; m._parser(); print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], cwd=paths.CHECKOUT, capture_output=True, text=True, check=True
    )
    assert {"polib", "pytest", "odoo", "lxml", "psycopg2", "requests"}.isdisjoint(json.loads(done.stdout))


def test_a_measurement_names_its_template():
    assert bench.template_of("# template: suite-demo\nprint()") == "suite-demo"
    assert bench.template_of("print()") == "suite"


def test_a_measurement_without_template_runs_as_plain_python(tmp_path):
    script = tmp_path / "bench_plain.py"
    script.write_text("# template: none\nimport sys\nsys.exit(3)\n")
    assert bench._measure(None, script) == 3


def test_a_workspace_survives_the_way_to_another_process(monkeypatch):
    server = postgres.Server("/run", "5432", "me", "secret", Path("/bin"), "x_")
    odoo = odoo_source.OdooSource(Path("/odoo"), (Path("/odoo/addons"),), "19.0")
    space = workspace.Workspace(odoo, server, (Path("/node"),), ("browser tests",))
    for key, value in space.environment.items():
        monkeypatch.setenv(key, value)
    assert workspace.from_environment() == space

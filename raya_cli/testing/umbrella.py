"""The run as a whole: a pytest that has no tests of its own and reports those of its legs.

Each leg is a pytest that writes its reports to a file (pytest-reportlog). They are read when it ends,
so there is one summary and one exit code, and they are pytest's.
"""

import json
import os
import re
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from types import SimpleNamespace

import pytest

from .. import console, paths, process
from ..databases import Databases
from . import legs
from .legs import Leg

# Nobody knows before they ran how many tests there are, of which a percentage could be shown.
_OPTIONS = ("-p", "no:cacheprovider", "-p", "no:odoo", "-s", "-o", "console_output_style=classic", "-rfEs")


class Umbrella:
    """pytest plugin that runs the legs side by side; `arguments` are the user's own for each of them."""

    def __init__(self, databases: Databases, chosen: Sequence[Leg], arguments: Sequence[str], workers: int) -> None:
        self.databases, self.legs, self.arguments, self.workers = databases, chosen, arguments, workers
        self.seconds: dict[str, float] = {}
        self._copying = threading.Lock()

    def run(self, options: Sequence[str]) -> int:
        """Run all legs, report them as these options of pytest ask for, and return its exit code."""
        os.chdir(paths.CHECKOUT)
        return pytest.main([f"--rootdir={paths.CHECKOUT}", *_OPTIONS, *options], [self])

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """The legs collect; here the count only grows as they report."""
        session.items, session.testscollected = [], 0
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Begin the legs in their order, and report each when it ends."""
        with ThreadPoolExecutor(self.workers) as pool:
            begun = {pool.submit(self._run, leg): leg for leg in self.legs}
            try:
                for future in as_completed(begun):
                    _report(session, begun[future], *future.result())
            finally:
                process.stop_all(pool, begun)
        return True

    def _run(self, leg: Leg) -> tuple[list[dict], str]:
        """Run one leg, in a thread of its own; return its reports, and why it did not end as it should."""
        log = paths.log_file(f"test {leg.name}")
        reports = log.with_suffix(".jsonl")
        reports.write_text("", encoding="utf-8")
        database = self.databases.run_name(re.sub(r"\W", "_", leg.name)[:40]) if leg.template else ""
        space = self.databases.space
        command = legs.command(leg, database, space.config, (f"--report-log={reports}", *self.arguments))
        environment = {**space.environment, "RAYA_DATABASE": database}
        if leg.is_repeated:
            environment["RAYA_FULL"] = ""
        start = time.monotonic()
        try:
            with console.step(leg.name) as progress:
                if database:
                    with self._copying:
                        self.databases.copy(leg.template, database)
                code = process.run_logged(command, log, progress, env=environment, cwd=paths.CHECKOUT, check=False)
                progress.result = process.tail(log, 1).strip(" =").partition(" in ")[0]
        except console.RayaError as error:
            return [], f"the database could not be prepared\n\n{error}"
        finally:
            if database:
                self.databases.drop(database)
        # A leg that dies may leave half a line.
        told = [json.loads(line) for line in reports.read_text(encoding="utf-8").split("\n")[:-1]]
        if any(data["$report_type"] == "SessionFinish" for data in told):
            self.seconds[leg.name] = time.monotonic() - start
            # After a failure to collect, which is reported, pytest ends as if it had crashed.
            if code not in (2, 3, 4) or any(_uncollected(data) for data in told):
                return told, ""
        return told, f"pytest ended with exit code {code}; its output is in {log}\n\n{process.tail(log, 40)}"


def _uncollected(data: dict) -> bool:
    return data["$report_type"] == "CollectReport" and data["outcome"] == "failed"


def _report(session: pytest.Session, leg: Leg, told: Sequence[dict], broken: str) -> None:
    """Pass on what a leg reported, as if its tests had run here."""
    hook = session.config.hook
    for data in told:
        if _uncollected(data):
            hook.pytest_collectreport(report=_restored(session.config, leg, data))
        elif data["$report_type"].lower().endswith("testreport"):
            _log(session, leg, _restored(session.config, leg, data))
    if broken:
        session.testscollected += 1
        where = f"{leg.paths[0]}::{leg.name}"
        _log(session, leg, pytest.TestReport(where, (where, 0, leg.name), {}, "failed", broken, "call"))
    _tell_deselected(hook, paths.log_file(f"test {leg.name}"))
    session.config.pluginmanager.get_plugin("terminalreporter").ensure_newline()


def _restored(config: pytest.Config, leg: Leg, data: dict) -> pytest.TestReport | pytest.CollectReport:
    if data["$report_type"] == "SubTestReport":
        # pytest's own name for it; pytest-reportlog writes another.
        data["_report_type"] = data.pop("$report_type")
    report = config.hook.pytest_report_from_serializable(config=config, data=data)
    if leg.template:
        # The same test may run in two legs; the failure must say in which.
        report.nodeid = f"{report.nodeid} [{leg.name}]"
    # JSON has no tuples, and pytest tells a skip by one.
    if isinstance(report.longrepr, list):
        report.longrepr = tuple(report.longrepr)
    return report


def _log(session: pytest.Session, leg: Leg, report: pytest.TestReport) -> None:
    if report.when == "setup":
        session.testscollected += 1
    if session.config.get_verbosity() <= 0:
        where = f"{report.nodeid.partition('::')[0]} [{leg.name}]"
        session.config.hook.pytest_runtest_logstart(nodeid=where, location=report.location)
    session.config.hook.pytest_runtest_logreport(report=report)
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)


def _tell_deselected(hook, log: Path) -> None:
    """Count what a choice left out: it was in another process, and plugins look at attributes of each."""
    found = re.search(r"(\d+) deselected", process.tail(log, 3))
    hook.pytest_deselected(items=[SimpleNamespace() for _item in range(int(found[1]) if found else 0)])

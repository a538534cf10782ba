"""pytest plugin of the run as a whole: runs the legs side by side and reports their tests as its own.

Each leg is a pytest that writes its reports to a file (pytest-reportlog). They are read here while
it runs, so there is one progress, one summary and one exit code, and they are pytest's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from .. import console, paths, process, workspace
from ..databases import Databases
from ..errors import RayaError
from . import legs
from .legs import Leg

_PAUSE = 0.2


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> bool:
    """The legs collect; here the count only grows as they report."""
    session.items = []
    session.testscollected = 0
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    run = legs.from_environment()
    databases = Databases(workspace.from_environment())
    all_legs = [LegRun(session, databases, leg, run.arguments) for leg in run.legs]
    waiting = list(all_legs)
    running: list[LegRun] = []
    try:
        while waiting or running:
            while waiting and len(running) < run.workers:
                running.append(waiting.pop(0))
                running[-1].start()
            running = [leg for leg in running if leg.goes_on()]
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            time.sleep(_PAUSE)
    finally:
        for leg in running:
            leg.close()
    if run.whole:
        legs.remember({leg.leg.name: leg.seconds for leg in all_legs if leg.finished})
    return True


class LegRun:
    """One leg while it runs: its process, its copy of a database, and its reports as they come."""

    def __init__(self, session: pytest.Session, databases: Databases, leg: Leg, arguments: tuple[str, ...]) -> None:
        self.session = session
        self.hook = session.config.hook
        self.databases = databases
        self.leg = leg
        self.arguments = arguments
        self.log = paths.log_file(f"test {leg.name}")
        self.reports = self.log.with_suffix(".jsonl")
        self.database = databases.run_name(re.sub(r"\W", "_", leg.name)[:40]) if leg.template else ""
        self.child: subprocess.Popen | None = None
        self.finished = False
        # Whether a failure to collect was reported; pytest then ends as if it had crashed.
        self.told = False
        self.file = ""
        self.held: list[pytest.TestReport] = []

    def start(self) -> None:
        """Copy the database and start the tests; what goes wrong becomes a report."""
        self.started = time.monotonic()
        self.reports.unlink(missing_ok=True)
        self._say(f"begins{f' on a copy of {self.leg.template}' if self.database else ''}")
        try:
            if self.database:
                self.databases.copy(self.leg.template, self.database)
        except RayaError as error:
            self._report_crash("the database could not be prepared", str(error))
            return
        space = self.databases.space
        extra = (f"--report-log={self.reports}", *self.arguments)
        with self.log.open("w", encoding="utf-8") as sink:
            self.child = subprocess.Popen(
                legs.command(self.leg, space.python, self.database, space.config, extra),
                stdout=sink,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=paths.CHECKOUT,
                env={**os.environ, "RAYA_DATABASE": self.database},
                start_new_session=True,
            )
        self.lines = self._follow()

    def goes_on(self) -> bool:
        """Pass on what the leg reported since the last time; tell whether it still runs."""
        if not self.child:
            self.close()
            return False
        # Asked before reading: what an ended leg wrote is then read to its end.
        code = self.child.poll()
        for line in self.lines:
            if line is None:
                break
            self._take(json.loads(line))
        if code is None:
            return True
        self._show()
        if (not self.finished or code in (2, 3, 4)) and not self.told:
            self._report_crash(f"pytest ended with exit code {code}", process.tail(self.log, 40))
        self._tell_deselected()
        self.seconds = time.monotonic() - self.started
        self._say(f"took {console.seconds(self.seconds)}")
        self.close()
        return False

    def close(self) -> None:
        """End the process, if it still runs, and drop the copy."""
        if self.child:
            process.stop(self.child)
        if self.database:
            self.databases.drop(self.database)

    def _follow(self) -> Iterator[str | None]:
        """The lines of the report file as they are written; None where there is no more for now."""
        while not self.reports.exists():
            yield None
        with self.reports.open(encoding="utf-8") as file:
            part = ""
            while True:
                part += file.readline()
                if part.endswith("\n"):
                    yield part
                    part = ""
                else:
                    yield None

    # -- what the leg reports ----------------------------------------------------

    def _take(self, data: dict) -> None:
        kind = data["$report_type"]
        if kind == "SessionFinish":
            self.finished = True
        elif kind == "CollectReport":
            if data["outcome"] == "failed":
                self.told = True
                self.hook.pytest_collectreport(report=self._report(data))
        elif kind.lower().endswith("testreport"):
            self._hold(self._report(data))

    def _report(self, data: dict):
        if data["$report_type"] == "SubTestReport":
            # pytest's own name for it; pytest-reportlog writes another.
            data["_report_type"] = data.pop("$report_type")
        report = self.hook.pytest_report_from_serializable(config=self.session.config, data=data)
        if self.leg.template:
            # The same test may run in two legs; the failure must say in which.
            report.nodeid = f"{report.nodeid} [{self.leg.name}]"
        # JSON has no tuples, and pytest tells a skip by one.
        if isinstance(report.longrepr, list):
            report.longrepr = tuple(report.longrepr)
        return report

    def _hold(self, report: pytest.TestReport) -> None:
        """Keep the reports of one file together, or two legs would show a line for every test."""
        file = report.nodeid.partition("::")[0]
        if file != self.file:
            self._show()
        self.file = file
        self.held.append(report)
        if report.failed:
            self._show()

    def _show(self) -> None:
        for report in self.held:
            if report.when == "setup":
                self.session.testscollected += 1
            if self.session.config.get_verbosity() <= 0:
                where = f"{self.file} [{self.leg.name}]"
                self.hook.pytest_runtest_logstart(nodeid=where, location=report.location)
            self.hook.pytest_runtest_logreport(report=report)
        self.held.clear()

    def _tell_deselected(self) -> None:
        """They were in another process; plugins look at attributes of each."""
        found = re.findall(r"(\d+) deselected", process.tail(self.log, 3))
        self.hook.pytest_deselected(items=[SimpleNamespace() for _item in range(int(found[-1]) if found else 0)])

    def _report_crash(self, what: str, detail: str) -> None:
        nodeid = f"{self.leg.paths[0]}::{self.leg.name}"
        text = f"{what}; its output is in {self.log}\n\n{detail}"
        report = pytest.TestReport(nodeid, (nodeid, 0, self.leg.name), {}, "failed", text, "call")
        self.session.testscollected += 1
        self.hook.pytest_runtest_logreport(report=report)

    def _say(self, what: str) -> None:
        terminal = self.session.config.pluginmanager.get_plugin("terminalreporter")
        if terminal:
            terminal.ensure_newline()
            terminal.write_line(f"- {self.leg.name} {what}")

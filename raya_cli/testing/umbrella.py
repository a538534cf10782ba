"""pytest plugin of the run as a whole: starts each leg and reports its tests as its own.

So there is one progress, one summary and one exit code, and they are pytest's.
"""

from __future__ import annotations

import json
import os
import subprocess
from types import SimpleNamespace

import pytest

from .. import paths, process, workspace
from ..databases import Databases
from ..errors import RayaError
from . import forward, legs
from .legs import Leg


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> bool:
    """The legs collect; here the count only grows as they report."""
    session.items = []
    session.testscollected = 0
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    space = workspace.from_environment()
    databases = Databases(space)
    for leg in legs.from_environment():
        LegRun(session, databases, leg).run()
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
    return True


class LegRun:
    """One leg while it runs."""

    def __init__(self, session: pytest.Session, databases: Databases, leg: Leg) -> None:
        self.session = session
        self.hook = session.config.hook
        self.databases = databases
        self.leg = leg
        self.log = paths.log_file(f"test {leg.name}")
        self.finished = False
        # Whether a failure to collect was reported; pytest then ends as if it had crashed.
        self.told = False

    def run(self) -> None:
        """Copy the database, run the tests, drop the copy; whatever goes wrong becomes a report."""
        self._announce()
        database = self.databases.run_name(self._slug()) if self.leg.template else ""
        try:
            if database:
                self.databases.copy(self.leg.template, database)
            code = self._run_pytest(database)
            broken = not self.finished or code in (2, 3, 4)
            if broken and not self.told and not self._ending():
                self._report_crash(f"pytest ended with exit code {code}", forward.worst_of(self.log))
        except RayaError as error:
            self._report_crash("the database could not be prepared", str(error))
        finally:
            if database:
                self.databases.drop(database)

    def _slug(self) -> str:
        return "".join(char if char.isalnum() else "_" for char in self.leg.name)[:40]

    def _announce(self) -> None:
        terminal = self.session.config.pluginmanager.get_plugin("terminalreporter")
        if terminal:
            where = f" (database: copy of {self.leg.template})" if self.leg.template else ""
            terminal.ensure_newline()
            terminal.section(f"{self.leg.name}{where}", sep="-")

    def _run_pytest(self, database: str) -> int:
        reading, writing = os.pipe()
        space = self.databases.space
        command = legs.command(self.leg, space.python, database, space.config, legs.arguments_from_environment())
        with self.log.open("w", encoding="utf-8") as sink:
            child = subprocess.Popen(
                command,
                stdout=sink,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=paths.CHECKOUT,
                env={**os.environ, legs.DESCRIPTOR: str(writing), "RAYA_DATABASE": database},
                pass_fds=(writing,),
                start_new_session=True,
            )
            os.close(writing)
            try:
                self._listen(reading)
                return 0 if self._ending() else child.wait()
            finally:
                process.stop(child)

    def _listen(self, reading: int) -> None:
        with os.fdopen(reading, encoding="utf-8") as lines:
            for line in lines:
                message = json.loads(line)
                getattr(self, f"_on_{message.pop('event')}")(**message)
                if self._ending():
                    return

    def _ending(self) -> bool:
        """Whether the whole run is to stop here, as with -x."""
        return bool(self.session.shouldfail or self.session.shouldstop)

    # -- events of the leg -----------------------------------------------------

    def _on_collected(self, count: int) -> None:
        self.session.testscollected += count

    def _on_deselected(self, count: int) -> None:
        # They are in another process; plugins look at attributes of each.
        self.hook.pytest_deselected(items=[SimpleNamespace() for _item in range(count)])

    def _on_logstart(self, nodeid: str, location: list) -> None:
        self.hook.pytest_runtest_logstart(nodeid=self._name(nodeid), location=tuple(location))

    def _on_logfinish(self, nodeid: str, location: list) -> None:
        self.hook.pytest_runtest_logfinish(nodeid=self._name(nodeid), location=tuple(location))

    def _on_logreport(self, report: dict) -> None:
        self.hook.pytest_runtest_logreport(report=self._report(report))

    def _on_collectreport(self, report: dict) -> None:
        self.told = True
        self.hook.pytest_collectreport(report=self._report(report))

    def _on_finished(self, exitstatus: int) -> None:
        self.finished = True

    def _report(self, data: dict):
        report = self.hook.pytest_report_from_serializable(config=self.session.config, data=data)
        report.nodeid = self._name(report.nodeid)
        # JSON has no tuples, and pytest tells a skip by one.
        if isinstance(report.longrepr, list):
            report.longrepr = tuple(report.longrepr)
        return report

    def _name(self, nodeid: str) -> str:
        """The same test may run in two legs; the failure must say in which."""
        return f"{nodeid} [{self.leg.name}]" if self.leg.template else nodeid

    def _report_crash(self, what: str, detail: str) -> None:
        nodeid = f"{self.leg.paths[0]}::{self.leg.name}"
        text = f"{what}; its output is in {self.log}\n\n{detail}"
        report = pytest.TestReport(nodeid, (nodeid, 0, self.leg.name), {}, "failed", text, "call")
        self.session.testscollected += 1
        self.hook.pytest_runtest_logreport(report=report)

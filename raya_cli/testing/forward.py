"""pytest plugin of a leg: sends every report to the pytest that started it, as lines of JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from .legs import DESCRIPTOR


def pytest_configure(config: pytest.Config) -> None:
    descriptor = os.environ.pop(DESCRIPTOR, None)
    if descriptor:
        config.pluginmanager.register(Forwarder(config, int(descriptor)), "raya-forwarder")


class Forwarder:
    """Writes one JSON object per event; what cannot be serialised as JSON goes as text."""

    def __init__(self, config: pytest.Config, descriptor: int) -> None:
        self._config = config
        # Browsers and servers started by tests must not keep the pipe open.
        os.set_inheritable(descriptor, False)
        self._pipe = os.fdopen(descriptor, "w", encoding="utf-8")

    def _send(self, event: str, **values) -> None:
        self._pipe.write(json.dumps({"event": event, **values}, default=str) + "\n")
        self._pipe.flush()

    def _send_report(self, event: str, report) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._send(event, report=data)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._send("collected", count=len(session.items))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            self._send_report("collectreport", report)

    def pytest_runtest_logstart(self, nodeid: str, location) -> None:
        self._send("logstart", nodeid=nodeid, location=location)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._send_report("logreport", report)

    def pytest_runtest_logfinish(self, nodeid: str, location) -> None:
        self._send("logfinish", nodeid=nodeid, location=location)

    def pytest_deselected(self, items) -> None:
        self._send("deselected", count=len(items))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        self._send("finished", exitstatus=int(exitstatus))


def worst_of(path: Path) -> str:
    """The end of what a leg printed, for when it died without a report."""
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-40:])

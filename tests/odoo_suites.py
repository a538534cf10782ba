"""Run Odoo's own test suites while all installed add-ons are loaded, ours too where they are installed.

usage: python tests/odoo_suites.py CONFIG DATABASE ANSWER SUITE...

`odoo -u NAME --test-enable` runs a suite while only the add-ons before NAME are loaded, so add-ons that
stand on it take no part. Here everything is loaded first. A SUITE is the name of an add-on, or
`name:Class,Class` for some of its test classes. ANSWER gets, as JSON, for each suite and moment
(`at_install`, `post_install`) what :func:`run_suites` returns. The database must have no demo data.
"""

import contextlib
import json
import logging
import os
import sys
from pathlib import Path
from unittest import mock


def run_suites(names: list[str]) -> dict[str, dict]:
    """Run the suites; return for each and its moment how many ran, failed, broke, and which."""
    from odoo.tests import loader, suite

    counts = {}
    for name in names:
        addon, _colon, classes = name.partition(":")
        for moment in ("at_install", "post_install"):
            found = loader.make_suite([addon], moment)
            tests = [test for test in found if not classes or type(test).__name__ in classes.split(",")]
            if tests:
                with watched() as broken:
                    result = loader.run_suite(suite.OdooSuite(tests))
                counts[f"{addon} {moment}"] = {
                    "run": result.testsRun,
                    "failures": result.failures_count,
                    "errors": result.errors_count,
                    "broken": sorted(broken),
                }
    return counts


@contextlib.contextmanager
def watched():
    """Collect which tests fail or break meanwhile: as many others that are mended instead make it no better."""
    from odoo.tests.result import OdooTestResult

    broken = []
    log = OdooTestResult.logError

    def log_and_keep(result, flavour, test, error):
        # One that is tried once more has not failed yet.
        if not result._soft_fail:
            broken.append(f"{flavour} {test.id()}")
        return log(result, flavour, test, error)

    with mock.patch.object(OdooTestResult, "logError", log_and_keep):
        yield broken


@contextlib.contextmanager
def _served():
    """A web server on a free port, for tests that ask one."""
    from odoo import http
    from odoo.service import server

    server.server = server.ThreadedServer(http.root)
    server.server.http_spawn()
    try:
        yield
    finally:
        server.server.httpd.shutdown()


def main(config_file: str, database: str, answer: str, *names: str) -> None:
    """Load everything, then test."""
    from odoo.modules.registry import Registry
    from odoo.tools import config

    options = ["-c", config_file, "-d", database, "--http-port=0", "--max-cron-threads=0", "--log-level=warn"]
    config.parse_config(options, setup_logging=True)
    Registry(database)
    # Not before: loading with it would run the suites of everything.
    config["test_enable"], config["test_tags"] = True, "+standard"
    with _served():
        counts = run_suites(list(names))
    Path(answer).write_text(json.dumps(counts), encoding="utf-8")
    logging.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
    # Threads of Odoo would keep the process.
    os._exit(0)

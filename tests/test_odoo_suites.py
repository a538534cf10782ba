"""Which of Odoo's tests broke is told by name: no database."""

import pytest
from odoo_suites import watched

result = pytest.importorskip("odoo.tests.result")
case = pytest.importorskip("odoo.tests.case")


class Some(case.TestCase):
    """Not collected: run below."""

    __test__ = False
    canonical_tag = "some"

    def fails(self):
        self.fail("no")

    def breaks(self):
        raise KeyError("no")

    def holds(self):
        """Nothing to say."""

    def falls_in_part(self):
        with self.subTest("one"):
            self.fail("no")


def broken_of(*names, soft=False):
    found = result.OdooTestResult()
    with watched() as broken:
        for name in names:
            if soft:
                with found.soft_fail():
                    Some(name).run(found)
            else:
                Some(name).run(found)
    return {entry.split(".")[-1] for entry in broken}, found


def test_tests_that_fail_or_break_are_named():
    names, found = broken_of("fails", "breaks", "holds")
    assert names == {"fails", "breaks"}
    assert (found.testsRun, found.failures_count, found.errors_count) == (3, 1, 1)


def test_a_test_that_fails_in_part_is_named():
    names, _found = broken_of("falls_in_part", "holds")
    # By itself, by its part, or by both: that is the runner's matter, and the same with and without ours.
    assert {name.split(" ")[0] for name in names} == {"falls_in_part"}


def test_a_test_that_is_tried_once_more_has_not_failed_yet():
    assert not broken_of("fails", soft=True)[0]

"""How a job may end, and what its report has to say in each case."""

DONE, PARTLY, ABSENT, REFUSED = "done", "partly", "absent", "refused"
NOT_REPAIRABLE, NO_FAULT = "not_repairable", "no_fault"

OUTCOMES = [
    (DONE, "Done"),
    (PARTLY, "Partly Done"),
    (ABSENT, "Customer Absent"),
    (REFUSED, "Refused by the Customer"),
    (NOT_REPAIRABLE, "Not Repairable"),
    (NO_FAULT, "No Fault Found"),
]
# Nobody looked at the unit, or not at all of it: statements wait for another job.
UNANSWERED = frozenset({PARTLY, ABSENT, REFUSED})
# Nothing was mended, whatever was looked at.
UNDONE = frozenset({ABSENT, REFUSED, NOT_REPAIRABLE, NO_FAULT})


def needs_service(outcome):
    """Whether the report has to name a service: only what was done has one.

    >>> needs_service(None), needs_service("done"), needs_service("absent")
    (True, True, False)
    """
    return (outcome or DONE) == DONE


def needs_answers(outcome):
    """Whether every statement of the customer has to be answered.

    >>> needs_answers("not_repairable"), needs_answers("refused"), needs_answers(None)
    (True, False, True)
    """
    return outcome not in UNANSWERED


def needs_checks(outcome):
    """Whether every required check has to be answered: whoever did the work carried out its steps.

    >>> needs_checks(None), needs_checks("partly"), needs_checks("no_fault")
    (True, False, False)
    """
    return (outcome or DONE) == DONE


def needs_safety(outcome):
    """Whether the safety steps have to be answered: as soon as somebody laid hands on the unit.

    >>> needs_safety("partly"), needs_safety("absent"), needs_safety(None)
    (True, False, True)
    """
    return outcome not in (ABSENT, REFUSED)

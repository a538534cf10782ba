"""Which fault is probable: what was declared, and what experience says."""

from dataclasses import dataclass

# How many jobs the declared weights are worth together. With fewer jobs the
# declaration decides, with many more experience does.
DECLARED_JOBS = 10


@dataclass(frozen=True)
class Suggestion:
    """A probable fault.

    :param weight: sum of the declared weights of the symptoms at hand
    :param jobs: closed jobs with these symptoms in which it was this fault
    :param total: closed jobs with these symptoms
    """

    fault_id: int
    weight: int
    jobs: int
    total: int


def rank(weights, jobs, total):
    """Probable faults, the most probable first.

    The score is the mean of a Dirichlet distribution whose prior are the declared
    weights, worth :data:`DECLARED_JOBS` jobs together (additive smoothing).

    :param dict weights: declared weight by fault
    :param dict jobs: closed jobs by fault
    :param int total: closed jobs in all
    :return: list of :class:`Suggestion`

    >>> [found.fault_id for found in rank({1: 3, 2: 9}, {}, 0)]
    [2, 1]
    >>> [found.fault_id for found in rank({1: 3, 2: 9}, {1: 17}, 22)]
    [1, 2]
    >>> rank({}, {7: 1}, 4)
    [Suggestion(fault_id=7, weight=0, jobs=1, total=4)]
    """
    declared = sum(weights.values()) or 1

    def score(fault):
        return (jobs.get(fault, 0) + DECLARED_JOBS * weights.get(fault, 0) / declared) / (total + DECLARED_JOBS)

    faults = sorted({*weights, *jobs}, key=lambda fault: (-score(fault), fault))
    return [Suggestion(fault, weights.get(fault, 0), jobs.get(fault, 0), total) for fault in faults]

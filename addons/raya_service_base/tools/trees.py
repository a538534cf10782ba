"""Trees: the branch of a record, and paths as people write them: ``Engine / Fuel system``."""

SEPARATOR = " / "


def branch(parent_path):
    """Ids of a record and of those above it, the root first, from its ``parent_path``.

    >>> branch("1/7/23/")
    [1, 7, 23]
    >>> branch(False)
    []
    """
    return [int(step) for step in (parent_path or "").split("/") if step]


def join(*steps):
    """The path of some steps; empty ones are left out.

    >>> join(None, "Engine", "Pump")
    'Engine / Pump'
    """
    return SEPARATOR.join(step for step in steps if step)


def split(path):
    """The steps of a path. Only a slash between spaces divides: ``AC/DC`` is one step.

    >>> split(" Engine / Fuel system ")
    ['Engine', 'Fuel system']
    >>> split("AC/DC")
    ['AC/DC']
    """
    return [step for part in path.split(SEPARATOR) if (step := part.strip())]

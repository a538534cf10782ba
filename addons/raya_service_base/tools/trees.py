"""Paths of terms in a tree, as people write them: ``Engine / Fuel system``."""

SEPARATOR = " / "


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

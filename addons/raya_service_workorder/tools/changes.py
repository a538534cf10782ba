"""What changed between two versions of a report, told value by value; no ORM.

A version is a dict: names of the fields of the job with their values, and under
``lines`` the lines by model, each with its ``id``. A value is plain, or a pair of
id and name for what names a record.
"""

from typing import Any, NamedTuple


class Change(NamedTuple):
    """One value that is another one now.

    :param model: of the line, ``None`` for the job itself
    :param line: id of the line
    :param name: the field; ``None`` for a line that came or went
    :param before: the value before, the line for one that went, ``None`` for one that came
    :param after: the value after, the line for one that came, ``None`` for one that went
    """

    model: str | None
    line: int | None
    name: str | None
    before: Any
    after: Any


def compare(before, after):
    """All changes from one version to another, those of the job first.

    >>> old = {"finding": "Dry", "lines": {"part": [{"id": 1, "quantity": 2.0}, {"id": 2, "quantity": 1.0}]}}
    >>> new = {"finding": "Wet", "lines": {"part": [{"id": 1, "quantity": 3.0}]}}
    >>> [(change.name, change.before, change.after) for change in compare(old, new)][:2]
    [('finding', 'Dry', 'Wet'), ('quantity', 2.0, 3.0)]
    >>> compare(old, new)[2].before["id"], compare(new, new)
    (2, [])
    """
    found = _compare_values(None, None, before, after)
    models = [*before["lines"], *(model for model in after["lines"] if model not in before["lines"])]
    for model in models:
        old = {line["id"]: line for line in before["lines"].get(model, ())}
        new = {line["id"]: line for line in after["lines"].get(model, ())}
        for id_ in [*old, *(id_ for id_ in new if id_ not in old)]:
            if id_ in old and id_ in new:
                found += _compare_values(model, id_, old[id_], new[id_])
            else:
                found.append(Change(model, id_, None, old.get(id_), new.get(id_)))
    return found


def _compare_values(model, line, before, after):
    names = [name for name in before if name in after and name not in ("lines", "id")]
    return [
        Change(model, line, name, before[name], after[name])
        for name in names
        if _identity(before[name]) != _identity(after[name])
    ]


def _identity(value):
    """A record is the same under another name, and nothing is nothing."""
    if isinstance(value, (list, tuple)):
        return value[0]
    return value or None

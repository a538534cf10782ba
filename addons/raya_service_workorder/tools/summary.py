"""What a report says in short, as values that a page or a card shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line: what it is about, what is said of it, and whether somebody has to look at it."""

    label: str
    value: str = ""
    is_alarming: bool = False


@dataclass(frozen=True)
class Section:
    """Lines under one title; a section without lines is not shown.

    >>> [section.key for section in shown([Section("parts", "Parts"), Section("time", "Time", (Row("1:30"),))])]
    ['time']
    """

    key: str
    title: str
    rows: tuple = ()


def shown(sections):
    """The sections that have something to say, in their order."""
    return [section for section in sections if section.rows]


def is_over(actual, standard, percent):
    """Whether work took longer than its standard time by more than so many percent.

    Work without a standard time is never over it.

    >>> is_over(1.2, 1, 20), is_over(1.21, 1, 20), is_over(9, 0, 20)
    (False, True, False)
    """
    return bool(standard) and round(actual - standard * (1 + percent / 100), 6) > 0

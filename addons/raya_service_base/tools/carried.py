"""Values that the program hands to ``create()`` on behalf of somebody who may not set them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Carried:
    """What a relation of a new record takes over from another record.

    >>> Carried(7).value
    7

    No request from outside can hold one: what arrives there are plain numbers and lists.

    :param value: an id for a many2one field, commands for a many2many field
    """

    value: int | list

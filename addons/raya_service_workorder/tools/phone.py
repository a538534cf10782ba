"""What a phone asks of the server: reading its operations, believing its clock, choosing a heading.

Plain functions, no ORM. A phone is another program: nothing that it sends is taken unread.
"""

import base64
import binascii
import math
import uuid
from collections import namedtuple
from datetime import timedelta

# How long after a tap the phone's own word for its moment is taken.
BELIEVED = timedelta(days=7)
LONGEST_TEXT = 10_000
LONGEST_NAME = 200
LARGEST_IMAGE = 12 * 2**20
# Beginnings of the images that cameras and canvases make.
IMAGES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"RIFF": "image/webp"}

# One thing that somebody did on their phone; ``waited`` is how long ago, by the phone's own clock.
Operation = namedtuple("Operation", "uuid name job_id arguments waited")


def read_id(value):
    """The id of a record.

    >>> read_id(3)
    3
    >>> read_id(True)
    Traceback (most recent call last):
    ValueError
    """
    if type(value) is not int or value <= 0:
        raise ValueError
    return value


def read_text(value):
    """What somebody typed, without blanks around it."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
        raise ValueError
    return value.strip()


def read_name(value):
    """A short text of one line; it says something.

    >>> read_name(" Sara  Karimi ")
    'Sara Karimi'
    """
    name = " ".join(read_text(value).split())
    if not name or len(name) > LONGEST_NAME:
        raise ValueError
    return name


def read_number(value):
    """A quantity, not negative.

    >>> read_number(2)
    2.0
    >>> read_number(float("nan"))
    Traceback (most recent call last):
    ValueError
    """
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value < 1e9:
        raise ValueError
    return float(value)


def read_image(value):
    """An image as base64, and of a kind that cameras make.

    :return: the text as it came
    """
    if not isinstance(value, str) or len(value) > LARGEST_IMAGE * 4 / 3 + 4:
        raise ValueError
    try:
        data = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError from error
    image_type(data)
    return value


def image_type(data):
    """MIME type of an image by its first bytes.

    >>> image_type(bytes.fromhex("ffd8ffe0"))
    'image/jpeg'
    """
    for beginning, kind in IMAGES.items():
        if data.startswith(beginning):
            return kind
    raise ValueError


def read_arguments(expected, given):
    """The arguments of an operation, each read by its kind.

    :param dict expected: a function that reads it, by the name of each argument; a name
        that ends in ``?`` may be missing or ``None``, and is then not among the result
    :param dict given: what the phone sent
    :raises ValueError: with the name of what is missing, too much or not of its kind

    >>> read_arguments({"part_id": read_id, "quantity?": read_number}, {"part_id": 7})
    {'part_id': 7}
    >>> read_arguments({"part_id": read_id}, {"part_id": 7, "state": "approved"})
    Traceback (most recent call last):
    ValueError: state
    """
    if not isinstance(given, dict):
        raise ValueError("args")
    names = {name.removesuffix("?"): name for name in expected}
    strange = given.keys() - names.keys()
    if strange:
        raise ValueError(min(map(str, strange)))
    read = {}
    for name, declared in names.items():
        if given.get(name) is None and declared != name:
            continue
        try:
            read[name] = expected[declared](given.get(name))
        except ValueError as error:
            raise ValueError(name) from error
    return read


def read_operation(given, sent, kinds):
    """One operation as it came from a phone.

    :param dict given: ``uuid``, ``name``, ``job_id``, ``args`` and ``at``, the moment of the
        tap in seconds by the phone's clock
    :param float sent: the moment of sending, by the same clock
    :param dict kinds: arguments of every operation by its name, see :func:`read_arguments`
    :rtype: Operation
    :raises ValueError: with the name of what cannot be read
    """
    if not isinstance(given, dict) or given.get("name") not in kinds:
        raise ValueError("name")
    return Operation(
        _read_named("uuid", lambda: str(uuid.UUID(given.get("uuid")))),
        given["name"],
        _read_named("job_id", lambda: read_id(given.get("job_id"))),
        read_arguments(kinds[given["name"]], given.get("args")),
        _read_named("at", lambda: timedelta(seconds=float(sent) - float(given.get("at")))),
    )


def _read_named(name, read):
    """What the function reads; the error says of what."""
    try:
        return read()
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(name) from error


def believe(waited, now):
    """When something was done that a phone told, as far as its word is taken.

    How long it waited is asked, and not what time it was: a clock that is wrong goes
    wrong by as much when the operation is sent.

    :param timedelta waited: by the phone's clock
    :param datetime now: by the server's
    :return: a moment in whole seconds, never in the future; ``now`` when the phone's word is not taken

    >>> from datetime import datetime
    >>> now = datetime(2026, 5, 4, 12, 0)
    >>> believe(timedelta(hours=3), now)
    datetime.datetime(2026, 5, 4, 9, 0)
    >>> believe(timedelta(hours=-3), now) == believe(timedelta(days=8), now) == now
    True
    """
    date = now - waited if timedelta() <= waited <= BELIEVED else now
    return date.replace(microsecond=0)


def merge(theirs, base, mine):
    """What becomes of a text or a number that was changed on a phone.

    :param theirs: what stands there now
    :param base: what stood there when somebody began to write
    :param mine: what they wrote
    :return: ``"same"``, ``"written"``, or ``"conflict"`` when somebody else wrote meanwhile

    >>> merge("Pump leaks", "", "Pump is dry"), merge("", "", "Pump is dry"), merge(2.0, 1.0, 2.0)
    ('conflict', 'written', 'same')
    """
    if theirs == mine:
        return "same"
    return "written" if theirs == base else "conflict"


def heading(state, is_sent_back, day, today):
    """Under which heading of *My Jobs* a job stands.

    :param str state: of the job
    :param bool is_sent_back: whether its report came back for correction
    :param date day: of its next visit, ``None`` without one
    :param date today: day of the company
    :return: ``correct``, ``waiting``, ``today``, ``next`` or ``submitted``

    >>> from datetime import date
    >>> today = date(2026, 5, 4)
    >>> heading("progress", True, None, today), heading("waiting", False, today, today)
    ('correct', 'waiting')
    >>> heading("draft", False, date(2026, 5, 5), today), heading("draft", False, date(2026, 5, 3), today)
    ('next', 'today')
    >>> heading("progress", False, None, today), heading("draft", False, None, today)
    ('today', 'next')
    """
    if state == "submitted":
        return "submitted"
    if is_sent_back:
        return "correct"
    if state == "waiting":
        return "waiting"
    if day is None:
        return "today" if state == "progress" else "next"
    return "today" if day <= today else "next"

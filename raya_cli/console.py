"""What the user sees: steps with their time, a line that moves while a long one runs."""

import contextlib
import sys
import time
from collections.abc import Iterator

_HEARTBEAT_SECONDS = 15


class RayaError(Exception):
    """Something is missing or went wrong; the text is one sentence that says what to do about it."""


def say(text: str = "") -> None:
    """Print one line for the user, at once."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print one line the user should not overlook."""
    print(f"! {text}", file=sys.stderr, flush=True)


def seconds(duration: float) -> str:
    """Write a duration as a person would: 7 s, 2 min 05 s."""
    minutes, rest = divmod(duration, 60)
    return f"{minutes:.0f} min {int(rest):02d} s" if minutes else f"{duration:.0f} s"


class Progress:
    """A running step: on a terminal one line that is rewritten, elsewhere a line now and then."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.result = "done"
        self._start = self._last = time.monotonic()
        self._clear = "\r\033[K" if sys.stdout.isatty() else ""

    def line(self, detail: str) -> str:
        """What the step says of itself and its time, in place of what it said before."""
        return f"{self._clear}  {self.title}: {detail} ({seconds(time.monotonic() - self._start)})"

    def update(self, detail: str) -> None:
        """Show `detail`; cheap enough to be called for every line of a log."""
        if time.monotonic() - self._last < (0.2 if self._clear else _HEARTBEAT_SECONDS):
            return
        self._last = time.monotonic()
        print(self.line(detail)[:110], end="" if self._clear else "\n", flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[Progress]:
    """Announce a step that may take long, and say how long it took or that it failed."""
    progress = Progress(title)
    say(f"- {title} …")
    try:
        yield progress
    except BaseException:
        progress.result = "not finished"
        raise
    finally:
        say(progress.line(progress.result))

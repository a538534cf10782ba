"""What the user sees: steps with their time, a line that moves while a long one runs."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator

_HEARTBEAT_SECONDS = 15


def say(text: str = "") -> None:
    """Print one line for the user, at once."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print one line the user should not overlook."""
    print(f"! {text}", file=sys.stderr, flush=True)


def seconds(duration: float) -> str:
    """Write a duration as a person would: 7 s, 2 min 05 s."""
    if duration < 60:
        return f"{duration:.0f} s"
    return f"{int(duration) // 60} min {int(duration) % 60:02d} s"


class Progress:
    """A running step: on a terminal one line that is rewritten, elsewhere a line now and then."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._start = self._last = time.monotonic()
        self._live = sys.stdout.isatty()

    def elapsed(self) -> str:
        return seconds(time.monotonic() - self._start)

    def update(self, detail: str) -> None:
        """Show `detail`; cheap enough to be called for every line of a log."""
        now = time.monotonic()
        if now - self._last < (0.2 if self._live else _HEARTBEAT_SECONDS):
            return
        self._last = now
        text = f"  {self.title}: {detail} ({self.elapsed()})"
        if self._live:
            print(f"\r\033[K{text[:110]}", end="", flush=True)
        else:
            say(text)

    def done(self, word: str) -> None:
        end = "\r\033[K" if self._live else ""
        say(f"{end}  {self.title}: {word} ({self.elapsed()})")


@contextlib.contextmanager
def step(title: str) -> Iterator[Progress]:
    """Announce a step that may take long, and say how long it took or that it failed."""
    progress = Progress(title)
    say(f"- {title} …")
    try:
        yield progress
    except BaseException:
        progress.done("not finished")
        raise
    progress.done("done")

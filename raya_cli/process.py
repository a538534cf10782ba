"""Running other programs: output goes to a log, its gist to the progress line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .console import Progress
from .errors import RayaError

Gist = Callable[[str], "str | None"]
_logged: set[subprocess.Popen] = set()


def last_line(line: str) -> str | None:
    """The gist of a program we know nothing about: what it said last."""
    return line.strip()[:90] or None


def run_logged(
    command: Sequence[str | Path],
    log: Path,
    progress: Progress,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    gist: Gist = last_line,
) -> None:
    """Run `command` with its output in `log`; raise a sentence that points at the log when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as sink:
        process = _start(command, env, cwd)
        _logged.add(process)
        try:
            _follow(process, sink, progress, gist)
        except BaseException:
            stop(process)
            raise
        finally:
            _logged.discard(process)
    if process.returncode:
        raise RayaError(f"{progress.title} failed (exit {process.returncode}); see {log}\n{tail(log)}")


def _start(command, env, cwd) -> subprocess.Popen:
    return subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
        env=dict(env) if env is not None else None,
        cwd=cwd,
        # Its own group: Ctrl-C reaches us first and we end the whole family in order.
        start_new_session=True,
    )


def _follow(process: subprocess.Popen, sink, progress: Progress, gist: Gist) -> None:
    for line in process.stdout:
        sink.write(line)
        sink.flush()
        detail = gist(line)
        if detail:
            progress.update(detail)
    process.wait()


def stop(process: subprocess.Popen, patience: float = 15) -> None:
    """End a process started in its own group, with all its children."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(patience)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def stop_all() -> None:
    """End what `run_logged` started in other threads, which no Ctrl-C reaches."""
    for process in list(_logged):
        stop(process)


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, for an error message."""
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in text[-lines:])


def output(command: Sequence[str | Path], **options) -> str:
    """The standard output of a short program; empty when it fails or does not exist."""
    try:
        done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True, **options)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


def foreground(command: Sequence[str], env: Mapping[str, str], cwd: Path, log: Path | None = None) -> int:
    """Run a program with our terminal; Ctrl-C is its to answer, and we wait until it has cleaned up.

    With `log` it writes to a pipe instead, and what it says is shown and kept there.
    """
    # A handler, not SIG_IGN: the program would inherit that and never hear Ctrl-C.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    sink = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if log else {}
    process = subprocess.Popen(list(command), env=dict(env), cwd=cwd, **sink)
    try:
        if log:
            _show_and_keep(process.stdout.fileno(), log)
        return process.wait()
    except BaseException:
        # We alone were told to end: pass it on as the Ctrl-C it cleans up after.
        process.send_signal(signal.SIGINT)
        process.wait()
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def _show_and_keep(descriptor: int, log: Path) -> None:
    with log.open("wb") as sink:
        while chunk := os.read(descriptor, 65536):
            sink.write(chunk)
            sink.flush()
            sys.stdout.buffer.write(chunk)
            sys.stdout.flush()


def end_like_ctrl_c() -> None:
    """Let a closed terminal or `kill` stop us as cleanly as Ctrl-C does, with all we started."""

    def interrupt(*_) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        # nohup: whoever ignores it wants us to go on.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)

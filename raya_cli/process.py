"""Running other programs: output goes to a log, its gist to the progress line."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO

from .console import Progress, RayaError

_logged: set[subprocess.Popen] = set()


def run_logged(
    command: Sequence[str | Path],
    log: Path,
    progress: Progress,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    gist: Callable[[str], str | None] = str.strip,
    check: bool = True,
) -> int:
    """Run `command` with its output in `log`; raise a sentence that points at the log when it fails."""
    process = start(command, subprocess.PIPE, env=env, cwd=cwd, text=True, errors="replace")
    _logged.add(process)
    try:
        with log.open("w", encoding="utf-8", errors="replace", buffering=1) as sink:
            for line in process.stdout:
                sink.write(line)
                if detail := gist(line):
                    progress.update(detail)
        process.wait()
    except BaseException:
        stop(process)
        raise
    finally:
        _logged.discard(process)
    if check and process.returncode:
        raise RayaError(f"{progress.title} failed (exit {process.returncode}); see {log}\n{tail(log)}")
    return process.returncode


def start(command: Sequence[str | Path], sink: int | IO, **options) -> subprocess.Popen:
    """Start a program in a group of its own: Ctrl-C reaches us first and we end the whole family in order."""
    quiet = {"stdout": sink, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL, "start_new_session": True}
    return subprocess.Popen(command, **quiet, **options)


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


def stop_all(pool: ThreadPoolExecutor, futures: Collection[Future]) -> None:
    """End what a pool began, of which neither Ctrl-C nor the failure of one tells the others."""
    pool.shutdown(wait=False, cancel_futures=True)
    while any(future.running() for future in futures):
        for process in list(_logged):
            stop(process)
        time.sleep(0.1)


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, for an error message."""
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in text[-lines:])


def output(command: Sequence[str | Path], **options) -> str:
    """The standard output of a short program; empty when it fails or does not exist."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, **options)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


def foreground(command: Sequence[str], env: Mapping[str, str], cwd: Path) -> int:
    """Run a program with our terminal; Ctrl-C is its to answer, and we wait until it has cleaned up."""
    # A handler, not SIG_IGN: the program would inherit that and never hear Ctrl-C.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    process = subprocess.Popen(command, env=env, cwd=cwd)
    try:
        return process.wait()
    except BaseException:
        # We alone were told to end: pass it on as the Ctrl-C it cleans up after.
        process.send_signal(signal.SIGINT)
        process.wait()
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def end_like_ctrl_c() -> None:
    """Let a closed terminal or `kill` stop us as cleanly as Ctrl-C does, with all we started."""

    def interrupt(*_) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        # nohup: whoever ignores it wants us to go on.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)

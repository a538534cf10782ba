"""Files, processes and what the user sees of them."""

import io
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from raya_cli import (
    console,
    files,
    paths,
    process,
)
from raya_cli.console import RayaError


def test_an_interrupted_build_leaves_nothing(tmp_path):
    building = files.building(tmp_path / "target")
    (building.__enter__() / "half").write_text("done")
    assert not building.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert list(tmp_path.iterdir()) == []


def test_a_finished_build_replaces_the_old_one(tmp_path):
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "old").touch()
    with files.building(tmp_path / "target") as folder:
        (folder / "new").touch()
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["new"]


def test_the_digest_follows_content_and_name(tmp_path):
    one = tmp_path / "one"
    one.write_text("a")
    first = files.digest([one], tmp_path)
    one.write_text("b")
    second = files.digest([one], tmp_path)
    two = one.rename(tmp_path / "two")
    assert len({first, second, files.digest([two], tmp_path)}) == 3


def test_a_private_folder_is_closed_to_other_accounts(tmp_path):
    (tmp_path / "private").mkdir(mode=0o700)
    assert not files.open_to_others(tmp_path / "private" / "deeper")


def test_a_failing_program_points_at_its_log(tmp_path):
    with pytest.raises(RayaError, match=r"log\.txt") as raised:
        process.run_logged(["sh", "-c", "echo why; exit 3"], tmp_path / "log.txt", console.Progress("trying"))
    assert "exit 3" in str(raised.value)
    assert "why" in str(raised.value)


def test_ending_a_process_ends_its_children():
    parent = subprocess.Popen(["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, start_new_session=True)
    child = int(parent.stdout.readline())
    process.stop(parent)
    assert parent.returncode == -signal.SIGTERM
    _wait_until(lambda: not _runs(child), "gone")


_ENDED = """\
import os, signal, sys
from pathlib import Path
from raya_cli import process
# A test run under nohup hands on that nothing hears of a closed terminal.
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
process.end_like_ctrl_c()
child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
try:
    process.foreground([sys.executable, "-c", child], os.environ, Path("/"))
except KeyboardInterrupt:
    print("cleaned up", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_kill_or_a_closed_terminal_ends_us_like_ctrl_c(number):
    command = [sys.executable, "-c", _ENDED]
    ours = subprocess.Popen(
        command, cwd=paths.CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    child = int(ours.stdout.readline())
    _wait_until(lambda: _state(ours.pid) == "S", "asleep, that is waiting for its child")
    ours.send_signal(number)
    assert ours.stdout.read() == b"cleaned up\n"
    assert ours.wait(10) == 0
    assert not _runs(child)


def _wait_until(condition, what: str) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, f"not {what}"
        time.sleep(0.05)


def _state(pid: int) -> str:
    """What a process does: R, S, Z …; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _runs(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be forgotten."""
    return _state(pid) not in {"", "Z"}


@pytest.mark.parametrize(("duration", "text"), [(3.2, "3 s"), (59.4, "59 s"), (125, "2 min 05 s")])
def test_durations_are_written_as_a_person_would(duration, text):
    assert console.seconds(duration) == text


def test_progress_is_silent_between_heartbeats(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    progress = console.Progress("working")
    for number in range(100):
        progress.update(str(number))
    assert sys.stdout.getvalue() == ""

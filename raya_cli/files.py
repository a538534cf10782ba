"""File operations that survive Ctrl-C: whole folders appear at once, or not at all."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .console import say


@contextlib.contextmanager
def building(target: Path) -> Iterator[Path]:
    """Yield a temporary folder beside `target`, renamed to `target` when the block succeeds."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    folder.chmod(0o755)
    try:
        yield folder
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `path` as a lock against other runs of ./raya; the kernel frees it when a process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  waiting for another ./raya that holds {path}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(paths: Iterable[Path], root: Path) -> str:
    """Twelve digits that change when one of the files (named relative to `root`) does."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(root)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def write_if_changed(path: Path, text: str) -> bool:
    """Write `text` unless it is already there; tell whether something was written."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    spare = path.with_name(f".{path.name}.{os.getpid()}")
    spare.write_text(text, encoding="utf-8")
    spare.replace(path)
    return True


def open_to_others(path: Path) -> bool:
    """Whether an account that owns nothing here may walk down to `path`."""
    existing = path if path.exists() else path.parent
    return all(folder.stat().st_mode & 0o001 for folder in [existing, *existing.parents] if folder.is_dir())

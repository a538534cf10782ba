"""Where things are: the checkout, its ignored data folder, the user's cache."""

import hashlib
import os
import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
ADDONS = CHECKOUT / "addons"


def cache_home() -> Path:
    """The folder for everything fetched, shared by all checkouts of one user."""
    chosen = os.environ.get("RAYA_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "raya"


def data_home() -> Path:
    """The ignored folder of this checkout for databases, files and logs."""
    return CHECKOUT / ".raya"


def log_file(title: str) -> Path:
    """The log of the step with this title."""
    folder = data_home() / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / (re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") + ".log")


def short_id(folder: Path) -> str:
    """Six hexadecimal digits that differ between two checkouts, or two caches, on one machine."""
    return hashlib.sha256(str(folder).encode()).hexdigest()[:6]

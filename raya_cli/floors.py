"""The add-ons of this checkout, as floors: who stands on whom, and what each needs of Odoo."""

import ast
import graphlib
from dataclasses import dataclass
from pathlib import Path

from .console import RayaError
from .files import digest

# Nothing in these changes what a database holds after installation.
_OUTSIDE_DATABASE = ("tests", "readme", "static/src", "static/tests", "static/tours")


@dataclass(frozen=True)
class Floor:
    """One add-on, with the folder it is in and the add-ons it depends on."""

    name: str
    folder: Path
    depends: tuple[str, ...]

    @property
    def tests(self) -> Path:
        """Its tests in Python."""
        return self.folder / "tests"

    def opens_browser(self) -> bool:
        """Whether one of its tests asks a web server or a browser."""
        return any("HttpCase" in path.read_text(encoding="utf-8") for path in self.tests.glob("*.py"))


def discover(addons: Path) -> list[Floor]:
    """Every installable add-on of the folder, each after those it depends on."""
    found = {}
    for manifest in sorted(addons.glob("*/__manifest__.py")):
        folder = manifest.parent
        try:
            values = ast.literal_eval(manifest.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError) as error:
            raise RayaError(f"{manifest} is not a plain dictionary: {error}") from error
        if values.get("installable", True):
            found[folder.name] = Floor(folder.name, folder, tuple(values.get("depends", ())))
    graph = {name: [other for other in floor.depends if other in found] for name, floor in found.items()}
    try:
        return [found[name] for name in graphlib.TopologicalSorter(graph).static_order()]
    except graphlib.CycleError as error:
        names = ", ".join(sorted(set(error.args[1])))
        raise RayaError(f"These add-ons depend on each other in a circle: {names}") from error


def below(floors: list[Floor], floor: Floor) -> list[Floor]:
    """The floors that `floor` stands on, each after those it depends on."""
    needed = set(floor.depends)
    for one in reversed(floors):
        if one.name in needed:
            needed.update(one.depends)
    return [one for one in floors if one.name in needed]


def top(floors: list[Floor]) -> Floor | None:
    """The floor that stands on most of the others; among equals, the one that brings most of Odoo."""
    held = {floor.name: [*below(floors, floor), floor] for floor in floors}
    size = {name: (len(ours), len(stock_dependencies(ours))) for name, ours in held.items()}
    return max(floors, key=lambda floor: size[floor.name], default=None)


def stock_dependencies(floors: list[Floor]) -> list[str]:
    """Odoo's own add-ons that the floors ask for."""
    ours = {floor.name for floor in floors}
    return sorted({name for floor in floors for name in floor.depends} - ours)


def content_key(floors: list[Floor]) -> str:
    """Digits that change when a file does that could change an installed database."""
    files = [[path for path in floor.folder.rglob("*") if _in_database(path, floor.folder)] for floor in floors]
    parts = [digest(paths, floor.folder.parent) for paths, floor in zip(files, floors, strict=True)]
    return "-".join(part[:8] for part in parts) or "none"


def _in_database(path: Path, folder: Path) -> bool:
    outside = "__pycache__" in path.parts or any(path.is_relative_to(folder / name) for name in _OUTSIDE_DATABASE)
    return path.is_file() and path.suffix not in {".pot", ".md", ".rst", ".toml"} and not outside

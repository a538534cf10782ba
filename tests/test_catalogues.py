"""The catalogues against what Odoo itself exports."""

import pytest
from workshop import Workshop

from raya_cli import floors, paths
from raya_cli.translations import catalogue

NAMES = [floor.name for floor in floors.discover(paths.ADDONS)]


@pytest.fixture(scope="module")
def exported():
    """What Odoo exports today, by add-on."""
    with Workshop() as shop:
        yield catalogue.exported(shop.space, shop.copy("suite-demo").name, NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_template_has_every_term(name, exported):
    path = catalogue.template_path(paths.ADDONS / name)
    if not path.exists():
        pytest.fail(f"{path} is missing; ./raya i18n writes it.", pytrace=False)
    kept = catalogue.keys(catalogue.load(path))
    fresh = catalogue.keys(exported[name])
    added, gone = sorted(fresh - kept), sorted(kept - fresh)
    lines = [f"  new:  {term!r}" for _, term in added] + [f"  gone: {term!r}" for _, term in gone]
    if lines:
        pytest.fail(
            "\n".join([f"{path.name} is not what the code says; ./raya i18n mends it:", *lines[:40]]), pytrace=False
        )

"""What the web client makes of a view against the look of it: labels that get lost, words that grow together."""

import re

import pytest
from lxml import etree
from test_house import ADDONS, NAMES

INLINE = {"t", "bdi", "span", "b", "small"}
# A line break between two tags is no space where a component draws them; these part them otherwise.
PARTED = re.compile(r"\b(m[sex]-\d|d-flex|d-grid|d-block|gap-\d|row|btn-group|badge)\b")


def read(addon, pattern):
    for path in sorted((ADDONS / addon).glob(pattern)):
        yield path, etree.parse(path, etree.XMLParser(remove_comments=True))


def unlabelled_settings(tree):
    """Settings whose label would be that of a field that nobody sees: Odoo takes the first one."""
    for setting in tree.iter("setting"):
        first = setting.find(".//field")
        if not setting.get("string") and first is not None and first.get("invisible") == "1":
            yield first.get("name")


def is_told(node):
    return node.tag in INLINE and node.get("t-out") and not PARTED.search(node.get("class") or "")


def grown_together(tree):
    """Pairs of texts, side by side, between which a component draws no space."""
    for node in tree.iter():
        following = node.getnext()
        if following is None or not is_told(node) or not is_told(following):
            continue
        is_parted = PARTED.search(node.getparent().get("class") or "") or (node.tail or "").strip(" \n")
        if not is_parted and "\n" in (node.tail or "") and following.get("t-else") is None:
            yield node.get("t-out"), following.get("t-out")


@pytest.mark.parametrize("addon", NAMES)
def test_settings_have_the_label_of_a_field_that_is_seen(addon):
    assert not [
        (path.name, *unlabelled_settings(tree))
        for path, tree in read(addon, "views/*.xml")
        if list(unlabelled_settings(tree))
    ]


@pytest.mark.parametrize("addon", NAMES)
def test_texts_of_components_do_not_grow_together(addon):
    found = [(path.name, pair) for path, tree in read(addon, "static/src/**/*.xml") for pair in grown_together(tree)]
    assert not found


def test_faults_are_found():
    settings = etree.fromstring('<form><setting><field name="a" invisible="1"/><field name="b"/></setting></form>')
    assert list(unlabelled_settings(settings)) == ["a"]
    texts = etree.fromstring('<div><t t-out="a"/>\n<t t-out="b"/></div>')
    assert list(grown_together(texts)) == [("a", "b")]

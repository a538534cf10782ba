"""What changed between two texts, for readers: added and removed words marked."""

import difflib
import re
from html import escape
from html.parser import HTMLParser

BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
CONTEXT = 1
REMOVED = '<del class="text-danger bg-danger-subtle">{}</del>'
ADDED = '<ins class="text-success bg-success-subtle">{}</ins>'


class _Lines(HTMLParser):
    """The text of a page: one line for each block, a picture by its name."""

    def __init__(self):
        super().__init__()
        self.lines = [""]

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.lines.append("")
        if tag == "img":
            facts = dict(attrs)
            name = facts.get("alt") or (facts.get("src") or "").partition("?")[0].rpartition("/")[2]
            self.lines[-1] += f"🖼 {name}"

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data):
        self.lines[-1] += data


def get_lines(page):
    """Lines of text in a piece of HTML.

    >>> get_lines("<p>Unplug <b>it</b>.</p><ul><li>Wait</li><li>10 min</li></ul>")
    ['Unplug it.', 'Wait', '10 min']
    >>> get_lines('<p><img src="/web/image/7/relay.png?v=1"/></p>')
    ['🖼 relay.png']
    >>> get_lines(None)
    []
    """
    parser = _Lines()
    parser.feed(page or "")
    parser.close()
    return [line for line in (" ".join(line.split()) for line in parser.lines) if line]


def compare(before, after):
    """HTML with the changed sections of two outlines, each a list of ``(title, lines)``.

    >>> compare([("Text", ["Wait 5 min"])], [("Text", ["Wait 10 min"])]).count("<del")
    1
    >>> compare([("Text", ["same"])], [("Text", ["same"])])
    ''
    """
    old = dict(before)
    sections = [(title, compare_lines(old.get(title, []), lines)) for title, lines in after]
    return "".join(f"<h4>{escape(title)}</h4>{changes}" for title, changes in sections if changes)


def compare_lines(old, new):
    """HTML of two lists of lines: what changed, with a line around it.

    >>> compare_lines(["a"], ["a", "b < c"])
    '<p>a</p><p><ins class="text-success bg-success-subtle">b &lt; c</ins></p>'
    >>> compare_lines(["a"], ["a"])
    ''
    """
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    groups = matcher.get_grouped_opcodes(CONTEXT)
    return "<p>…</p>".join("".join(_mark_group(old, new, group)) for group in groups)


def _mark_group(old, new, group):
    for kind, start, end, new_start, new_end in group:
        if kind == "equal":
            yield from (f"<p>{escape(line)}</p>" for line in new[new_start:new_end])
        else:
            yield from _mark_changed(old[start:end], new[new_start:new_end])


def _mark_changed(old, new):
    """Lines that answer each other are compared by words, the others are whole."""
    paired = min(len(old), len(new))
    for line, successor in zip(old, new, strict=False):
        yield f"<p>{compare_words(line, successor)}</p>"
    yield from (f"<p>{REMOVED.format(escape(line))}</p>" for line in old[paired:])
    yield from (f"<p>{ADDED.format(escape(line))}</p>" for line in new[paired:])


def compare_words(old, new):
    """HTML of one line that became another.

    >>> print(compare_words("Wait 5 min", "Wait 10 min"))
    Wait <del class="text-danger bg-danger-subtle">5</del><ins class="text-success bg-success-subtle">10</ins> min
    """
    # A word with the space behind it; the usual words of a long text are no landmarks, or it would take minutes.
    olds, news = (re.findall(r"\S+\s*|\s+", text) for text in (old, new))
    pieces = []
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, olds, news).get_opcodes():
        gone, come = "".join(olds[start:end]), "".join(news[new_start:new_end])
        pieces += [escape(come)] if kind == "equal" else _mark_words(gone, come)
    return "".join(pieces)


def _mark_words(gone, come):
    """Words in the place of others; the space behind them stands unmarked where both have it."""
    space = " " if gone.endswith(" ") and come.endswith(" ") else ""
    marked = ((REMOVED, gone.removesuffix(space)), (ADDED, come.removesuffix(space)))
    return [*(mark.format(escape(text)) for mark, text in marked if text), space]

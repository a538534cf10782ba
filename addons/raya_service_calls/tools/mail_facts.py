"""What the words of a mail tell: the new ones and the quoted ones, phones, numbers of units and calls. No ORM."""

import re

from lxml import etree, html

from odoo.addons.raya_service_base.tools import typed

_QUOTED = ".//blockquote|.//*[@data-o-mail-quote]|.//*[contains(@class,'gmail_quote')]"
_BLOCKS = {"p", "div", "br", "tr", "li", "pre", "blockquote", "table", "h1", "h2", "h3", "ul", "ol", "hr"}
_WROTE = re.compile(
    r"\s*((on|am|le|el|il|op)\b.*(wrote|schrieb|[ée]crit|escribió|scritto|schreef).*|(در|روز|به تاریخ|في|فی|بتاريخ)\b.*\s(نوشت|نوشته است|كتب|کتب)\s*):\s*",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"\s*[-_*]{2,}\s*(original message|ursprüngliche nachricht|message d.origine|پیام اصلی|پیغام اصلی)\s*[-_*]{2,}\s*",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"\s*(?:[-_*]{2,}\s*(?:forwarded message|weitergeleitete nachricht|پیام (?:هدایت|ارسال|بازارسال)[^-]*)\s*[-_*]{2,}|"
    r"begin forwarded message:)\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s*\W*(?:from|von|de|از|فرستنده)\s*:\s*(.*?)\W*$", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+'\-]+@[\w\-]+(?:\.[\w\-]+)+")
# A group of digits goes on over a gap, unless another number begins behind it.
_PHONE = re.compile(
    r"(?<![\w\-/+])(?:\+|00)?\(?\d(?:\d|(?![ \-.]*\(0)[ \-().]{1,2}(?!\+|00|0\d{9})(?=\d)){6,24}(?![\w/])"
)
_EDGES = "()[]{}<>\"'«»“”‘’.,،:;؛!?؟*#"
_NATIONAL = (7, 15)
_SHORTEST_SERIAL = 4
_SHORTEST_NUMBER = 6
# In how many pieces people write one number.
_GROUPS = (1, 2, 3, 4)
_LONGEST_PREFIX = 4
_MOST = 400
_LONGEST_SEARCHED = 50000
# Lines that introduce a quote are short; looking at others would take its time.
_LONGEST_LINE = 300


def text_of(body):
    """The words of a mail's HTML, line by line; quoted lines begin with ``>``.

    >>> text_of("<p>It drips<br>again</p><blockquote>We come</blockquote>")
    'It drips\\nagain\\n> We come'
    """
    if not (body or "").strip():
        return ""
    try:
        root = html.fromstring(f"<div>{body}</div>")
    except (ValueError, etree.ParserError):
        return ""
    for node in root.xpath(".//script|.//style|.//head|.//title"):
        node.drop_tree()
    quoted = set(root.xpath(_QUOTED))
    lines = [[]]
    _collect(root, lines, quoted, is_quoted=False)
    return "\n".join(filter(None, ("".join(line).strip() for line in lines)))


def neutral(body):
    """HTML that fetches nothing from elsewhere when it is opened: a picture's address would tell that it was read.

    >>> neutral('<p>x<img src="http://a.example/x.png"></p>')
    '<p>x<span>[http://a.example/x.png]</span></p>'
    >>> neutral('<p>x<img src="cid:1"></p>')
    '<p>x<img src="cid:1"></p>'
    """
    if not (body or "").strip() or not re.search(r"<img|<svg|<input|url\s*\(|background|srcset", body, re.IGNORECASE):
        return body
    root = html.fragment_fromstring(body, create_parent="div")
    for node in list(root.iter(etree.Element)):
        for name in ("srcset", "background", "poster", "lowsrc"):
            node.attrib.pop(name, None)
        if "url" in node.get("style", "").lower():
            node.attrib.pop("style")
        source = node.get("src", "").strip()
        if source and not source.startswith(("cid:", "data:image/", "/web/image")):
            _replace(node, f"[{source[:200]}]")
    return (root.text or "") + "".join(html.tostring(child, encoding="unicode") for child in root)


def split_quote(text):
    """The new words and the quoted ones.

    What is forwarded counts as new: it is what the mail is about.

    >>> split_quote("It works.\\n\\nOn Wed, Service <s@raya.example> wrote:\\n> We come.")
    ('It works.', '> We come.')
    >>> split_quote("> We come.\\n\\nTomorrow is fine.")
    ('Tomorrow is fine.', '> We come.')
    """
    new, quoted = [], []
    lines = text.splitlines()
    skipped = 0
    for place, line in enumerate(lines):
        if _is(_ORIGINAL, line):
            quoted += lines[place:]
            break
        skipped = max(skipped - 1, _count_introduction(lines[place : place + 4]))
        if line.lstrip().startswith(">"):
            quoted.append(line)
        elif not skipped:
            new.append(line)
    return "\n".join(new).strip(), "\n".join(quoted).strip()


def forwarded_from(text):
    """Name and address of whoever wrote the mail that this one forwards, or ``None``.

    >>> forwarded_from("--- Forwarded message ---\\nFrom: Omid <omid@client.example>\\n\\nIt is warm")
    ('Omid', 'omid@client.example')
    """
    lines = text.splitlines()
    start = next((place for place, line in enumerate(lines) if _is(_FORWARDED, line)), None)
    if start is None:
        return None
    for line in lines[start + 1 : start + 8]:
        told = _is(_FROM, line)
        address = _ADDRESS.search(told[1]) if told else None
        if address:
            return told[1][: address.start()].strip(' "<'), address[0].lower()
    return None


def phones(text):
    """The phone numbers in a text: as they are written, by their key (see :func:`typed.phone_key`).

    >>> phones("phone \N{LEFT-TO-RIGHT EMBEDDING}+98 912 555 0101\N{POP DIRECTIONAL FORMATTING}, RF22-26-0001")
    {'9125550101': '+98 912 555 0101'}
    >>> list(phones("۰۹۱۲ ۵۵۵ ۰۱۰۱ 09125550102, on 26 Nov 2026"))
    ['9125550101', '9125550102']
    """
    text = typed.latin_digits(typed.plain(text[:_LONGEST_SEARCHED]))
    found = (match[0].strip() for match in _PHONE.finditer(text))
    numbers = [number for number in found if _NATIONAL[0] <= len(typed.digits(number)) <= _NATIONAL[1]]
    keyed = [(typed.phone_key(number), number) for number in numbers[:_MOST]]
    return {key: number for key, number in keyed if key}


def serial_keys(text):
    """Keys of everything in a text that may be a serial number, also one that was written with gaps.

    >>> serial_keys("serial RF22\N{NON-BREAKING HYPHEN}26\N{NON-BREAKING HYPHEN}0001 (warm).")
    ['rf22-26-0001']
    >>> serial_keys("unit RF 22 0007 is warm")
    ['rf22', '220007', 'rf220007']
    """
    tokens = [token.strip(_EDGES) for token in typed.plain(text[:_LONGEST_SEARCHED]).split()]
    runs = (tokens[start : start + size] for size in _GROUPS for start in range(len(tokens) - size + 1))
    keys = (typed.serial_key("".join(run)) for run in runs if _hangs_together(run))
    return list(dict.fromkeys(key for key in keys if _may_be_serial(key)))[: 3 * _MOST]


def call_numbers(text):
    """Everything in a text that may be the number of a call.

    >>> call_numbers("Re: [CALL/2026/00008] call/۲۰۲۶/00009 and 12")
    ['CALL/2026/00008', 'CALL/2026/00009']
    """
    tokens = (token.strip(_EDGES + ">") for token in typed.latin_digits(typed.plain(text[:_LONGEST_SEARCHED])).split())
    numbers = (token.upper() for token in tokens if len(token) > _SHORTEST_SERIAL and any(map(str.isdigit, token)))
    return list(dict.fromkeys(number for number in numbers if re.search(r"[^\W\d_]", number)))[:_MOST]


def _collect(node, lines, quoted, *, is_quoted):
    is_quoted = is_quoted or node in quoted
    is_block = node.tag in _BLOCKS
    if is_block:
        _begin_line(lines, is_quoted)
    _add(lines, node.text, is_quoted)
    for child in node:
        if isinstance(child.tag, str):
            _collect(child, lines, quoted, is_quoted=is_quoted)
        _add(lines, child.tail, is_quoted)
    if is_block:
        _begin_line(lines, is_quoted)


def _add(lines, text, is_quoted):
    for place, line in enumerate((text or "").replace("\r", "").split("\n")):
        if place:
            _begin_line(lines, is_quoted)
        if line.strip() and is_quoted and not lines[-1] and not line.lstrip().startswith(">"):
            lines[-1].append("> ")
        lines[-1].append(line)


def _begin_line(lines, is_quoted):
    if "".join(lines[-1]).strip():
        lines.append([])
    else:
        lines[-1] = []


def _replace(node, words):
    span = html.Element("span")
    span.text, span.tail = words, node.tail
    node.getparent().replace(node, span)


def _count_introduction(lines):
    """How many of these lines introduce a quote below them: *On Wednesday … wrote:*, on one line or two."""
    for count in (1, 2):
        below = next(filter(str.strip, lines[count:]), "")
        if below.lstrip().startswith(">") and _is(_WROTE, " ".join(lines[:count])):
            return count
    return 0


def _is(pattern, line):
    return pattern.fullmatch(line) if len(line) < _LONGEST_LINE else None


def _hangs_together(run):
    """Pieces with digits, perhaps after the letters that a number begins with."""
    first, *others = run
    letters = first.isalpha() and len(first) <= _LONGEST_PREFIX and others
    return all(any(map(str.isdecimal, piece)) for piece in (others if letters else run))


def _may_be_serial(key):
    return len(key) >= (_SHORTEST_NUMBER if key.isdecimal() else _SHORTEST_SERIAL)

"""A mail as it came over the wire, made readable where its writer's program was wrong. No ORM.

Only lines of heads are rewritten, of the mail and of its text parts; what is below them
stays byte by byte, so that pictures and signatures are what they were.
"""

import base64
import binascii
import hashlib
import quopri
import re
from email.header import Header

_BOM = b"\xef\xbb\xbf"
_BLANK = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_BOUNDARY = re.compile(rb"boundary\s*=\s*(\"[^\"]*\"?|[^\s;]+)", re.IGNORECASE)
_CHARSET = re.compile(rb";?\s*charset\s*=\s*(\"[^\";]*\"?|[^\s;]*)", re.IGNORECASE)
_ENCODED = re.compile(rb"=\?([^?\s]+)\?([bq])\?", re.IGNORECASE)
_DANGLING = re.compile(rb";\s*=\s*$")
# What servers on the way add: two deliveries of one mail differ by it.
_ON_THE_WAY = ("received", "delivered-to", "x-original-to", "return-path", "envelope-to", "delivery-date", "x-received")
_SPOKEN = {"utf8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7", "unicode11utf7": "utf-7", "utf8mb3": "utf-8"}
_DEEPEST = 20
_BEGINNING = 20000
_BARE = {
    *("from", "to", "cc", "reply-to", "subject", "date", "message-id", "references", "in-reply-to", "list-id"),
    *("auto-submitted", "precedence", "return-path", "delivered-to", "x-original-to"),
}


def to_bytes(message):
    """The bytes of a mail, in whatever form Odoo's door hands it over (text, bytes, XML-RPC binary)."""
    if isinstance(message, str):
        return message.encode("utf-8", "surrogateescape")
    return bytes(getattr(message, "data", message))


def repair(raw):
    """A mail that Python's library can read; a good one stays as it is, byte by byte.

    :param bytes raw: the mail as it came
    :return: bytes

    >>> repair(b"\\xef\\xbb\\xbfSubject: a\\x00b\\r\\nContent-Type: text/plain; charset=utf8mb4\\r\\n\\r\\nx")
    b'Subject: ab\\r\\nContent-Type: text/plain; charset="utf-8"\\r\\n\\r\\nx'
    """
    raw = raw.removeprefix(_BOM).lstrip(b"\r\n")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\r\n")
    return _repair_entity(raw)


def content_id(raw):
    """A Message-ID from what a mail says, the same for each delivery of it.

    >>> content_id(b"Received: x\\r\\nFrom: a\\r\\n\\r\\nhi\\r\\n") == content_id(b"From: a\\n\\nhi")
    True
    """
    head, _gap, body = _split(raw)
    told = [line for line in _fields(head) if _name(line) not in _ON_THE_WAY]
    text = b"\n".join(b" ".join(line.split()) for line in told) + b"\n\n" + body.replace(b"\r", b"").strip()
    return f"<{hashlib.sha256(text).hexdigest()[:40]}@content.invalid>"


def with_message_id(raw):
    """The mail with a Message-ID; from its content where it has none.

    >>> with_message_id(b"From: a\\r\\n\\r\\nhi").startswith(b"Message-ID: <")
    True
    """
    head = _split(raw)[0]
    if any(_name(line) == "message-id" and _value(line).strip() for line in _fields(head)):
        return raw
    return b"Message-ID: " + content_id(raw).encode() + b"\r\n" + raw


def bare(raw):
    """What is left of a mail that cannot be read: sender, recipients, subject and beginning, and itself attached.

    >>> b"\\r\\n\\r\\nhi\\r\\n" in bare(b"From: a@b\\r\\nX: y\\r\\n\\r\\nhi")
    True
    """
    head, _gap, body = _split(raw)
    # A folded or doubled header may be what could not be read.
    lines = {_name(line): b" ".join(line.split()) for line in reversed(_fields(head)) if _name(line) in _BARE}
    text = body[:_BEGINNING].decode(_guess(body), "replace").replace("\x00", "")
    mark = b"bare-" + hashlib.sha256(raw).hexdigest()[:40].encode()
    return b"\r\n".join(
        [
            *lines.values(),
            b'Content-Type: multipart/mixed; boundary="%s"' % mark,
            b"",
            b"--" + mark,
            b'Content-Type: text/plain; charset="utf-8"',
            b"",
            text.encode("utf-8", "replace"),
            b"--" + mark,
            b'Content-Type: application/octet-stream; name="mail.eml"',
            b'Content-Disposition: attachment; filename="mail.eml"',
            b"Content-Transfer-Encoding: base64",
            b"",
            base64.encodebytes(raw),
            b"--" + mark + b"--",
        ]
    )


def known_charset(name):
    """The charset that a name means to Python, or empty.

    >>> known_charset("cp-1256"), known_charset("utf8mb4"), known_charset("x-unknown"), known_charset("hex")
    ('cp1256', 'utf-8', '', '')
    """
    name = name.strip("\"' \t\r\n").lower()
    for spelling in (name, _SPOKEN.get(name, ""), re.sub(r"[^a-z0-9]", "", name)):
        try:
            b"x".decode(spelling)
        except (LookupError, ValueError):
            continue
        return spelling
    return ""


def _repair_entity(raw, depth=0):
    head, gap, body = _split(raw)
    lines = [_repair_line(line, body) for line in _fields(head)]
    kind = _find(lines, "content-type").strip().lower()
    if kind.startswith(b"multipart/") and depth < _DEEPEST:
        body = _repair_parts(body, _find(lines, "content-type"), depth)
    elif kind.startswith(b"message/rfc822") and depth < _DEEPEST and not _is_encoded(lines):
        body = _repair_entity(body, depth + 1)
    elif not kind or kind.startswith(b"text/"):
        lines = _repair_charset(lines, body)
    return _newline(head).join(lines) + gap + body


def _repair_parts(body, content_type, depth):
    """The parts between the boundaries, each an entity of its own."""
    found = _BOUNDARY.search(content_type)
    if not found:
        return body
    mark = re.compile(rb"(?:(?<=\n)|^)(--" + re.escape(found[1].strip(b'"')) + rb"(?:--)?[ \t]*\r?\n?)", re.MULTILINE)
    pieces = mark.split(body)
    # Text and marks by turns; the text before the first mark and after the last one is nobody's.
    last = len(pieces) - 1
    return b"".join(
        _repair_entity(piece, depth + 1) if 0 < place < last and not place % 2 else piece
        for place, piece in enumerate(pieces)
    )


def _split(raw):
    """Head, the blank line, and what is below it."""
    if raw.startswith((b"\r\n", b"\n")):
        gap = b"\r\n" if raw.startswith(b"\r\n") else b"\n"
        return b"", gap, raw[len(gap) :]
    found = _BLANK.search(raw)
    return (raw[: found.start()], found[0], raw[found.end() :]) if found else (raw, b"", b"")


def _fields(head):
    """The lines of a head, each with what is folded under it."""
    lines, newline = [], _newline(head)
    for line in re.split(rb"\r?\n", head) if head else []:
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1] += newline + line
        else:
            lines.append(line)
    return lines


def _newline(head):
    return b"\r\n" if b"\r\n" in head or b"\n" not in head else b"\n"


def _name(line):
    found = _FIELD.fullmatch(line)
    return found[1].decode("ascii").lower() if found else ""


def _value(line):
    found = _FIELD.fullmatch(line)
    return found[2] if found else b""


def _find(lines, name):
    return next((_value(line) for line in lines if _name(line) == name), b"")


def _repair_line(line, body):
    """A line of a head: no NUL, no bytes of an unknown charset, no charset that nobody knows."""
    line = line.replace(b"\x00", b"")
    line = _ENCODED.sub(_rename, line)
    name = _name(line)
    if name == "content-type":
        return _DANGLING.sub(b"", line)
    if not name or line.isascii():
        return line
    value = b" ".join(_value(line).split())
    text = value.decode(_guess(value), "replace")
    return line[: line.index(b":") + 1] + b" " + _encode(text, is_address=name in ("from", "to", "cc", "reply-to"))


def _encode(text, *, is_address):
    """A text as encoded words; of addresses only the name before each."""
    if not is_address:
        return Header(text, "utf-8", maxlinelen=10000).encode().encode("ascii")
    # No encoded word stands between quotes (RFC 2047 §5).
    return "".join(map(_encode_words, re.split(r"([<>,;]+)", text.replace('"', "")))).encode("ascii")


def _encode_words(text):
    return text if text.isascii() else f" {Header(text.strip(), 'utf-8', maxlinelen=10000).encode()} "


def _rename(found):
    """The start of an encoded word, with a charset that Python knows."""
    told = found[1].decode("ascii", "replace").partition("*")[0]
    known = known_charset(told)
    return found[0] if known == told.lower() else b"=?%s?%s?" % ((known or "utf-8").encode(), found[2])


def _repair_charset(lines, body):
    """The head of a text whose charset is missing, unknown, or not what its bytes are."""
    content_type = _find(lines, "content-type")
    found = _CHARSET.search(content_type)
    told = found[1].decode("ascii", "replace") if found else ""
    known = known_charset(told)
    charset = _fitting(known, _decoded(lines, body))
    if (charset == known and told.lower() in (known, f'"{known}"')) or (not found and charset == "us-ascii"):
        return lines
    value = b"; charset=".join([_CHARSET.sub(b"", content_type).strip() or b"text/plain", b'"%s"' % charset.encode()])
    kept = [line for line in lines if _name(line) != "content-type"]
    return [*kept, b"Content-Type: " + value]


def _fitting(known, body):
    """The charset to read some bytes with: the one that was told, unless they cannot be of it."""
    if body.isascii():
        return known or "us-ascii"
    if known and known not in ("us-ascii", "ascii"):
        try:
            body.decode(known)
        except ValueError:
            return _guess(body)
        # Bytes that happen to be UTF-8 are UTF-8, whatever one-byte charset was told.
        return "utf-8" if _guess(body) == "utf-8" and len("é".encode(known, "ignore")) == 1 else known
    return _guess(body)


def _guess(body):
    """The charset of bytes that do not say it: UTF-8, of Persian and Arabic programs, or of western ones."""
    if _is_utf8(body):
        return "utf-8"
    words = [word for word in body[:_BEGINNING].decode("cp1256", "replace").split() if not word.isascii()]
    # Western words have few such letters, and stand between plain ones.
    western = [word for word in words if re.search("[A-Za-z]", word) or not re.search("[\u0600-\u06ff]", word)]
    return "cp1256" if len(words) > 2 * len(western) else "cp1252"


def _is_utf8(body):
    try:
        body.decode("utf-8")
    except ValueError:
        return False
    return True


def _is_encoded(lines):
    return _find(lines, "content-transfer-encoding").strip().lower() in (b"base64", b"quoted-printable")


def _decoded(lines, body):
    encoding = _find(lines, "content-transfer-encoding").strip().lower()
    try:
        if encoding == b"base64":
            return base64.b64decode(body)
        if encoding == b"quoted-printable":
            return quopri.decodestring(body)
    except (binascii.Error, ValueError):
        return b""
    return body

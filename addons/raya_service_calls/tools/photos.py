"""Photos that customers send: what they are, and without what nobody else shall learn of them. No ORM."""

import io
import struct

from odoo.tools.image import IMAGE_MAX_RESOLUTION, image_apply_opt, image_fix_orientation
from PIL import Image

from odoo.addons.raya_service_asset.tools.pictures import is_heic

LARGEST = 8 * 1024 * 1024
FORMATS = ("JPEG", "PNG")
# Enough to read a plate, small enough to print and to send on.
LONGEST_SIDE = 2000
# What Pillow calls the parts of a file that describe the photo.
NOTES = {"exif", "comment", "xmp", "XML:com.adobe.xmp"}
QUALITY = 85
_BROKEN = (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error, Image.DecompressionBombError)
# Parts of a WebP file that describe the photo (RFC 9649), and the bits that announce them.
_NOTES = (b"EXIF", b"XMP ")
_NOTES_ANNOUNCED = 0b00001100
_CHUNK = struct.Struct("<4sI")


class NotAPhoto(ValueError):
    """What was sent is not taken; the text of the error says why: ``large``, ``heic`` or ``other``."""


def clean(content):
    """A photo as everybody may see it: upright, and without the place and the device that phones write into it.

    The content decides what it is, whatever its file is called.

    :param bytes content: JPEG, PNG or WebP
    :return: the photo as bytes, and the ending of its file: ``jpg``, or ``webp``, which not every
        server decodes and which is kept but for its notes
    :raises NotAPhoto: for anything else, and for what is too large

    >>> clean(bytes(4) + b"ftypheic" + bytes(4))
    Traceback (most recent call last):
    odoo.addons.raya_service_calls.tools.photos.NotAPhoto: heic
    """
    if len(content) > LARGEST:
        raise NotAPhoto("large")
    if is_heic(content):
        raise NotAPhoto("heic")
    try:
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _strip(content), "webp"
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if image.width * image.height <= IMAGE_MAX_RESOLUTION:
            return _encode(image_fix_orientation(image)), "jpg"
    except _BROKEN as error:
        raise NotAPhoto("other") from error
    raise NotAPhoto("large")


def without_notes(content):
    """A file as it is; a photo upright and without its notes, in its own format and size.

    >>> without_notes(b"%PDF-1.7")
    b'%PDF-1.7'
    """
    try:
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _strip(content)
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if not (image.info.keys() & NOTES) or image.width * image.height > IMAGE_MAX_RESOLUTION:
            return content
        image.load()
        upright = image_fix_orientation(image)
        upright.info = {name: value for name, value in upright.info.items() if name not in NOTES}
        stream = io.BytesIO()
        upright.save(stream, image.format, quality=QUALITY)
        return stream.getvalue()
    except _BROKEN:
        # Nobody can read a place in it either.
        return content


def _encode(image):
    plain = Image.new("RGB", image.size, "white")
    seen = image.convert("RGBA")
    # A new picture has no notes of the old one.
    plain.paste(seen, mask=seen.getchannel("A"))
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image_apply_opt(plain, "JPEG", quality=QUALITY)


def _strip(content):
    """A WebP file without its notes.

    >>> chunks = b"VP8X" + struct.pack("<I", 2) + bytes([12, 0]) + b"EXIF" + struct.pack("<I", 3) + b"gps" + bytes(1)
    >>> _strip(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks)[12:]
    b'VP8X\\x02\\x00\\x00\\x00\\x00\\x00'
    """
    kept, place = [], 12
    while place < len(content):
        name, size = _CHUNK.unpack_from(content, place)
        # Chunks begin at even places.
        end = place + _CHUNK.size + size + size % 2
        if end > len(content) + 1:
            raise ValueError("The file ends too early.")
        if name == b"VP8X":
            flags = content[place + _CHUNK.size] & ~_NOTES_ANNOUNCED
            kept.append(content[place : place + _CHUNK.size] + bytes([flags]) + content[place + _CHUNK.size + 1 : end])
        elif name not in _NOTES:
            kept.append(content[place:end])
        place = end
    if not kept:
        raise ValueError("The file holds no picture.")
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body

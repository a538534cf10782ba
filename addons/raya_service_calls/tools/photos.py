"""Photos that customers send: what they are, and without what nobody else shall learn of them. No ORM."""

import io
import struct

from odoo.tools.image import IMAGE_MAX_RESOLUTION, image_apply_opt, image_fix_orientation
from PIL import Image

from odoo.addons.raya_service_asset.tools.pictures import is_heic

LARGEST = 8 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")
# Enough to read a plate, small enough to print and to send on.
LONGEST_SIDE = 2000
QUALITY = 85
_BROKEN = (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error, Image.DecompressionBombError)


class NotAPhoto(ValueError):
    """What was sent is not taken; the text of the error says why: ``large``, ``heic`` or ``other``."""


def clean(content):
    """A photo as everybody may see it: upright, and without the place and the device that phones write into it.

    The content decides what it is, whatever its file is called.

    :param bytes content: JPEG, PNG or WebP
    :return: JPEG, as bytes
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
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if image.width * image.height > IMAGE_MAX_RESOLUTION:
            raise NotAPhoto("large")
        return _encode(image_fix_orientation(image))
    except NotAPhoto:
        raise
    except _BROKEN as error:
        raise NotAPhoto("other") from error


def _encode(image):
    plain = Image.new("RGB", image.size, "white")
    seen = image.convert("RGBA")
    # A new picture has no notes of the old one.
    plain.paste(seen, mask=seen.getchannel("A"))
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image_apply_opt(plain, "JPEG", quality=QUALITY)

"""What bytes of a picture are, whatever their file is called. No ORM."""

# Brands of the container of HEIC and HEIF pictures (ISO/IEC 23008-12).
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"heif", b"mif1", b"msf1"}


def is_heic(content):
    """Whether these bytes are a picture as iPhones keep it, which many programs cannot open.

    >>> is_heic(bytes(4) + b"ftypheic" + bytes(4)), is_heic(bytes(4) + b"ftypmp42" + bytes(4)), is_heic(b"")
    (True, False, False)
    """
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC

"""From where a request came, in a form that counts requests and names nobody. No ORM."""

import hashlib
import hmac
import ipaddress

# A household gets a whole network of this size.
_HOME = 64


def origin(address, secret):
    """A name for the network of an address: the same for all its requests, useless without the secret.

    :param str address: of the client, version 4 or 6; or ``None``
    :param str secret: of the database
    :return: 32 hexadecimal digits; nothing for what is no address of the internet:
        a local one may be that of a server through which everybody comes

    >>> origin("5.160.0.7", "s") == origin("5.160.0.7", "s") != origin("5.160.0.8", "s")
    True
    >>> origin("2a01:5ec0::1", "s") == origin("2a01:5ec0::ffff:2", "s") != origin("2a01:5ec0:0:1::1", "s")
    True
    >>> origin("::ffff:5.160.0.7", "s") == origin("5.160.0.7", "s")
    True
    >>> len(origin("5.160.0.7", "s")), origin("127.0.0.1", "s"), origin("10.0.0.1", "s"), origin(None, "s")
    (32, '', '', '')
    """
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    known = getattr(known, "ipv4_mapped", None) or known
    if not known.is_global:
        return ""
    if known.version == 6:
        known = ipaddress.ip_network((int(known), _HOME), strict=False)
    return hmac.new(secret.encode(), str(known).encode(), hashlib.sha256).hexdigest()[:32]

"""What an action says when it is done: one shape of message for every button."""

RELOAD = {"type": "ir.actions.client", "tag": "soft_reload"}


def notice(message, kind="success", following=RELOAD, **params):
    """Action of the web client that shows a message in the corner.

    :param str message: in the reader's language
    :param str kind: ``success``, ``warning`` or ``danger``
    :param dict following: action that comes next; the page shown is read anew when it is not given, and ``None`` leaves
        it as it is
    :param params: further parameters of Odoo's ``display_notification``, such as ``sticky`` and ``links``

    >>> notice("Done", following=None)["params"]
    {'type': 'success', 'message': 'Done'}
    >>> notice("Not yet", "warning")["params"]["next"]["tag"]
    'soft_reload'
    """
    shown = {"type": kind, "message": message, **params}
    if following:
        shown["next"] = following
    return {"type": "ir.actions.client", "tag": "display_notification", "params": shown}

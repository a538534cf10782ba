"""Odoo's service worker, changed so that a page opens without connection also after the browser stopped it.

Plain text, no ORM. The worker keeps what it needs to open a page (the session) in memory only,
and browsers stop workers that have nothing to do.
"""

_CACHE = "raya-session"

_KEEP = f"""
const keepSession = async (info) => {{
    const cache = await caches.open("{_CACHE}");
    await (info ? cache.put("/odoo", new Response(info)) : cache.delete("/odoo"));
}};
const findSession = async () => {{
    const cache = await caches.open("{_CACHE}");
    return (await (await cache.match("/odoo"))?.text()) || null;
}};
"""
# Whoever switches it off wants nothing of it left on the phones.
_FORGET = f"""
caches.delete("{_CACHE}");
"""

# Text of the worker, each there once, and what stands in its place.
CHANGES = (
    (
        "    sessionInfo = extractSessionInfo(htmlBody);\n",
        "    sessionInfo = extractSessionInfo(htmlBody);\n    await keepSession(sessionInfo);\n",
    ),
    (
        "            if (sessionInfo?.length && !isDebugAssets) {\n",
        "            sessionInfo ||= await findSession();\n            if (sessionInfo?.length && !isDebugAssets) {\n",
    ),
    (
        '    if (event.data === "user_logout") {\n',
        '    if (event.data === "user_logout") {\n        event.waitUntil(keepSession(null));\n',
    ),
)


def keep_session(script):
    """The worker that keeps the session on the phone until somebody logs out.

    :return: the changed script; ``None`` when this worker is another one than ours was written for

    >>> keep_session("let sessionInfo = null;") is None
    True
    """
    if any(script.count(before) != 1 for before, _after in CHANGES):
        return None
    for before, after in CHANGES:
        script = script.replace(before, after)
    return script + _KEEP


def forget_session(script):
    """The worker as Odoo has it, which also removes what the other one kept.

    >>> forget_session("let sessionInfo = null;").splitlines()
    ['let sessionInfo = null;', 'caches.delete("raya-session");']
    """
    return script + _FORGET

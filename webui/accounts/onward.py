"""Where to go after signing in: the address that was asked for, if it is one of this site; else home.

Pure. An address with a host, a scheme, a backslash or a control character never passes (no open redirect).
"""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(asked: str | None) -> str | None:
    """The path if it stays on this site, else None."""
    if not asked or not asked.startswith("/") or asked.startswith("//"):
        return None
    if "\\" in asked or any(ord(sign) < 33 or ord(sign) == 127 for sign in asked):
        return None
    try:
        parts = urlsplit(asked)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else asked

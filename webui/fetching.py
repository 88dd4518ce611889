"""From where a browser says that a request comes (Fetch Metadata, ASVS 3.5.3, 3.5.8): other sites may only link here.

A link or an identity provider that sends a person back is a navigation by GET; everything else that another site
causes is refused before any view. A browser that says nothing is not refused: the CSRF token stands behind this.
"""

from __future__ import annotations

from flask import abort, request

_ELSEWHERE = frozenset({"cross-site", "same-site"})


def refuse_foreign() -> None:
    """Abort with 403 what another site makes a browser ask for, but a link that is followed."""
    headers = request.headers
    if headers.get("Sec-Fetch-Site") not in _ELSEWHERE:
        return
    navigates = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
    if not (navigates and request.method in ("GET", "HEAD")):
        abort(403)

"""For which name and at which address passkeys of this site hold (WebAuthn 5.1.3, relying party id and origin).

`[site] origin` says it; an origin on `localhost` holds for whatever port the site was opened at. Pure: it reads
settings and the host that was asked for, no request.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from webui.settings import SiteSetting

LOOPBACK = "localhost"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """What an authenticator binds a passkey to, and where a browser may use it."""

    id: str
    origin: str


def relying_party(site: SiteSetting, host: str) -> RelyingParty | None:
    """The site as authenticators know it; None when it was opened by a name for which they hold nothing."""
    named, asked = urlsplit(site.origin), urlsplit(f"http://{host}")
    if named.hostname == LOOPBACK and asked.hostname == LOOPBACK:
        return RelyingParty(LOOPBACK, f"{named.scheme}://{host}")
    return RelyingParty(named.hostname or "", site.origin) if host == named.netloc else None

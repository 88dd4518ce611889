"""A sign-in that is sent to the provider and comes back once: state, nonce and verifier bound to one browser.

All three derive from a secret in the browser's signed cookie; the database has a digest of the state. Another
browser's answer, an answer brought twice or too late is refused, of two at the same moment one passes. It asks the
provider nothing.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import session as cookie
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from records.digest import derive, sha256
from records.identity import Entropy
from records.sql import touch
from webui.oidc.errors import refused
from webui.oidc.tables import OidcTry
from webui.visitor import Visitor

LASTS = timedelta(minutes=10)
COOKIE = "oidc"


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """What a browser was sent out with, and where its person wanted to go."""

    secret: str
    onward: str | None

    @property
    def state(self) -> str:
        """What comes back in the address (RFC 6749 10.12)."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """What comes back in the ID token."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """What redeems the code (RFC 7636)."""
        return self._derived("verifier")

    def _derived(self, what: str) -> str:
        return derive(bytes.fromhex(self.secret), "oidc", what).hex()


@dataclass(frozen=True, slots=True)
class Came:
    """A try that came back: with an account it is to be linked, in the session that asked for it."""

    sent: Sent
    account: str | None
    session: str | None


def send(
    session: Session, school: str, linking: Visitor | None, onward: str | None, at: datetime, entropy: Entropy
) -> Sent:
    """Begin a try in this browser; one before it is forgotten."""
    sent = Sent(entropy.token(32).hex(), onward)
    row = OidcTry(school_id=school, state=sha256(sent.state.encode()), until=at + LASTS)
    row.account_id = linking.account if linking else None
    row.session_id = linking.session if linking else None
    session.add(row)
    cookie[COOKIE] = {"secret": sent.secret, "onward": onward}
    return sent


def receive(session: Session, school: str, state: str, at: datetime) -> Came:
    """Take this browser's try back; it is used up. Raises OidcError `oidc.state`."""
    held = cookie.pop(COOKIE, None)
    if not isinstance(held, dict):
        raise refused("oidc.state")
    sent = Sent(str(held["secret"]), held["onward"])
    if not hmac.compare_digest(sent.state.encode(), state.encode()):
        raise refused("oidc.state")
    digest = sha256(sent.state.encode())
    unused = (
        update(OidcTry)
        .where(OidcTry.school_id == school, OidcTry.state == digest)
        .where(OidcTry.used_at.is_(None), OidcTry.until > at)
    )
    if touch(session, unused.values(used_at=at)) != 1:
        raise refused("oidc.state")
    row = session.scalars(select(OidcTry).where(OidcTry.school_id == school, OidcTry.state == digest)).one()
    return Came(sent, row.account_id, row.session_id)


def tidy_tries(session: Session, school: str, at: datetime) -> int:
    """Forget tries that can come back no more; how many."""
    return touch(session, delete(OidcTry).where(OidcTry.school_id == school, OidcTry.until < at))

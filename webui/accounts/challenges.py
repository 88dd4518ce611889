"""Challenges of WebAuthn (13.4.3): octets that an authenticator signs, each good for one answer and five minutes.

A row each; the browser's signed cookie names it, and the row says for what and for whom it was asked. Using it deletes
it, so of two answers at once one finds it. What is never answered stays until tidy.py.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from flask import session as cookie
from sqlalchemy import delete
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from records.identity import random_id
from webui.accounts.tables import PasskeyChallenge
from webui.installation import Installation

LASTS = timedelta(minutes=5)
CHALLENGE = "challenge"
_SIZE = 32


class Purpose(StrEnum):
    """What an answer will be taken for; one that was asked for another purpose is refused."""

    SIGN_IN = "sign_in"
    SECOND_STEP = "second_step"
    ENROL = "enrol"
    PROVE = "prove"


def pose(opened: Installation, purpose: Purpose, bound_to: str) -> bytes:
    """A fresh challenge for this browser, bound to the account or session that will answer it ('' for nobody yet)."""
    workshop = opened.workshop
    challenge, which = workshop.entropy.token(_SIZE), random_id(workshop.entropy)
    with workshop.transaction() as session:
        session.add(
            PasskeyChallenge(
                school_id=workshop.school,
                id=which,
                purpose=purpose.value,
                bound_to=bound_to,
                challenge=bytes_to_base64url(challenge),
                until=opened.clock.now() + LASTS,
            )
        )
    cookie[CHALLENGE] = which
    return challenge


def take(opened: Installation, purpose: Purpose, bound_to: str) -> bytes | None:
    """The challenge that this browser was given, once; None when there is none, or it was used or is too old."""
    which, row = cookie.pop(CHALLENGE, None), PasskeyChallenge
    taken = (
        delete(row)
        .where(row.school_id == opened.workshop.school, row.id == str(which))
        .where(row.purpose == purpose.value, row.bound_to == bound_to, row.until > opened.clock.now())
        .returning(row.challenge)
    )
    # Committed before the answer is looked at: a wrong answer uses the challenge up as well.
    with opened.workshop.transaction() as session:
        found = session.execute(taken).scalar_one_or_none()
    return base64url_to_bytes(found) if found else None

"""Keys on the server: whether the school's policy lets any lie there, and one for each who is to sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from records.errors import StateError
from retention.workshop import Workshop
from signing.enrolment import enrol


def enrol_signers(workshop: Workshop, session: Session, people: Iterable[str], at: datetime) -> None:
    """A certificate for each of these who has none valid; nothing where everybody has a key of their own."""
    if workshop.policy(session).server_keys:
        enrol(session, workshop.actor, workshop.authority, people, at, workshop.entropy)


def check_server_keys(workshop: Workshop, session: Session) -> None:
    """Raise StateError sign.own_key where everybody signs with a key of their own."""
    if not workshop.policy(session).server_keys:
        raise StateError(
            "sign.own_key",
            "Подписать можно только своим ключом: откройте «Мои дела» в браузере, где он создан.",
            "a signature needs its owner's key: open 'My tasks' in the browser that holds it",
        )

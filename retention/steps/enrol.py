"""Keys on the server: whether the school's policy lets any lie there, and one for each who is to sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from records.errors import StateError
from records.registers.kinds import RecordKind
from records.school.staff import signer_in
from records.times import local
from retention.workshop import Workshop
from signing.enrolment import enrol


def enrol_signers(workshop: Workshop, session: Session, people: Iterable[str], at: datetime) -> None:
    """A certificate for each of these who has none valid; nothing where everybody has a key of their own."""
    if workshop.policy(session).server_keys:
        enrol(session, workshop.actor, workshop.authority, people, at, workshop.entropy)


def enrol_for(
    workshop: Workshop,
    session: Session,
    kinds: Iterable[RecordKind],
    class_id: str,
    journals: Iterable[str | None],
    at: datetime,
) -> None:
    """The same for everybody who is to sign records of these kinds, of a class or of journals of it."""
    rules, on = workshop.policy(session).signatures, local(at, workshop.zone(session)).date()
    places = [(role, journal) for kind in kinds for role in rules[kind].with_any_key for journal in journals]
    signers = {signer_in(session, workshop.school, role, class_id, journal, on) for role, journal in places}
    enrol_signers(workshop, session, signers, at)


def check_server_keys(workshop: Workshop, session: Session) -> None:
    """Raise StateError sign.own_key where everybody signs with a key of their own."""
    if not workshop.policy(session).server_keys:
        raise StateError(
            "sign.own_key",
            "Подписать можно только своим ключом: откройте «Мои дела» в браузере, где он создан.",
            "a signature needs its owner's key: open 'My tasks' in the browser that holds it",
        )

"""Who is to sign with a key that the school's policy asks for (ADR 37) and has none: told before the record is cut off.

As gaps of a journal or a year that is not cut off, and as people for the doctor. Whoever stands in by order may have
the key; that is not asked here. It stops nothing: a record waits for its signer's key as it waits for the signer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from records.actor import Role
from records.closing.readiness import Gap
from records.errors import NotFoundError
from records.gradebook.deadlines import period_mark_due
from records.gradebook.reading import JournalKey, people
from records.gradebook.tables import Journal
from records.registers.kinds import RecordKind
from records.school.signing_rules import AskedKey
from records.school.staff import holder, signer_in
from records.school.tables import Period, SchoolClass, SchoolYear
from records.times import local
from retention.closing import OF_YEAR
from retention.waiting import turns
from retention.workshop import Workshop
from signing.enrolment import GOOD, keys_of

_OF_SCHOOL: Final = (Role.DEPUTY_HEAD, Role.DIRECTOR)
_SAID: Final = {
    AskedKey.OWN: (
        "нужен свой ключ подписи, а его нет",
        "a signing key of their own is asked for, and there is none",
    ),
    AskedKey.QUALIFIED: ("нужна КЭП, а её нет", "a qualified signature is asked for, and there is none"),
}


def period_key_gaps(
    workshop: Workshop, session: Session, key: JournalKey, title: str, at: datetime
) -> tuple[Gap, ...]:
    """Who cannot sign a journal's period as it is asked now; `title` is the journal's."""
    class_id = session.get_one(Journal, (key.school, key.journal)).class_id
    ends = session.get_one(Period, (key.school, key.period)).ends
    due = period_mark_due(workshop.policy(session).deadlines, ends)
    kinds = (RecordKind.PERIOD_JOURNAL,)
    return tuple(_gaps(workshop, session, kinds, class_id, key.journal, title, due, at))


def year_key_gaps(workshop: Workshop, session: Session, class_id: str, at: datetime) -> tuple[Gap, ...]:
    """Who cannot sign the records of a class's year as it is asked now."""
    of_class = session.get_one(SchoolClass, (workshop.school, class_id))
    due = session.get_one(SchoolYear, (workshop.school, of_class.year_id)).ends
    return tuple(
        dict.fromkeys(_gaps(workshop, session, OF_YEAR, class_id, None, f"{of_class.name}, год", due, at))
    )


def _gaps(
    workshop: Workshop,
    session: Session,
    kinds: Iterable[RecordKind],
    class_id: str,
    journal: str | None,
    title: str,
    due: date,
    at: datetime,
) -> Iterator[Gap]:
    policy, on = workshop.policy(session), local(at, workshop.zone(session)).date()
    for kind in kinds:
        for role, asked in policy.signatures[kind].keys.items():
            with suppress(NotFoundError):  # that nobody holds a post is told when it is asked
                person = signer_in(session, workshop.school, role, class_id, journal, on)
                if not _holds(session, workshop.school, person, asked, at):
                    name = people(session, workshop.school, {person})[person]
                    place = f"{title}: подпись, {policy.roles[role].lower()} {name}"
                    yield Gap("key.missing", place, person, *_SAID[asked], due)


def people_without_key(
    workshop: Workshop, session: Session, at: datetime
) -> tuple[tuple[str, AskedKey], ...]:
    """Whose turn it is without the key that is asked for, and who leads the school without one: names and keys."""
    school, on = workshop.school, local(at, workshop.zone(session)).date()
    wanted = {(turn.person_id, turn.asks) for turn, _ in session.execute(turns(school))}
    for rule in workshop.policy(session).signatures.values():
        for role in _OF_SCHOOL:
            if role in rule.keys:
                with suppress(NotFoundError):
                    wanted.add((holder(session, school, role, on), rule.keys[role]))
    lacking = [one for one in wanted if not _holds(session, school, *one, at)]
    names = people(session, school, {person for person, _ in lacking})
    return tuple(sorted((names[person], asked) for person, asked in lacking))


def _holds(session: Session, school: str, person: str, asked: AskedKey, at: datetime) -> bool:
    if asked is AskedKey.ANY:
        return True
    return any(row.held in GOOD[asked] and row.holds_at(at) for row in keys_of(session, school, person))

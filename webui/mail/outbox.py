"""The outbox: a letter is a row before it is anything else, and is sent by whoever claims the row (ADR 0025).

Put in the transaction of what it tells of. Claimed by compare-and-swap, so that one of two workers carries it; a
worker that dies between sending and noting it leaves the claim, which runs out, and the letter goes once more: twice
at the most for a crash, never not at all. Tried for a day with growing pauses. It opens no connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from records.errors import Language, LetopisError
from records.identity import Entropy, random_id
from records.sql import touch
from webui.mail.tables import Letter, LetterState, MailCode
from webui.secrets import SiteKey

TRIED_FOR = timedelta(days=1)
HELD = timedelta(minutes=10)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
KEPT = timedelta(days=90)
HOPELESS = frozenset({"mail.refused", "mail.unwritable"})
_OPEN = (LetterState.WAITING.value, LetterState.CARRIED.value)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to, where, in which language."""

    school: str
    person: str
    address: str
    language: Language


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's subject and text."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter in the hands of a worker; `tries` tells this claim from a later one."""

    id: str
    to: Addressee
    written: Written
    made_at: datetime
    tries: int


def put(
    session: Session, key: SiteKey, to: Addressee, written: Written, at: datetime, entropy: Entropy
) -> None:
    """Lay a letter into the outbox."""
    letter = random_id(entropy)
    session.add(
        Letter(
            school_id=to.school,
            id=letter,
            person_id=to.person,
            address=to.address,
            language=to.language,
            subject=" ".join(written.subject.split()),
            sealed=key.conceal(written.text, letter, entropy),
            state=LetterState.WAITING.value,
            made_at=at,
            next_at=at,
        )
    )


def claim(session: Session, key: SiteKey, school: str, at: datetime) -> Claimed | None:
    """The next letter to carry, now ours for ten minutes; None when nothing waits or another was quicker."""
    found = session.scalars(
        select(Letter)
        .where(Letter.school_id == school, Letter.state.in_(_OPEN), Letter.next_at <= at)
        .order_by(Letter.next_at, Letter.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    to = Addressee(school, found.person_id, found.address, "en" if found.language == "en" else "ru")
    written = Written(found.subject, key.reveal(found.sealed, found.id))
    mine = Claimed(found.id, to, written, found.made_at, found.tries + 1)
    state = {"state": LetterState.CARRIED.value, "next_at": at + HELD, "tries": mine.tries}
    return mine if _settle(session, school, found.id, found.tries, state) else None


def note_sent(session: Session, letter: Claimed, at: datetime) -> None:
    """The letter has left; its text is emptied."""
    ended = {"state": LetterState.SENT.value, "ended_at": at, "sealed": "", "error": None}
    _settle(session, letter.to.school, letter.id, letter.tries, ended)


def note_failed(session: Session, letter: Claimed, error: LetopisError, at: datetime) -> None:
    """The letter could not be carried: later again, or given up after a day or for good reason."""
    values: dict[str, object] = {"error": f"{error.code}: {error.en}"[:300]}
    if error.code in HOPELESS or at - letter.made_at >= TRIED_FOR:
        values |= {"state": LetterState.GIVEN_UP.value, "ended_at": at, "sealed": ""}
    else:
        values |= {"state": LetterState.WAITING.value, "next_at": at + pause_after(letter.tries)}
    _settle(session, letter.to.school, letter.id, letter.tries, values)


def pause_after(tries: int) -> timedelta:
    """How long to wait after that many tries: a minute, two, four … two hours."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, 10)), LONGEST_PAUSE)


def tidy_letters(session: Session, school: str, at: datetime) -> int:
    """Forget letters that ended, and codes that ran out, long ago; how many."""
    old = (
        delete(Letter).where(Letter.school_id == school, Letter.ended_at < at - KEPT),
        delete(MailCode).where(MailCode.school_id == school, MailCode.until < at - KEPT),
    )
    return sum(touch(session, query) for query in old)


def _settle(session: Session, school: str, letter: str, tries: int, values: Mapping[str, object]) -> bool:
    """Move the row on, unless another has claimed it meanwhile."""
    unmoved = (
        update(Letter)
        .where(Letter.school_id == school, Letter.id == letter, Letter.tries == tries)
        .where(Letter.state.in_(_OPEN))
        .execution_options(synchronize_session=False)
    )
    return touch(session, unmoved.values(**values)) == 1

"""Pages of the log of events: rows -> who, what, when, from where, on whose behalf, and whether the line is proved.

A line is proved when its entry is the salted digest of what is shown (records/log/event.py) and the entry's leaf lies
in the newest signed tree (RFC 9162 2.1.3.2). It writes nothing; `letopis verify` audits the whole log.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, LargeBinary, func, literal, select
from sqlalchemy.orm import Session

from records.digest import Json
from records.errors import LetopisError, NotFoundError
from records.log.event import EventKind, entry_of
from records.log.merkle import leaf_hash, verify_inclusion
from records.log.sequencer import latest_head, proof
from records.log.store import LogEvent
from records.log.treehead import SignedTreeHead
from records.times import russian_date
from webui.accounts.people import names_of
from webui.accounts.tables import AccountSession

PAGE = 50
_DATE = re.compile(r"20\d\d-\d\d-\d\d")


class Standing(StrEnum):
    """How a line stands to the tree."""

    PROVED = "proved"
    WAITING = "waiting"
    ERASED = "erased"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Question:
    """Which lines are asked for: of a kind, of a person, before a line."""

    kind: EventKind | None = None
    person: str | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log for a reader. `who` and `for_whom` are names where they are known."""

    id: int
    index: int | None
    at: datetime
    kind: str
    who: str
    for_whom: str
    address: str
    subject: tuple[tuple[str, str], ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves one line, for whoever wants to compute it anew."""

    line: Line
    body: str
    salt: str
    entry: str
    path: tuple[str, ...]
    head: str


def lines(session: Session, school: str, asked: Question) -> tuple[Line, ...]:
    """A page of lines, the newest first; one more than a page says that there are older ones."""
    query = select(LogEvent).where(LogEvent.school_id == school)
    if asked.kind:
        query = query.where(LogEvent.kind == asked.kind.value)
    if asked.person:
        query = query.where(_body_has(session, f'"person":"{asked.person}"'))
    if asked.before:
        query = query.where(LogEvent.id < asked.before)
    rows = session.scalars(query.order_by(LogEvent.id.desc()).limit(PAGE + 1)).all()
    return _read(session, school, rows)


def _body_has(session: Session, words: str) -> ColumnElement[bool]:
    """Bodies with these words: canonical JSON spells an actor in one way only. Octets are searched, not text."""
    if session.get_bind().dialect.name == "sqlite":
        return func.instr(LogEvent.body, literal(words.encode(), LargeBinary)) > 0
    return LogEvent.body.op("LIKE")(literal(f"%{words}%".encode(), LargeBinary))  # ids have no wildcards


def prove(session: Session, school: str, event: int) -> Proof:
    """One line and what proves it. Raises NotFoundError."""
    row = session.scalar(select(LogEvent).where(LogEvent.school_id == school, LogEvent.id == event))
    if row is None:
        raise NotFoundError("audit.no_event", "Такой записи в журнале нет.", "the log has no such line")
    head = _head(session, school)
    index = row.idx or 0
    path = proof(session, school, index, head.head.size) if head and _inside(row, head) else []
    return Proof(
        line=_read(session, school, [row])[0],
        body=_shown(row.body),
        salt=(row.salt or b"").hex(),
        entry=row.entry.hex(),
        path=tuple(octets.hex() for octets in path),
        head=head.note if head else "",
    )


def _shown(body: bytes | str | None) -> str:
    return body.decode(errors="replace") if isinstance(body, bytes) else body or ""


def _read(session: Session, school: str, rows: Sequence[LogEvent]) -> tuple[Line, ...]:
    bodies = {row.id: _body(row) for row in rows}
    actors = {key: body.get("actor") or {} for key, body in bodies.items()}
    people = {str(actor.get(name)) for actor in actors.values() for name in ("person", "on_behalf_of")}
    subjects = {key: _subject(body) for key, body in bodies.items()}
    people |= {value for subject in subjects.values() for value in subject.values()}
    names = names_of(session, school, people)
    addresses = _addresses(session, school, {str(actor.get("session")) for actor in actors.values()})
    head = _head(session, school)
    return tuple(
        Line(
            id=row.id,
            index=row.idx,
            at=row.at,
            kind=row.kind,
            who=_name(names, actors[row.id].get("person")),
            for_whom=_name(names, actors[row.id].get("on_behalf_of")),
            address=subjects[row.id].pop("address", "")
            or addresses.get(str(actors[row.id].get("session")), ""),
            subject=tuple((key, names.get(value, value)) for key, value in subjects[row.id].items()),
            standing=_standing(session, school, row, head),
        )
        for row in rows
    )


def _body(row: LogEvent) -> dict[str, dict[str, Json]]:
    try:
        found = json.loads(row.body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _subject(body: dict[str, dict[str, Json]]) -> dict[str, str]:
    subject = body.get("subject") or {}
    return {key: _spelled(value) for key, value in subject.items() if value is not None}


def _spelled(value: Json) -> str:
    """A value of a subject for a reader: lists with commas, dates as Russians write them."""
    if isinstance(value, list | tuple):
        return ", ".join(_spelled(one) for one in value)
    text = str(value)
    try:
        return russian_date(date.fromisoformat(text)) if _DATE.fullmatch(text) else text
    except ValueError:
        return text


def _name(names: dict[str, str], person: Json) -> str:
    return names.get(str(person), str(person)) if person else ""


def _addresses(session: Session, school: str, sessions: set[str]) -> dict[str, str]:
    query = select(AccountSession.id, AccountSession.address)
    query = query.where(AccountSession.school_id == school, AccountSession.id.in_(sessions))
    return dict(session.execute(query).all())


def _head(session: Session, school: str) -> SignedTreeHead | None:
    try:
        return latest_head(session, school)
    except NotFoundError:
        return None


def _inside(row: LogEvent, head: SignedTreeHead) -> bool:
    return row.idx is not None and row.idx < head.head.size


def _standing(session: Session, school: str, row: LogEvent, head: SignedTreeHead | None) -> Standing:
    if not _fits(row):
        return Standing.WRONG
    if head is None or not _inside(row, head):
        return Standing.WAITING
    index, size = row.idx or 0, head.head.size
    try:
        path = proof(session, school, index, size)
        verify_inclusion(leaf_hash(row.entry), index, size, path, head.head.root)
    except LetopisError:
        return Standing.WRONG
    return Standing.PROVED if row.body is not None else Standing.ERASED


def _fits(row: LogEvent) -> bool:
    """Whether the entry is what the body makes; an erased body fits. SQLite keeps text in a column of octets."""
    if row.body is None or row.salt is None:
        return True
    found = (row.salt, row.body, row.entry)
    return all(isinstance(value, bytes) for value in found) and entry_of(row.salt, row.body) == row.entry

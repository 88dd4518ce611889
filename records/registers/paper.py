"""Answers for a paper: the code printed at its foot -> what the archive holds of that record, or that it was issued.

The QR code and the short form that a person types are the same question. A print proves nothing by itself: the answer
says whether the record is in the archive, unchanged and in force (domain.md, printed copies), or whether the school
issued that paper and its class has had no revision since. It opens no file; `letopis verify` re-reads the copies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from records.closing.tables import SnapshotRow
from records.errors import InputError
from records.lifecycle import RecordState
from records.log.store import LogEvent
from records.registers.issued import IssuedPaper, find_issued
from records.registers.tables import Record

_FORMS: Final = (
    re.compile(r"LETOPIS:1:(?P<record>[a-z0-9]{20}):(?P<index>\d{1,12}):(?P<digest>[0-9a-f]{64})"),
    re.compile(
        r"(?P<record>[a-z0-9]{20})[\s·.,;:/-]+(?P<index>\d{1,12})[\s·.,;:/-]+(?P<digest>[0-9a-f]{16})"
    ),
)


class Standing(StrEnum):
    """How the record of a paper copy stands in the archive, or a paper that the school issued."""

    IN_FORCE = "in_force"
    WAITING = "waiting"
    REPLACED = "replaced"
    UNSIGNED = "unsigned"
    DESTROYED = "destroyed"
    ISSUED = "issued"
    OUTDATED = "outdated"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """What stands on the paper: record, place in the log, and the digest or its first sixteen digits."""

    record: str
    index: int
    digest: str


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """The standing; of a known record its title, revision, when it was sealed, and the revision in force now.

    An issued paper has its title and `issued_at`.
    """

    standing: Standing
    title: str = ""
    revision: int = 0
    sealed_at: datetime | None = None
    in_force: int | None = None
    issued_at: datetime | None = None


def parse_printed(text: str) -> PrintedCode:
    """The code as a scanner reads it or as a person types it. Raises InputError (paper.code)."""
    shown = " ".join(text.split())
    for form in _FORMS:
        if found := form.fullmatch(shown) or form.fullmatch(shown.lower()):
            return PrintedCode(found["record"], int(found["index"]), found["digest"])
    raise InputError(
        "paper.code",
        "Это не код с листа Летописи. Введите три части внизу страницы: номер записи, число и 16 знаков.",
        "this is no code from a page of Letopis; type the three parts at its foot: "
        "the record, the number and the 16 digits",
    )


def answer_for_paper(session: Session, school: str, code: PrintedCode) -> PaperAnswer:
    """How the archive stands to a paper copy that bears this code."""
    record = session.get(Record, (school, code.record))
    snapshot = session.get(SnapshotRow, (school, code.record))
    if record is None or snapshot is None:
        return _of_issued(session, school, code)
    place = session.scalar(
        select(LogEvent.idx).where(LogEvent.school_id == school, LogEvent.id == snapshot.event_id)
    )
    if place != code.index or not snapshot.digest.startswith(code.digest):
        return PaperAnswer(Standing.OTHER)
    return PaperAnswer(
        _standing(record),
        record.title,
        record.revision,
        record.sealed_at,
        _revision(session, school, record.replaced_by_id),
    )


def _standing(record: Record) -> Standing:
    state = RecordState(record.state)
    if state is RecordState.REPLACED and record.sealed_at is None:
        return Standing.UNSIGNED
    return _STANDING.get(state, Standing.WAITING)


_STANDING: Final = {
    RecordState.REPLICATED: Standing.IN_FORCE,
    RecordState.REPLACED: Standing.REPLACED,
    RecordState.DESTROYED: Standing.DESTROYED,
}


def _of_issued(session: Session, school: str, code: PrintedCode) -> PaperAnswer:
    issued = find_issued(session, school, code.index)
    if issued is None or issued.id != code.record:
        return PaperAnswer(Standing.UNKNOWN)
    if not issued.paper.digest.startswith(code.digest):
        return PaperAnswer(Standing.OTHER)
    standing = Standing.OUTDATED if _revised_since(session, school, issued) else Standing.ISSUED
    return PaperAnswer(standing, issued.paper.title, issued_at=issued.at)


def _revised_since(session: Session, school: str, issued: IssuedPaper) -> bool:
    """Whether a record of the paper's class was replaced after the paper was issued."""
    later = exists().where(
        Record.school_id == school,
        Record.class_id == issued.paper.class_id,
        Record.replaces_id.is_not(None),
        Record.created_at > issued.at,
    )
    return bool(session.scalar(select(later)))


def _revision(session: Session, school: str, record: str | None) -> int | None:
    query = select(Record.revision).where(Record.school_id == school, Record.id == record)
    return session.scalar(query) if record else None

"""The year-end board: how far each class of a year is in the order of closing, and what comes next (seed 003/2, 3.1).

Counted from the catalogue in a bounded number of queries for a whole school. What is done on paper (seal, binding, the
flash drive in the safe) the catalogue does not know; the board says so by leaving it out. It changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from records.actor import Role
from records.gradebook.tables import ClassYear, Journal, JournalPeriod
from records.lifecycle import GONE, ClosingState, RecordState, RequestState
from records.registers.kinds import RecordKind
from records.registers.tables import Dossier, Record
from records.school.tables import SchoolClass, SchoolYear
from records.sql import among
from retention.declined import declined_records, was_declined
from retention.workshop import Workshop
from signing.request import SignatureRequest


class Stage(StrEnum):
    """What a class's year goes through, in this order."""

    PERIODS = "periods"
    CONFIRMED = "confirmed"
    CUT = "cut"
    PRINTED = "printed"
    SIGNED = "signed"
    KEPT = "kept"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a stage is done."""

    done: int
    total: int

    @property
    def whole(self) -> bool:
        """Whether all of it is done; of nothing, nothing is."""
        return self.total > 0 and self.done >= self.total


@dataclass(frozen=True, slots=True)
class Row:
    """A class on the board; `waits_for` are the roles whose signatures are next, `declined`: somebody refused one."""

    class_id: str
    name: str
    shares: Mapping[Stage, Share]
    waits_for: tuple[Role, ...]
    declined: bool

    @property
    def next(self) -> Stage | None:
        """The first stage that is not done; None when the year is closed."""
        return next((stage for stage in Stage if not self.shares[stage].whole), None)


_T = TypeVar("_T")
YEAR_KINDS: Final = (RecordKind.CLASS_JOURNAL.value, RecordKind.SUMMARY_SHEET.value)
_BEFORE_PRINT = (RecordState.COMPOSED.value,)
_KEPT = (RecordState.REPLICATED.value,)
_SIGNED = (RecordState.SEALED.value, RecordState.PACKED.value, RecordState.REPLICATED.value)


def years_of(workshop: Workshop) -> tuple[tuple[str, str], ...]:
    """(id, label) of the school years, the latest first."""
    query = select(SchoolYear.id, SchoolYear.label).where(SchoolYear.school_id == workshop.school)
    with workshop.reading() as session:
        return tuple((i, label) for i, label in session.execute(query.order_by(SchoolYear.starts.desc())))


@dataclass(frozen=True, slots=True)
class Year:
    """A school year and its last day."""

    id: str
    ends: date


def latest_year(session: Session, school: str) -> Year | None:
    """The school year that began last."""
    query = select(SchoolYear.id, SchoolYear.ends).where(SchoolYear.school_id == school)
    row = session.execute(query.order_by(SchoolYear.starts.desc()).limit(1)).first()
    return Year(row.id, row.ends) if row else None


def board(workshop: Workshop, year_id: str, reached: Collection[str] | None = None) -> tuple[Row, ...]:
    """Every class of the year that has journals, of those `reached` (None: of all)."""
    with workshop.reading() as session:
        classes = _classes(session, workshop.school, year_id, reached)
        periods = _periods(session, workshop.school, year_id, reached)
        records = _records(session, workshop.school, year_id)
        dossiers = _dossiers(session, workshop.school, year_id)
        turns = _turns(session, workshop.school, year_id)
        refused = {
            one.class_id for one in declined_records(session, workshop.school) if one.kind in YEAR_KINDS
        }
    return tuple(
        Row(
            of_class,
            name,
            _shares(periods[of_class], state, records[of_class], dossiers[of_class]),
            tuple(sorted(turns[of_class])),
            of_class in refused,
        )
        for of_class, name, state in classes
        if periods[of_class]
    )


def _shares(
    periods: Sequence[str], year: str, records: Sequence[str], dossiers: Sequence[bool]
) -> Mapping[Stage, Share]:
    confirmed = year in (ClosingState.CONFIRMED, ClosingState.CUT)
    expected = len(YEAR_KINDS)
    return {
        Stage.PERIODS: Share(periods.count(ClosingState.CUT.value), len(periods)),
        Stage.CONFIRMED: Share(int(confirmed), 1),
        Stage.CUT: Share(int(year == ClosingState.CUT), 1),
        Stage.PRINTED: Share(sum(state not in _BEFORE_PRINT for state in records), expected),
        Stage.SIGNED: Share(sum(state in _SIGNED for state in records), expected),
        Stage.KEPT: Share(sum(state in _KEPT for state in records), expected),
        Stage.CLOSED: Share(sum(dossiers), max(1, len(dossiers))),
    }


def _grouped(pairs: Iterable[tuple[str, _T]]) -> defaultdict[str, list[_T]]:
    found = defaultdict[str, list[_T]](list)
    for of_class, value in pairs:
        found[of_class].append(value)
    return found


def _classes(
    session: Session, school: str, year_id: str, reached: Collection[str] | None
) -> list[tuple[str, str, str]]:
    query = (
        select(SchoolClass.id, SchoolClass.name, ClassYear.state)
        .join(
            ClassYear,
            and_(ClassYear.school_id == SchoolClass.school_id, ClassYear.class_id == SchoolClass.id),
        )
        .where(
            SchoolClass.school_id == school, SchoolClass.year_id == year_id, among(SchoolClass.id, reached)
        )
        .order_by(SchoolClass.grade, SchoolClass.name)
    )
    return [(i, name, state) for i, name, state in session.execute(query)]


def _periods(
    session: Session, school: str, year_id: str, reached: Collection[str] | None
) -> defaultdict[str, list[str]]:
    query = (
        select(Journal.class_id, JournalPeriod.state)
        .join(
            JournalPeriod,
            and_(JournalPeriod.school_id == Journal.school_id, JournalPeriod.journal_id == Journal.id),
        )
        .join(
            SchoolClass,
            and_(SchoolClass.school_id == Journal.school_id, SchoolClass.id == Journal.class_id),
        )
        .where(Journal.school_id == school, SchoolClass.year_id == year_id, among(Journal.class_id, reached))
    )
    return _grouped((of_class, state) for of_class, state in session.execute(query))


def _records(session: Session, school: str, year_id: str) -> defaultdict[str, list[str]]:
    query = select(Record.class_id, Record.state).where(
        Record.school_id == school,
        Record.year_id == year_id,
        Record.kind.in_(YEAR_KINDS),
        Record.state.not_in(GONE),
    )
    return _grouped((of_class, state) for of_class, state in session.execute(query))


def _dossiers(session: Session, school: str, year_id: str) -> defaultdict[str, list[bool]]:
    query = (
        select(Dossier.class_id, Dossier.closed_at.is_not(None))
        .join(
            SchoolClass,
            and_(SchoolClass.school_id == Dossier.school_id, SchoolClass.id == Dossier.class_id),
        )
        .where(Dossier.school_id == school, SchoolClass.year_id == year_id)
    )
    return _grouped((of_class, closed) for of_class, closed in session.execute(query))


def _turns(session: Session, school: str, year_id: str) -> defaultdict[str, set[Role]]:
    """Class -> whose turn it is to sign a record of its year."""
    r = SignatureRequest
    first = (
        select(Record.class_id, r.record_id, func.min(r.position).label("position"))
        .join(Record, and_(Record.school_id == r.school_id, Record.id == r.record_id))
        .where(r.school_id == school, r.state == RequestState.WAITING.value)
        .where(Record.year_id == year_id, Record.kind.in_(YEAR_KINDS), Record.state.not_in(GONE))
        .where(~was_declined(r.school_id, r.record_id))
        .group_by(Record.class_id, r.record_id)
        .subquery()
    )
    query = select(first.c.class_id, r.role).join(
        first, and_(first.c.record_id == r.record_id, first.c.position == r.position)
    )
    found = defaultdict[str, set[Role]](set)
    for of_class, role in session.execute(query.where(r.school_id == school)):
        found[of_class].add(Role(role))
    return found

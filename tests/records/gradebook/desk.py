"""How tests write into the cast's journals: a cell by the names of its column and pupil, on a day of the autumn."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, select

from records.actor import Actor
from records.db import transaction
from records.gradebook.cells import CellKey, Edit, Place, Refused, Saved
from records.gradebook.entering import enter, undo
from records.gradebook.reading import JournalKey
from records.gradebook.tables import MarkVersion
from records.school.tables import School
from tests.cast import ALGEBRA_Q1, MARIA, SCHOOL, SeededEntropy

AT = datetime(2025, 10, 1, 9, tzinfo=UTC)
ENTROPY = SeededEntropy("desk")


def cell(column: str, pupil: str) -> CellKey:
    return CellKey(Place.LESSON, pupil, column)


def write(
    engine: Engine,
    *edits: Edit,
    key: JournalKey = ALGEBRA_Q1,
    actor: Actor = MARIA,
    at: datetime = AT,
) -> tuple[Saved | Refused, ...]:
    with transaction(engine) as session:
        return enter(session, actor, key, edits, at, ENTROPY)


def put(
    engine: Engine,
    column: str,
    pupil: str,
    seen: int,
    value: str,
    *,
    key: JournalKey = ALGEBRA_Q1,
    actor: Actor = MARIA,
    at: datetime = AT,
) -> Saved | Refused:
    """Write one cell under a lesson."""
    edit = Edit(cell(column, pupil), seen, value)
    (outcome,) = write(engine, edit, key=key, actor=actor, at=at)
    return outcome


def take_back(engine: Engine, column: str, pupil: str, seen: int, at: datetime = AT) -> Saved | Refused:
    with transaction(engine) as session:
        return undo(session, MARIA, ALGEBRA_Q1, cell(column, pupil), seen, at, ENTROPY)


def history(engine: Engine, column: str, pupil: str) -> list[str]:
    """Every value that ever stood in the cell."""
    query = select(MarkVersion.value).where(MarkVersion.column_id == column, MarkVersion.pupil_id == pupil)
    with transaction(engine) as session:
        return list(session.scalars(query.order_by(MarkVersion.seq)))


def set_policy(engine: Engine, **rules: object) -> None:
    with transaction(engine) as session:
        session.get_one(School, SCHOOL).policy = dict(rules)


def why(outcome: Saved | Refused) -> str:
    """The code of a refusal, "" for what was saved."""
    return outcome.error.code if isinstance(outcome, Refused) else ""

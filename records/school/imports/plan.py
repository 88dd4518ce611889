"""What an import would change in the database: rows to add, rows to alter, and the periods that they touch.

Planned whole before anything is written, so that a cutoff refuses all of it. A touched period that was
already complete or confirmed opens again (lifecycle.py). It commits nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from records.db import Base
from records.errors import FrozenError
from records.gradebook.reopening import reopen
from records.gradebook.tables import ClassYear, JournalPeriod
from records.lifecycle import ClosingState

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Touch:
    """The first change that touches a journal's period or the class's year, in words for a message."""

    where: str
    what: str


@dataclass(slots=True)
class Plan:
    """The changes of one import. Tables are written in the order of their foreign keys."""

    school: str
    inserts: dict[type[Base], list[dict[str, object]]] = field(default_factory=dict)
    updates: list[tuple[Base, dict[str, object]]] = field(default_factory=list)
    periods: dict[tuple[str, str], Touch] = field(default_factory=dict)
    years: dict[str, Touch] = field(default_factory=dict)

    def insert(self, table: type[Base], **values: object) -> None:
        """Add a row."""
        self.inserts.setdefault(table, []).append({"school_id": self.school, **values})

    def update(self, row: Base, **values: object) -> bool:
        """Alter a row where it differs; says whether it does."""
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        if different:
            self.updates.append((row, different))
        return bool(different)

    def touch_period(self, journal: str, period: str, touch: Touch) -> None:
        """Note a change in a journal's period."""
        self.periods.setdefault((journal, period), touch)

    def touch_year(self, class_id: str, touch: Touch) -> None:
        """Note a change in what belongs to the class's year."""
        self.years.setdefault(class_id, touch)

    def altered(self, table: type[Row]) -> list[Row]:
        """The rows of a table to alter."""
        return [row for row, _ in self.updates if isinstance(row, table)]

    def created(self) -> dict[str, int]:
        """Table name -> rows to add."""
        return {table.__tablename__: len(rows) for table, rows in self.inserts.items()}

    def changed(self) -> dict[str, int]:
        """Table name -> rows to alter."""
        counts: dict[str, int] = {}
        for row, _ in self.updates:
            counts[row.__tablename__] = counts.get(row.__tablename__, 0) + 1
        return counts

    def carry_out(self, session: Session) -> None:
        """Write the plan. Raises FrozenError, before anything is written, when it crosses a cutoff."""
        reopened = list(self._reopened(session))
        for table, key, state in reopened:
            reopen(session, table, key, state)
        order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
        for model in sorted(
            self.inserts, key=lambda model: order[model.metadata.tables[model.__tablename__]]
        ):
            session.execute(insert(model), self.inserts[model])
        for row, values in self.updates:
            for name, value in values.items():
                setattr(row, name, value)
        session.flush()

    def _reopened(
        self, session: Session
    ) -> Iterator[tuple[type[JournalPeriod] | type[ClassYear], dict[str, str], ClosingState]]:
        """The touched periods and years that must open again; refuses those that are cut."""
        for (journal, period), touch in self.periods.items():
            key = {"school_id": self.school, "journal_id": journal, "period_id": period}
            if state := _state(session, JournalPeriod, key, touch):
                yield JournalPeriod, key, state
        for class_id, touch in self.years.items():
            key = {"school_id": self.school, "class_id": class_id}
            if state := _state(session, ClassYear, key, touch):
                yield ClassYear, key, state


def _state(
    session: Session, table: type[JournalPeriod] | type[ClassYear], key: dict[str, str], touch: Touch
) -> ClosingState | None:
    found = session.scalar(select(table.state).filter_by(**key))
    if found is None or found == ClosingState.OPEN:
        return None
    if found == ClosingState.CUT:
        raise FrozenError(
            "import.frozen",
            f"{touch.where}: период закрыт, а файл меняет его ({touch.what}). Ничего не записано. "
            "После закрытия исправляют актом об исправлении.",
            f"{touch.where} is behind a cutoff and the file changes it ({touch.what}); nothing was stored; "
            "use a correction act",
        )
    return ClosingState(found)

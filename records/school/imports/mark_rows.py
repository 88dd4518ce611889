"""Plans the marks of a journal as versions: what differs from the current value gets seq+1 (ADR 0007).

A cell that the sheet leaves blank takes the value before away, by an empty version. The author is who taught
the lesson; the account through which the file came stands beside. Cells that the sheet lacks stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from records.errors import FrozenError
from records.gradebook.corrections import may_correct
from records.gradebook.marks import spell
from records.gradebook.tables import MarkVersion, PeriodMark, YearMark
from records.school.imports.target import Target

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """The current version of a value; seq 0 and "" before the first."""

    seq: int = 0
    value: str = ""


_NONE = Version()


def plan_marks(target: Target, columns: tuple[str, ...]) -> None:
    """Plan the marks of lessons, periods and the year. `columns` are the ids of the imported columns."""
    _cells(target, columns)
    _period_marks(target)
    _year_marks(target)


def _cells(target: Target, columns: tuple[str, ...]) -> None:
    journal, pupils = target.journal, target.frame.pupils
    m = MarkVersion
    current = _current(target, m, m.column_id)
    wanted = {(cell.column, cell.pupil): spell(cell.value) for cell in journal.cells}
    column_of = {column: index for index, column in enumerate(columns)}
    pupil_of = {pupils[index]: index for index in journal.pupils}
    for column_id, pupil_id in current:
        if column_id in column_of and pupil_id in pupil_of:
            wanted.setdefault((column_of[column_id], pupil_of[pupil_id]), "")
    for (column, pupil), value in wanted.items():
        before = current.get((columns[column], pupils[pupil]), _NONE)
        if before.value == value:
            continue
        lesson = journal.lessons[journal.columns[column].lesson]
        if before.value and not may_correct(target.policy.corrections, lesson.date, target.today):
            raise _too_late(target, pupil, lesson.date, before.value, value)
        target.plan.insert(
            m,
            journal_id=target.id,
            period_id=target.frame.periods[lesson.period],
            column_id=columns[column],
            pupil_id=pupils[pupil],
            **_next(target, before, value, lesson.substitute),
        )
        target.touch_period(lesson.period, f"{target.imported.pupils[pupil].name}, {lesson.date:%d.%m.%Y}")


def _too_late(target: Target, pupil: int, day: date, stands: str, given: str) -> FrozenError:
    name = target.imported.pupils[pupil].name
    return FrozenError(
        "import.correction_late",
        f"Лист «{target.journal.sheet}»: {name}, {day:%d.%m.%Y}: стоит «{stands}», в файле «{given}». Срок исправления "
        "по правилам школы прошёл: нужен акт заместителя директора. Ничего не сохранено.",
        f"sheet {target.journal.sheet!r}: {name}, {day.isoformat()}: {stands!r} stands, the file has {given!r}; "
        "the time for corrections is over, the deputy head's act is needed; nothing was stored",
    )


def _period_marks(target: Target) -> None:
    m = PeriodMark
    current = _current(target, m, m.period_id)
    given = {(mark.period, mark.pupil): mark.value for mark in target.journal.period_marks}
    for period in target.journal.periods:
        for pupil in target.journal.pupils:
            key = (target.frame.periods[period], target.frame.pupils[pupil])
            value, before = given.get((period, pupil), ""), current.get(key, _NONE)
            if before.value == value:
                continue
            version = _next(target, before, value, None)
            target.plan.insert(m, journal_id=target.id, period_id=key[0], pupil_id=key[1], **version)
            target.touch_period(period, f"{target.imported.pupils[pupil].name}, отметка за период")


def _year_marks(target: Target) -> None:
    m = YearMark
    current = _current(target, m, m.kind)
    given = {(mark.kind, mark.pupil): mark.value for mark in target.journal.year_marks}
    for kind in target.journal.year_kinds:
        for pupil in target.journal.pupils:
            key = (kind.value, target.frame.pupils[pupil])
            value, before = given.get((kind, pupil), ""), current.get(key, _NONE)
            if before.value == value:
                continue
            place = {"class_id": target.frame.class_id, "journal_id": target.id}
            version = _next(target, before, value, None)
            target.plan.insert(m, **place, kind=key[0], pupil_id=key[1], **version)
            target.touch_year(f"{target.imported.pupils[pupil].name}, отметка за год")


def _current(
    target: Target, table: type[MarkVersion | PeriodMark | YearMark], place: InstrumentedAttribute[str]
) -> Mapping[Key, Version]:
    """Place (column, period or kind) and pupil -> the version with the greatest seq."""
    query = select(place, table.pupil_id, table.seq, table.value).filter_by(**target.key).order_by(table.seq)
    rows = target.session.execute(query)
    return {(where, pupil): Version(seq, value) for where, pupil, seq, value in rows}


def _next(target: Target, before: Version, value: str, substitute: str | None) -> dict[str, object]:
    return {
        "seq": before.seq + 1,
        "value": value,
        "author_id": target.person(substitute or target.journal.teacher),
        "account": target.actor.account,
        "on_behalf_of": target.actor.on_behalf_of,
        "at": target.at,
    }

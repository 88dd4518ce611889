"""Refuses an import whose dates of arrival and leaving would take standing marks out of a journal.

A pupil who is in the class on no day of a period does not stand in its journal, nor does what was entered of that
pupil. Read after the rows were written and before they are committed; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from records.errors import InputError
from records.gradebook.reading import read_memberships
from records.gradebook.tables import Journal, MarkVersion, PeriodMark
from records.school.tables import Period, Subject

_Versions: TypeAlias = "Select[str, str, str, str, str]"


def refuse_lost_marks(session: Session, school: str, class_id: str, pupils: Collection[str]) -> None:
    """Look at the marks of those whose time in the class was altered. Raises InputError import.marks_lost."""
    if not pupils:
        return
    members = read_memberships(session, school, class_id)
    periods = {row.id: row for row in session.scalars(select(Period).filter_by(school_id=school))}
    for pupil, period_id, subject in sorted(set(_standing(session, school, class_id, pupils))):
        row, membership = members[pupil]
        period = periods[period_id]
        if not membership.present(period.starts, period.ends):
            raise _lost(row.name, period.title, subject)


def _standing(
    session: Session, school: str, class_id: str, pupils: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """(pupil, period, subject) wherever a mark or an absence stands."""
    for query in _queries(school, class_id, pupils):
        newest = {tuple(place): value for *place, value in session.execute(query)}
        yield from ((place[0], place[1], place[2]) for place, value in newest.items() if value)


def _queries(school: str, class_id: str, pupils: Collection[str]) -> Iterator[_Versions]:
    for table, place in ((MarkVersion, MarkVersion.column_id), (PeriodMark, PeriodMark.journal_id)):
        yield (
            select(table.pupil_id, table.period_id, Subject.name, place, table.value)
            .join(Journal, and_(Journal.school_id == table.school_id, Journal.id == table.journal_id))
            .join(Subject, and_(Subject.school_id == Journal.school_id, Subject.id == Journal.subject_id))
            .where(table.school_id == school, Journal.class_id == class_id, table.pupil_id.in_(pupils))
            .order_by(table.seq)
        )


def _lost(name: str, period: str, subject: str) -> InputError:
    return InputError(
        "import.marks_lost",
        f"{name}: по датам прибытия и выбытия ученика в классе не было весь период «{period}», а в журнале «{subject}» "
        "за этот период стоят отметки: они пропали бы из журнала. Вернувшемуся ученику отводят две строки: одну с днём "
        "выбытия, вторую с днём прибытия. Ничего не сохранено.",
        f"{name} would be in the class on no day of '{period}', and marks of '{subject}' stand there: they would leave "
        "the journal; give a pupil who came back two rows, one with the leaving and one with the arrival; nothing "
        "was stored",
    )

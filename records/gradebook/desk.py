"""A journal's period opened for writing: its row locked, its rules and names at hand, in the caller's transaction.

Two writers of one journal, and a writer and a cutoff, go one after the other here: no edit meets half of another.
It judges and writes nothing but the reopening after a confirmation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, String, and_, bindparam, select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.amendments.windows import any_opened
from records.digest import Json
from records.errors import NotFoundError
from records.gradebook.content import ClassFacts, Named, PeriodFacts, title_of
from records.gradebook.deadlines import may_substitute
from records.gradebook.reading import CLASS_COLUMNS, JournalKey, class_facts
from records.gradebook.reopening import reopen
from records.gradebook.tables import ClassYear, Journal, JournalPeriod
from records.lifecycle import ClosingState
from records.log.audit import check_not_before, newest_event
from records.school.policy import Policy
from records.school.tables import Branch, Period, School, SchoolClass, SchoolYear, Subgroup, Subject
from records.sql import columns
from records.times import local

_OF_PERIOD: Final = 6  # columns of PeriodFacts
_CLOCKS_DIFFER: Final = timedelta(minutes=1)  # of machines and of saves under way side by side


@dataclass(frozen=True, slots=True)
class Desk:
    """What a writer has before them.

    `today` is the day of the operation on the school's clocks; `opened` whether the deputy head ever opened a cell of
    the period again, though its window may be over.
    """

    actor: Actor
    key: JournalKey
    title: str
    teacher: str
    subgroup: str | None
    facts: ClassFacts
    period: PeriodFacts
    policy: Policy
    state: ClosingState
    opened: bool
    at: datetime
    today: date

    @property
    def columns(self) -> dict[str, str]:
        """The key's columns, as every row below the journal's period carries them."""
        return {
            "school_id": self.key.school,
            "journal_id": self.key.journal,
            "period_id": self.key.period,
        }

    @property
    def keeps(self) -> bool:
        """Whether the writer is the journal's teacher or writes on the teacher's behalf."""
        return self.teacher in (self.actor.person, self.actor.on_behalf_of)

    @property
    def told(self) -> Mapping[str, Json]:
        """What an event says of a writer who is neither: in whose journal the substitute wrote (R20, R81)."""
        return {} if self.keeps else {"substitute_for": self.teacher}

    def substitutes(self, substitute: str | None, lesson: date) -> bool:
        """Whether the writer is that substitute of a lesson on that day and its time to be written is now."""
        rules, grade = self.policy.deadlines, self.facts.grade
        return substitute == self.actor.person and may_substitute(rules, lesson, grade, self.today)


def open_desk(session: Session, actor: Actor, key: JournalKey, at: datetime) -> Desk:
    """Lock the journal's period for a writer and gather what stands around it.

    The state is that behind the lock; what else stands there is as of the question, which may have waited for it.
    Raises NotFoundError; StateError when the clock is behind: no version is dated before what the log tells already.
    """
    newest, *around = _ask(session, _LOCKED, key)
    check_not_before(newest, at, _CLOCKS_DIFFER)
    return _desk(around, actor, key, at)


def see_desk(session: Session, actor: Actor, key: JournalKey, at: datetime) -> Desk:
    """The same for a reader, who locks nothing. Raises NotFoundError."""
    return _desk(_ask(session, _AROUND, key), actor, key, at)


# Built once: every saved cell asks these.
_SCHOOL: Final = bindparam("school", type_=String())
_JOURNAL: Final = bindparam("journal", type_=String())
_PERIOD: Final = bindparam("period", type_=String())
_AROUND = (
    select(
        *(JournalPeriod.state, any_opened(_SCHOOL, _JOURNAL, _PERIOD), School.policy),
        *(Journal.teacher_id, Subject.id, Subject.name, Subgroup.id, Subgroup.name),
        *(Period.id, Period.number, Period.title, Period.kind, Period.starts, Period.ends),
        *CLASS_COLUMNS,
    )
    .select_from(JournalPeriod)
    .join(Journal, and_(Journal.school_id == _SCHOOL, Journal.id == _JOURNAL))
    .join(Period, and_(Period.school_id == _SCHOOL, Period.id == _PERIOD))
    .join(Subject, and_(Subject.school_id == Journal.school_id, Subject.id == Journal.subject_id))
    .outerjoin(Subgroup, and_(Subgroup.school_id == Journal.school_id, Subgroup.id == Journal.subgroup_id))
    .join(SchoolClass, and_(SchoolClass.school_id == Journal.school_id, SchoolClass.id == Journal.class_id))
    .join(
        SchoolYear, and_(SchoolYear.school_id == SchoolClass.school_id, SchoolYear.id == SchoolClass.year_id)
    )
    .outerjoin(Branch, and_(Branch.school_id == SchoolClass.school_id, Branch.id == SchoolClass.branch_id))
    .join(School, School.id == Journal.school_id)
    .where(
        JournalPeriod.school_id == _SCHOOL,
        JournalPeriod.journal_id == _JOURNAL,
        JournalPeriod.period_id == _PERIOD,
    )
)
_LOCKED = _AROUND.with_only_columns(newest_event(_SCHOOL), *_AROUND.selected_columns).with_for_update(
    of=JournalPeriod
)


def _ask(session: Session, statement: Select[*tuple[Any, ...]], key: JournalKey) -> Sequence[Any]:
    asked = {"school": key.school, "journal": key.journal, "period": key.period}
    found = columns(session, statement, asked).first()
    if found is None:
        raise NotFoundError(
            "entry.no_such_journal",
            f"Журнала {key.journal} за период {key.period} нет. Откройте журнал из списка своих журналов.",
            f"there is no journal {key.journal} in period {key.period}; open one from your list of journals",
        )
    return found


def _desk(around: Sequence[Any], actor: Actor, key: JournalKey, at: datetime) -> Desk:
    """The desk of a row of _AROUND."""
    state, opened, policy, teacher, subject, subject_name, group, group_name, *rest = around
    period, facts = PeriodFacts(*rest[:_OF_PERIOD]), class_facts(rest[_OF_PERIOD:])
    part = Named(group, group_name) if group else None
    return Desk(
        actor=actor,
        key=key,
        title=title_of(Named(subject, subject_name), part, facts.name, period.title),
        teacher=teacher,
        subgroup=group,
        facts=facts,
        period=period,
        policy=Policy.from_json(policy),
        state=ClosingState(state),
        opened=opened,
        at=at,
        today=local(at, facts.zone).date(),
    )


def year_state(session: Session, desk: Desk) -> ClosingState:
    """The state of the class's year, its row locked as well."""
    row = session.get_one(ClassYear, (desk.key.school, desk.facts.id), with_for_update=True)
    return ClosingState(row.state)


def reopen_period(session: Session, desk: Desk) -> bool:
    """Open the period again after an edit; says whether it had been complete or confirmed."""
    return reopen(session, JournalPeriod, desk.columns, desk.state)


def reopen_year(session: Session, desk: Desk, state: ClosingState) -> bool:
    """The same for the class's year."""
    return reopen(session, ClassYear, {"school_id": desk.key.school, "class_id": desk.facts.id}, state)

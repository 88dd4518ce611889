"""A journal's period opened for writing: its row locked, its rules and names at hand, in the caller's transaction.

Two writers of one journal, and a writer and a cutoff, go one after the other here: no edit meets half of another.
It judges and writes nothing but the reopening after a confirmation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.errors import NotFoundError
from records.gradebook.content import ClassFacts, Named, PeriodFacts, title_of
from records.gradebook.reading import JournalKey, period_facts, read_class, read_policy
from records.gradebook.reopening import reopen
from records.gradebook.tables import ClassYear, Journal, JournalPeriod
from records.lifecycle import ClosingState
from records.school.policy import Policy
from records.school.tables import Period, Subgroup, Subject
from records.times import local


@dataclass(frozen=True, slots=True)
class Desk:
    """What a writer has before them. `today` is the day of the operation on the school's clocks."""

    actor: Actor
    key: JournalKey
    title: str
    teacher: str
    subgroup: str | None
    facts: ClassFacts
    period: PeriodFacts
    policy: Policy
    state: ClosingState
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


def open_desk(session: Session, actor: Actor, key: JournalKey, at: datetime) -> Desk:
    """Lock the journal's period for a writer and gather what stands around it. Raises NotFoundError."""
    row = session.get(JournalPeriod, (key.school, key.journal, key.period), with_for_update=True)
    return _desk(session, actor, key, at, row)


def see_desk(session: Session, actor: Actor, key: JournalKey, at: datetime) -> Desk:
    """The same for a reader, who locks nothing. Raises NotFoundError."""
    row = session.get(JournalPeriod, (key.school, key.journal, key.period))
    return _desk(session, actor, key, at, row)


def _desk(session: Session, actor: Actor, key: JournalKey, at: datetime, row: JournalPeriod | None) -> Desk:
    if row is None:
        raise NotFoundError(
            "entry.no_such_journal",
            f"Журнала {key.journal} за период {key.period} нет. Откройте журнал из списка своих журналов.",
            f"there is no journal {key.journal} in period {key.period}; open one from your list of journals",
        )
    journal = session.get_one(Journal, (key.school, key.journal))
    period = session.get_one(Period, (key.school, key.period))
    subject = session.get_one(Subject, (key.school, journal.subject_id))
    group = session.get_one(Subgroup, (key.school, journal.subgroup_id)) if journal.subgroup_id else None
    facts = read_class(session, key.school, journal.class_id)
    part = Named(group.id, group.name) if group else None
    return Desk(
        actor=actor,
        key=key,
        title=title_of(Named(subject.id, subject.name), part, facts.name, period.title),
        teacher=journal.teacher_id,
        subgroup=journal.subgroup_id,
        facts=facts,
        period=period_facts(period),
        policy=read_policy(session, key.school),
        state=ClosingState(row.state),
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

"""Finds classes, journals, pupils, staff, records and events for one visitor: each by the scope of its own permission.

What a permission does not reach is not asked for: nothing is found and then hidden. Rows in, hits out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from records.db import Base
from records.gradebook.tables import Journal, JournalPeriod
from records.log.store import LogEvent
from records.registers.tables import Record
from records.school.tables import (
    Membership,
    Period,
    Person,
    Pupil,
    SchoolClass,
    SchoolYear,
    Subgroup,
    SubgroupMember,
    Subject,
)
from webui.doors.scope import classes_within, journals_within, records_within
from webui.rights import Permission
from webui.search.folding import Text, begin_words
from webui.visitor import Visitor

MOST: Final = 20  # hits of a kind; one more says that there are others


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, what tells it from its namesakes, and the ids that lead to it."""

    name: str
    detail: str
    id: str
    journal: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A search at work: who asks for which words on which day."""

    session: Session
    visitor: Visitor
    words: tuple[str, ...]
    today: date

    def classes(self) -> tuple[Hit, ...]:
        """Classes whose pages the visitor may open."""
        scope = self.visitor.scope(Permission.CLASS_READ)
        query = (
            select(SchoolClass.name, SchoolYear.label, SchoolClass.id)
            .join(SchoolYear, _with(SchoolYear, SchoolClass.year_id, SchoolClass.school_id))
            .where(
                SchoolClass.school_id == self._school, classes_within(scope), self._begin(SchoolClass.name)
            )
            .order_by(SchoolYear.starts.desc(), SchoolClass.grade, SchoolClass.name)
        )
        return tuple(Hit(name, year, id_) for name, year, id_ in self.session.execute(query.limit(MOST + 1)))

    def journals(self) -> tuple[Hit, ...]:
        """Journals that the visitor may read, each in the last period that has begun."""
        title = SchoolClass.name + " " + Subject.name + " " + func.coalesce(Subgroup.name, "")
        query = (
            select(Subject.name, Subgroup.name, SchoolClass.name, SchoolYear.label, Journal.id, Period.id)
            .select_from(Journal)
            .join(
                JournalPeriod,
                and_(JournalPeriod.school_id == Journal.school_id, JournalPeriod.journal_id == Journal.id),
            )
            .join(Period, _with(Period, JournalPeriod.period_id, Journal.school_id))
            .join(Subject, _with(Subject, Journal.subject_id, Journal.school_id))
            .join(SchoolClass, _with(SchoolClass, Journal.class_id, Journal.school_id))
            .join(SchoolYear, _with(SchoolYear, SchoolClass.year_id, Journal.school_id))
            .outerjoin(Subgroup, _with(Subgroup, Journal.subgroup_id, Journal.school_id))
            .where(Journal.school_id == self._school, Period.starts <= self.today)
            .where(journals_within(self.visitor.scope(Permission.JOURNAL_READ)), self._begin(title))
            .order_by(SchoolYear.starts.desc(), SchoolClass.grade, SchoolClass.name, Journal.position)
            .order_by(Period.starts.desc())
        )
        found: dict[str, Hit] = {}
        for subject, group, name, year, journal, period in self.session.execute(query.limit(MOST * 5)):
            title_of = subject + (f" ({group})" if group else "")
            found.setdefault(journal, Hit(f"{name}, {title_of}", year, journal, journal, period))
        return tuple(found.values())[: MOST + 1]

    def pupils(self) -> tuple[Hit, ...]:
        """Pupils of the classes and journals in reach; of a subgroup's journal those of the subgroup.

        The id is the class's, where the visitor may open its page.
        """
        name = Pupil.surname + " " + Pupil.given + " " + func.coalesce(Pupil.patronymic, "")
        of_class = classes_within(self.visitor.scope(Permission.CLASS_READ))
        query = (
            select(Pupil, SchoolClass.name, SchoolYear.label, SchoolClass.id, of_class)
            .select_from(Membership)
            .join(Pupil, _with(Pupil, Membership.pupil_id, Membership.school_id))
            .join(SchoolClass, _with(SchoolClass, Membership.class_id, Membership.school_id))
            .join(SchoolYear, _with(SchoolYear, SchoolClass.year_id, Membership.school_id))
            .where(Membership.school_id == self._school, or_(of_class, self._taught()), self._begin(name))
            .where(_once())
            .order_by(SchoolYear.starts.desc(), Pupil.surname, Pupil.given, Pupil.id)
            .limit(MOST + 1)
        )
        rows = self.session.execute(query).all()
        return tuple(
            Hit(pupil.name, f"{name}, {year}", class_id if may_open else "")
            for pupil, name, year, class_id, may_open in rows
        )

    def _taught(self) -> ColumnElement[bool]:
        """Whether the member is in a journal that the visitor may read."""
        scope = self.visitor.scope(Permission.JOURNAL_READ)
        reached = (
            select(Journal.class_id)
            .join(
                JournalPeriod,
                and_(JournalPeriod.school_id == Journal.school_id, JournalPeriod.journal_id == Journal.id),
            )
            .join(SchoolClass, _with(SchoolClass, Journal.class_id, Journal.school_id))
            .where(Journal.school_id == self._school, journals_within(scope))
            .correlate(None)
        )
        in_group = and_(
            SubgroupMember.school_id == Journal.school_id, SubgroupMember.subgroup_id == Journal.subgroup_id
        )
        grouped = reached.join(SubgroupMember, in_group).add_columns(SubgroupMember.pupil_id)
        return or_(
            Membership.class_id.in_(reached.where(Journal.subgroup_id.is_(None))),
            tuple_(Membership.class_id, Membership.pupil_id).in_(grouped),
        )

    def staff(self) -> tuple[Hit, ...]:
        """Members of staff, for whoever names to posts or reads the log."""
        if not any(
            self.visitor.scope(one).whole for one in (Permission.STAFF_APPOINT, Permission.AUDIT_READ)
        ):
            return ()
        query = select(Person.name, Person.id).where(
            Person.school_id == self._school, self._begin(Person.name)
        )
        rows = self.session.execute(query.order_by(Person.name).limit(MOST + 1))
        return tuple(Hit(name, "", id_) for name, id_ in rows)

    def records(self) -> tuple[Hit, ...]:
        """Records by the words of their title, or by their id."""
        by_id = Record.id == self.words[0] if len(self.words) == 1 else Record.id.is_(None)
        query = (
            select(Record.title, Record.revision, Record.id)
            .join(SchoolClass, _with(SchoolClass, Record.class_id, Record.school_id))
            .outerjoin(Journal, _with(Journal, Record.journal_id, Record.school_id))
            .where(Record.school_id == self._school, or_(by_id, self._begin(Record.title)))
            .where(records_within(self.visitor.scope(Permission.RECORD_READ)))
            .order_by(Record.created_at.desc(), Record.title, Record.id)
            .limit(MOST + 1)
        )
        return tuple(Hit(title, str(revision), id_) for title, revision, id_ in self.session.execute(query))

    def events(self) -> Iterator[Hit]:
        """The line of the log with that number."""
        word = self.words[0]
        if len(self.words) == 1 and word.isascii() and word.isdecimal() and len(word) < 12:
            if not self.visitor.scope(Permission.AUDIT_READ).whole:
                return
            query = select(LogEvent.id).where(LogEvent.school_id == self._school, LogEvent.id == int(word))
            if self.session.scalar(query):
                yield Hit(f"№ {int(word)}", "", word)

    @property
    def _school(self) -> str:
        return self.visitor.school

    def _begin(self, text: Text) -> ColumnElement[bool]:
        return begin_words(text, self.words, self.session.get_bind().dialect.name)


def _once() -> ColumnElement[bool]:
    """Of the memberships of a pupil who came back to a class, one."""
    other = aliased(Membership)
    again = select(other.id).where(
        other.school_id == Membership.school_id,
        other.class_id == Membership.class_id,
        other.pupil_id == Membership.pupil_id,
        other.id > Membership.id,
    )
    return ~again.exists()


def _with(table: type[Base], key: Text, school: Text) -> ColumnElement[bool]:
    """The table's row of that id in the same school."""
    return and_(table.school_id == school, table.id == key)  # type: ignore[attr-defined]

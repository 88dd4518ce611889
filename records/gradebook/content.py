"""The content of a journal in a period and of a class's year, as frozen values.

What readiness judges, a draft shows and a snapshot freezes. Values and their JSON form (docs/snapshot-v1.md);
it reads no database and holds no salts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from records.digest import Json, canonical, sha256
from records.times import rfc3339


def iso(day: date | None) -> str | None:
    """The date as `2025-10-25`, or None."""
    return None if day is None else day.isoformat()


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with an id and a name: school, class, subject, subgroup."""

    id: str
    name: str

    def json(self) -> Json:
        """`{"id", "name"}`."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A period and its bounds, both days included."""

    id: str
    number: int
    title: str
    kind: str
    starts: date
    ends: date

    def json(self) -> Json:
        """The period's element of a snapshot."""
        return {
            "id": self.id,
            "number": self.number,
            "title": self.title,
            "kind": self.kind,
            "starts": iso(self.starts),
            "ends": iso(self.ends),
        }


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """The class, its school and year. `graded` is False where no marks are given (first grades)."""

    school: Named
    branch: Named | None
    id: str
    name: str
    grade: int
    class_teacher: str
    year_id: str
    year_label: str
    year_starts: date
    year_ends: date
    zone: str
    graded: bool = True


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """When a pupil arrived and left, by what order (R11); of one who came back `earlier` has the times before.

    They are in order of time and touch each other in no day.
    """

    arrived: date | None = None
    arrived_order: str | None = None
    left: date | None = None
    left_order: str | None = None
    earlier: tuple[MembershipFacts, ...] = ()

    @property
    def times(self) -> tuple[MembershipFacts, ...]:
        """Every time in the class by itself, the first one first."""
        return (*self.earlier, replace(self, earlier=()))

    def present(self, first: date, last: date) -> bool:
        """Whether the pupil belonged to the class on some day from `first` to `last`."""
        here = (self.arrived is None or self.arrived <= last) and (self.left is None or self.left >= first)
        return here or any(time.present(first, last) for time in self.earlier)

    def json(self) -> dict[str, Json]:
        """The membership's element of a snapshot; `earlier` only of one who came back."""
        return {
            "arrived": iso(self.arrived),
            "arrived_order": self.arrived_order,
            "left": iso(self.left),
            "left_order": self.left_order,
            **({"earlier": [time.json() for time in self.earlier]} if self.earlier else {}),
        }


def joined(times: Iterable[MembershipFacts]) -> MembershipFacts:
    """The membership of a pupil who was in the class at these times, in whatever order they are given."""
    *earlier, last = sorted(times, key=lambda time: time.arrived or date.min)
    return replace(last, earlier=tuple(earlier)) if earlier else last


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """A lesson as the right page shows it."""

    id: str
    date: date
    number: int
    hours: int
    topic: str | None
    homework: str | None
    substitute: str | None

    def json(self) -> Json:
        """The lesson's element of a snapshot."""
        return {
            "id": self.id,
            "date": iso(self.date),
            "number": self.number,
            "hours": self.hours,
            "topic": self.topic,
            "homework": self.homework,
            "substitute": self.substitute,
        }


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """A column of the left page."""

    id: str
    lesson: str
    kind: str


@dataclass(frozen=True, slots=True)
class CellFacts:
    """The current value of a cell and who wrote it."""

    column: str
    marks: tuple[str, ...]
    absence: str | None
    author: str
    at: datetime
    late: str | None = None

    def json(self) -> Json:
        """The cell's element of a snapshot; `late` only where the pupil came late."""
        return {
            "column": self.column,
            "marks": list(self.marks),
            "absence": self.absence,
            "author": self.author,
            "at": rfc3339(self.at),
            **({"late": self.late} if self.late else {}),
        }


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """A period mark and who wrote it."""

    value: str
    author: str
    at: datetime

    def json(self) -> Json:
        """The mark's element of a snapshot."""
        return {"value": self.value, "author": self.author, "at": rfc3339(self.at)}


@dataclass(frozen=True, slots=True)
class AmendedFacts:
    """A value that an act changed behind the cutoff. `act` is its record; `subject` None is a council decision."""

    place: str
    subject: str | None
    what: str
    before: str
    after: str
    act: str

    def json(self) -> Json:
        """The element of a snapshot."""
        return {
            "place": self.place,
            "subject": self.subject,
            "what": self.what,
            "before": self.before,
            "after": self.after,
            "act": self.act,
        }


def amended_json(amended: tuple[AmendedFacts, ...]) -> dict[str, Json]:
    """The member `amended` of a pupil's element; none where nothing was changed."""
    return {"amended": [one.json() for one in amended]} if amended else {}


@dataclass(frozen=True, slots=True)
class PupilRows:
    """A pupil's rows in a journal for a period, as they stand now; `amended` says what acts changed of them."""

    id: str
    name: str
    membership: MembershipFacts
    cells: tuple[CellFacts, ...]
    period_mark: MarkFacts | None
    amended: tuple[AmendedFacts, ...] = ()

    def json(self, ordinal: int) -> dict[str, Json]:
        """The pupil's element of a snapshot, without salt and leaf."""
        return {
            "id": self.id,
            "name": self.name,
            "ordinal": ordinal,
            "membership": self.membership.json(),
            "cells": [cell.json() for cell in self.cells],
            "period_mark": self.period_mark.json() if self.period_mark else None,
            **amended_json(self.amended),
        }


@dataclass(frozen=True, slots=True)
class RemarkFacts:
    """A remark of the deputy head (R92)."""

    journal: str | None
    date: dt.date
    text: str
    author: str
    deadline: dt.date | None
    fulfilled: dt.date | None

    def json(self) -> Json:
        """The remark's element of a snapshot."""
        return {
            "date": iso(self.date),
            "text": self.text,
            "author": self.author,
            "deadline": iso(self.deadline),
            "fulfilled": iso(self.fulfilled),
        }


@dataclass(frozen=True, slots=True)
class JournalContent:
    """Everything of a journal in a period; pupils in Russian alphabetical order."""

    journal: str
    facts: ClassFacts
    subject: Named
    subgroup: Named | None
    teacher: str
    period: PeriodFacts
    lessons: tuple[LessonFacts, ...]
    columns: tuple[ColumnFacts, ...]
    pupils: tuple[PupilRows, ...]
    remarks: tuple[RemarkFacts, ...]
    people: Mapping[str, str]

    def rows(self) -> dict[str, Json]:
        """Lessons, columns and pupils as JSON: what a teacher confirms."""
        return {
            "lessons": [lesson.json() for lesson in self.lessons],
            "columns": [{"id": c.id, "lesson": c.lesson, "kind": c.kind} for c in self.columns],
            "pupils": [pupil.json(n) for n, pupil in enumerate(self.pupils, start=1)],
        }

    def digest(self) -> str:
        """SHA-256 of the canonical rows: changes with any of them."""
        return sha256(canonical(self.rows()))

    @property
    def title(self) -> str:
        """`Алгебра (1 группа), 9А, I четверть`."""
        return title_of(self.subject, self.subgroup, self.facts.name, self.period.title)


def title_of(subject: Named, subgroup: Named | None, class_name: str, period: str) -> str:
    """What people call a journal in a period: `Алгебра (1 группа), 9А, I четверть`."""
    group = f" ({subgroup.name})" if subgroup else ""
    return f"{subject.name}{group}, {class_name}, {period}"

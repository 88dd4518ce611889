"""What a filled journal says, as frozen values: a class with its periods, pupils and journals.

Pupils, periods, lessons and columns are referred to by their index in the tuple that holds them.
Nothing here has an id of the store, and nothing is checked: reader.py makes only what holds together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from records.gradebook.content import MembershipFacts
from records.gradebook.marks import Cell
from records.gradebook.year_content import Decision, Particulars


class PeriodKind(StrEnum):
    """The lengths of teaching periods (R2)."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"


class YearMarkKind(StrEnum):
    """The marks that belong to the year and not to a period (R32)."""

    YEAR = "year"
    EXAM = "exam"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class ImportedPeriod:
    """A period of the year; both days included."""

    number: int
    title: str
    kind: PeriodKind
    starts: date
    ends: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class ImportedPupil:
    """A pupil of the class list, in two rows of it who came back; None for what the list leaves blank or lacks."""

    ordinal: int
    surname: str
    given: str
    patronymic: str | None
    birth_date: date | None
    file_no: str | None
    membership: MembershipFacts
    particulars: Particulars = field(default_factory=Particulars)
    decision: Decision | None = None

    @property
    def name(self) -> str:
        """Surname, given name and patronymic."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class ImportedLesson:
    """A row of the lesson table. `number` counts the lessons of one date from 1; `period` is an index."""

    date: date
    number: int
    period: int
    hours: int
    topic: str | None
    homework: str | None
    substitute: str | None


@dataclass(frozen=True, slots=True)
class ImportedColumn:
    """A column of marks under a lesson; `position` counts the columns of one lesson from 1."""

    lesson: int
    position: int
    kind: str


@dataclass(frozen=True, slots=True)
class ImportedCell:
    """A filled cell."""

    pupil: int
    column: int
    value: Cell


@dataclass(frozen=True, slots=True)
class ImportedPeriodMark:
    """A mark for a period."""

    pupil: int
    period: int
    value: str


@dataclass(frozen=True, slots=True)
class ImportedYearMark:
    """A year, exam or final mark."""

    pupil: int
    kind: YearMarkKind
    value: str


@dataclass(frozen=True, slots=True)
class ImportedJournal:
    """A subject's sheet: `pupils` have rows in it; `periods` and `year_kinds` have columns for marks."""

    sheet: str
    subject: str
    subgroup: str | None
    teacher: str
    pupils: tuple[int, ...]
    lessons: tuple[ImportedLesson, ...]
    columns: tuple[ImportedColumn, ...]
    periods: tuple[int, ...]
    year_kinds: tuple[YearMarkKind, ...]
    cells: tuple[ImportedCell, ...]
    period_marks: tuple[ImportedPeriodMark, ...]
    year_marks: tuple[ImportedYearMark, ...]


@dataclass(frozen=True, slots=True)
class ImportedClass:
    """A whole workbook: one class in one school year. `stated` names what the list of pupils has a column for."""

    school_name: str
    class_name: str
    grade: int
    year_label: str
    class_teacher: str
    periods: tuple[ImportedPeriod, ...]
    pupils: tuple[ImportedPupil, ...]
    journals: tuple[ImportedJournal, ...]
    stated: frozenset[str] = frozenset()

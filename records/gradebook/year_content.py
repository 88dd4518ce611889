"""The content of a class's year as frozen values: roster, absences, remarks, decisions, marks of the summary sheet.

What readiness judges at year end and the class journal and summary sheet freeze (docs/snapshot-v1.md).
Values and the counting of absences; it reads no database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from records.amendments.model import Spot, parse_place
from records.digest import Json, canonical, sha256
from records.gradebook.content import (
    AmendedFacts,
    ClassFacts,
    MembershipFacts,
    Named,
    PeriodFacts,
    RemarkFacts,
    amended_json,
    iso,
)

YEAR_KINDS = ("year", "exam", "final")


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """A journal of the class, in curriculum order."""

    id: str
    subject: Named
    subgroup: Named | None
    teacher: str

    def json(self) -> Json:
        """The journal's element of a snapshot."""
        return {
            "id": self.id,
            "subject": self.subject.json(),
            "subgroup": self.subgroup.json() if self.subgroup else None,
            "teacher": self.teacher,
        }


@dataclass(frozen=True, slots=True)
class LessonPresence:
    """One pupil at one lesson: the absence code, or None, and whether late. Input of the count of absences."""

    period: str
    date: date
    absence: str | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Absences:
    """A pupil's absences in a period, in lessons and in full days; `ill` of them through illness (б); late arrivals."""

    period: str
    lessons: int
    lessons_ill: int
    lessons_excused: int
    days: int
    days_ill: int
    late: int = 0

    def json(self) -> Json:
        """The element of a snapshot; `late` only where there was any."""
        return {
            "period": self.period,
            "lessons": self.lessons,
            "lessons_ill": self.lessons_ill,
            "lessons_excused": self.lessons_excused,
            "days": self.days,
            "days_ill": self.days_ill,
            **({"late": self.late} if self.late else {}),
        }


def count_absences(period: str, presences: Iterable[LessonPresence]) -> Absences:
    """Count one pupil's absences in a period; a full day is one on which every lesson was missed (domain.md)."""
    days: dict[date, list[str | None]] = defaultdict(list)
    late = 0
    for presence in presences:
        if presence.period == period:
            days[presence.date].append(presence.absence)
            late += presence.late
    missed = [code for codes in days.values() for code in codes if code]
    full = [codes for codes in days.values() if all(codes)]
    return Absences(
        period=period,
        lessons=len(missed),
        lessons_ill=missed.count("б"),
        lessons_excused=missed.count("у"),
        days=len(full),
        days_ill=sum(set(codes) == {"б"} for codes in full),
        late=late,
    )


@dataclass(frozen=True, slots=True)
class SubjectMarks:
    """A pupil's marks in a subject: period id -> value, and year, exam, final."""

    subject: str
    periods: Mapping[str, str]
    year: str | None
    exam: str | None
    final: str | None

    def json(self) -> Json:
        """The element of a snapshot."""
        return {
            "subject": self.subject,
            "periods": dict(self.periods),
            "year": self.year,
            "exam": self.exam,
            "final": self.final,
        }


@dataclass(frozen=True, slots=True)
class Particulars:
    """Where a pupil lives, the names of the parents or those in their place, how they are reached; None: not known."""

    address: str | None = None
    parents: tuple[str, ...] = ()
    phone: str | None = None

    def json(self) -> dict[str, Json]:
        """The members of a snapshot: those that are known."""
        known: dict[str, Json] = {
            "address": self.address,
            "parents": list(self.parents),
            "phone": self.phone,
        }
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the pedagogical council decided of a pupil, and the minutes that say so."""

    text: str
    protocol: str
    date: date

    def json(self) -> Json:
        """The element of a snapshot."""
        return {"text": self.text, "protocol": self.protocol, "date": iso(self.date)}


@dataclass(frozen=True, slots=True)
class PupilYear:
    """A pupil's year."""

    id: str
    name: str
    birth_date: date | None
    file_no: str | None
    membership: MembershipFacts
    absences: tuple[Absences, ...]
    marks: tuple[SubjectMarks, ...]
    particulars: Particulars = field(default_factory=Particulars)
    decision: Decision | None = None
    amended: tuple[AmendedFacts, ...] = ()

    def summary(self, ordinal: int) -> dict[str, Json]:
        """The pupil's element of a summary sheet, without salt and leaf; `decision` only where there is one.

        Its `amended` has no cells of journals: the sheet does not show them.
        """
        shown = tuple(one for one in self.amended if parse_place(one.place).spot is not Spot.CELL)
        return {
            "id": self.id,
            "name": self.name,
            "ordinal": ordinal,
            "membership": self.membership.json(),
            "marks": [m.json() for m in self.marks],
            **({"decision": self.decision.json()} if self.decision else {}),
            **amended_json(shown),
        }

    def json(self, ordinal: int) -> dict[str, Json]:
        """The pupil's element of a class journal, without salt and leaf."""
        return {
            **self.summary(ordinal),
            "birth_date": iso(self.birth_date),
            "file_no": self.file_no,
            **self.particulars.json(),
            "absences": [a.json() for a in self.absences],
            **amended_json(self.amended),
        }


@dataclass(frozen=True, slots=True)
class YearContent:
    """Everything of a class's year beside the journals' pages. `uncut` names periods still open."""

    facts: ClassFacts
    periods: tuple[PeriodFacts, ...]
    subjects: tuple[Named, ...]
    journals: tuple[JournalFacts, ...]
    pupils: tuple[PupilYear, ...]
    remarks: tuple[RemarkFacts, ...]
    uncut: tuple[str, ...]
    people: Mapping[str, str]

    @property
    def title(self) -> str:
        """`9А, 2025/2026`."""
        return f"{self.facts.name}, {self.facts.year_label}"

    def digest(self) -> str:
        """SHA-256 of the canonical rows."""
        pupils: Json = [p.json(n) for n, p in enumerate(self.pupils, start=1)]
        return sha256(canonical({"pupils": pupils, "remarks": [r.json() for r in self.remarks]}))

"""The rules of a school as data: names of things, work kinds, required fields, terms (domain.md, first paragraph).

A typed reading of the JSON in School.policy. The demo school follows seed 003; a college (seed 002) calls a class
«группа» and a period «семестр» by changing labels here and nowhere else. It applies no rule itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from records.actor import Role
from records.gradebook.corrections import CorrectionRules
from records.gradebook.deadlines import Deadlines
from records.gradebook.marks import FIVE_POINT, MarkScale

_LABELS = {
    "class": "Класс",
    "pupil": "Обучающийся",
    "year": "Учебный год",
    "quarter": "четверть",
    "half_year": "полугодие",
}
_ROLES = {
    Role.TEACHER: "Учитель",
    Role.CLASS_TEACHER: "Классный руководитель",
    Role.DEPUTY_HEAD: "Заместитель директора по УВР",
    Role.DIRECTOR: "Директор",
    Role.SECRETARY: "Секретарь учебной части",
    Role.AUDITOR: "Аудитор",
    Role.ADMINISTRATOR: "Администратор",
}
_WORK_KINDS = {
    "У": "Ответ на уроке",
    "ДЗ": "Домашнее задание",
    "СР": "Самостоятельная работа",
    "ПР": "Практическая работа",
    "КР": "Контрольная работа",
    "ЛР": "Лабораторная работа",
    "ЗЧ": "Зачёт",
}


@dataclass(frozen=True, slots=True)
class Term:
    """How long a kind of dossier is kept, and the article that says so. `years` None keeps for ever."""

    index: str
    heading: str
    years: int | None
    article: str


_TERMS = {
    "class_journal": Term(
        "02-15", "Классные журналы", 5, "Минпрос СССР, 27.12.1974 № 167; положение о ЭЖ, п. 5.9"
    ),
    "summary_sheet": Term("02-16", "Сводные ведомости учёта успеваемости", 25, "Положение о ЭЖ, п. 5.9"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """A school's rules. `blocking` names the readiness gaps that stop a cutoff; others are notes (R27)."""

    labels: Mapping[str, str] = field(default_factory=lambda: dict(_LABELS))
    roles: Mapping[str, str] = field(default_factory=lambda: {str(k): v for k, v in _ROLES.items()})
    work_kinds: Mapping[str, str] = field(default_factory=lambda: dict(_WORK_KINDS))
    blocking: frozenset[str] = frozenset(
        {
            "lessons.missing",
            "topic.missing",
            "period.open",
            "period_mark.missing",
            "year_mark.missing",
            "remark.open",
        }
    )
    terms: Mapping[str, Term] = field(default_factory=lambda: dict(_TERMS))
    scale: MarkScale = FIVE_POINT
    deadlines: Deadlines = field(default_factory=Deadlines)
    corrections: CorrectionRules = field(default_factory=CorrectionRules)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The policy that School.policy holds; what it leaves out is the default of seed 003."""
        base = cls()
        return cls(
            labels={**base.labels, **data.get("labels", {})},
            roles={**base.roles, **data.get("roles", {})},
            work_kinds={**base.work_kinds, **data.get("work_kinds", {})},
            blocking=frozenset(data.get("blocking", base.blocking)),
            terms={**base.terms, **{k: Term(**v) for k, v in data.get("terms", {}).items()}},
            scale=_scale(data["scale"]) if "scale" in data else base.scale,
            corrections=CorrectionRules(**data.get("corrections", {})),
            deadlines=_deadlines(data["deadlines"]) if "deadlines" in data else base.deadlines,
        )


def _scale(data: Mapping[str, Any]) -> MarkScale:
    aliases = tuple((spelling, word) for spelling, word in data.get("aliases", {}).items())
    return MarkScale(tuple(data["marks"]), tuple(data["special"]), tuple(data["absences"]), aliases)


def _deadlines(data: Mapping[str, Any]) -> Deadlines:
    kinds = tuple(data.get("written_kinds", Deadlines().written_kinds))
    return Deadlines(**{**data, "written_kinds": kinds})

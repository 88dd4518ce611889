"""The rules of a school as data: names of things, work kinds, required fields, terms (domain.md, first paragraph).

A typed reading of the JSON in School.policy. The demo school follows seed 003; a college (seed 002) calls a class
«группа» and a period «семестр» by changing labels here and nowhere else. It applies no rule itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from records.actor import Role
from records.compromise.rules import CompromiseRules
from records.gradebook.corrections import CorrectionRules
from records.gradebook.deadlines import Deadlines
from records.gradebook.marks import FIVE_POINT, MarkScale
from records.gradebook.proposal import ProposalRules
from records.registers.kinds import RecordKind
from records.school.signing_rules import DEFAULT_RULES, SigningRule, read_rules

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
    """A school's rules. `blocking` names the readiness gaps that stop a cutoff; others are notes (R27).

    Whoever plays `masked_roles` alone sees no names in the archive and gets no file of it (R78). Without `server_keys`
    nobody's signature is made by a key that lies on the server: each has one of their own. `ogrn`, "" where the school
    does not say it, is its number in the state register (ОГРН): only its own powers of attorney are taken.
    """

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
    proposal: ProposalRules = field(default_factory=ProposalRules)
    compromise: CompromiseRules = field(default_factory=CompromiseRules)
    masked_roles: frozenset[Role] = frozenset()
    server_keys: bool = True
    ogrn: str = ""
    signatures: Mapping[RecordKind, SigningRule] = field(default_factory=lambda: dict(DEFAULT_RULES))

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
            proposal=_proposal(data["proposal"]) if "proposal" in data else base.proposal,
            deadlines=_deadlines(data["deadlines"]) if "deadlines" in data else base.deadlines,
            compromise=_compromise(data["compromise"]) if "compromise" in data else base.compromise,
            masked_roles=frozenset(Role(role) for role in data.get("masked_roles", ())),
            server_keys=data.get("server_keys", base.server_keys),
            ogrn=data.get("ogrn", base.ogrn),
            signatures=read_rules(data.get("signatures", {})),
        )

    def kind_name(self, kind: str) -> str:
        """The name of a kind of work; the kind itself where the school names none."""
        return self.work_kinds.get(kind, kind)


def _scale(data: Mapping[str, Any]) -> MarkScale:
    aliases = tuple((spelling, word) for spelling, word in data.get("aliases", {}).items())
    late = tuple(data.get("late", FIVE_POINT.late))
    return MarkScale(tuple(data["marks"]), tuple(data["special"]), tuple(data["absences"]), aliases, late)


def _deadlines(data: Mapping[str, Any]) -> Deadlines:
    kinds = tuple(data.get("written_kinds", Deadlines().written_kinds))
    return Deadlines(**{**data, "written_kinds": kinds})


def _proposal(data: Mapping[str, Any]) -> ProposalRules:
    base = ProposalRules()
    thresholds = sorted(data.get("thresholds", dict(base.thresholds)).items(), key=lambda rule: -rule[1])
    weights = data.get("weights", base.weights)
    return ProposalRules(dict(weights), tuple(thresholds), data.get("fewest", base.fewest))


def _compromise(data: Mapping[str, Any]) -> CompromiseRules:
    days_off = tuple(date.fromisoformat(day) for day in data.get("holidays", ()))
    weekend = tuple(data.get("weekend", CompromiseRules().weekend))
    return CompromiseRules(**{**data, "weekend": weekend, "holidays": days_off})

"""What a verification found: problems and warnings with codes, and how much was read. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from records.digest import Json

Fault = tuple[str, str, str]  # what is wrong, before anybody says where: code, Russian, English


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: with which record, in which location, at which path."""

    record: str
    location: str
    path: str
    code: str
    ru: str
    en: str

    def json(self, language: str) -> Json:
        """The element of `letopis verify --json`."""
        return {
            "record": self.record or None,
            "location": self.location or None,
            "path": self.path or None,
            "code": self.code,
            "detail": self.ru if language == "ru" else self.en,
        }


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that the curriculum and the file plan expect, and what became of it (completeness)."""

    title: str
    state: str
    record: str | None
    excuse: str | None

    def json(self) -> Json:
        """The element of the completeness list."""
        return {"title": self.title, "state": self.state, "record": self.record, "excuse": self.excuse}


@dataclass(slots=True)
class Report:
    """A verification as it grows."""

    records: int = 0
    replicas: int = 0
    bytes: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)

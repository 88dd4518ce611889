"""Список «до 30 июня»: what of a class must be printed, signed, bound and handed over, by whom, by when.

Ticked where done; the rest is ticked by pen. The order is that of the school's regulation (domain.md, Year-end order).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.forms.parts import Head, Signatory, year_words


@dataclass(frozen=True, slots=True)
class Task:
    """A thing to do: the document, the deed (напечатать, подписать, прошить), who does it, until when; the day done."""

    document: str
    deed: str
    who: str
    until: date
    done: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearEndList:
    """The list of one class."""

    TEMPLATE: ClassVar[str] = "year_end_list"
    head: Head
    class_name: str
    year: str
    tasks: Sequence[Task]
    signatory: Signatory

    @property
    def title(self) -> str:
        """What the file is called."""
        return f"До 30 июня: {self.class_name}, {year_words(self.year)}"

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(task.done is not None for task in self.tasks)

"""One journal of an imported class on its way into the database: plan, ids around it, who writes, when.

A value that lesson_rows and mark_rows share. It plans nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from records.actor import Actor
from records.identity import Entropy
from records.school.imports.fields import fold
from records.school.imports.frame_rows import Frame
from records.school.imports.model import ImportedClass, ImportedJournal
from records.school.imports.plan import Plan, Touch
from records.school.policy import Policy


@dataclass(frozen=True, slots=True)
class Target:
    """A journal by its `index` in the imported class; `today` is the day of the import on the school's clocks."""

    session: Session
    actor: Actor
    at: datetime
    entropy: Entropy
    imported: ImportedClass
    frame: Frame
    plan: Plan
    index: int
    policy: Policy
    today: date

    @property
    def journal(self) -> ImportedJournal:
        """What the file says."""
        return self.imported.journals[self.index]

    @property
    def id(self) -> str:
        """The journal's id."""
        return self.frame.journals[self.index]

    @property
    def key(self) -> dict[str, str]:
        """The columns by which its rows are found."""
        return {"school_id": self.plan.school, "journal_id": self.id}

    def person(self, name: str | None) -> str | None:
        """The id of a member of staff."""
        return self.frame.people[fold(name)] if name else None

    def touch_period(self, period: int, what: str) -> None:
        """Note a change in a period, given by index."""
        where = f"Лист «{self.journal.sheet}», {self.imported.periods[period].title}"
        self.plan.touch_period(self.id, self.frame.periods[period], Touch(where, what))

    def touch_year(self, what: str) -> None:
        """Note a change in the class's year."""
        where = f"Лист «{self.journal.sheet}», {self.imported.year_label} год"
        self.plan.touch_year(self.frame.class_id, Touch(where, what))

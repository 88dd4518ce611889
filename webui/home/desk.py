"""What every section of the first page is given: the visitor's moment, database, and whom their posts belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from records.actor import Role
from records.school.policy import Policy
from retention.workshop import Workshop
from webui.home.line import Line
from webui.visitor import Visitor

Lines: TypeAlias = Iterator[Line]


@dataclass(frozen=True, slots=True)
class Desk:
    """One look at the school for one page. `at` is the moment of the request, `today` its day there."""

    workshop: Workshop
    session: Session
    visitor: Visitor
    policy: Policy
    at: datetime
    today: date

    @property
    def school(self) -> str:
        """The school's id."""
        return self.workshop.school

    def plays(self, *roles: Role) -> bool:
        """Whether the visitor plays one of these roles today."""
        return not self.visitor.roles.isdisjoint(roles)

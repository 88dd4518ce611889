"""The site of the small school with its first half-year closed: the teacher's journal, a pupil, a cell that is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from records.gradebook.tables import Journal, PeriodMark
from records.school.tables import Pupil
from tests.flow.site import Site
from tests.webui.gradebook.journal import find_algebra
from tests.webui.visitors import app_of, installation_of


@dataclass(frozen=True, slots=True)
class Given:
    """A period mark behind the cutoff, and one place of the same journal before it."""

    class_id: str
    journal: str
    period: str
    later: str
    pupil: str
    mark: str

    @property
    def address(self) -> str:
        """The form of a request about the mark."""
        return f"/journal/{self.journal}/{self.period}/correction"

    def wish(self, **other: str) -> dict[str, str]:
        """What the form sends."""
        after = "4" if self.mark != "4" else "5"
        sent = {"place": "period", "column": "", "pupil": self.pupil, "before": self.mark, "after": after}
        return {**sent, "reason": "ошибка переноса", "number": "17", **other}


@pytest.fixture
def app(autumn: Site) -> Iterator[Flask]:
    with app_of(autumn) as made:
        yield made


@pytest.fixture
def given(app: Flask) -> Given:
    cut, later = find_algebra(app, 1).key, find_algebra(app, 2).key
    of_period = select(PeriodMark).where(
        PeriodMark.journal_id == cut.journal, PeriodMark.period_id == cut.period
    )
    # By name, for ids are random: the first on the list stays in the class to the end.
    named = of_period.join(Pupil, Pupil.id == PeriodMark.pupil_id).order_by(Pupil.surname)
    with installation_of(app).workshop.reading() as session:
        mark = session.scalars(named).first()
        assert mark
        class_id = session.scalars(select(Journal.class_id).where(Journal.id == cut.journal)).one()
    return Given(class_id, cut.journal, cut.period, later.period, mark.pupil_id, mark.value)

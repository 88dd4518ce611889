"""The site of the small school with its first half-year closed: the teacher's journal, a pupil, a cell that is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from records.gradebook.tables import Journal, JournalPeriod, PeriodMark
from records.lifecycle import ClosingState
from records.school.tables import Pupil, Subject
from tests.flow.site import Site
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
    workshop = installation_of(app).workshop
    with workshop.reading() as session:
        journal = session.scalars(
            select(Journal).join(Subject, Subject.id == Journal.subject_id).where(Subject.name == "Алгебра")
        ).one()
        states = session.scalars(select(JournalPeriod).where(JournalPeriod.journal_id == journal.id)).all()
        cut = next(row.period_id for row in states if row.state == ClosingState.CUT)
        later = next(row.period_id for row in states if row.state != ClosingState.CUT)
        of_period = select(PeriodMark).where(PeriodMark.journal_id == journal.id, PeriodMark.period_id == cut)
        # By name, for ids are random: the first on the list stays in the class to the end.
        named = of_period.join(Pupil, Pupil.id == PeriodMark.pupil_id).order_by(Pupil.surname)
        mark = session.scalars(named).first()
        assert mark
        return Given(journal.class_id, journal.id, cut, later, mark.pupil_id, mark.value)

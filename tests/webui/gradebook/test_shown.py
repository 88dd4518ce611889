"""The grid's rows and heads out of a journal's content: months, days, presence, proposals."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from records.db import transaction
from records.gradebook.reading import JournalKey
from records.gradebook.spread import Spread
from records.gradebook.spread_reading import read_spread
from tests import cast
from tests.cast import ALGEBRA_Q1, ALGEBRA_Q2, LENA, MARIA, ZHUKOV
from tests.records.gradebook.desk import AT
from webui.gradebook.shown import Line, Month, days, kinds_of, lines, months, nearest


@pytest.fixture
def school(engine: Engine) -> Engine:
    cast.store(engine)
    return engine


def spread(engine: Engine, key: JournalKey = ALGEBRA_Q1) -> Spread:
    with transaction(engine) as session:
        return read_spread(session, MARIA, key, AT)


def line(engine: Engine, wanted: str, key: JournalKey = ALGEBRA_Q1) -> Line:
    (found,) = (one for one in lines(spread(engine, key)) if one.pupil.id == wanted)
    return found


def test_months_span_their_columns(school: Engine) -> None:
    assert list(months(spread(school).columns)) == [Month(9, 4)]


def test_a_lesson_spans_its_columns(school: Engine) -> None:
    assert [(one.lesson.id, one.span) for one in days(spread(school))] == [("a1", 1), ("a2", 2), ("a3", 1)]


def test_a_lesson_has_its_kinds_of_work(school: Engine) -> None:
    assert kinds_of(spread(school))["a2"] == ("У", "КР")


def test_who_left_is_not_present_afterwards(school: Engine) -> None:
    assert [box.present for box in line(school, ZHUKOV).boxes] == [True, True, True, False]


def test_a_row_has_surname_and_name(school: Engine) -> None:
    assert line(school, LENA).short == "Соколова Елена"


def test_a_row_has_its_mean_and_forecast(school: Engine) -> None:
    assert (line(school, LENA).mean, line(school, LENA).forecast) == ("4,56", "5")


def test_a_row_of_few_marks_has_no_forecast(school: Engine) -> None:
    assert line(school, ZHUKOV).forecast == ""


def test_the_year_is_proposed_from_the_periods(school: Engine) -> None:
    results = {r.place.value: r.proposed for r in line(school, LENA, ALGEBRA_Q2).results}
    assert results == {"period": "", "year": "5", "exam": "", "final": ""}


@pytest.mark.parametrize(
    ("day", "wanted"), [(1, "a1"), (9, "a2"), (12, "a2"), (30, "a3")], ids=["before", "on", "after", "last"]
)
def test_the_lesson_that_is_meant_today(school: Engine, day: int, wanted: str) -> None:
    found = nearest(spread(school).content.lessons, date(2025, 9, day))
    assert found
    assert found.id == wanted

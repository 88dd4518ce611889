"""The grid's value: what stands in each cell and its version, deadlines, locks, proposals, results."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from records.actor import Actor
from records.db import transaction
from records.gradebook.cells import Place
from records.gradebook.content import PupilRows
from records.gradebook.proposal import Proposal
from records.gradebook.reading import JournalKey
from records.gradebook.spread import EMPTY, Filled, Spread
from records.gradebook.spread_reading import read_spread
from records.gradebook.tables import ClassYear, JournalPeriod
from tests.cast import ALGEBRA, ALGEBRA_Q1, ALGEBRA_Q2, CLASS, EGOR, LENA, MARIA, Q1, SCHOOL, ZHANNA
from tests.records.gradebook.desk import AT, set_policy
from tests.statements import noted

MOST_QUERIES = 32


def spread(engine: Engine, key: JournalKey = ALGEBRA_Q1, at: datetime = AT, actor: Actor = MARIA) -> Spread:
    with transaction(engine) as session:
        return read_spread(session, actor, key, at)


def pupil(found: Spread, wanted: str) -> PupilRows:
    (row,) = (p for p in found.content.pupils if p.id == wanted)
    return row


def test_a_cell_has_the_number_of_its_version(school: Engine) -> None:
    found = spread(school)
    assert found.cells(pupil(found, LENA))["a2.1"] == Filled(2, "4/5")


def test_an_emptied_cell_keeps_the_number_of_its_version(school: Engine) -> None:
    found = spread(school)
    assert found.cells(pupil(found, EGOR))["a1.0"] == Filled(2, "")


def test_a_cell_that_was_never_filled_is_not_there(school: Engine) -> None:
    found = spread(school)
    assert "a2.0" not in found.cells(pupil(found, EGOR))


def test_a_column_has_the_weight_of_its_kind_and_its_last_day(school: Engine) -> None:
    columns = {c.facts.id: (c.weight, c.due) for c in spread(school).columns}
    assert (columns["a2.0"], columns["a2.1"]) == ((1, date(2025, 9, 9)), (3, date(2025, 9, 14)))


def test_an_open_column_is_not_locked(school: Engine) -> None:
    assert [c.locked for c in spread(school).columns] == [None] * 4


def test_a_lesson_to_come_locks_its_column(school: Engine) -> None:
    found = spread(school, at=datetime(2025, 9, 10, 9, tzinfo=UTC))
    assert [c.locked.code if c.locked else "" for c in found.columns] == ["", "", "", "entry.not_yet"]


def test_the_end_of_corrections_locks_only_what_stands(school: Engine) -> None:
    set_policy(school, corrections={"days": 3})
    column = spread(school).columns[0]
    assert column.standing_locked
    assert (column.locked, column.standing_locked.code) == (None, "entry.correction_late")


def test_a_cutoff_locks_every_column(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state = "cut"
    assert {c.locked.code for c in spread(school).columns if c.locked} == {"entry.period_cut"}


def test_a_cutoff_locks_the_period_marks(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state = "cut"
    error = spread(school).result_locked(Place.PERIOD)
    assert error
    assert error.code == "entry.period_cut"


def test_the_years_cutoff_locks_the_marks_of_the_year(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(ClassYear, (SCHOOL, CLASS)).state = "cut"
    found = spread(school, ALGEBRA_Q2)
    locked = [bool(found.result_locked(place)) for place in (Place.PERIOD, Place.YEAR)]
    assert locked == [False, True]


def test_the_last_period_has_the_columns_of_the_year(school: Engine) -> None:
    assert spread(school, ALGEBRA_Q2).results == (Place.PERIOD, Place.YEAR, Place.EXAM, Place.FINAL)


def test_an_earlier_period_has_its_own_marks_only(school: Engine) -> None:
    assert spread(school).results == (Place.PERIOD,)


def test_a_result_has_the_number_of_its_version(school: Engine) -> None:
    found = spread(school, ALGEBRA_Q2)
    row = pupil(found, LENA)
    results = [found.result(row, place) for place in (Place.PERIOD, Place.YEAR, Place.EXAM)]
    assert results == [Filled(1, "5"), Filled(1, "5"), EMPTY]


def test_the_proposal_weighs_the_kinds_of_work(school: Engine) -> None:
    found = spread(school)
    # 4, 5, КР 4/5 of weight 3 each, 5
    assert found.proposal(pupil(found, LENA)) == Proposal(456, 5, "5")


def test_the_proposal_of_the_year_is_over_its_periods(school: Engine) -> None:
    found = spread(school, ALGEBRA_Q2)
    assert found.year_proposal(pupil(found, EGOR)) == Proposal(300, 2, "3")


@pytest.mark.parametrize(
    ("actor", "keeps"),
    [(MARIA, True), (ZHANNA, False), (Actor("tarasova", "tarasova", SCHOOL, "gromova"), True)],
    ids=["teacher", "another", "in her place"],
)
def test_who_keeps_the_journal_is_known(school: Engine, actor: Actor, keeps: bool) -> None:
    assert spread(school, actor=actor).keeps is keeps


def test_the_grid_is_read_with_few_queries(school: Engine) -> None:
    with noted() as statements:
        spread(school, ALGEBRA_Q2)
    assert len(statements) <= MOST_QUERIES

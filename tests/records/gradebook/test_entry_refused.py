"""Why a cell is not written: each rule with its code, and what the policy decides of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from records.db import transaction
from records.errors import LetopisError, NotFoundError
from records.gradebook.cells import CellKey, Edit, Place, Refused
from records.gradebook.reading import JournalKey
from records.gradebook.tables import ClassYear, JournalPeriod, PeriodMark
from records.school.tables import SchoolClass
from tests.cast import (
    ALGEBRA,
    ALGEBRA_Q1,
    ALGEBRA_Q2,
    CLASS,
    EGOR,
    ENGLISH_Q1,
    EVA,
    LENA,
    NOVIKOVA,
    Q1,
    SCHOOL,
    ZHANNA,
    ZHUKOV,
)
from tests.records.gradebook.desk import AT, put, set_policy, take_back, why, write


def refusal(outcome: object) -> LetopisError:
    assert isinstance(outcome, Refused)
    return outcome.error


def cut(engine: Engine) -> None:
    with transaction(engine) as session:
        session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state = "cut"


def test_nothing_is_written_behind_the_cutoff(school: Engine) -> None:
    cut(school)
    assert why(put(school, "a2.0", EGOR, 0, "5")) == "entry.period_cut"


def test_the_refusal_behind_the_cutoff_says_what_to_do(school: Engine) -> None:
    cut(school)
    assert "завуч" in refusal(put(school, "a2.0", EGOR, 0, "5")).ru


def test_no_period_mark_is_written_behind_the_cutoff(school: Engine) -> None:
    cut(school)
    (outcome,) = write(school, Edit(CellKey(Place.PERIOD, LENA), 2, "4"))
    assert why(outcome) == "entry.period_cut"


def test_no_mark_of_the_year_is_written_behind_the_years_cutoff(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(ClassYear, (SCHOOL, CLASS)).state = "cut"
    (outcome,) = write(school, Edit(CellKey(Place.YEAR, LENA), 1, "4"), key=ALGEBRA_Q2)
    assert why(outcome) == "entry.year_cut"


def test_a_pupil_of_another_class_has_no_cell(school: Engine) -> None:
    assert why(put(school, "a2.0", "somebody", 0, "5")) == "entry.no_such_cell"


def test_a_pupil_outside_the_subgroup_has_no_cell(school: Engine) -> None:
    outcome = put(school, "e1.0", EVA, 0, "5", key=ENGLISH_Q1, actor=ZHANNA)
    assert why(outcome) == "entry.no_such_cell"


def test_a_column_of_another_journal_has_no_cell(school: Engine) -> None:
    assert why(put(school, "e1.0", LENA, 0, "5")) == "entry.no_such_cell"


def test_who_left_before_the_lesson_gets_no_mark(school: Engine) -> None:
    assert why(put(school, "a3.0", ZHUKOV, 0, "5")) == "entry.not_in_class"


def test_who_came_after_the_lesson_gets_no_mark(school: Engine) -> None:
    outcome = put(school, "a4.0", NOVIKOVA, 0, "5", key=ALGEBRA_Q2, at=datetime(2025, 12, 1, 9, tzinfo=UTC))
    assert why(outcome) == "entry.not_in_class"


def test_a_lesson_to_come_takes_no_mark(school: Engine) -> None:
    assert why(put(school, "a3.0", EVA, 1, "5", at=datetime(2025, 9, 29, 9, tzinfo=UTC))) == "entry.not_yet"


def test_today_is_the_day_on_the_schools_clocks(school: Engine) -> None:
    late_evening = datetime(2025, 9, 29, 21, 30, tzinfo=UTC)  # 30 September in Moscow
    assert why(put(school, "a3.0", EVA, 1, "5", at=late_evening)) == ""


def test_a_class_without_marks_takes_absences_only(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(SchoolClass, (SCHOOL, CLASS)).graded = False
    outcomes = [put(school, "a2.0", EGOR, 0, value) for value in ("5", "н")]
    assert [why(outcome) for outcome in outcomes] == ["entry.not_graded", ""]


def test_a_class_without_marks_has_no_period_marks(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(SchoolClass, (SCHOOL, CLASS)).graded = False
    (outcome,) = write(school, Edit(CellKey(Place.PERIOD, LENA), 2, "4"))
    assert why(outcome) == "entry.not_graded"


@pytest.mark.parametrize(
    ("day", "code"), [(9, ""), (10, ""), (11, "entry.correction_late")], ids=["before", "last", "after"]
)
def test_a_mark_is_corrected_within_the_days_of_the_policy(school: Engine, day: int, code: str) -> None:
    set_policy(school, corrections={"days": 10})
    outcome = put(school, "a3.0", EGOR, 1, "4", at=datetime(2025, 10, day, 9, tzinfo=UTC))
    assert why(outcome) == code


def test_the_days_for_corrections_do_not_concern_an_empty_cell(school: Engine) -> None:
    set_policy(school, corrections={"days": 1})
    assert why(put(school, "a2.0", EGOR, 0, "5")) == ""


def test_an_undo_is_a_correction(school: Engine) -> None:
    set_policy(school, corrections={"days": 1})
    assert why(take_back(school, "a1.0", LENA, 1)) == "entry.correction_late"


@pytest.mark.parametrize(("day", "code"), [(14, ""), (15, "entry.late")], ids=["last", "after"])
def test_an_empty_cell_is_filled_within_the_days_after_its_deadline(
    school: Engine, day: int, code: str
) -> None:
    set_policy(school, corrections={"entry_days": 5})
    outcome = put(school, "a2.0", EGOR, 0, "5", at=datetime(2025, 9, day, 9, tzinfo=UTC))
    assert why(outcome) == code


def test_a_given_period_mark_closes_the_cells_before_it_where_the_policy_says_so(school: Engine) -> None:
    set_policy(school, corrections={"until_period_mark": True})
    assert why(put(school, "a2.0", EGOR, 0, "5")) == "entry.period_mark_stands"


def test_a_period_mark_that_was_taken_away_closes_nothing(school: Engine) -> None:
    set_policy(school, corrections={"until_period_mark": True})
    write(school, Edit(CellKey(Place.PERIOD, EGOR), 1, ""))
    assert why(put(school, "a2.0", EGOR, 0, "5")) == ""


def test_without_that_rule_a_period_mark_closes_nothing(school: Engine) -> None:
    assert why(put(school, "a2.0", EGOR, 0, "5")) == ""


def test_an_absence_is_no_period_mark(school: Engine) -> None:
    (outcome,) = write(school, Edit(CellKey(Place.PERIOD, LENA), 2, "н"))
    assert why(outcome) == "mark.not_single"


def test_a_journal_that_is_not_there_is_not_found(school: Engine) -> None:
    with pytest.raises(NotFoundError, match=r"entry\.no_such_journal"):
        write(school, key=JournalKey(SCHOOL, "music", Q1))


def test_a_refusal_names_pupil_day_and_kind(school: Engine) -> None:
    assert "Жуков Пётр Ильич, 30.09.2025, У" in refusal(put(school, "a3.0", ZHUKOV, 0, "5")).ru


def test_the_guards_would_refuse_what_the_rules_let_through(school: Engine) -> None:
    """Two walls: rows behind a cutoff are refused by the database whoever writes them."""
    cut(school)
    with pytest.raises(DBAPIError, match=r"letopis\.frozen"), transaction(school) as session:
        session.add(
            PeriodMark(
                **{"school_id": SCHOOL, "journal_id": ALGEBRA, "period_id": ALGEBRA_Q1.period},
                **{
                    "pupil_id": LENA,
                    "seq": 9,
                    "value": "2",
                    "author_id": "gromova",
                    "account": "x",
                    "at": AT,
                },
            )
        )

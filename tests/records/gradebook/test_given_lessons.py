"""The deputy head gives a lesson to a substitute (R20): one that stands, or one that nobody has entered yet."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from records.db import transaction
from records.errors import InputError, LetopisError
from records.gradebook.lesson_writing import give_lesson
from records.gradebook.substitutions import Substitution, substitutions_in
from records.gradebook.tables import JournalPeriod, Lesson
from records.lifecycle import ClosingState
from tests.cast import ALGEBRA_Q1, EGOR, PAVEL, SCHOOL, ZHANNA
from tests.records.compromise.story import events
from tests.records.gradebook.desk import AT, ENTROPY, put, why

A3, NEW = date(2025, 9, 30), date(2025, 10, 1)


def give(engine: Engine, day: date, number: int = 1, substitute: str = ZHANNA.person) -> str:
    with transaction(engine) as session:
        return give_lesson(session, PAVEL, ALGEBRA_Q1, day, number, substitute, AT, ENTROPY)


def test_a_lesson_that_stands_keeps_its_text_and_gets_a_substitute(school: Engine) -> None:
    assert give(school, A3) == "a3"
    with transaction(school) as session:
        row = session.get_one(Lesson, (SCHOOL, "a3"))
        assert (row.topic, row.substitute_id) == ("Тема a3", ZHANNA.person)
        (found,) = substitutions_in(session, ALGEBRA_Q1)
    assert (found.lesson, found.date, found.number) == ("a3", A3, 1)


def test_the_substitute_of_a_lesson_that_nobody_entered_writes_it(school: Engine) -> None:
    lesson = give(school, NEW, 3)
    with transaction(school) as session:
        assert [s.lesson for s in substitutions_in(session, ALGEBRA_Q1)] == [lesson]
        columns = session.get_one(Lesson, (SCHOOL, lesson))
        assert (columns.topic, columns.date, columns.number) == (None, NEW, 3)


def test_the_substitute_enters_marks_from_then_on(school: Engine) -> None:
    assert why(put(school, "a3.0", EGOR, 1, "5", actor=ZHANNA)) == "entry.not_yours"
    give(school, A3)
    assert why(put(school, "a3.0", EGOR, 1, "5", actor=ZHANNA)) == ""


def test_given_twice_it_is_given_once(school: Engine) -> None:
    assert give(school, NEW, 3) == give(school, NEW, 3)
    assert len(events(school, "lesson.written")) == 1


def test_the_log_names_the_deputy_head_as_nobodys_substitute(school: Engine) -> None:
    give(school, A3)
    (subject,) = events(school, "lesson.written")
    assert (subject["what"], "substitute_for" in subject) == ("changed", False)


@pytest.mark.parametrize(
    ("day", "number", "substitute", "code"),
    [
        (date(2025, 8, 1), 1, ZHANNA.person, "lesson.outside_period"),
        (NEW, 0, ZHANNA.person, "lesson.number"),
        (NEW, 1, "nobody", "lesson.substitute"),
        (NEW, 1, "", "lesson.substitute"),
    ],
)
def test_what_is_no_lesson_or_no_colleague_is_refused(
    school: Engine, day: date, number: int, substitute: str, code: str
) -> None:
    with pytest.raises(InputError) as refusal:
        give(school, day, number, substitute)
    assert refusal.value.code == code
    assert events(school, "lesson.written") == []


def test_behind_the_cutoff_nothing_is_given(school: Engine) -> None:
    with transaction(school) as session:
        row = session.get_one(JournalPeriod, (SCHOOL, ALGEBRA_Q1.journal, ALGEBRA_Q1.period))
        row.state = ClosingState.CUT.value
    with pytest.raises(LetopisError) as refusal:
        give(school, A3)
    assert refusal.value.code == "entry.period_cut"


def test_a_substitution_is_told_by_name(school: Engine) -> None:
    give(school, A3)
    with transaction(school) as session:
        assert substitutions_in(session, ALGEBRA_Q1) == (
            Substitution("a3", A3, 1, "Тарасова Жанна Евгеньевна"),
        )

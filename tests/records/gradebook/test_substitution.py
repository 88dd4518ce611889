"""A substitute writes the lesson given, from its day to its last deadline, and nothing else of the journal (R20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from records.actor import Actor
from records.amendments.model import Opened
from records.db import transaction
from records.gradebook.cells import CellKey, Edit, EntryError, Place
from records.gradebook.deadlines import Deadlines, may_substitute
from records.gradebook.history import read_history
from records.gradebook.lesson_entry import LessonDraft, fingerprint
from records.gradebook.lesson_writing import change_lesson, remove_lesson
from records.gradebook.reading import read_journal
from records.gradebook.spread import EMPTY
from records.gradebook.spread_reading import read_spread
from records.gradebook.tables import Lesson
from tests.cast import ALGEBRA_Q1, ALGEBRA_Q2, EGOR, MARIA, PAVEL, SCHOOL, ZHANNA
from tests.records.compromise.story import events
from tests.records.gradebook.desk import AT, ENTROPY, put, why, write

A3 = LessonDraft(date(2025, 9, 30), 1, 1, "Тема a3", "№ a3", ZHANNA.person, ("У",))
DEADLINE = datetime(2025, 10, 5, 9, tzinfo=UTC)
AFTER = datetime(2025, 10, 6, 9, tzinfo=UTC)
BEFORE = datetime(2025, 9, 29, 9, tzinfo=UTC)


@pytest.fixture
def given(school: Engine) -> Engine:
    """The lesson of 30 September is given by Жанна in place of Мария Ивановна."""
    with transaction(school) as session:
        row = session.get_one(Lesson, (SCHOOL, "a3"))
        row.substitute_id, row.topic, row.homework = ZHANNA.person, A3.topic, A3.homework
    return school


def change(engine: Engine, draft: LessonDraft, lesson: str = "a3", at: datetime = AT) -> None:
    with transaction(engine) as session:
        content = read_journal(session, ALGEBRA_Q1)
        facts = next(one for one in content.lessons if one.id == lesson)
        seen = fingerprint(facts, [c.kind for c in content.columns if c.lesson == lesson])
        change_lesson(session, ZHANNA, ALGEBRA_Q1, lesson, seen, draft, at, ENTROPY)


def test_a_substitute_writes_on_the_last_day(given: Engine) -> None:
    assert why(put(given, "a3.0", EGOR, 1, "5", actor=ZHANNA, at=DEADLINE)) == ""


@pytest.mark.parametrize("at", [BEFORE, AFTER])
def test_a_substitute_writes_neither_before_the_day_nor_after_the_deadline(
    given: Engine, at: datetime
) -> None:
    assert why(put(given, "a3.0", EGOR, 1, "5", actor=ZHANNA, at=at)) == "entry.not_yours"


def test_nobody_writes_before_the_substitution_is_entered(school: Engine) -> None:
    assert why(put(school, "a3.0", EGOR, 1, "5", actor=ZHANNA)) == "entry.not_yours"


def test_another_column_is_not_the_substitutes(given: Engine) -> None:
    assert why(put(given, "a2.0", EGOR, 0, "5", actor=ZHANNA)) == "entry.not_yours"


def test_another_period_is_not_the_substitutes(given: Engine) -> None:
    edit = Edit(CellKey(Place.LESSON, EGOR, "a3.0"), 0, "5")
    (outcome,) = write(given, edit, key=ALGEBRA_Q2, actor=ZHANNA)
    assert why(outcome) == "entry.not_yours"


def test_results_are_not_the_substitutes(given: Engine) -> None:
    (outcome,) = write(given, Edit(CellKey(Place.PERIOD, EGOR), 0, "5"), actor=ZHANNA)
    assert why(outcome) == "entry.not_yours"


def test_a_substitute_writes_topic_and_homework(given: Engine) -> None:
    change(given, replace(A3, topic="Замещение", homework="№ 7"))
    with transaction(given) as session:
        row = session.get_one(Lesson, (SCHOOL, "a3"))
        assert (row.topic, row.homework) == ("Замещение", "№ 7")


@pytest.mark.parametrize(
    "wrong",
    [{"date": date(2025, 10, 1)}, {"number": 2}, {"hours": 2}, {"substitute": None}, {"kinds": ("КР",)}],
)
def test_a_substitute_changes_nothing_else_of_the_lesson(given: Engine, wrong: dict[str, object]) -> None:
    with pytest.raises(EntryError, match=r"lesson\.text_only"):
        change(given, replace(A3, **wrong))  # type: ignore[arg-type]


def test_a_substitute_writes_no_topic_after_the_deadline(given: Engine) -> None:
    with pytest.raises(EntryError, match=r"entry\.not_yours"):
        change(given, replace(A3, topic="Поздно"), at=AFTER)


def test_a_substitute_removes_no_lesson(given: Engine) -> None:
    with transaction(given) as session, pytest.raises(EntryError, match=r"entry\.not_yours"):
        remove_lesson(session, ZHANNA, ALGEBRA_Q1, "a3", "", AT, ENTROPY)


def test_the_grid_of_a_substitute_is_open_in_the_own_column_alone(given: Engine) -> None:
    with transaction(given) as session:
        spread = read_spread(session, ZHANNA, ALGEBRA_Q1, AT)
    assert [c.facts.id for c in spread.columns if c.locked is None] == ["a3.0"]
    assert spread.result_locked(Place.PERIOD) is not None


def opened_for(engine: Engine, actor: Actor) -> list[str]:
    """The columns in which a cell that the deputy head opened again is open to this reader."""
    windows = frozenset(Opened(column, EGOR) for column in ("a1.0", "a3.0"))
    with transaction(engine) as session:
        spread = replace(read_spread(session, actor, ALGEBRA_Q1, AT), windows=windows)
    return [column.facts.id for column in spread.columns if EGOR in spread.opened(column)]


@pytest.mark.parametrize(
    ("actor", "open_to_them"),
    [(MARIA, ["a1.0", "a3.0"]), (ZHANNA, ["a3.0"]), (PAVEL, [])],
    ids=["the teacher", "the substitute", "a reader"],
)
def test_a_cell_opened_again_is_open_to_whoever_may_write_it(
    given: Engine, actor: Actor, open_to_them: list[str]
) -> None:
    assert opened_for(given, actor) == open_to_them


def test_a_cell_opened_again_tells_another_substitute_whose_journal_it_is(given: Engine) -> None:
    with transaction(given) as session:
        found = read_spread(session, ZHANNA, ALGEBRA_Q1, AT)
    spread = replace(found, windows=frozenset({Opened("a1.0", EGOR)}))
    pupil = next(one for one in spread.content.pupils if one.id == EGOR)
    error = spread.locked(spread.columns[0], pupil, EMPTY)
    assert error
    assert error.code == "entry.not_yours"


@pytest.mark.parametrize(
    ("reader", "writable"),
    [(MARIA, [True, True]), (ZHANNA, [False, True]), (PAVEL, [False, False])],
    ids=["the teacher", "the substitute", "a reader"],
)
def test_the_history_of_a_cell_is_undone_by_whoever_writes_it(
    given: Engine, reader: Actor, writable: list[bool]
) -> None:
    cells = [CellKey(Place.LESSON, EGOR, column) for column in ("a2.0", "a3.0")]
    with transaction(given) as session:
        found = [read_history(session, reader, ALGEBRA_Q1, cell, AT).writable for cell in cells]
    assert found == writable


def test_the_log_names_in_whose_journal_a_substitute_wrote(given: Engine) -> None:
    put(given, "a3.0", EGOR, 1, "5", actor=ZHANNA)
    assert events(given, "marks.entered")[-1]["substitute_for"] == MARIA.person


def test_a_senior_grade_has_longer() -> None:
    lesson, late = date(2025, 9, 30), date(2025, 10, 7)
    rules = Deadlines()
    assert (may_substitute(rules, lesson, 9, late), may_substitute(rules, lesson, 10, late)) == (False, True)

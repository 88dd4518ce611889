"""Lines of the log by person and kind, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from records.db import transaction
from records.digest import Json
from records.log.audit import append_event
from records.log.event import EventKind
from tests.cast import ANNA, CUT_AT, PAVEL, SCHOOL, SeededEntropy, store
from webui.audit.history import PAGE, Question, Standing, lines


@pytest.fixture
def told(engine: Engine) -> Engine:
    """Three events: two of the deputy head, one of the director."""
    entropy = SeededEntropy()
    store(engine)
    with transaction(engine) as session:
        for actor, kind in (
            (PAVEL, EventKind.HOLD_SET),
            (ANNA, EventKind.HOLD_SET),
            (PAVEL, EventKind.HOLD_LIFTED),
        ):
            append_event(
                session, SCHOOL, kind, actor, CUT_AT, {"dossier": "d1", "person": ANNA.person}, entropy
            )
    return engine


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Question(), ["hold.lifted", "hold.set", "hold.set"]),
        (Question(kind=EventKind.HOLD_LIFTED), ["hold.lifted"]),
        (Question(person=PAVEL.person, kind=EventKind.HOLD_SET), ["hold.set"]),
        (Question(person="nobody"), []),
    ],
)
def test_the_lines_that_are_asked_for_are_found(told: Engine, asked: Question, found: list[str]) -> None:
    with transaction(told) as session:
        assert [line.kind for line in lines(session, SCHOOL, asked)] == found


def test_people_are_named(told: Engine) -> None:
    with transaction(told) as session:
        newest = lines(session, SCHOOL, Question())[0]
    assert (newest.who, dict(newest.subject)["person"]) == ("Орлов Павел Сергеевич", "Лебедева Анна Петровна")


def test_before_the_first_tree_head_every_line_waits(told: Engine) -> None:
    with transaction(told) as session:
        assert {line.standing for line in lines(session, SCHOOL, Question())} == {Standing.WAITING}


def test_another_school_sees_none_of_them(told: Engine) -> None:
    with transaction(told) as session:
        assert lines(session, "another", Question()) == ()


def test_one_line_more_than_a_page_says_that_there_are_older_ones(told: Engine) -> None:
    entropy = SeededEntropy()
    with transaction(told) as session:
        for _ in range(PAGE + 9):
            append_event(session, SCHOOL, EventKind.HOLD_SET, PAVEL, CUT_AT, {}, entropy)
        assert len(lines(session, SCHOOL, Question())) == PAGE + 1


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2026-05-26", "26.05.2026"),
        ("2026-02-30", "2026-02-30"),
        (["server", "safe"], "server, safe"),
        (7, "7"),
        ("№ 7-к", "№ 7-к"),
    ],
)
def test_a_value_is_spelled_for_a_reader(engine: Engine, value: Json, told: str) -> None:
    store(engine)
    with transaction(engine) as session:
        append_event(session, SCHOOL, EventKind.HOLD_SET, PAVEL, CUT_AT, {"what": value}, SeededEntropy())
        assert lines(session, SCHOOL, Question())[0].subject == (("what", told),)

"""A state moves along the map by compare-and-swap: of two hands one loses and is told."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from records.db import transaction
from records.errors import StateError
from records.gradebook.tables import JournalPeriod
from records.lifecycle import ClosingState
from records.moves import move
from tests.cast import ALGEBRA, Q1, SCHOOL

KEY = {"school_id": SCHOOL, "journal_id": ALGEBRA, "period_id": Q1}
OPEN, COMPLETE, CONFIRMED, CUT = ClosingState


def go(engine: Engine, before: ClosingState, after: ClosingState, **values: object) -> None:
    with transaction(engine) as session:
        move(session, JournalPeriod, KEY, before, after, **values)


def states(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        return sorted(row.state for row in session.query(JournalPeriod))


def test_a_move_reaches_its_row_only(school: Engine) -> None:
    go(school, OPEN, COMPLETE)
    assert states(school) == ["complete", "open", "open", "open"]


def test_a_move_sets_what_comes_with_it(school: Engine) -> None:
    go(school, OPEN, COMPLETE, draft="d" * 64)
    with transaction(school) as session:
        assert session.get_one(JournalPeriod, tuple(KEY.values())).draft == "d" * 64


def test_the_slower_hand_loses(school: Engine) -> None:
    go(school, OPEN, COMPLETE)
    with pytest.raises(
        StateError, match=r"^state\.lost_race: journal_period school-16, algebra-9a, quarter-1"
    ):
        go(school, OPEN, COMPLETE)


def test_a_row_that_is_not_there_is_a_lost_race(school: Engine) -> None:
    with transaction(school) as session, pytest.raises(StateError, match=r"^state\.lost_race"):
        move(session, JournalPeriod, {**KEY, "period_id": "quarter-9"}, OPEN, COMPLETE)


def test_a_move_that_is_not_on_the_map_is_refused(school: Engine) -> None:
    with pytest.raises(StateError, match=r"^state\.move_refused"):
        go(school, OPEN, CONFIRMED)


def test_what_is_cut_stays_cut(school: Engine) -> None:
    go(school, OPEN, CUT)
    with pytest.raises(StateError, match=r"^state\.move_refused"):
        go(school, CUT, OPEN)

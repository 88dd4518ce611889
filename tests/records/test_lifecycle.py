"""The map of states: what it allows, what it refuses."""

from __future__ import annotations

from enum import StrEnum

import pytest

from records.errors import StateError
from records.lifecycle import MOVES, RecordState, RequestState, check_move


def test_a_replaced_record_may_be_destroyed() -> None:
    check_move(RecordState.REPLACED, RecordState.DESTROYED)


def test_a_replaced_request_stays_replaced() -> None:
    with pytest.raises(StateError, match=r"state\.move_refused"):
        check_move(RequestState.REPLACED, RequestState.SIGNED)


def test_states_of_two_things_do_not_mix() -> None:
    with pytest.raises(StateError, match=r"state\.move_refused"):
        check_move(RequestState.SIGNED, RecordState.REPLACED)


@pytest.mark.parametrize("states", list(MOVES))
def test_every_state_of_a_thing_is_on_the_map(states: type[StrEnum]) -> None:
    assert set(MOVES[states]) == set(states)

"""What nobody raised as an error of ours is told in words with a code, by commands and by worker processes alike."""

from __future__ import annotations

import errno

import pytest

from records.errors import LetopisError, StateError
from webui.jobs import _failure
from webui.unexpected import explain, foreseen

FULL = OSError(errno.ENOSPC, "No space left on device", "var/authority/people")
FROZEN = RuntimeError("letopis.frozen: period is cut")
MISTAKE = ZeroDivisionError("division by zero\nsecond line")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StateError("state.lost_race", "нет", "no"), "state.lost_race"),
        (FULL, "system.refused"),
        (TimeoutError(), "system.refused"),
        (FROZEN, "frozen.refused"),
        (MISTAKE, "internal"),
    ],
    ids=repr,
)
def test_every_exception_has_a_code(error: Exception, code: str) -> None:
    assert explain(error).code == code


def test_the_machines_refusal_says_where_and_why() -> None:
    assert explain(FULL).en == "var/authority/people: No space left on device"


def test_a_mistake_of_ours_is_told_in_one_line() -> None:
    assert "second line" not in explain(MISTAKE).en


def test_a_mistake_of_ours_is_not_foreseen() -> None:
    assert foreseen(MISTAKE) is None


@pytest.mark.parametrize(("error", "code"), [(FULL, "system.refused"), (FROZEN, "frozen.refused")], ids=repr)
def test_a_worker_tells_the_same(error: Exception, code: str) -> None:
    failure = _failure(error)
    told: LetopisError = explain(error)
    assert (failure.code, failure.ru, failure.exit_code) == (code, told.ru, told.exit_code)

from __future__ import annotations

from collections.abc import Callable

import pytest

from records.documents import reading
from records.errors import InputError


@pytest.mark.parametrize("read", [reading.text, reading.number, reading.node, reading.nodes, reading.texts])
def test_a_missing_member_is_refused_by_name(read: Callable[..., object]) -> None:
    with pytest.raises(InputError, match="lessons"):
        read({}, "lessons")


def test_true_is_not_a_number() -> None:
    with pytest.raises(InputError):
        reading.number({"hours": True}, "hours")


def test_null_is_read_as_nothing() -> None:
    assert (reading.maybe({"homework": None}, "homework"), reading.maybe_node({"x": None}, "x")) == (
        None,
        None,
    )

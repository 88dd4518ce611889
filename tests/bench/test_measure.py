"""Sides are measured in turn, and ratios are taken round by round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import pytest

from bench.measure import Cost, Series, Side, Work, compare, ratios, spread


def side(name: str, calls: list[str], items: int = 1) -> Side:
    """A side that only tells that it was called."""
    return Side(name, items, lambda: nullcontext(lambda: calls.append(name)))


def quiet(_title: str, _done: int, _total: int) -> None:
    """No progress."""


def clock_of(*readings: float) -> Callable[[], float]:
    """A clock that gives these readings one after the other."""
    left = iter(readings)
    return lambda: next(left)


def test_the_order_of_the_sides_turns_with_each_round() -> None:
    calls: list[str] = []
    compare("work", "item", side("ours", calls), [side("peer", calls)], 2, quiet)
    assert calls == ["ours", "peer", "peer", "ours"]


def test_every_side_has_a_cost_for_each_round() -> None:
    comparison = compare("work", "item", side("ours", []), [side("peer", [])], 3, quiet)
    assert [len(series.costs) for series in (comparison.ours, *comparison.peers)] == [3, 3]


def test_a_cost_is_that_of_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.measure.time.perf_counter", clock_of(10.0, 16.0))
    comparison = compare("work", "item", side("ours", [], items=3), [], 1, quiet)
    assert comparison.ours.costs[0].wall == 2.0


def test_preparation_and_tidying_are_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def clock() -> float:
        seen.append("clock")
        return 0.0

    monkeypatch.setattr("bench.measure.time.perf_counter", clock)

    @contextmanager
    def prepare() -> Iterator[Work]:
        seen.append("prepare")
        yield lambda: seen.append("work")
        seen.append("tidy")

    compare("work", "item", Side("ours", 1, prepare), [], 1, quiet)
    assert seen == ["prepare", "clock", "work", "clock", "tidy"]


def test_progress_ends_with_all_rounds() -> None:
    told: list[tuple[str, int, int]] = []
    compare("work", "item", side("ours", []), [], 2, lambda *progress: told.append(progress))
    assert told == [("work", 0, 2), ("work", 1, 2), ("work", 2, 2)]


def test_a_peer_that_costs_twice_as_much_has_the_ratio_two() -> None:
    ours = Series("ours", (Cost(1.0, 4.0), Cost(2.0, 4.0)))
    peer = Series("peer", (Cost(2.0, 2.0), Cost(4.0, 2.0)))
    cpu, wall = ratios(ours, peer)
    assert (cpu.median, wall.median) == (2.0, 0.5)


def test_a_ratio_compares_costs_of_the_same_round() -> None:
    ours = Series("ours", (Cost(1.0, 1.0), Cost(10.0, 1.0)))
    peer = Series("peer", (Cost(3.0, 1.0), Cost(30.0, 1.0)))
    assert ratios(ours, peer)[0] == spread([3.0, 3.0])


def test_a_work_below_the_clock_does_not_divide_by_zero() -> None:
    nothing = Series("ours", (Cost(0.0, 0.0),))
    assert ratios(nothing, Series("peer", (Cost(1.0, 1.0),)))[0].median > 1

"""Measures sides against each other: each does the same work in every round, in turn, in the same process.

A cost is processor seconds (children included) and elapsed seconds; what a side needs beforehand is not counted.
It knows no benchmark and prints nothing.
"""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

Work: TypeAlias = Callable[[], object]
Progress: TypeAlias = Callable[[str, int, int], None]

_LEAST = 1e-9  # seconds: what is faster than the clock is not free


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured: rounds, bags to check, log entries, journals of a class (None: as the benchmark
    does by itself), sizes of a school in classes, people on the site and the minutes that they work."""

    rounds: int = 3
    bags: int = 2000
    entries: int = 100_000
    journals: int | None = None
    classes: tuple[int, ...] = (1, 2, 5, 10, 20, 40)
    people: int = 200
    minutes: float = 20.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time and of elapsed time."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared. `prepare` opens what the work needs, unmeasured; the work does `items` things."""

    name: str
    items: int
    prepare: Callable[[], AbstractContextManager[Work]]


@dataclass(frozen=True, slots=True)
class Absent:
    """A peer that cannot be measured here, with the reason in Russian."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """The cost of one item in each round."""

    name: str
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, least and greatest of some rounds."""

    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Letopis and its peers at the same work. `what` names the work, `per` the one thing that a cost is of."""

    what: str
    per: str
    ours: Series
    peers: tuple[Series, ...]
    absent: tuple[Absent, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that is no time: its key for programs, its name in Russian, value and unit."""

    key: str
    name: str
    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a benchmark gives."""

    comparisons: tuple[Comparison, ...]
    facts: tuple[Fact, ...] = ()


def compare(
    what: str,
    per: str,
    ours: Side,
    peers: Sequence[Side],
    rounds: int,
    progress: Progress,
    absent: Sequence[Absent] = (),
) -> Comparison:
    """Measure every side in each round; the order turns, so that nobody always comes first."""
    sides = (ours, *peers)
    costs: dict[str, list[Cost]] = {side.name: [] for side in sides}
    for number in range(rounds):
        progress(what, number, rounds)
        turn = number % len(sides)
        for side in (*sides[turn:], *sides[:turn]):
            costs[side.name].append(_cost_of_one(side))
    progress(what, rounds, rounds)
    measured = [Series(side.name, tuple(costs[side.name])) for side in sides]
    return Comparison(what, per, measured[0], tuple(measured[1:]), tuple(absent))


def spread(values: Sequence[float]) -> Spread:
    """The median and the range of at least one value."""
    return Spread(median(values), min(values), max(values))


def ratios(ours: Series, peer: Series) -> tuple[Spread, Spread]:
    """How many times the peer's cost is ours, round by round: of processor time and of elapsed time.

    Above 1 Letopis is cheaper.
    """
    rounds = list(zip(ours.costs, peer.costs, strict=True))
    return (
        spread([theirs.cpu / max(own.cpu, _LEAST) for own, theirs in rounds]),
        spread([theirs.wall / max(own.wall, _LEAST) for own, theirs in rounds]),
    )


def _cost_of_one(side: Side) -> Cost:
    with side.prepare() as work:
        # What was made before is nobody's garbage: the collector must not walk it on either side's account.
        gc.collect()
        gc.freeze()
        try:
            whole = cost(work)
        finally:
            gc.unfreeze()
    return Cost(whole.cpu / side.items, whole.wall / side.items)


def cost(work: Work) -> Cost:
    """What one run of the work costs."""
    cpu, wall = _cpu(), time.perf_counter()
    work()
    return Cost(_cpu() - cpu, time.perf_counter() - wall)


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime

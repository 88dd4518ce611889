"""Benchmark `growth`: a quarter of 1, 2, 5 … 40 classes closed one after the other, each size in a school of its own.

Every size runs in a fresh process that has closed one more class before, so that neither what is loaded once nor
another size counts. Ours is a class in the greatest school, the peers are a class in each smaller one: the cost of
a class is the same in all of them where growth is linear.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean, linear_regression, median

from bench.classes import class_name, school_with_classes
from bench.measure import Comparison, Cost, Fact, Outcome, Progress, Scale, Series, cost
from bench.peak import peak
from bench.school import AT, DirectRunner, opened, quarter_keys
from retention.closing import close_period
from retention.workshop import Workshop

QUARTER = 1
JOURNALS = 3
THOUSAND, PERCENT = 1000, 100
LINE = 3  # points, below which a line tells nothing


@dataclass(frozen=True, slots=True)
class Size:
    """A school of some classes: what closing each of them cost in turn, and what is there afterwards."""

    costs: tuple[Cost, ...]
    database: int
    peak: int

    @property
    def classes(self) -> int:
        """How many classes were closed."""
        return len(self.costs)

    @property
    def each(self) -> Cost:
        """The cost of one class."""
        return Cost(fmean(c.cpu for c in self.costs), fmean(c.wall for c in self.costs))


def run(scale: Scale, progress: Progress) -> Outcome:
    """Measure it."""
    rounds = []
    for number in range(scale.rounds):
        progress("закрытие четверти школы", number, scale.rounds)
        rounds.append([_apart(classes, scale.journals or JOURNALS) for classes in sorted(scale.classes)])
    progress("закрытие четверти школы", scale.rounds, scale.rounds)
    sizes = list(zip(*rounds, strict=True))
    *smaller, greatest = [
        Series(f"классов в школе: {size[0].classes}", tuple(one.each for one in size)) for size in sizes
    ]
    comparison = Comparison("закрытие четверти", "класс", greatest, tuple(smaller))
    return Outcome((comparison,), _facts(sizes))


def _apart(classes: int, journals: int) -> Size:
    """Measure one size in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(close_school, classes, journals).result()


def close_school(classes: int, journals: int) -> Size:
    """Close a quarter of that many classes, after one that is not measured."""
    with school_with_classes(classes + 1, journals) as data:
        with opened(data) as workshop:
            _close(workshop, 0, journals)
        before = _database(data)
        gc.collect()
        gc.freeze()  # as a worker process does once it is open
        with opened(data) as workshop:
            costs = [cost(partial(_close, workshop, n, journals)) for n in range(1, classes + 1)]
        return Size(tuple(costs), _database(data) - before, peak())


def _close(workshop: Workshop, number: int, journals: int) -> None:
    keys = quarter_keys(workshop, QUARTER, journals, class_name(number))
    close_period(workshop, DirectRunner(workshop), keys, AT)


def _facts(sizes: Sequence[Sequence[Size]]) -> tuple[Fact, ...]:
    """Figures of each size over its rounds, and how straight the line through them is."""
    counts = [size[0].classes for size in sizes]
    totals = [median(one.each.cpu for one in size) * count for size, count in zip(sizes, counts, strict=True)]
    facts = [
        fact
        for count, size, total in zip(counts, sizes, totals, strict=True)
        for fact in (
            Fact(f"cpu_{count}", f"классов {count}: ЦП", round(total * THOUSAND), "мс"),
            Fact(f"wall_{count}", "время", round(_wall(size) * count * THOUSAND), "мс"),
            Fact(f"database_{count}", "база", _middle(one.database for one in size), "байт"),
            Fact(f"peak_{count}", "память", _middle(one.peak for one in size), "байт"),
        )
    ]
    return (*facts, *_straightness(counts, totals), *_lateness(sizes[-1]))


def _straightness(counts: Sequence[int], totals: Sequence[float]) -> Sequence[Fact]:
    """The dearest class against the cheapest size, and the farthest point from the line of least squares."""
    if len(counts) < LINE:
        return ()
    slope, start = linear_regression(counts, totals)
    farthest = max(abs(total / (start + slope * n) - 1) for n, total in zip(counts, totals, strict=True))
    ratio = (totals[-1] / counts[-1]) / (totals[0] / counts[0])
    return (
        Fact("ratio", "класс в наибольшей школе к классу в наименьшей", round(ratio * PERCENT), "%"),
        Fact("slope", "наклон прямой", round(slope * THOUSAND), "мс на класс"),
        Fact("residual", "наибольшее отклонение от прямой", round(farthest * PERCENT), "%"),
    )


def _lateness(sizes: Sequence[Size]) -> Sequence[Fact]:
    """In the greatest school, the last quarter of the classes against the first: how what is there weighs."""
    part = len(sizes[0].costs) // 4
    if not part:
        return ()
    late = median(sum(c.cpu for c in s.costs[-part:]) / sum(c.cpu for c in s.costs[:part]) for s in sizes)
    return (Fact("late", "последние классы к первым", round(late * PERCENT), "%"),)


def _wall(sizes: Sequence[Size]) -> float:
    return median(size.each.wall for size in sizes)


def _middle(values: Iterable[int]) -> int:
    return round(median(values))


def _database(data: Path) -> int:
    """The size of a database that nobody has open: its write-ahead log is merged and gone."""
    return sum(path.stat().st_size for path in data.glob("letopis.db*"))

"""A made-up school has the classes it is asked for, and the figures of its growth are those of a known line."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bench import growth
from bench.classes import class_name, school_with_classes
from bench.growth import Size
from bench.measure import Cost, Outcome, Scale
from bench.plot import draw, seconds_of
from bench.school import opened, quarter_keys
from records.school.tables import Membership, Pupil


def size(classes: int, seconds: float) -> Size:
    """A school whose every class cost that much."""
    return Size((Cost(seconds, 2 * seconds),) * classes, database=1000 * classes, peak=5000)


def outcome(monkeypatch: pytest.MonkeyPatch, *sizes: Size) -> Outcome:
    """What the benchmark makes of sizes that cost this."""
    known = {one.classes: one for one in sizes}
    monkeypatch.setattr(growth, "_apart", lambda classes, _journals: known[classes])
    return growth.run(Scale(rounds=2, classes=tuple(known)), lambda *_: None)


def facts(found: Outcome) -> dict[str, int]:
    """The facts by their keys."""
    return {fact.key: fact.value for fact in found.facts}


def test_the_classes_of_a_made_up_school_share_no_pupil() -> None:
    with school_with_classes(3, 1) as data, opened(data) as workshop, workshop.transaction() as session:
        pupils = session.scalar(select(func.count()).select_from(Pupil))
        members = session.scalar(select(func.count()).select_from(Membership))
    assert pupils == members


def test_every_made_up_class_has_the_journals_it_is_asked_for() -> None:
    with school_with_classes(2, 3) as data, opened(data) as workshop:
        keys = [quarter_keys(workshop, 1, None, class_name(number)) for number in range(2)]
    assert [len(of_class) for of_class in keys] == [3, 3]


def test_forty_classes_have_forty_names() -> None:
    assert len({class_name(number) for number in range(41)}) == 41


def test_equal_classes_lie_on_a_straight_line(monkeypatch: pytest.MonkeyPatch) -> None:
    found = facts(outcome(monkeypatch, size(1, 1.5), size(4, 1.5), size(8, 1.5)))
    assert (found["ratio"], found["slope"], found["residual"]) == (100, 1500, 0)


def test_dearer_classes_in_a_greater_school_show(monkeypatch: pytest.MonkeyPatch) -> None:
    found = facts(outcome(monkeypatch, size(1, 1.0), size(4, 1.0), size(8, 3.0)))
    assert (found["ratio"], found["residual"] > 10) == (300, True)


def test_classes_that_grow_dearer_one_by_one_show(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = tuple(Cost(float(n), 1.0) for n in range(1, 9))
    assert facts(outcome(monkeypatch, Size(costs, 1, 1)))["late"] == 500


def test_the_greatest_school_is_compared_with_the_smaller_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    (comparison,) = outcome(monkeypatch, size(4, 1.0), size(1, 2.0), size(2, 2.0)).comparisons
    assert (comparison.ours.costs[0].cpu, [peer.costs[0].cpu for peer in comparison.peers]) == (
        1.0,
        [2.0, 2.0],
    )


def test_the_plot_reads_the_report_of_the_command() -> None:
    report = {"benchmarks": [{"name": "growth", "facts": {"cpu_1": 1500, "cpu_20": 30000, "wall_1": 7}}]}
    assert seconds_of(report) == {1: 1.5, 20: 30.0}


def test_the_plot_shows_every_size_in_both_charts() -> None:
    assert draw({1: 1.5, 20: 30.0, 40: 61.0}).count("<circle") == 6


def test_the_plot_tells_the_cost_of_a_class() -> None:
    assert "1,50 с на класс" in draw({1: 1.5, 20: 30.0, 40: 60.0})

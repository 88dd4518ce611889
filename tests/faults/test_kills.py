"""A closing killed at any moment, or begun twice at once, ends after a further run as one that nobody interrupted.

Six of the drawn trials on SQLite, three on PostgreSQL; `python -m tests.faults.kills --points 200` tries hundreds.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import kills_trial
from tests.faults.kills import GOOD, WAYS, drawn, half_year, told
from tests.faults.kills_point import Family, Manner, Order, Point, Victim
from tests.faults.kills_trial import Story, Way, orphans, verdict
from tests.flow.seeds import Seed

# A trial of each way but one, which differs little from another; on PostgreSQL of one process, a worker, two at once.
HERE = (
    *(("sqlite", number) for number in (0, 1, 3, 5, 7, 9)),
    *(("postgresql", number) for number in (0, 1, 3)),
)


@pytest.fixture(scope="module")
def story(bare: Seed, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The closing of the first half-year: the shortest that has every stage."""
    return half_year(bare, tmp_path_factory.mktemp("story"))


@pytest.mark.parametrize(
    ("kind", "number"),
    HERE,
    indirect=["kind"],
    ids=[f"{kind}-{WAYS[number].value.replace(' ', '-')}" for kind, number in HERE],
)
def test_a_further_run_makes_good_what_a_kill_left(
    story: Story, kind: str, number: int, tmp_path: Path
) -> None:
    assert told(drawn([story], number, f"few/{kind}"), tmp_path) == GOOD


def test_a_school_that_is_not_closed_is_not_as_in_peace(story: Story, tmp_path: Path) -> None:
    copy = story.seed.copy(tmp_path / "school")
    assert any("snapshots" in sentence for sentence in verdict(story, copy.site))
    copy.drop()


def test_an_orphan_is_told_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills_trial, "GRACE", 0.2)
    orphan = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    assert list(orphans({orphan.pid})) == ["an orphan lives on: sleep 1000"]
    assert orphan.wait() < 0


def test_the_same_seed_draws_the_same_trials(story: Story) -> None:
    assert [drawn([story], n, "x") for n in range(40)] == [drawn([story], n, "x") for n in range(40)]
    assert [drawn([story], n, "x") for n in range(40)] != [drawn([story], n, "y") for n in range(40)]


def test_every_way_has_its_turn() -> None:
    assert set(WAYS) == set(Way)


def test_an_order_reaches_another_process_as_it_was_given() -> None:
    point = Point(Family.COMMIT, 7, Manner.LATER, Victim.PARENT, 0.5)
    order = Order("worker", point, "claim")
    assert Order.read(order.text()) == order
    assert Order.read(order.text()) != replace(order, process="main")

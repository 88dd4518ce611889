"""The benchmark of the site at work for some seconds: correct, whatever the times; and what its report tells."""

from __future__ import annotations

import pytest

from bench import registry, site
from bench.cluster import programs
from bench.measure import Cost, Scale
from bench.site import Load, Run, facts, measure_on_postgresql, measure_on_sqlite
from bench.site_drive import Timings
from bench.site_ledger import Balance

LOAD = Load(classes=2, journals=2, people=20, seconds=4, every=1, saves=10)
# What each process prints for the first time stays in its memory; a long run tells a leak.
LEAP = 256 * 1024 * 1024


def quiet(_title: str, _done: int, _total: int) -> None:
    """No progress."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def worked(request: pytest.FixtureRequest) -> Run:
    """Twenty people for four seconds, some of them in one journal."""
    if request.param == "sqlite":
        return measure_on_sqlite(LOAD, 1, quiet)
    folder = programs()
    assert folder
    return measure_on_postgresql(folder, LOAD, 1, quiet)


def test_nothing_goes_wrong(worked: Run) -> None:
    assert dict(worked.timings.errors) == {}


def test_every_accepted_save_is_found_afterwards(worked: Run) -> None:
    assert (worked.balance.saved > 0, worked.balance.lost, worked.balance.unowned) == (True, (), 0)


def test_every_conflict_names_what_the_writer_had_not_seen(worked: Run) -> None:
    assert worked.balance.untold == ()


def test_the_memory_of_the_server_makes_no_leap(worked: Run) -> None:
    start, end = worked.memory
    assert 0 < end < start + LEAP


def test_a_save_and_the_bare_view_both_cost_something(worked: Run) -> None:
    assert min(cost.wall for cost in (*worked.ours, *worked.peer)) > 0


def run_of(errors: int = 0) -> Run:
    """A run with known figures."""
    timings = Timings()
    timings.seconds["grid"] = [0.1, 0.2, 0.3]
    timings.octets["grid"] = 4000
    timings.errors["x"] += errors
    cost = (Cost(0.004, 0.005),)
    return Run(timings, Balance(5, 2, 1, (), (), 0), (100, 110), 0.5, cost, (Cost(0.001, 0.001),))


def test_the_report_has_percentiles_of_each_page() -> None:
    found = {fact.key: fact.value for fact in facts("SQLite", run_of())}
    assert (found["sqlite_grid"], found["sqlite_grid_p50"], found["sqlite_grid_bytes"]) == (3, 200, 4000)


def test_the_report_tells_errors_and_memory() -> None:
    found = {fact.key: fact.value for fact in facts("SQLite", run_of(errors=3))}
    assert (found["sqlite_errors"], found["sqlite_memory_start"], found["sqlite_memory_end"]) == (3, 100, 110)


def test_without_postgresql_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "programs", lambda: None)
    monkeypatch.setattr(site, "measure_on_sqlite", lambda *_: run_of())
    (comparison,) = site.run(Scale(), quiet).comparisons
    assert [one.name for one in comparison.absent] == ["PostgreSQL"]


def test_the_command_knows_the_benchmark() -> None:
    assert "site" in registry.BENCHMARKS

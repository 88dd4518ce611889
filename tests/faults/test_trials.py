"""Seeded faults under a small school: a run ends well or says why, and the next one leaves what peace leaves.

A dozen on each database; `python -m tests.faults --trials N` tries as many as one likes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from unittest import mock

import pytest

from records.errors import StateError
from retention import disk
from tests.faults.kinds import Fault, Garbage, Kind, Tally
from tests.faults.scenes import SCENES, Scene, Seeds, close_journal, seeds_from
from tests.faults.schedule import schedule
from tests.faults.trial import End, Peace, Trial, in_peace, scene_of, trial
from tests.flow.fixtures import once
from tests.flow.kill import Undisturbed
from tests.flow.seeds import Seed
from tests.flow.site import Site

DOZEN = 12
# Between them the two databases meet every kind.
FIRST = {"sqlite": 0, "postgresql": 7}
SCENES_HERE = ("journal", "repair")
Try = Callable[[Scene, Fault], Trial]


@pytest.fixture(scope="session")
def seeds(kind: str, bare: Seed, autumn: Seed, peace: Undisturbed, school: Path) -> Seeds:
    """The installations with which the scenes begin."""
    return once(school, "seeds", lambda: seeds_from(bare, autumn, peace, school))


@pytest.fixture(scope="session")
def quiet(seeds: Seeds, school: Path) -> dict[str, Peace]:
    """What the scenes of this file do when nothing fails."""
    return once(
        school, "quiet", lambda: {name: in_peace(seeds, scene_of(name), school) for name in SCENES_HERE}
    )


@pytest.mark.parametrize("turn", range(DOZEN))
def test_a_fault_is_told_or_harmless_and_the_next_run_completes(
    seeds: Seeds, quiet: dict[str, Peace], kind: str, turn: int, tmp_path: Path
) -> None:
    tallies = {name: found.tally for name, found in quiet.items()}
    drawn = schedule([scene_of(name) for name in SCENES_HERE], tallies, len(Kind), "dozen")
    scene, fault = next(islice(drawn, FIRST[kind] + turn, None))
    assert trial(seeds, scene, quiet[scene.name], fault, tmp_path).wrong == ()


@pytest.fixture
def attempted(seeds: Seeds, quiet: dict[str, Peace], kind: str, tmp_path: Path) -> Try:
    """Tries a fault on the journal's scene, done in another way; on SQLite, for the point is the trial itself."""

    def attempt(scene: Scene, fault: Fault) -> Trial:
        return trial(seeds, scene, quiet["journal"], fault, tmp_path)

    return attempt


JOURNAL = scene_of("journal")
only_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def _close_without_syncing(site: Site, at: datetime) -> list[str]:
    with mock.patch.object(disk, "_sync"):
        return close_journal(site, at)


def _close_and_stumble(site: Site, at: datetime) -> list[str]:
    close_journal(site, at)
    raise ZeroDivisionError


def _close_nothing(site: Site, at: datetime) -> list[str]:
    raise StateError("journal.refused", "нельзя", "no")


@only_sqlite
def test_a_program_that_does_not_sync_is_found_out(attempted: Try, quiet: dict[str, Peace]) -> None:
    unsynced = replace(JOURNAL, act=_close_without_syncing)
    last = sum(name != "fsync" for name in quiet["journal"].tally.changes) - 1
    ends = {attempted(unsynced, Fault(Kind.POWER, last - back, "4")).end for back in (0, 40, 80)}
    assert End.WRONG in ends


@only_sqlite
def test_an_error_that_nobody_foresaw_is_wrong(attempted: Try) -> None:
    assert attempted(replace(JOURNAL, act=_close_and_stumble), Fault(Kind.BEFORE, 10**6)).end is End.WRONG


@only_sqlite
def test_a_second_run_that_does_not_complete_is_wrong(attempted: Try) -> None:
    done = attempted(replace(JOURNAL, act=_close_nothing), Fault(Kind.BEFORE, 0))
    assert any(line.startswith("the second run failed") for line in done.wrong)


@only_sqlite
def test_a_clock_that_was_set_back_is_refused(attempted: Try) -> None:
    done = attempted(JOURNAL, Fault(Kind.CLOCK_BACK, 301))
    assert (done.end, done.code) == (End.REPORTED, "clock.behind")


@only_sqlite
def test_a_token_signed_with_another_key_signs_nothing(attempted: Try) -> None:
    done = attempted(JOURNAL, Fault(Kind.STAMP_GARBAGE, 0, garbage=Garbage.OTHER_KEY))
    assert done.end is End.REPORTED


def test_every_kind_has_its_turn() -> None:
    tally = Tally(("open", "write", "fsync", "rename"), 5, 5, 5, 5, 5)
    tallies = {scene.name: tally for scene in SCENES}
    drawn = [fault.kind for _, fault in schedule(SCENES, tallies, len(Kind), "1")]
    assert drawn == list(Kind)


def test_the_same_seed_gives_the_same_trials() -> None:
    tallies = {scene.name: Tally(("write",) * 99, 9, 9, 9, 9, 9) for scene in SCENES}
    assert list(schedule(SCENES, tallies, 60, "1"))[:40] == list(schedule(SCENES, tallies, 40, "1"))


def test_a_fault_falls_only_where_it_can() -> None:
    nothing_stamped = {scene.name: Tally(("write", "fsync", "open"), 9, 9, 9, 9, 0) for scene in SCENES}
    assert all(fault.kind is not Kind.STAMP_DOWN for _, fault in schedule(SCENES, nothing_stamped, 60, "1"))

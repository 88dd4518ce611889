from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from records.digest import sha256
from records.errors import LetopisError
from retention.disk import DiskLocation
from retention.errors import StagingError
from retention.runlock import alone, working
from retention.staging import fetch, stage, sweep
from tests.retention.samples import FaultyLocation, disk

DATA = b"%PDF-1.7 " * 100
DIGEST = sha256(DATA)
PATH = f"staging/{DIGEST}"


@pytest.fixture
def two(tmp_path: Path) -> tuple[DiskLocation, DiskLocation]:
    return disk(tmp_path, "сервер", bag=None), disk(tmp_path, "подвал", bag=None)


Two = tuple[DiskLocation, DiskLocation]


def test_staged_bytes_lie_in_every_location_under_their_digest(two: Two) -> None:
    assert stage(two, DATA) == DIGEST
    assert [location.get(PATH) for location in two] == [DATA, DATA]


def test_staging_twice_is_no_fault(two: Two) -> None:
    assert stage(two, DATA) == stage(two, DATA)


def test_a_damaged_staged_file_is_written_anew(two: Two) -> None:
    stage(two, DATA)
    (two[1].root / PATH).write_bytes(b"rot")
    stage(two, DATA)
    assert two[1].get(PATH) == DATA


def test_fetching_takes_the_first_right_copy(two: Two) -> None:
    stage(two, DATA)
    (two[0].root / PATH).write_bytes(b"rot")
    assert fetch(two, DIGEST) == DATA


def test_fetching_passes_a_location_that_is_away(two: Two) -> None:
    stage(two[1:], DATA)
    assert fetch(two, DIGEST) == DATA


def test_bytes_that_are_right_nowhere_are_lost(two: Two) -> None:
    stage(two[:1], DATA)
    (two[0].root / PATH).write_bytes(b"rot")
    with pytest.raises(StagingError) as caught:
        fetch(two, DIGEST)
    assert caught.value.code == "staging.lost"


def test_a_medium_that_gives_back_other_bytes_is_found(two: Two) -> None:
    with pytest.raises(StagingError) as caught:
        stage([FaultyLocation(two[0], 1, "torn")], DATA)
    assert caught.value.code == "staging.read_back"


def test_a_sweep_removes_what_no_row_names(two: Two) -> None:
    orphan = stage(two, b"orphan")
    stage(two, DATA)
    assert sweep(two, {DIGEST}) == (orphan,)


def test_a_sweep_leaves_what_rows_name(two: Two) -> None:
    stage(two, b"orphan")
    stage(two, DATA)
    sweep(two, {DIGEST})
    assert [entry.path for entry in two[0].list("staging")] == [PATH]


@pytest.mark.parametrize("mode", ["before", "after", "torn"])
@pytest.mark.parametrize("call", [1, 2])
@pytest.mark.parametrize("damaged", ["fresh", "rotten"])
def test_staging_again_after_a_fault_ends_right(two: Two, mode: str, call: int, damaged: str) -> None:
    if damaged == "rotten":
        stage(two, DATA)
        (two[1].root / PATH).write_bytes(b"rot")
    faulty = FaultyLocation(two[1], call, mode)
    for _ in range(2):
        with suppress(LetopisError):
            stage([two[0], faulty], DATA)
    assert [location.get(PATH) for location in two] == [DATA, DATA]


def test_steps_share_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "var" / "run.lock"
    with working(lock), working(lock):
        assert lock.exists()


def test_a_sweep_is_not_alone_while_a_step_works(tmp_path: Path) -> None:
    with working(tmp_path / "lock"), alone(tmp_path / "lock") as sole:
        assert not sole


def test_a_sweep_is_alone_after_the_steps(tmp_path: Path) -> None:
    with working(tmp_path / "lock"):
        pass
    with alone(tmp_path / "lock") as sole:
        assert sole

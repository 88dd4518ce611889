"""Key files are whole or not there, on a disk that fails and after the power failed; no draft of a key stays."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from signing.keyfiles import locked, make_folder, write_whole
from tests.faults.kinds import Fault, Kind
from tests.faults.layer import Disk

DATA = b"key and certificate"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def files(data: Path) -> list[str]:
    return sorted(path.name for path in data.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", [Kind.BEFORE, Kind.AFTER, Kind.TORN])
@pytest.mark.parametrize("number", range(6))
def test_a_disk_that_fails_leaves_all_or_nothing(data: Path, kind: Kind, number: int) -> None:
    with Disk(data, Fault(kind, number)).watched(), suppress(OSError):
        write_whole(data / "key.pem", DATA)
    assert files(data) in ([], ["key.pem"])


def test_the_draft_of_a_writer_that_died_goes_with_the_next(data: Path) -> None:
    (data / "1a2b.pem.tmp").write_bytes(DATA)
    write_whole(data / "3c4d.pem", DATA)
    assert files(data) == ["3c4d.pem"]


def test_a_key_is_for_its_owner_alone(data: Path) -> None:
    write_whole(data / "key.pem", DATA)
    assert (data / "key.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("seed", range(8))
def test_what_was_written_is_there_after_the_power_failed(data: Path, tmp_path: Path, seed: int) -> None:
    (tmp_path / "shadow").mkdir()
    child = os.fork()
    if child == 0:
        disk = Disk(data, None, tmp_path / "shadow")
        with disk.watched():
            write_whole(data / "authority" / "people" / "shelf" / "key.pem", DATA)
            disk.fail_power(str(seed))
    os.waitpid(child, 0)
    assert (data / "authority" / "people" / "shelf" / "key.pem").read_bytes() == DATA


def test_a_folder_that_is_there_is_left_alone(data: Path) -> None:
    with Disk(data).watched() as disk:
        make_folder(data)
    assert disk.changes == []


@pytest.mark.parametrize("left", [False, True])
def test_the_lock_among_the_keys_is_its_owners_alone(left: bool, tmp_path: Path) -> None:
    """The doctor calls whatever others may read in that folder a key that they may have read."""
    if left:
        (tmp_path / ".lock").touch(0o644)
    with locked(tmp_path):
        assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()] == [0o600]

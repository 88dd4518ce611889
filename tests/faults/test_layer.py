"""The layer under the † modules does what each kind of fault says, below its folder and nowhere else."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from retention.disk import DiskLocation
from retention.errors import LocationError
from tests.faults.kinds import PLACES, Fault, Kind, Tally
from tests.faults.layer import Disk

SERVER, SAFE = PLACES
OLD, NEW = b"old bytes", b"0123456789"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for place in PLACES:
        (tmp_path / "data" / place).mkdir(parents=True)
        (tmp_path / "data" / place / "old").write_bytes(OLD)
    return tmp_path / "data"


def write(path: Path, data: bytes = NEW) -> int:
    """Make a file and write it once: two changes; how many octets the system says it wrote."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        return os.write(descriptor, data)
    finally:
        os.close(descriptor)


def refused(act: Callable[[], object]) -> str:
    """The name of the error with which the system refuses."""
    try:
        act()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "nothing"


def test_every_change_is_counted_in_its_order(data: Path) -> None:
    with Disk(data).watched() as disk:
        write(data / "new")
        (data / "new").rename(data / "moved")
        (data / "moved").unlink()
        (data / "folder").mkdir()
    assert disk.changes == ["open", "write", "rename", "unlink", "mkdir"]


def test_what_lies_elsewhere_is_neither_counted_nor_hurt(data: Path, tmp_path: Path) -> None:
    with Disk(data, Fault(Kind.BEFORE, 0)).watched() as disk:
        write(tmp_path / "new")
    assert (disk.changes, (tmp_path / "new").read_bytes()) == ([], NEW)


def test_a_location_writes_through_the_layer(data: Path) -> None:
    with Disk(data).watched() as disk:
        DiskLocation("server", data / SERVER).put("records/a", NEW)
    assert {"open", "write", "fsync", "link", "mkdir", "unlink", "rmdir"} <= set(disk.changes)


def test_a_fault_before_leaves_nothing_done(data: Path) -> None:
    with Disk(data, Fault(Kind.BEFORE, 0)).watched():
        assert refused(lambda: (data / "new").mkdir()) == "EIO"
    assert not (data / "new").exists()


def test_a_fault_after_leaves_it_done(data: Path) -> None:
    with Disk(data, Fault(Kind.AFTER, 0)).watched():
        assert refused(lambda: (data / "new").mkdir()) == "EIO"
    assert (data / "new").exists()


def test_only_one_change_fails(data: Path) -> None:
    with Disk(data, Fault(Kind.BEFORE, 0)).watched():
        refused(lambda: (data / "new").mkdir())
        (data / "new").mkdir()
    assert (data / "new").exists()


def test_a_torn_write_leaves_half_and_is_told(data: Path) -> None:
    with Disk(data, Fault(Kind.TORN, 1)).watched():
        assert refused(lambda: write(data / "new")) == "EIO"
    assert (data / "new").read_bytes() == NEW[:5]


def test_a_lying_medium_leaves_half_and_says_all(data: Path) -> None:
    with Disk(data, Fault(Kind.LYING, 1)).watched():
        assert write(data / "new") == len(NEW)
    assert (data / "new").read_bytes() == NEW[:5]


def test_a_full_disk_takes_what_fits_and_then_nothing(data: Path) -> None:
    with Disk(data, Fault(Kind.ENOSPC, 1, place=SERVER)).watched():
        assert write(data / SERVER / "new") == 5
        assert refused(lambda: write(data / SERVER / "more")) == "ENOSPC"


def test_a_full_disk_can_still_remove(data: Path) -> None:
    with Disk(data, Fault(Kind.ENOSPC, 0, place=SERVER)).watched():
        (data / SERVER / "old").unlink()
    assert not (data / SERVER / "old").exists()


def test_a_read_only_disk_cannot_even_remove(data: Path) -> None:
    with Disk(data, Fault(Kind.EROFS, 0, place=SERVER)).watched():
        assert refused((data / SERVER / "old").unlink) == "EROFS"
        assert (data / SERVER / "old").read_bytes() == OLD


def test_a_dead_medium_gives_nothing_back(data: Path) -> None:
    with Disk(data, Fault(Kind.EIO, 0, place=SERVER)).watched():
        assert refused((data / SERVER / "old").read_bytes) == "EIO"


@pytest.mark.parametrize("kind", [Kind.ENOSPC, Kind.EROFS, Kind.EIO])
def test_the_other_location_goes_on(data: Path, kind: Kind) -> None:
    with Disk(data, Fault(kind, 0, place=SERVER)).watched():
        write(data / SAFE / "new")
    assert (data / SAFE / "new").read_bytes() == NEW


def test_a_bad_sector_stays_bad_and_spoils_no_other_file(data: Path) -> None:
    with Disk(data, Fault(Kind.READ, 0)).watched():
        assert refused((data / SERVER / "old").read_bytes) == "EIO"
        assert refused((data / SERVER / "old").read_bytes) == "EIO"
        assert (data / SAFE / "old").read_bytes() == OLD


def test_a_bad_sector_reaches_the_caller_as_an_error_with_a_code(data: Path) -> None:
    with Disk(data, Fault(Kind.READ, 0)).watched(), pytest.raises(LocationError) as caught:
        DiskLocation("server", data / SERVER).get("old")
    assert caught.value.code == "location.failed"


def test_what_was_replaced_is_the_systems_own_again(data: Path) -> None:
    before = (os.open, os.write, os.fsync, os.rename)
    with Disk(data).watched():
        assert os.open is not before[0]
    assert (os.open, os.write, os.fsync, os.rename) == before


@pytest.mark.parametrize("kind", [Kind.TORN, Kind.LYING])
def test_only_writes_are_torn(kind: Kind) -> None:
    tally = Tally(("open", "write", "fsync", "mkdir"))
    assert {tally.draw(kind, str(seed)).number for seed in range(20)} == {1}


def test_a_lost_sync_shows_later() -> None:
    tally = Tally(("write", "fsync", "link", "fsync", "rename"))
    drawn = [tally.draw(Kind.LOST_SYNC, str(seed)) for seed in range(20)]
    assert all(tally.changes[fault.number] == "fsync" and fault.number < fault.until for fault in drawn)


def test_the_same_seed_draws_the_same_fault() -> None:
    tally = Tally(("write",) * 500)
    assert tally.draw(Kind.BEFORE, "7") == tally.draw(Kind.BEFORE, "7")

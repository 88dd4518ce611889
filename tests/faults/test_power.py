"""What a power failure takes and what it leaves: bytes need their file synced, names their directory."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.kinds import Fault, Kind
from tests.faults.layer import Disk
from tests.retention.samples import BAG, PREFIX, disk

OLD, NEW = b"old", b"0123456789"


def everything() -> str:
    """A seed under which all is lost that can be."""
    return next(str(n) for n in range(100) if random.Random(str(n)).random() < 0.5)


def after_power_loss(data: Path, act: Callable[[Path], object], fault: Fault | None = None) -> Path:
    """Let `act` work in a process of its own, and take the power away when it is done or at the fault."""
    shadow = data.with_name("shadow")
    shadow.mkdir()
    child = os.fork()
    if child == 0:
        watching = Disk(data, fault, shadow)
        with watching.watched():
            act(data)
            watching.fail_power(everything())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def write(path: Path, data: bytes, synced: bool = True) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    os.write(descriptor, data)
    if synced:
        os.fsync(descriptor)
    os.close(descriptor)


def sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(descriptor)
    os.close(descriptor)


def names(data: Path) -> list[str]:
    return sorted(path.name for path in data.iterdir())


def test_a_file_whose_directory_was_not_synced_is_gone(data: Path) -> None:
    after_power_loss(data, lambda data: write(data / "new", NEW))
    assert names(data) == []


def test_a_file_that_was_not_synced_is_empty_or_half(data: Path) -> None:
    def act(data: Path) -> None:
        write(data / "new", NEW, synced=False)
        sync(data)

    after_power_loss(data, act)
    assert (data / "new").read_bytes() in (b"", NEW[:5])


def write_and_sync(data: Path) -> None:
    write(data / "new", NEW)
    sync(data)


def test_a_file_synced_with_its_directory_lasts(data: Path) -> None:
    after_power_loss(data, write_and_sync)
    assert (data / "new").read_bytes() == NEW


def test_a_name_that_was_replaced_comes_back(data: Path) -> None:
    def act(data: Path) -> None:
        write(data / "new", NEW)
        sync(data)
        (data / "new").replace(data / "old")

    (data / "old").write_bytes(OLD)
    after_power_loss(data, act)
    assert ((data / "old").read_bytes(), (data / "new").read_bytes()) == (OLD, NEW)


def test_a_file_that_was_removed_comes_back(data: Path) -> None:
    (data / "old").write_bytes(OLD)
    after_power_loss(data, lambda data: (data / "old").unlink())
    assert (data / "old").read_bytes() == OLD


def test_a_new_folder_takes_its_content_with_it(data: Path) -> None:
    def act(data: Path) -> None:
        (data / "folder").mkdir()
        write(data / "folder" / "new", NEW)
        sync(data / "folder")

    after_power_loss(data, act)
    assert names(data) == []


def test_a_folder_is_known_after_it_was_renamed(data: Path) -> None:
    def act(data: Path) -> None:
        (data / "draft").mkdir()
        sync(data)
        write(data / "draft" / "new", NEW)
        (data / "draft").rename(data / "final")
        sync(data)

    after_power_loss(data, act)
    assert (names(data), names(data / "final")) == (["final"], [])


def test_a_sync_that_was_lost_keeps_nothing(data: Path) -> None:
    fault = Fault(Kind.LOST_SYNC, 3, everything(), until=4)  # open, write, sync the file, sync the folder

    def act(data: Path) -> None:
        write_and_sync(data)
        (data / "x").mkdir()

    after_power_loss(data, act, fault)
    assert names(data) == []


def test_the_power_fails_before_the_change_of_that_number(data: Path) -> None:
    after_power_loss(data, lambda data: (data / "x").mkdir(), Fault(Kind.POWER, 0, everything()))
    assert names(data) == []


def test_what_a_location_has_put_lasts(tmp_path: Path) -> None:
    place = disk(tmp_path, "place", bag=None)

    def act(_: Path) -> None:
        place.put("staging/a", NEW)
        place.put_bag(PREFIX, BAG.files)

    after_power_loss(place.root, act)
    kept = {path: place.get(f"{PREFIX}/{path}") for path in BAG.files}
    assert (place.get("staging/a"), kept) == (NEW, BAG.files)


def test_a_tree_head_that_was_replaced_lasts(tmp_path: Path) -> None:
    place = disk(tmp_path, "place", bag=None)
    place.put("log/checkpoint", OLD)
    after_power_loss(place.root, lambda _: place.replace("log/checkpoint", NEW))
    assert place.get("log/checkpoint") == NEW


def test_a_copy_that_was_moved_aside_is_in_one_place_whole(tmp_path: Path) -> None:
    place = disk(tmp_path, "place")
    after_power_loss(place.root, lambda _: place.move_aside(PREFIX, "x"))
    assert place.get(f"quarantine/x/{PREFIX}/data/record.pdf") == BAG.files["data/record.pdf"]

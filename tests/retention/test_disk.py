from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from retention import tree
from retention.disk import ROOMS, DiskLocation
from retention.errors import AbsentError, LocationError, OccupiedError, PathError
from retention.location import Entry, LocationState
from tests.retention.samples import BAG, OTHER, PREFIX, disk


@pytest.fixture
def place(tmp_path: Path) -> DiskLocation:
    return disk(tmp_path, bag=None)


def standing(location: DiskLocation) -> dict[str, bytes]:
    return {entry.path: location.get(entry.path) for entry in location.list("")}


def test_what_is_put_is_there(place: DiskLocation) -> None:
    place.put("staging/a", b"x")
    assert (place.get("staging/a"), place.exists("staging/a")) == (b"x", True)


def test_the_same_bytes_again_are_no_fault(place: DiskLocation) -> None:
    place.put("staging/a", b"x")
    place.put("staging/a", b"x")
    assert standing(place) == {"staging/a": b"x"}


@pytest.mark.parametrize("other", [b"y", b"xx", b""])
def test_other_bytes_are_refused_and_the_first_stay(place: DiskLocation, other: bytes) -> None:
    place.put("staging/a", b"x")
    with pytest.raises(OccupiedError):
        place.put("staging/a", other)
    assert place.get("staging/a") == b"x"


def test_a_file_in_the_place_of_a_directory_is_in_the_way(place: DiskLocation) -> None:
    place.put("staging/a", b"x")
    with pytest.raises(OccupiedError):
        place.put("staging/a/b", b"x")


def test_nothing_half_done_stays_after_a_write(place: DiskLocation) -> None:
    place.put("staging/a", b"x")
    assert list((place.root / ROOMS).iterdir()) == []


def test_a_bag_is_put_whole(place: DiskLocation) -> None:
    place.put_bag(PREFIX, BAG.files)
    assert standing(place) == {f"{PREFIX}/{path}": data for path, data in BAG.files.items()}


def test_the_same_bag_again_is_no_fault(place: DiskLocation) -> None:
    place.put_bag(PREFIX, BAG.files)
    place.put_bag(PREFIX, BAG.files)
    assert len(standing(place)) == len(BAG.files)


def test_another_bag_in_its_place_is_refused(place: DiskLocation) -> None:
    place.put_bag(PREFIX, OTHER.files)
    with pytest.raises(OccupiedError):
        place.put_bag(PREFIX, BAG.files)


@pytest.mark.parametrize("spoil", [lambda p: p.unlink(), lambda p: (p.unlink(), p.symlink_to("/dev/null"))])
def test_a_bag_that_is_not_whole_is_in_the_way(place: DiskLocation, spoil: Callable[[Path], object]) -> None:
    place.put_bag(PREFIX, BAG.files)
    spoil(place.root / PREFIX / "data/record.pdf")
    with pytest.raises(OccupiedError):
        place.put_bag(PREFIX, BAG.files)


def test_a_bag_that_cannot_be_read_is_in_the_way(
    place: DiskLocation, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put_bag(PREFIX, BAG.files)

    def bad_sector(root: Path, path: str) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(tree, "read", bad_sector)
    with pytest.raises(OccupiedError):
        place.put_bag(PREFIX, BAG.files)


def test_a_bag_file_does_not_leave_the_bag(place: DiskLocation) -> None:
    with pytest.raises(PathError):
        place.put_bag(PREFIX, {"../x": b""})


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/./b", "a\0b", "\udcff"])
def test_a_path_out_of_the_location_is_refused(place: DiskLocation, path: str) -> None:
    with pytest.raises(PathError):
        place.put(path, b"x")


@pytest.mark.parametrize("act", ["put", "get", "exists", "list"])
def test_a_link_on_the_way_is_refused(place: DiskLocation, tmp_path: Path, act: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (place.root / "records").symlink_to(tmp_path / "elsewhere")
    acts: dict[str, Callable[[], object]] = {
        "put": lambda: place.put("records/a", b"x"),
        "get": lambda: place.get("records/a"),
        "exists": lambda: place.exists("records/a"),
        "list": lambda: list(place.list("records/a")),
    }
    with pytest.raises(LocationError, match=r"location\.link"):
        acts[act]()


@pytest.mark.parametrize("make", [lambda p: p.symlink_to("/etc/hostname"), os.mkfifo])
def test_a_link_or_a_device_is_not_read(place: DiskLocation, make: Callable[[Path], None]) -> None:
    place.put("staging/a", b"x")
    make(place.root / "staging/b")
    with pytest.raises(LocationError, match=r"location\.failed"):
        place.get("staging/b")


@pytest.mark.parametrize("make", [lambda p: p.symlink_to("/etc/hostname"), os.mkfifo])
def test_a_link_or_a_device_is_listed_without_a_size(
    place: DiskLocation, make: Callable[[Path], None]
) -> None:
    place.put("staging/a", b"x")
    make(place.root / "staging/b")
    assert list(place.list("staging")) == [Entry("staging/a", 1), Entry("staging/b", None)]


def test_the_list_is_in_the_order_of_paths(place: DiskLocation) -> None:
    paths = ["staging/a.txt", "staging/a/z", "staging/ab", "staging/Ж", "staging/a-"]
    for path in paths:
        place.put(path, b"")
    assert [entry.path for entry in place.list("")] == sorted(paths)


def test_a_prefix_ends_with_a_part(place: DiskLocation) -> None:
    place.put("staging/ab/c", b"")
    assert list(place.list("staging/a")) == []


def test_a_prefix_may_be_a_file(place: DiskLocation) -> None:
    place.put("staging/ab", b"")
    assert list(place.list("staging/ab")) == [Entry("staging/ab", 0)]


def test_below_a_file_there_is_nothing(place: DiskLocation) -> None:
    place.put("staging/ab", b"")
    assert list(place.list("staging/ab/c")) == []


def test_half_written_files_are_not_listed(place: DiskLocation) -> None:
    place.put("staging/a", b"")
    (place.root / ROOMS / "x").write_bytes(b"half")
    assert [entry.path for entry in place.list("")] == ["staging/a"]


def test_what_vanishes_while_listing_is_not_listed(place: DiskLocation) -> None:
    place.put("staging/a", b"")
    place.put("staging/b", b"")
    listing = place.list("staging")
    next(listing)
    place.delete("staging/b")
    assert list(listing) == []


@pytest.mark.parametrize("path", ["records/a", "staging/b/c"])
def test_what_is_absent_says_so(place: DiskLocation, path: str) -> None:
    place.put("staging/b", b"x")
    with pytest.raises(AbsentError):
        place.get(path)


@pytest.mark.parametrize("act", ["get", "put", "put_bag"])
def test_a_location_that_is_away_says_so_and_is_not_made_elsewhere(place: DiskLocation, act: str) -> None:
    place.root.rmdir()
    acts: dict[str, Callable[[], object]] = {
        "get": lambda: place.get("records/a"),
        "put": lambda: place.put("records/a", b"x"),
        "put_bag": lambda: place.put_bag("records/a", {"x": b"x"}),
    }
    with pytest.raises(LocationError, match=r"location\.unreachable"):
        acts[act]()
    assert not place.root.exists()


def test_a_full_disk_says_so(place: DiskLocation, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(LocationError, match=r"location\.full"):
        place.put("staging/a", b"x")


@pytest.mark.parametrize("act", ["link", "rename"])
def test_a_file_system_that_cannot_place_files_says_so(
    place: DiskLocation, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def cannot(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, act, cannot)
    with pytest.raises(LocationError, match=r"location\.failed"):
        place.put("staging/a", b"x") if act == "link" else place.put_bag(PREFIX, BAG.files)


def test_a_location_is_ready_empty_or_unreachable(place: DiskLocation) -> None:
    place.root.rmdir()
    states = [place.probe()]
    (place.root / ROOMS).mkdir(parents=True)
    states.append(place.probe())
    place.put("staging/a", b"x")
    states.append(place.probe())
    assert states == [LocationState.UNREACHABLE, LocationState.EMPTY, LocationState.READY]


def test_a_root_that_is_a_link_is_followed(place: DiskLocation, tmp_path: Path) -> None:
    place.put("staging/a", b"x")
    (tmp_path / "link").symlink_to(place.root)
    assert standing(DiskLocation("b", tmp_path / "link")) == {"staging/a": b"x"}


def test_a_large_file_comes_in_pieces(place: DiskLocation) -> None:
    data = bytes(3 * tree.READ_OCTETS) + b"x"
    place.put("staging/a", data)
    sizes = [len(chunk) for chunk in place.chunks("staging/a")]
    assert (sum(sizes), max(sizes)) == (len(data), tree.READ_OCTETS)


def test_a_tree_head_is_replaced(place: DiskLocation) -> None:
    place.replace("log/checkpoint", b"one")
    place.replace("log/checkpoint", b"two")
    assert place.get("log/checkpoint") == b"two"


@pytest.mark.parametrize("path", ["records/checkpoint", "log/tile/0/000", "log/checkpoint/x"])
def test_nothing_but_a_tree_head_is_replaced(place: DiskLocation, path: str) -> None:
    with pytest.raises(LocationError, match=r"location\.write_once"):
        place.replace(path, b"x")


@pytest.mark.parametrize("path", ["staging/a", "quarantine/a", "backups/a"])
def test_passing_things_are_deleted(place: DiskLocation, path: str) -> None:
    place.put(path, b"x")
    place.delete(path)
    place.delete(path)
    assert standing(place) == {}


@pytest.mark.parametrize("path", ["records/a", "evidence/a", "log/checkpoint", "staging", "stagingx/a"])
def test_records_are_not_deleted(place: DiskLocation, path: str) -> None:
    with pytest.raises(LocationError, match=r"location\.write_once"):
        place.delete(path)


def test_what_is_moved_aside_is_kept(place: DiskLocation) -> None:
    place.put_bag(PREFIX, BAG.files)
    aside = place.move_aside(PREFIX, "2026-07-01")
    assert standing(place) == {f"{aside}/{path}": data for path, data in BAG.files.items()}


def test_a_second_find_does_not_cover_the_first(place: DiskLocation) -> None:
    asides = []
    for bag in (BAG, OTHER):
        place.put_bag(PREFIX, bag.files)
        asides.append(place.move_aside(PREFIX, "2026-07-01"))
    assert asides == [f"quarantine/2026-07-01/{PREFIX}", f"quarantine/2026-07-01.2/{PREFIX}"]


def test_what_is_not_there_is_not_moved(place: DiskLocation) -> None:
    place.put("staging/a", b"x")
    assert place.move_aside(PREFIX, "2026-07-01") is None


def test_a_label_is_one_part(place: DiskLocation) -> None:
    with pytest.raises(ValueError, match="label"):
        place.move_aside(PREFIX, "a/b")


def test_moving_into_a_full_disk_says_so(place: DiskLocation, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put_bag(PREFIX, BAG.files)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(LocationError, match=r"location\.full"):
        place.move_aside(PREFIX, "2026-07-01")

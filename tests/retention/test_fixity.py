from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.lifecycle import ReplicaState
from retention import intact, tree
from retention.disk import DiskLocation
from retention.findings import FixityCode, finding
from retention.fixity import FEW, CopyToCheck, check_copies, check_copy, examine, judge
from retention.inspection import Depth
from tests.retention.samples import BAG, OTHER, PREFIX, disk

SEAL = "tagmanifest-sha512.txt"
PATHS = sorted(BAG.files)


@pytest.fixture
def place(tmp_path: Path) -> DiskLocation:
    return disk(tmp_path)


def codes(place: DiskLocation, depth: Depth = Depth.ROUTINE) -> list[tuple[str, str]]:
    return [(found.code.value, found.path) for found in check_copy(place, PREFIX, BAG.digest, depth)]


@pytest.mark.parametrize("depth", Depth)
def test_a_whole_copy_has_no_findings(place: DiskLocation, depth: Depth) -> None:
    assert codes(place, depth) == []


def test_a_missing_copy_is_found(place: DiskLocation) -> None:
    place.put("records/another/bagit.txt", b"x")
    shutil.rmtree(place.root / PREFIX)
    assert codes(place) == [("copy.missing", "")]


def test_an_empty_location_is_found(place: DiskLocation) -> None:
    shutil.rmtree(place.root)
    place.root.mkdir()
    assert codes(place) == [("location.empty", "")]


def test_a_location_that_is_away_is_found(place: DiskLocation) -> None:
    shutil.rmtree(place.root)
    assert codes(place) == [("location.unreachable", "")]


def test_records_behind_a_link_are_out_of_reach(place: DiskLocation) -> None:
    (place.root / "records").rename(place.root / "elsewhere")
    (place.root / "records").symlink_to("elsewhere")
    assert codes(place) == [("location.unreachable", "")]


def test_another_bag_is_swapped(tmp_path: Path) -> None:
    assert codes(disk(tmp_path, bag=OTHER)) == [("bag.swapped", "")]


def test_a_file_in_the_place_of_the_bag_is_found(place: DiskLocation) -> None:
    shutil.rmtree(place.root / PREFIX)
    (place.root / PREFIX).write_bytes(b"x")
    assert ("path.refused", "") in codes(place)


@pytest.mark.parametrize("make", [lambda p: p.symlink_to("record.json"), os.mkfifo, Path.mkdir])
@pytest.mark.parametrize("path", ["data/record.pdf", "bagit.txt", SEAL])
def test_what_is_no_file_any_more_is_found(
    place: DiskLocation, make: Callable[[Path], None], path: str
) -> None:
    (place.root / PREFIX / path).unlink()
    make(place.root / PREFIX / path)
    found = codes(place)
    assert [p for _, p in found] == [path]


def test_a_bad_sector_is_named(place: DiskLocation, monkeypatch: pytest.MonkeyPatch) -> None:
    real = tree.read

    def bad_sector(root: Path, path: str) -> Iterator[bytes]:
        if path.endswith("record.pdf"):
            raise OSError(errno.EIO, "Input/output error")
        return real(root, path)

    def bad_sector_first(folder: int, name: str) -> tuple[str, int]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(tree, "read", bad_sector)
    monkeypatch.setattr(intact, "_digest", bad_sector_first)
    assert codes(place) == [("file.unreadable", "data/record.pdf")]


def test_a_name_that_is_no_text_is_found_and_can_be_printed(place: DiskLocation) -> None:
    (place.root / PREFIX / "data" / os.fsdecode(b"\xff\n")).write_bytes(b"")
    ((code, path),) = codes(place)
    assert (code, path, path.isprintable()) == ("path.refused", r"data/\udcff\n", True)


def test_a_routine_check_and_one_in_depth_name_the_same_file(place: DiskLocation) -> None:
    (place.root / PREFIX / "manifest-sha256.txt").write_bytes(b"rot")
    expected = [("manifest.broken", "manifest-sha256.txt")]
    assert (codes(place), codes(place, Depth.THOROUGH)) == (expected, expected)


def test_what_was_read_is_counted(place: DiskLocation) -> None:
    checked = examine(CopyToCheck(place, PREFIX, BAG.digest))
    assert (checked.files, checked.octets) == (len(BAG.files), BAG.octets)


@pytest.mark.parametrize(("count", "processes"), [(0, 2), (5, 2), (FEW + 70, 1), (FEW + 70, 2)])
def test_many_copies_are_reported_in_order(place: DiskLocation, count: int, processes: int) -> None:
    copies = [CopyToCheck(place, PREFIX if n % 9 == 0 else f"records/{n}", BAG.digest) for n in range(count)]
    checked = list(check_copies(copies, processes=processes))
    assert [c.copy for c in checked] == copies
    assert [bool(c.findings) for c in checked] == [n % 9 != 0 for n in range(count)]


def damage_one_file(path: Path, way: str, at: int, change: int) -> None:
    data = bytearray(path.read_bytes())
    at %= max(len(data), 1)
    match way:
        case "flip":
            data[at] ^= change
        case "truncate":
            del data[at:]
        case "append":
            data += bytes([change])
        case "insert":
            data.insert(at, change)
        case "remove":
            path.unlink()
            return
        case "rename":
            path.rename(path.with_name(f"{path.name}{change}"))
            return
        case _:
            path.with_name(f"new{change}").write_bytes(b"")
            return
    path.write_bytes(data)


@given(
    st.sampled_from(PATHS),
    st.sampled_from(["flip", "truncate", "append", "insert", "remove", "rename", "add"]),
    st.integers(0, 10_000),
    st.integers(1, 255),
    st.sampled_from(Depth),
)
def test_any_single_damage_is_found(path: str, way: str, at: int, change: int, depth: Depth) -> None:
    with tempfile.TemporaryDirectory() as root:
        place = disk(Path(root))
        damage_one_file(place.root / PREFIX / path, way, at, change)
        assert codes(place, depth)


def test_every_byte_is_guarded(place: DiskLocation) -> None:
    unseen = []
    for path in PATHS:
        file = place.root / PREFIX / path
        whole = file.read_bytes()
        for at in range(0, len(whole), 7):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
            if not codes(place):
                unseen.append((path, at))
        file.write_bytes(whole)
    assert unseen == []


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ([], ReplicaState.HEALTHY),
        ([FixityCode.LOCATION_EMPTY], ReplicaState.SUSPECT),
        ([FixityCode.LOCATION_UNREACHABLE], ReplicaState.SUSPECT),
        ([FixityCode.COPY_MISSING], ReplicaState.LOST),
        ([FixityCode.FILE_CHANGED], ReplicaState.DAMAGED),
        ([FixityCode.BAG_SWAPPED], ReplicaState.DAMAGED),
    ],
)
def test_findings_lead_to_one_state(found: list[FixityCode], state: ReplicaState) -> None:
    assert judge([finding(code) for code in found]) is state

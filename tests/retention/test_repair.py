from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from records.errors import LetopisError
from retention.disk import DiskLocation
from retention.errors import LocationError, RepairError
from retention.fixity import check_copy
from retention.repair import load_bag, repair_copy, write_copy
from tests.retention.samples import BAG, OTHER, PREFIX, FaultyLocation, dies_at, disk

LABEL = "2026-07-01"
ROT = b"rot"

Damage = Callable[[Path], object]
DAMAGES: dict[str, Damage] = {
    "changed": lambda bag: (bag / "data/record.pdf").write_bytes(ROT),
    "file missing": lambda bag: (bag / "data/record.pdf").unlink(),
    "file added": lambda bag: (bag / "data/extra").write_bytes(ROT),
    "seal missing": lambda bag: (bag / "tagmanifest-sha512.txt").unlink(),
    "copy missing": shutil.rmtree,
    "location gone": lambda bag: shutil.rmtree(bag.parents[2]),
    "a file instead": lambda bag: (bag.rename(bag.with_name("x")), bag.write_bytes(ROT)),
    "a link instead": lambda bag: bag.rename(bag.with_name("x")).with_name(bag.name).symlink_to("/"),
}


@pytest.fixture
def server(tmp_path: Path) -> DiskLocation:
    return disk(tmp_path, "сервер")


@pytest.fixture
def cellar(tmp_path: Path) -> DiskLocation:
    return disk(tmp_path, "подвал")


def rotten_files(location: DiskLocation) -> list[str]:
    return [e.path for e in location.list("") if e.octets == len(ROT)]


@pytest.mark.parametrize("damage", sorted(DAMAGES.keys() - {"location gone"}))
def test_a_damaged_copy_is_rebuilt(server: DiskLocation, cellar: DiskLocation, damage: str) -> None:
    DAMAGES[damage](cellar.root / PREFIX)
    repair_copy(cellar, server, PREFIX, BAG.digest, LABEL)
    assert check_copy(cellar, PREFIX, BAG.digest) == ()


def test_a_location_that_is_away_is_not_filled_in(server: DiskLocation, cellar: DiskLocation) -> None:
    DAMAGES["location gone"](cellar.root / PREFIX)
    with pytest.raises(LocationError, match=r"location\.unreachable"):
        repair_copy(cellar, server, PREFIX, BAG.digest, LABEL)


def test_another_bag_in_the_place_is_set_aside(server: DiskLocation, tmp_path: Path) -> None:
    other = disk(tmp_path, "чужой", OTHER)
    report = repair_copy(other, server, PREFIX, BAG.digest, LABEL)
    assert report.aside is not None
    assert load_bag(other, report.aside, OTHER.digest).files == OTHER.files


def test_the_damaged_copy_is_kept(server: DiskLocation, cellar: DiskLocation) -> None:
    DAMAGES["changed"](cellar.root / PREFIX)
    report = repair_copy(cellar, server, PREFIX, BAG.digest, LABEL)
    assert cellar.get(f"{report.aside}/data/record.pdf") == ROT


def test_the_report_says_what_was_found(server: DiskLocation, cellar: DiskLocation) -> None:
    DAMAGES["changed"](cellar.root / PREFIX)
    report = repair_copy(cellar, server, PREFIX, BAG.digest, LABEL)
    assert [(found.code.value, found.path) for found in report.found] == [("file.changed", "data/record.pdf")]


def test_a_whole_copy_is_left_alone(server: DiskLocation, cellar: DiskLocation) -> None:
    report = repair_copy(cellar, server, PREFIX, BAG.digest, LABEL)
    assert (report.found, report.aside) == ((), None)


@pytest.mark.parametrize("damage", ["changed", "copy missing", "location gone", "a link instead"])
def test_nothing_is_rebuilt_from_a_damaged_copy(
    server: DiskLocation, cellar: DiskLocation, damage: str
) -> None:
    DAMAGES["file added"](cellar.root / PREFIX)
    DAMAGES[damage](server.root / PREFIX)
    with pytest.raises(RepairError) as caught:
        repair_copy(cellar, server, PREFIX, BAG.digest, LABEL)
    assert (caught.value.code, rotten_files(cellar)) == ("copy.not_healthy", [f"{PREFIX}/data/extra"])


def test_a_bag_that_is_not_the_expected_one_is_not_written(cellar: DiskLocation) -> None:
    with pytest.raises(RepairError) as caught:
        write_copy(cellar, PREFIX, OTHER.files, BAG.digest, LABEL)
    assert (caught.value.code, check_copy(cellar, PREFIX, BAG.digest)) == ("copy.source", ())


def test_a_copy_that_reads_otherwise_is_not_counted(tmp_path: Path) -> None:
    torn = FaultyLocation(disk(tmp_path, "подвал", None), 1, "torn")
    with pytest.raises(RepairError) as caught:
        write_copy(torn, PREFIX, BAG.files, BAG.digest, LABEL)
    assert caught.value.code == "copy.read_back"


@pytest.mark.parametrize("mode", ["before", "after", "torn"])
@pytest.mark.parametrize("call", [1, 2])
def test_writing_again_after_a_fault_ends_right(tmp_path: Path, mode: str, call: int) -> None:
    place = disk(tmp_path, "подвал", None)
    faulty = FaultyLocation(place, call, mode)
    for _ in range(3):
        with suppress(LetopisError):
            write_copy(faulty, PREFIX, BAG.files, BAG.digest, LABEL)
    assert check_copy(place, PREFIX, BAG.digest) == ()


@pytest.mark.parametrize("mode", ["before", "after", "torn"])
@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("damage", ["changed", "copy missing", "file added"])
def test_repairing_again_after_a_fault_ends_right(
    server: DiskLocation, cellar: DiskLocation, mode: str, call: int, damage: str
) -> None:
    DAMAGES[damage](cellar.root / PREFIX)
    evidence = len(rotten_files(cellar))
    faulty = FaultyLocation(cellar, call, mode)
    for _ in range(3):
        with suppress(LetopisError):
            repair_copy(faulty, server, PREFIX, BAG.digest, LABEL)
    assert (check_copy(cellar, PREFIX, BAG.digest), len(rotten_files(cellar))) == ((), evidence)


def test_a_repair_that_dies_at_any_call_is_completed_by_the_next(
    server: DiskLocation, tmp_path: Path
) -> None:
    call = 0
    died = True
    while died:
        call += 1
        place = disk(tmp_path, str(call))
        DAMAGES["changed"](place.root / PREFIX)
        died = dies_at(call, lambda place=place: repair_copy(place, server, PREFIX, BAG.digest, LABEL))  # type: ignore[misc]
        repair_copy(place, server, PREFIX, BAG.digest, LABEL)
        assert (check_copy(place, PREFIX, BAG.digest), len(rotten_files(place))) == ((), 1)
    assert call > 20

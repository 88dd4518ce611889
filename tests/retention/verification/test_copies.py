"""Every damage to a copy is found by `letopis verify`, under its own code, at its place."""

from __future__ import annotations

import shutil

import pytest

from tests.retention.verification.archive import BAGS, PDF, SAFE, SERVER, Archive, Damage, flip, swap
from tests.retention.verification.conftest import ON_SQLITE

pytestmark = ON_SQLITE


def _swap_pdfs(archive: Archive) -> None:
    swap(archive.bag(0) / PDF, archive.bag(1) / PDF)


def _swap_bags(archive: Archive) -> None:
    swap(archive.bag(0), archive.bag(1))


# name -> damage, and what is found: (code, number of the record, path in its bag)
IN_A_BAG: dict[str, tuple[Damage, set[tuple[str, int, str]]]] = {
    "a flipped byte": (lambda a: flip(a.bag() / PDF), {("file.changed", 0, PDF)}),
    "a deleted file": (lambda a: (a.bag() / PDF).unlink(), {("file.missing", 0, PDF)}),
    "an added file": (
        lambda a: _write(a, "data/notes.txt", b"hello"),
        {("file.added", 0, "data/notes.txt")},
    ),
    "swapped PDFs": (_swap_pdfs, {("file.changed", 0, PDF), ("file.changed", 1, PDF)}),
    "swapped bags": (_swap_bags, {("bag.swapped", 0, ""), ("bag.swapped", 1, "")}),
    "a bag that is gone": (lambda a: shutil.rmtree(a.bag()), {("copy.missing", 0, "")}),
}


def _write(archive: Archive, path: str, data: bytes) -> None:
    (archive.bag() / path).write_bytes(data)


@pytest.mark.parametrize("name", IN_A_BAG)
def test_a_damaged_bag_is_found_under_its_code(archive: Archive, name: str) -> None:
    damage, expected = IN_A_BAG[name]
    damage(archive)
    assert archive.verify() == {
        (code, archive.records[number], SAFE, f"{BAGS}/{archive.records[number]}/{path}".rstrip("/"))
        for code, number, path in expected
    }


def test_an_archive_that_nobody_touched_has_no_problem(archive: Archive) -> None:
    assert archive.verify() == set()


def _copies(archive: Archive, code: str) -> set[tuple[str, str, str, str]]:
    return {(code, record, SAFE, f"{BAGS}/{record}") for record in archive.records}


def test_an_emptied_location_is_a_finding_of_every_copy_in_it(archive: Archive) -> None:
    for path in archive.site.location(SAFE).iterdir():
        shutil.rmtree(path)
    assert archive.verify() >= _copies(archive, "location.empty")


def test_a_location_that_is_away_is_a_finding_of_every_copy_in_it(archive: Archive) -> None:
    shutil.rmtree(archive.site.location(SAFE))
    assert archive.verify() >= _copies(archive, "location.unreachable")


def test_a_lost_copy_whose_location_goes_away_is_still_reported(archive: Archive) -> None:
    shutil.rmtree(archive.bag())
    archive.verify()
    shutil.rmtree(archive.site.location(SAFE))
    assert archive.verify() >= _copies(archive, "location.unreachable")


def test_a_lost_copy_that_comes_back_damaged_is_still_reported(archive: Archive) -> None:
    elsewhere = archive.site.data / "elsewhere"
    shutil.move(archive.bag(), elsewhere)
    archive.verify()
    shutil.move(elsewhere, archive.bag())
    flip(archive.bag() / PDF)
    assert archive.codes() == {"file.changed"}


def test_two_damaged_copies_are_two_findings_and_a_lost_record(archive: Archive) -> None:
    for location in (SERVER, SAFE):
        flip(archive.bag(0, location) / PDF)
    path = f"{BAGS}/{archive.records[0]}/{PDF}"
    assert archive.verify() == {
        ("file.changed", archive.records[0], SERVER, path),
        ("file.changed", archive.records[0], SAFE, path),
        ("source.lost", archive.records[0], None, None),
    }


def test_a_bag_that_no_record_owns_is_found(archive: Archive) -> None:
    shutil.copytree(archive.bag(), archive.bag().with_name("stranger"))
    assert archive.verify() == {("bag.unknown", None, SAFE, f"{BAGS}/stranger")}


def test_one_record_is_verified_alone(archive: Archive) -> None:
    for number in (0, 1):
        flip(archive.bag(number) / PDF)
    found = archive.verify(archive.records[1])
    assert found == {("file.changed", archive.records[1], SAFE, f"{BAGS}/{archive.records[1]}/{PDF}")}


def test_the_second_verification_finds_the_same_damage(archive: Archive) -> None:
    flip(archive.bag() / PDF)
    assert archive.verify() == archive.verify() != set()

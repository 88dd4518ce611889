"""`letopis repair` rebuilds from the healthy copy, keeps the damaged one aside, and touches nothing it cannot mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.retention.verification.archive import (
    PDF,
    SAFE,
    SERVER,
    Archive,
    Damage,
    contents,
    flip,
    swap,
)
from tests.retention.verification.conftest import ON_SQLITE


def _quarantined(archive: Archive, number: int = 0) -> Path:
    """Where the damaged copy of a record lies after a repair."""
    (done,) = (r for r in archive.repair().json["repaired"] if r["record"] == archive.records[number])
    return archive.site.location(done["location"]) / str(done["aside"])


def test_a_repair_rebuilds_the_copy_of_the_other_location(archive: Archive) -> None:
    flip(archive.bag() / PDF)
    assert archive.repair().code == 0
    assert contents(archive.bag(0, SAFE)) == contents(archive.bag(0, SERVER))


def test_a_repair_keeps_the_damaged_bytes_aside(archive: Archive) -> None:
    flip(archive.bag() / PDF)
    damaged = contents(archive.bag())
    assert contents(_quarantined(archive)) == damaged


def test_a_second_repair_of_the_same_copy_keeps_both_finds(archive: Archive) -> None:
    flip(archive.bag() / PDF)
    first = _quarantined(archive)
    (archive.bag() / PDF).unlink()
    second = _quarantined(archive)
    assert (first / PDF).exists() != (second / PDF).exists()


def _mangle(archive: Archive) -> None:
    flip(archive.bag(0) / PDF)
    (archive.bag(1) / "data/record.json").unlink()
    (archive.bag(2) / "data/more").write_bytes(b"more")


MENDED: dict[str, Damage] = {
    "a flipped byte": lambda a: flip(a.bag() / PDF),
    "three damaged bags": _mangle,
    "swapped PDFs": lambda a: swap(a.bag(0) / PDF, a.bag(1) / PDF),
    "swapped bags": lambda a: swap(a.bag(0), a.bag(1)),
    "a bag that is gone": lambda a: shutil.rmtree(a.bag()),
    "an emptied location": lambda a: _empty(a.site.location(SAFE)),
    "a flipped tile": lambda a: flip(_last_tile(a)),
    "a log that is gone": lambda a: shutil.rmtree(a.site.location(SAFE) / "log"),
    "a trust anchor that was altered": lambda a: flip(a.site.location(SAFE) / "registers" / "trust.pem"),
    "a checkpoint of somebody else": lambda a: _write_checkpoint(a, "somebody else\n1\n"),
}


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path)


def _last_tile(archive: Archive) -> Path:
    tiles = (archive.site.location(SAFE) / "log/tile/0/000.p").iterdir()
    return max(tiles, key=lambda path: int(path.name))


def _write_checkpoint(archive: Archive, text: str) -> None:
    (archive.site.location(SAFE) / "log" / "checkpoint").write_text(text)


@ON_SQLITE
@pytest.mark.parametrize("name", MENDED)
def test_after_a_repair_nothing_is_found(archive: Archive, name: str) -> None:
    MENDED[name](archive)
    assert archive.repair().code == 0
    assert archive.verify() == set()


@ON_SQLITE
def test_a_location_that_is_away_is_named_and_not_made_anew(archive: Archive) -> None:
    shutil.rmtree(archive.site.location(SAFE))
    ran = archive.site.run("repair")
    assert (ran.code != 0, "[location.unreachable]" in ran.out + ran.err) == (True, True)
    assert not archive.site.location(SAFE).exists()


@ON_SQLITE
def test_damage_that_was_verified_before_is_repaired(archive: Archive) -> None:
    flip(archive.bag() / PDF)
    archive.verify()
    archive.repair()
    assert archive.verify() == set()


@pytest.mark.parametrize("state", ["writing", "suspect", "damaged", "lost"])
def test_a_damaged_copy_is_repaired_whatever_the_catalogue_calls_it(archive: Archive, state: str) -> None:
    archive.edit("UPDATE replica SET state = :state WHERE location = 'safe'", state=state)
    flip(archive.bag() / PDF)
    archive.repair()
    assert archive.verify() == set()


def test_a_copy_that_the_catalogue_forgot_is_entered_again(archive: Archive) -> None:
    archive.edit("DELETE FROM replica WHERE location = 'safe'")
    archive.repair()
    assert archive.verify() == set()


def test_a_copy_that_is_gone_from_catalogue_and_location_is_rebuilt(archive: Archive) -> None:
    archive.edit("DELETE FROM replica WHERE location = 'safe'")
    shutil.rmtree(archive.bag())
    archive.repair()
    assert archive.verify() == set()


def _damage_both(archive: Archive) -> None:
    for location in (SERVER, SAFE):
        flip(archive.bag(0, location) / PDF)


def test_a_record_without_a_healthy_copy_is_said_to_be_lost(archive: Archive) -> None:
    _damage_both(archive)
    ran = archive.repair()
    failed = {(f["code"], f["record"], f["location"]) for f in ran.json["failed"]}
    assert ran.code == 1
    assert failed == {("repair.no_healthy_copy", archive.records[0], place) for place in (SERVER, SAFE)}


def test_a_record_without_a_healthy_copy_is_not_touched(archive: Archive) -> None:
    _damage_both(archive)
    before = archive.tree()
    archive.repair()
    assert archive.tree() == before


@ON_SQLITE
def test_a_hopeless_record_does_not_keep_others_from_repair(archive: Archive) -> None:
    _damage_both(archive)
    flip(archive.bag(1) / PDF)
    repaired = [done["record"] for done in archive.repair().json["repaired"]]
    assert repaired == [archive.records[1]]


def test_a_repair_finds_nothing_to_do_in_a_healthy_archive(archive: Archive) -> None:
    before = archive.tree()
    assert archive.repair().json == {"log": [], "repaired": [], "failed": []}
    assert archive.tree() == before


def test_a_log_altered_in_the_database_does_not_overwrite_the_published_one(archive: Archive) -> None:
    archive.edit("UPDATE log_event SET entry = :other WHERE idx = 1", other=b"0" * 32)
    before = archive.tree()
    ran = archive.repair()
    assert ran.code == 1
    assert "repair.log_altered" in ran.out + ran.err
    assert archive.tree() == before


def test_a_log_newer_than_the_database_is_not_overwritten(archive: Archive) -> None:
    archive.edit("DELETE FROM log_head WHERE size = (SELECT max(size) FROM log_head)")
    before = archive.tree()
    ran = archive.repair()
    assert "log.forked" in ran.out + ran.err
    assert archive.tree() == before


def test_a_repair_is_an_event_of_the_log(archive: Archive) -> None:
    flip(archive.bag() / PDF)
    archive.repair()
    with archive.site.owning() as engine, engine.connect() as connection:
        kinds = connection.exec_driver_sql(
            "SELECT kind FROM log_event WHERE kind IN ('replica.damaged', 'replica.repaired') ORDER BY idx"
        ).scalars()
        assert list(kinds) == ["replica.damaged", "replica.repaired"]

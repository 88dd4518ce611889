"""A log that was rolled back, forged or damaged is found, in the database and in each location."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.retention.verification.archive import SAFE, SERVER, Archive, flip
from tests.retention.verification.conftest import ON_SQLITE

EDITS = {
    "UPDATE log_event SET body = :other WHERE idx = 1": {"log.event_altered"},
    "UPDATE log_event SET entry = :other WHERE idx = 1": {"log.database_altered", "log.event_altered"},
    "DELETE FROM log_event WHERE idx = 1": {"log.tree.entry_missing", "catalogue.untold"},
    "DELETE FROM log_head WHERE size = (SELECT max(size) FROM log_head)": {
        "log.database_behind",
        "log.event_altered",
        "log.hash_altered",
    },
}


@pytest.mark.parametrize("statement", EDITS)
def test_an_edit_of_the_stored_log_is_found(archive: Archive, statement: str) -> None:
    values = {"other": b"0" * 32} if ":other" in statement else {}
    archive.edit(statement, **values)
    assert archive.codes() == EDITS[statement]


@ON_SQLITE
def test_an_event_that_is_no_bytes_is_found(archive: Archive) -> None:
    archive.edit("UPDATE log_event SET body = 'text' WHERE idx = 1")
    assert archive.codes() == {"log.event_altered"}


def _log(archive: Archive, location: str = SAFE) -> Path:
    return archive.site.location(location) / "log"


def _newest(folder: Path) -> Path:
    """The partial tile that the newest checkpoint asks for."""
    return max(folder.glob("000.p/*"), key=lambda path: int(path.name))


@ON_SQLITE
def test_a_flipped_tile_is_found_at_its_path(archive: Archive) -> None:
    tile = _newest(_log(archive) / "tile" / "0")
    flip(tile)
    path = tile.relative_to(archive.site.location(SAFE)).as_posix()
    assert archive.verify() == {("log.tile.altered", None, SAFE, path)}


@ON_SQLITE
def test_a_flipped_entry_bundle_is_found(archive: Archive) -> None:
    bundle = _newest(_log(archive) / "tile" / "entries")
    data = bytearray(bundle.read_bytes())
    data[2] ^= 1  # past the length of the first entry
    bundle.write_bytes(data)
    assert archive.codes() == {"log.bundle.altered"}


@ON_SQLITE
def test_a_missing_tile_is_found(archive: Archive) -> None:
    _newest(_log(archive) / "tile" / "0").unlink()
    assert archive.codes() == {"log.tile.missing"}


@ON_SQLITE
def test_an_older_checkpoint_is_found(archive: Archive) -> None:
    older = sorted((_log(archive) / "checkpoints").iterdir(), key=lambda path: int(path.name))[0]
    shutil.copyfile(older, _log(archive) / "checkpoint")
    assert archive.verify() == {("log.behind", None, SAFE, "log/checkpoint")}


@ON_SQLITE
def test_a_checkpoint_that_nobody_signed_is_found(archive: Archive) -> None:
    checkpoint = _log(archive) / "checkpoint"
    lines = checkpoint.read_text().splitlines(keepends=True)
    checkpoint.write_text("".join([lines[0], "7\n", *lines[2:]]))
    assert archive.codes() == {"log.note.signature"}


@ON_SQLITE
def test_a_log_that_is_gone_is_found(archive: Archive) -> None:
    shutil.rmtree(_log(archive))
    assert archive.verify() >= {("log.checkpoint_missing", None, SAFE, "log/checkpoint")}


@ON_SQLITE
@pytest.mark.parametrize("path", ["registers/trust.pem", "log/log.vkey", "log/checkpoints/1"])
def test_a_file_that_auditors_compare_with_is_watched(archive: Archive, path: str) -> None:
    flip(archive.site.location(SERVER) / path)
    assert archive.verify() == {("log.file_altered", None, SERVER, path)}

"""No edit of the log's tables and no change of a file beside its checkpoint goes unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.log.note import parse_signer
from records.log.treehead import TreeHead, sign
from retention.verification import stored_log
from tests.retention.verification.archive import SAFE, Archive, flip
from tests.retention.verification.conftest import ON_SQLITE
from webui.installation import LOG_KEY

OLDEST = "size = (SELECT min(size) FROM log_head)"
NEWEST = "size = (SELECT max(size) FROM log_head)"
EDITS = {
    f"UPDATE log_head SET root = :bytes WHERE {OLDEST}": {"log.head_altered"},
    f"UPDATE log_head SET root = :bytes WHERE {NEWEST}": {"log.head_altered"},
    f"UPDATE log_head SET note = 'x' WHERE {OLDEST}": {"log.head_altered", "log.head_lost"},
    f"UPDATE log_head SET note = 'x' WHERE {NEWEST}": {"log.head_altered", "log.head_lost"},
    f"DELETE FROM log_head WHERE {OLDEST}": {"log.head_lost"},
    "UPDATE log_hash SET hash = :bytes WHERE level = 0 AND idx = 0": {"log.hash_altered"},
    "UPDATE log_hash SET hash = :bytes WHERE level = 2 AND idx = 0": {"log.hash_altered"},
    "DELETE FROM log_hash WHERE level = 1 AND idx = 0": {"log.hash_altered"},
    "UPDATE log_event SET kind = 'school.created' WHERE idx = 1": {"log.event_altered"},
    "UPDATE log_event SET at = '2020-01-01 00:00:00' WHERE idx = 1": {"log.event_altered"},
    "UPDATE log_event SET salt = NULL WHERE idx = 1": {"log.event_altered"},
}


@pytest.mark.parametrize("statement", EDITS)
def test_an_edit_of_the_stored_tree_is_found(archive: Archive, statement: str) -> None:
    values = {"bytes": b"0" * 32} if ":bytes" in statement else {}
    archive.edit(statement, **values)
    assert archive.codes() == EDITS[statement]


@pytest.mark.parametrize("at_once", [1, 3])
def test_an_edit_is_found_however_few_hashes_are_read_at_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(stored_log, "HASHES_AT_ONCE", at_once)
    assert archive.codes() == set()
    archive.edit("DELETE FROM log_hash WHERE level = 1 AND idx = 0")
    assert archive.codes() == {"log.hash_altered"}


@ON_SQLITE
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE log_event SET entry = '12345678901234567890123456789012' WHERE idx = 1",
            "log.tree.entry_broken",
        ),
        ("UPDATE log_event SET at = 'yesterday' WHERE idx = 1", "log.event_altered"),
        ("UPDATE log_head SET note = x'00' WHERE size = 1", "log.head_altered"),
    ],
)
def test_a_value_of_another_type_is_found(archive: Archive, statement: str, code: str) -> None:
    archive.edit(statement)
    assert code in archive.codes()


@ON_SQLITE
def test_an_erased_event_is_told_as_a_warning(archive: Archive) -> None:
    archive.edit("UPDATE log_event SET body = NULL, salt = NULL WHERE idx = 1")
    report = archive.site.run("verify", "--json").json
    told = ["log.event_erased", "catalogue.untold"]
    assert ([warning["code"] for warning in report["warnings"]], report["problems"]) == (told, [])


STRANGERS = (
    *("stranger", "checkpoints/1.old", "tile/9/000", "tile/0/005", "tile/0/000", "tile/1/000.p/1"),
    *("tile/0/000.p/200", "tile/0/000.p/256", "tile/entries/000.p/999", "tile/0/x000/000.p/1"),
)


def log(archive: Archive) -> Path:
    """The log of the safe."""
    return archive.site.location(SAFE) / "log"


@ON_SQLITE
@pytest.mark.parametrize("level", ["0", "entries"])
def test_a_flipped_bit_in_a_superseded_tile_is_found(archive: Archive, level: str) -> None:
    flip(log(archive) / f"tile/{level}/000.p/1")
    assert archive.verify() == {("log.older_altered", None, SAFE, f"log/tile/{level}/000.p/1")}


@ON_SQLITE
def test_a_superseded_tile_may_be_gone(archive: Archive) -> None:
    (log(archive) / "tile/0/000.p/1").unlink()
    assert archive.codes() == set()


@ON_SQLITE
@pytest.mark.parametrize("name", STRANGERS)
def test_a_file_that_the_log_never_published_is_found(archive: Archive, name: str) -> None:
    file = log(archive) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"anything")
    assert archive.verify() == {("log.file_unknown", None, SAFE, f"log/{name}")}


@ON_SQLITE
@pytest.mark.parametrize("size", [2, 99])
def test_a_checkpoint_of_another_story_is_found(archive: Archive, size: int) -> None:
    signer = parse_signer((archive.site.data / LOG_KEY).read_text().strip())
    file = log(archive) / "checkpoints" / str(size)
    file.write_text(sign(TreeHead(signer.name, size, bytes(32)), signer).note)
    assert archive.verify() == {("log.forked", None, SAFE, f"log/checkpoints/{size}")}


@ON_SQLITE
def test_a_checkpoint_under_another_size_is_found(archive: Archive) -> None:
    heads = log(archive) / "checkpoints"
    (heads / "2").write_bytes((heads / "1").read_bytes())
    assert archive.verify() == {("log.file_unknown", None, SAFE, "log/checkpoints/2")}

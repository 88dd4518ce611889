"""The commands under tampering: exit code, codes, nothing changed by looking, everything back after a repair."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.site import Ran
from tests.retention.verification.archive import PDF, SAFE, SERVER, Archive, contents, flip
from tests.tampering.conftest import ON_SQLITE
from tests.tampering.edits import rows, tables
from tests.tampering.seed import NOW, Stages

# What verification itself writes: the state of a copy, when it was looked at, and that it was found damaged.
_NOTES = {"replica": {"state", "checked_at"}}


@pytest.fixture
def archive(stages: Stages, tmp_path: Path) -> Iterator[Archive]:
    """A copy of one's own."""
    copy = stages.whole.copy(tmp_path / "school")
    yield Archive(copy.site)
    copy.drop()


def run(archive: Archive, *words: str) -> Ran:
    """A command on the last day."""
    return archive.site.run(*words, now=NOW.isoformat())


def catalogue(archive: Archive) -> dict[str, list[dict[str, object]]]:
    """Every row, without what verification notes."""
    with archive.site.owning() as engine, engine.connect() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if name not in _NOTES.get(table.name, set())}
                for row in rows(connection, table)
            ]
            for table in tables()
        }


def damage(archive: Archive) -> None:
    """Flip a byte of one copy and a value of the catalogue."""
    flip(archive.bag() / PDF)
    archive.edit("UPDATE legal_hold SET reason = 'Иное'")


def test_verify_under_tampering_ends_with_one_and_tells_the_codes(archive: Archive) -> None:
    damage(archive)
    ran = run(archive, "verify", "--json")
    codes = {problem["code"] for problem in ran.json["problems"]}
    assert (ran.code, codes) == (1, {"file.changed", "catalogue.contradicts_log"})


def test_verify_changes_no_file_of_the_archive(archive: Archive) -> None:
    damage(archive)
    (archive.site.location(SERVER) / "log" / "checkpoint").unlink()  # else what was found is published
    before = contents(archive.site.data / "locations")
    run(archive, "verify")
    assert contents(archive.site.data / "locations") == before


def test_verify_changes_no_row_but_its_own_notes(archive: Archive) -> None:
    damage(archive)
    (archive.site.location(SERVER) / "log" / "checkpoint").unlink()
    before = catalogue(archive)
    run(archive, "verify")
    after = catalogue(archive)
    added = after.pop("log_event")[len(before.pop("log_event")) :]
    assert (after, [event["kind"] for event in added]) == (before, ["replica.damaged"])


@pytest.mark.parametrize("location", [SERVER, SAFE])
def test_a_repair_after_one_damaged_copy_gives_a_clean_verify(archive: Archive, location: str) -> None:
    flip(archive.bag(0, location) / PDF)
    assert (run(archive, "repair").code, run(archive, "verify", "--json").json["problems"]) == (0, [])


@ON_SQLITE
def test_a_repair_keeps_the_damaged_copy_aside(archive: Archive) -> None:
    flip(archive.bag() / PDF)
    damaged = contents(archive.bag())
    (done,) = run(archive, "repair", "--json").json["repaired"]
    assert contents(archive.site.location(done["location"]) / done["aside"]) == damaged


@ON_SQLITE
def test_a_forgotten_copy_is_entered_with_its_size(archive: Archive) -> None:
    archive.edit("DELETE FROM replica WHERE location = 'safe'")
    run(archive, "repair")
    assert run(archive, "verify", "--json").json["problems"] == []


@ON_SQLITE
def test_a_replaced_record_is_verified_all_the_same(archive: Archive) -> None:
    archive.edit("UPDATE record SET state = 'replaced' WHERE id = :id", id=archive.records[0])
    flip(archive.bag() / PDF)
    codes = {problem["code"] for problem in run(archive, "verify", "--json").json["problems"]}
    assert "file.changed" in codes


def test_everything_put_back_by_a_month_is_consistent_in_itself(stages: Stages) -> None:
    assert stages.earlier.site.run("verify").code == 0


def test_only_a_kept_checkpoint_shows_that_everything_was_put_back(stages: Stages) -> None:
    kept = (stages.whole.site.location(SERVER) / "log" / "checkpoint").read_text()
    ran = stages.earlier.site.run("verify", "--json", "--since", kept)
    assert (ran.code, [p["code"] for p in ran.json["problems"]]) == (1, ["log.not_extension"])


@ON_SQLITE
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record SET created_at = 'yesterday' WHERE id = :id",
        "UPDATE signature_request SET signed_at = 'x' WHERE record_id = :id",
        "UPDATE replica SET checked_at = 'x', written_at = 'x' WHERE record_id = :id",
        "UPDATE dossier SET closed_at = 'x' WHERE id = (SELECT dossier_id FROM record WHERE id = :id)",
        "UPDATE record SET sealed_size = 'many' WHERE id = :id",
        "UPDATE legal_hold SET set_at = 'x' WHERE :id = :id",
        "UPDATE period SET ends = 'x' WHERE :id = :id",
        "UPDATE school_year SET ends = 'x' WHERE :id = :id",
        "UPDATE certificate SET not_after = 'x' WHERE :id = :id",
        "UPDATE mark_version SET seq = 'x' WHERE rowid = 1 AND :id = :id",
        "UPDATE log_head SET at = 'x' WHERE :id = :id",
        "UPDATE school SET zone = 'Нигде' WHERE :id = :id",
        "UPDATE journal_period SET seed = 'x' WHERE :id = :id",
    ],
)
def test_a_value_of_another_type_is_told_under_a_code_and_is_no_fault_of_ours(
    archive: Archive, statement: str
) -> None:
    archive.edit(statement, id=archive.records[0])
    ran = run(archive, "verify", "--json")
    assert ran.code == 1, ran.err
    assert ran.json["problems"]

"""Whoever edits the catalogue behind its guards is found out: by the bags, by the log, or by the rows themselves."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, event

from records.closing.tables import SnapshotRow
from records.errors import DatabaseError
from records.registers.record import get_record
from retention.verification.report import Report
from retention.verification.rows import check_rows
from tests.retention.verification.archive import BAGS, PDF, SAFE, Archive, flip
from tests.retention.verification.conftest import ON_SQLITE

# What is edited of one record -> the codes that tell of it.
EDITS = {
    "UPDATE record SET sealed_sha256 = 'no' WHERE id = :id": {
        "source.lost",
        "catalogue.differs",
        "catalogue.contradicts_log",
    },
    "UPDATE record SET rendition_sha256 = 'no' WHERE id = :id": {
        "rendition.changed",
        "catalogue.differs",
        "catalogue.contradicts_log",
    },
    "UPDATE record SET bag_digest = 'no' WHERE id = :id": {
        "bag.swapped",
        "source.lost",
        "catalogue.contradicts_log",
    },
    "UPDATE record SET title = 'Другой журнал' WHERE id = :id": {"catalogue.differs"},
    "UPDATE record SET state = 'replaced' WHERE id = :id": {"record.missing", "catalogue.contradicts_log"},
    "UPDATE record SET kind = 'novel' WHERE id = :id": {"catalogue.broken", "catalogue.differs"},
    "UPDATE signature_request SET revision_sha256 = 'no' WHERE record_id = :id AND position = 0": {
        "revision.changed",
        "signature.changed_after",
        "catalogue.differs",
        "catalogue.contradicts_log",
    },
    "UPDATE signature_request SET person_id = (SELECT min(id) FROM person) WHERE record_id = :id": {
        "catalogue.differs",
        "catalogue.contradicts_log",
    },
    "DELETE FROM signature_request WHERE record_id = :id": {"catalogue.differs", "catalogue.row_gone"},
    "DELETE FROM snapshot WHERE record_id = :id": {"catalogue.broken", "catalogue.row_gone"},
    "UPDATE replica SET state = 'erased' WHERE record_id = :id AND location = 'safe'": {"replica.missing"},
    "DELETE FROM replica WHERE record_id = :id AND location = 'safe'": {"replica.missing", "bag.unknown"},
    "UPDATE replica SET path = 'records/2026/x' WHERE record_id = :id AND location = 'safe'": {
        "copy.missing",
        "bag.unknown",
    },
    "UPDATE replica SET state = 'fine' WHERE record_id = :id AND location = 'safe'": {"catalogue.broken"},
}


@pytest.mark.parametrize("statement", EDITS)
def test_an_edit_of_a_record_is_found(archive: Archive, statement: str) -> None:
    archive.edit(statement, id=archive.records[0])
    found = archive.verify()
    assert {code for code, *_ in found} == EDITS[statement]


# What is edited of the gradebook or the file plan -> the codes that tell of it.
ROWS = {
    "UPDATE mark_version SET value = '5' WHERE seq = 1": {"rows.changed", "rows.altered"},
    "UPDATE lesson SET topic = 'Другая тема'": {"rows.changed", "rows.altered"},
    "UPDATE period_mark SET value = '5'": {"rows.changed", "rows.altered"},
    "UPDATE journal_period SET state = 'open'": {
        "period.reopened",
        "rows.altered",
        "compose.not_cut",
        "catalogue.contradicts_log",
    },
    "UPDATE file_plan_entry SET term_years = 1": {"catalogue.differs"},
    "UPDATE dossier SET heading = 'Другое дело'": {"catalogue.differs"},
}


@pytest.mark.parametrize("statement", ROWS)
def test_an_edit_beside_the_records_is_found(archive: Archive, statement: str) -> None:
    archive.edit(statement)
    assert archive.codes() == ROWS[statement]


def test_an_edited_snapshot_is_found_against_the_pdf_and_the_log(archive: Archive) -> None:
    record = archive.records[0]
    with archive.site.workshop() as workshop, workshop.transaction() as session:
        body = session.get_one(SnapshotRow, (workshop.school, record)).body
    forged = body.replace("Повторение".encode(), "Забвение".encode())
    archive.edit("UPDATE snapshot SET body = :body WHERE record_id = :id", body=forged, id=record)
    assert archive.codes() == {"snapshot.differs", "snapshot.not_logged", "rows.changed"}


@ON_SQLITE
def test_a_column_that_holds_no_json_stops_no_verification(archive: Archive) -> None:
    flip(archive.bag(1) / PDF)
    archive.edit(
        "UPDATE signature_request SET certificate = '{' WHERE record_id = :id", id=archive.records[0]
    )
    assert archive.codes() == {"catalogue.broken", "catalogue.row_gone", "file.changed"}


def test_a_replica_that_the_catalogue_calls_healthy_is_read_all_the_same(archive: Archive) -> None:
    flip(archive.bag() / PDF)
    archive.edit("UPDATE replica SET state = 'healthy', checked_at = '2030-01-01 00:00:00'")
    path = f"{BAGS}/{archive.records[0]}/{PDF}"
    assert archive.verify() == {("file.changed", archive.records[0], SAFE, path)}


def test_a_replica_that_the_catalogue_calls_damaged_is_judged_by_its_bytes(archive: Archive) -> None:
    archive.edit("UPDATE replica SET state = 'damaged'")
    assert archive.verify() == set()


@ON_SQLITE
def test_a_database_that_goes_away_is_told_as_that_and_not_as_a_missing_snapshot(archive: Archive) -> None:
    def lose(*given: object) -> None:
        if "FROM snapshot" in str(given[2]):
            raise DatabaseError("database.lost", "Связь прервалась.", "the connection was lost")

    report = Report()
    with archive.site.workshop() as workshop, workshop.transaction() as session:
        record = get_record(session, workshop.school, archive.records[0])
    with archive.site.workshop() as workshop:
        event.listen(Engine, "before_cursor_execute", lose)
        try:
            check_rows(workshop, record, report)
        finally:
            event.remove(Engine, "before_cursor_execute", lose)
    assert [problem.code for problem in report.problems] == ["database.lost"]

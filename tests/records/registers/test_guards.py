"""Snapshots never change; of records and signatures nothing that is once filled changes, and none vanishes."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from tests.records.closing.frozen import REFUSED, run

REQUEST = (
    "INSERT INTO signature_request (school_id, record_id, position, role, field, level, person_id, state, "
    "asked_at) VALUES ('school-16', 'record-1', 0, 'teacher', 'Teacher', 'B-LT', 'gromova', 'waiting', "
    "'2025-12-27 15:00:00')"
)
SIGN = (
    "UPDATE signature_request SET state = 'signed', signed_at = '2025-12-27 16:00:00', certificate = '{\"a\": 1}', "
    "revision_sha256 = 'aa', revision_size = 7"
)
REPLACE = "UPDATE signature_request SET state = 'replaced'"
FILL = (
    "UPDATE record SET rendition_sha256 = 'aa', rendition_size = 1, sealed_sha256 = 'bb', sealed_size = 2, "
    "sealed_at = '2025-12-27 16:00:00', bag_digest = 'cc'"
)
SNAPSHOT = [
    "UPDATE snapshot SET digest = 'x'",
    "UPDATE snapshot SET body = body",
    "UPDATE snapshot SET event_id = 2",
    "DELETE FROM snapshot",
]
RECORD = [
    "DELETE FROM record",
    "UPDATE record SET id = 'other'",
    "UPDATE record SET kind = 'class_journal'",
    "UPDATE record SET identity = 'other'",
    "UPDATE record SET revision = 2",
    "UPDATE record SET period_id = 'quarter-2'",
    "UPDATE record SET journal_id = NULL",
]
FILLED = [
    f"UPDATE record SET {column} = {value}"
    for column in (
        "rendition_sha256",
        "sealed_sha256",
        "bag_digest",
        "rendition_size",
        "sealed_size",
        "sealed_at",
    )
    for value in ("NULL", "'2026-01-01'" if column == "sealed_at" else "'99'")
]
SIGNED = [
    "UPDATE signature_request SET state = 'waiting'",
    "UPDATE signature_request SET state = 'declined'",
    "UPDATE signature_request SET revision_sha256 = 'xx'",
    *(
        f"{REPLACE}, {column} = {value}"
        for column, value in (
            ("revision_sha256", "'xx'"),
            ("revision_sha256", "NULL"),
            ("revision_size", "8"),
            ("signed_at", "NULL"),
            ("certificate", "NULL"),
            ("certificate", "'{}'"),
            ("person_id", "'orlov'"),
            ("role", "'director'"),
        )
    ),
    "DELETE FROM signature_request",
]


@pytest.fixture
def signed(catalogue: Engine) -> Engine:
    """The record has a signature."""
    run(catalogue, REQUEST, SIGN)
    return catalogue


@pytest.mark.parametrize("statement", SNAPSHOT)
def test_a_snapshot_never_changes(catalogue: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match=f"{REFUSED}snapshot"):
        run(catalogue, statement)


@pytest.mark.parametrize("statement", RECORD)
def test_what_a_record_is_never_changes(catalogue: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match=f"{REFUSED}record"):
        run(catalogue, statement)


def test_a_record_is_filled_stage_by_stage(catalogue: Engine) -> None:
    assert run(catalogue, FILL) == 1


@pytest.mark.parametrize("statement", FILLED)
def test_a_digest_that_was_written_never_changes(catalogue: Engine, statement: str) -> None:
    run(catalogue, FILL)
    with pytest.raises(IntegrityError, match=f"{REFUSED}record"):
        run(catalogue, statement)


def test_a_record_is_linked_to_the_one_that_replaces_it(catalogue: Engine) -> None:
    assert run(catalogue, FILL, "UPDATE record SET state = 'replaced', replaced_by_id = 'record-2'") == 1


def test_nothing_of_a_destroyed_record_changes(catalogue: Engine) -> None:
    run(catalogue, "UPDATE record SET state = 'destroyed'")
    with pytest.raises(IntegrityError, match=f"{REFUSED}record"):
        run(catalogue, "UPDATE record SET state = 'replicated'")


@pytest.mark.parametrize("statement", SIGNED)
def test_a_signature_that_was_made_never_changes(signed: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match=f"{REFUSED}signature_request"):
        run(signed, statement)


def test_a_signature_can_be_replaced(signed: Engine) -> None:
    assert run(signed, REPLACE) == 1


@pytest.mark.parametrize("statement", [SIGN, "UPDATE signature_request SET state = 'waiting'"])
def test_a_replaced_signature_never_changes(signed: Engine, statement: str) -> None:
    run(signed, REPLACE)
    with pytest.raises(IntegrityError, match=f"{REFUSED}signature_request"):
        run(signed, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO snapshot SELECT * FROM snapshot",
        "INSERT OR REPLACE INTO record SELECT * FROM record",
        "INSERT OR REPLACE INTO signature_request SELECT * FROM signature_request",
        "UPDATE record SET rowid = 99",
        "INSERT OR REPLACE INTO snapshot (rowid, school_id, record_id, digest, body, taken_at, event_id) "
        "SELECT rowid, school_id, 'other', digest, body, taken_at, event_id FROM snapshot",
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_replaces_none_of_them(signed: Engine, statement: str) -> None:
    with signed.connect() as connection:
        connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
        with pytest.raises(IntegrityError, match=REFUSED):
            connection.exec_driver_sql(statement)

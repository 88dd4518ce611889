"""What stands in the tables, changed behind the guards, is named by the judge: rows, snapshots, states, events."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.judge import Check
from tests.faults.judge_digest import jcs
from tests.faults.judge_events import judge_confirmations, judge_events, judge_moments
from tests.faults.judge_evidence import Evidence, Folder, Row, gather
from tests.faults.judge_rows import judge_journals, judge_snapshots, judge_versions
from tests.faults.judge_states import judge_identities, judge_states
from tests.faults.judge_year import judge_years
from tests.flow.site import Site
from tests.retention.verification.archive import Archive

FIRST = "(SELECT min(id) FROM {})"
A_RECORD = f"id = {FIRST.format('record')}"
OF_A_RECORD = f"record_id = {FIRST.format('record')}"
A_JOURNAL = "(SELECT min(id) FROM record WHERE kind = 'period_journal')"
OF_A_CUT = "journal_id = (SELECT min(journal_id) FROM journal_period)"
ANOTHER = (
    "INSERT INTO record (school_id, id, kind, identity, revision, class_id, year_id, dossier_id, title, state, "
    "created_at, journal_id, period_id) SELECT school_id, 'another', kind, {}, {}, class_id, year_id, dossier_id, "
    f"title, 'composed', created_at, journal_id, period_id FROM record WHERE {A_RECORD}"
)
NEWER = (
    "INSERT INTO mark_version (school_id, journal_id, period_id, column_id, pupil_id, seq, value, author_id, "
    "account, at) SELECT school_id, journal_id, period_id, column_id, pupil_id, seq + 1, '2', author_id, account, "
    "at FROM mark_version WHERE value = '5'"
)
REMARK = (
    "INSERT INTO remark (school_id, id, class_id, date, text, author_id) SELECT school_id, 'late', class_id, "
    "'2026-05-20', 'Late', confirmed_by FROM class_year"
)
TWICE = (
    "INSERT INTO log_event (school_id, kind, at, body, salt, entry, idx) SELECT school_id, kind, at, body, salt, "
    "entry, idx + 1000 FROM log_event WHERE kind = '{}' AND idx = (SELECT max(idx) FROM log_event WHERE kind = '{}')"
)


def _of(*edits: tuple[Check, str, str]) -> list[Any]:
    return [pytest.param(*edit, id=f"{edit[0].__name__}-{edit[2]}") for edit in edits]


@pytest.mark.parametrize(
    ("check", "statement", "sentence"),
    [
        *_of(
            (
                judge_journals,
                f"UPDATE lesson SET topic = 'x' WHERE id = {FIRST.format('lesson')}",
                "lessons of",
            ),
            (judge_journals, "UPDATE lesson_column SET kind = 'ЛР' WHERE kind = 'КР'", "columns of"),
            (judge_journals, "UPDATE mark_version SET value = '2' WHERE value = '4/5'", "pupils of"),
            (judge_journals, NEWER, "pupils of"),
            (judge_journals, "UPDATE mark_version SET at = '2026-01-01 00:00:00+00'", "pupils of"),
            (judge_journals, "UPDATE period_mark SET value = '' WHERE value = '5'", "pupils of"),
            (judge_journals, "UPDATE period SET title = 'III'", "period of"),
            (judge_journals, "UPDATE person SET name = name || 'а'", "people of"),
            (judge_journals, "UPDATE journal_period SET cut_at = '2026-01-01 00:00:00+00'", "as_of of"),
            (judge_journals, "UPDATE membership SET left_order = 'x'", "pupils of"),
            (judge_versions, "UPDATE period_mark SET seq = 7 WHERE value = '5'", "the versions are [7]"),
            (judge_years, "UPDATE year_mark SET value = '2' WHERE value = '5'", "pupils of"),
            (judge_years, "UPDATE council_decision SET value = 'x'", "pupils of"),
            (judge_years, "UPDATE council_decision SET protocol_date = '2026-01-01'", "pupils of"),
            (judge_versions, "UPDATE council_decision SET seq = 7", "the versions are [7]"),
            (judge_years, "UPDATE pupil SET file_no = 'x'", "pupils of"),
            (judge_years, "UPDATE pupil SET parents = 'x'", "pupils of"),
            (judge_years, "UPDATE mark_version SET value = '5' WHERE value = '5 оп'", "pupils of"),
            (judge_years, "UPDATE mark_version SET value = 'н' WHERE value = 'б'", "pupils of"),
            (judge_years, REMARK, "remarks of"),
            (
                judge_years,
                "UPDATE school_class SET class_teacher_id = (SELECT max(id) FROM person WHERE id <> class_teacher_id)",
                "class_teacher",
            ),
            (judge_years, "UPDATE signature_request SET signed_at = '2026-01-01 00:00:00+00'", "sources of"),
            (
                judge_snapshots,
                f"UPDATE snapshot SET digest = 'x' WHERE {OF_A_RECORD}",
                "is not that of the body",
            ),
        ),
        *_of(
            (judge_identities, ANOTHER.format("identity", 2), "has 2 live revisions"),
            (judge_identities, ANOTHER.format("'x'", 1), "2 live records are of"),
            (judge_identities, ANOTHER.format("'x'", 1), "is not of x"),
            (judge_identities, "UPDATE record SET state = 'replaced'", "is cut off and has no record"),
            (judge_identities, "UPDATE journal_period SET state = 'open'", "and is not cut off"),
            (judge_identities, "UPDATE record SET bag_digest = 'x'", "belongs to 8 records"),
        ),
        *_of(
            (judge_states, "UPDATE journal_period SET state = 'open'", "tells of a cutoff"),
            (judge_states, "UPDATE class_year SET cut_by = NULL", "is cut without author"),
            (judge_states, "UPDATE journal_period SET confirmed_by = NULL", "is cut without author"),
            (judge_states, "UPDATE journal_period SET state = 'x'", "is x"),
            (judge_states, "UPDATE record SET state = 'x'", "is in no state of the chain"),
            (judge_states, "UPDATE record SET state = 'sealed'", "bag_digest do not go together"),
            (judge_states, "UPDATE record SET sealed_at = NULL", "sealed_at do not go together"),
            (judge_states, "UPDATE record SET state = 'packed'", "is closed and holds records"),
            (judge_states, "UPDATE record SET state = 'sealed'", "has copies before it is packed"),
            (judge_states, f"DELETE FROM snapshot WHERE {OF_A_RECORD}", "has not one snapshot"),
            (judge_states, f"DELETE FROM signature_request WHERE {OF_A_RECORD}", "asks for the signatures"),
            (judge_states, "UPDATE signature_request SET level = 'PAdES-B-LT'", "asks for the signatures"),
            (
                judge_states,
                "UPDATE signature_request SET state = 'waiting' WHERE position = 0",
                "out of order",
            ),
            (judge_states, "UPDATE signature_request SET state = 'waiting'", "is sealed with signatures"),
            (judge_states, "UPDATE signature_request SET revision_size = NULL", "without its facts"),
            (judge_states, "DELETE FROM certificate", "is not registered"),
            (
                judge_states,
                "UPDATE record SET sealed_sha256 = 'x'",
                "as something else than its last signature",
            ),
            (
                judge_states,
                "UPDATE replica SET state = 'lost' WHERE location = 'safe'",
                "no healthy copy in safe",
            ),
            (judge_states, "DELETE FROM replica WHERE location = 'server'", "no healthy copy in server"),
            (
                judge_states,
                "UPDATE replica SET location = 'cloud' WHERE location = 'safe'",
                "are no locations",
            ),
        ),
        *_of(
            (judge_events, TWICE.format("record.sealed", "record.sealed"), "told before"),
            (judge_events, "UPDATE log_event SET kind = 'x' WHERE idx = 3", "is not what its body tells"),
            (judge_events, "UPDATE record SET rendition_sha256 = 'x'", "does not tell of record.rendered"),
            (judge_events, "UPDATE dossier SET closed_at = NULL", "tells of dossier.closed"),
            (judge_events, "UPDATE certificate SET sha256 = 'x' || sha256", "certificate.issued"),
            (
                judge_events,
                "UPDATE log_event SET idx = 2000 + idx WHERE kind = 'period.cut'",
                "before period.cut",
            ),
            (judge_events, "UPDATE log_event SET idx = -idx WHERE kind = 'dossier.closed'", "dossier.closed"),
            (
                judge_confirmations,
                f"UPDATE journal_period SET confirmed_content = 'x' WHERE {OF_A_CUT}",
                "journal",
            ),
            (
                judge_moments,
                "UPDATE signature_request SET asked_at = '2026-01-01 00:00:00+00'",
                "another asked_at",
            ),
            (judge_moments, "UPDATE dossier SET closed_at = '2026-01-01 00:00:00+00'", "another closed_at"),
            (judge_confirmations, "UPDATE class_year SET confirmed_content = 'x'", "class year"),
        ),
    ],
)
def test_a_change_of_the_tables_is_named(closed: Site, check: Check, statement: str, sentence: str) -> None:
    Archive(closed).edit(statement)
    assert sentence in " ".join(check(gather(closed)))


def test_an_event_that_is_gone_is_named(closed: Site) -> None:
    Archive(closed).edit("UPDATE snapshot SET event_id = (SELECT min(id) FROM log_event)")
    Archive(closed).edit("DELETE FROM log_event WHERE kind = 'snapshot.taken'")
    assert "the log does not tell of snapshot.taken" in " ".join(judge_events(gather(closed)))


def _changed(body: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> bytes:
    change(body)
    return jcs(body)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda body: json.dumps(body).encode(), "is not canonical JSON"),
        (lambda body: _changed(body, lambda b: b["pupils"][0].update(name="x")), "the leaf of pupil 1"),
        (lambda body: _changed(body, lambda b: b.update(as_of="x")), "is not that of the body"),
        (lambda body: _changed(body, lambda b: b.update(people={})), "does not name"),
    ],
)
def test_a_changed_snapshot_is_named(
    closed: Site, change: Callable[[dict[str, Any]], bytes], sentence: str
) -> None:
    row = gather(closed).tables["snapshot"][0]
    edit = "UPDATE snapshot SET body = :body WHERE record_id = :record"
    Archive(closed).edit(edit, body=change(json.loads(row["body"])), record=row["record_id"])
    assert sentence in " ".join(judge_snapshots(gather(closed)))


def test_a_row_of_no_record_is_named() -> None:
    """Foreign keys forbid it in a real database."""
    names = ("journal_period", "class_year", "record", "dossier", "snapshot", "signature_request")
    tables = dict[str, list[Row]]({name: [] for name in names}, replica=[{"record_id": "gone"}])
    evidence = Evidence("school", tables, {}, Folder({}, frozenset()))
    assert list(judge_states(evidence)) == ["replica of gone, which is no record"]

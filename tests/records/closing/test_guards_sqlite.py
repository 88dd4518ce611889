"""SQLite: whoever opens the file with other tools and settings than ours meets the guards as well."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.records.closing.frozen import BEHIND_PERIOD, REFUSED, run

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

_LESSON = "INTO lesson (school_id, id, journal_id, period_id, date, number, hours) VALUES ('school-16', "
_ROW_LESSON = "INTO lesson (rowid, school_id, id, journal_id, period_id, date, number, hours) SELECT rowid, "
_MARK = "school_id, journal_id, period_id, column_id, pupil_id, seq, value, author_id, account, at"
_JOURNAL_PERIOD = "school_id, journal_id, period_id, state, seed"

# A frozen row would be deleted through its primary key, another unique key, or the rowid.
REPLACED = [
    f"INSERT OR REPLACE {_LESSON}'a1', 'algebra-9a', 'quarter-2', '2025-12-02', 1, 1)",
    f"REPLACE {_LESSON}'a1', 'english-9a-1', 'quarter-1', '2025-09-16', 1, 1)",
    f"INSERT OR REPLACE {_LESSON}'new', 'algebra-9a', 'quarter-1', '2025-09-02', 1, 1)",
    f"INSERT OR REPLACE {_ROW_LESSON}'school-16', 'new', journal_id, 'quarter-2', '2025-12-02', 1, 1 "
    "FROM lesson WHERE id = 'a1'",
    "UPDATE OR REPLACE lesson SET id = 'a1' WHERE id = 'a4'",
    "UPDATE OR REPLACE lesson SET rowid = (SELECT rowid FROM lesson WHERE id = 'a1') WHERE id = 'a4'",
    "UPDATE lesson SET _rowid_ = _rowid_ + 1000 WHERE id = 'a1'",
    "INSERT OR REPLACE INTO lesson SELECT * FROM lesson WHERE id = 'a1'",
    "INSERT OR REPLACE INTO lesson_column SELECT school_id, 'a1.0', journal_id, period_id, lesson_id, 9, kind "
    "FROM lesson_column WHERE id = 'a4.0'",
    "UPDATE OR REPLACE lesson_column SET oid = (SELECT oid FROM lesson_column WHERE id = 'a1.0') "
    "WHERE id = 'a4.0'",
    f"INSERT OR REPLACE INTO mark_version (rowid, {_MARK}) SELECT rowid, school_id, journal_id, 'quarter-2', "
    "'a4.0', pupil_id, 9, value, author_id, account, at FROM mark_version WHERE column_id = 'a3.0'",
    f"INSERT OR REPLACE INTO journal_period (rowid, {_JOURNAL_PERIOD}) SELECT rowid, school_id, journal_id, "
    "'quarter-3', 'open', seed FROM journal_period WHERE state = 'cut'",
    f"INSERT OR REPLACE INTO journal_period ({_JOURNAL_PERIOD}) SELECT school_id, journal_id, period_id, "
    "'open', seed FROM journal_period WHERE state = 'cut'",
    "UPDATE OR REPLACE journal_period SET rowid = (SELECT rowid FROM journal_period WHERE state = 'cut') "
    "WHERE state = 'open' AND journal_id = 'english-9a-1' AND period_id = 'quarter-1'",
    "INSERT OR REPLACE INTO period SELECT school_id, 'new', year_id, kind, number, title, starts, ends "
    "FROM period WHERE id = 'quarter-1'",
    "UPDATE OR REPLACE period SET number = 1 WHERE id = 'quarter-2'",
    "INSERT OR REPLACE INTO period (rowid, school_id, id, year_id, kind, number, title, starts, ends) "
    "SELECT rowid, school_id, 'new', year_id, kind, 9, title, '2026-01-12', '2026-03-20' "
    "FROM period WHERE id = 'quarter-1'",
    "UPDATE OR REPLACE journal SET position = 1 WHERE id = 'english-9a-1'",
    "INSERT OR REPLACE INTO journal SELECT school_id, 'new', class_id, subject_id, subgroup_id, teacher_id, "
    "position FROM journal WHERE id = 'algebra-9a'",
    "INSERT OR REPLACE INTO school_class SELECT school_id, 'new', year_id, branch_id, name, grade, graded, "
    "class_teacher_id FROM school_class",
    "INSERT OR IGNORE INTO mark_version SELECT * FROM mark_version",
    f"INSERT {_LESSON}'a1', 'algebra-9a', 'quarter-2', '2025-12-02', 1, 1) "
    "ON CONFLICT (school_id, id) DO UPDATE SET topic = 'иначе'",
]
# Versions are only appended: neither replaced in an open period.
VERSIONS = [
    "INSERT OR REPLACE INTO mark_version SELECT * FROM mark_version WHERE column_id = 'a4.0'",
    "INSERT OR REPLACE INTO period_mark SELECT * FROM period_mark WHERE period_id = 'quarter-2'",
    "INSERT OR REPLACE INTO year_mark SELECT * FROM year_mark",
    "INSERT OR REPLACE INTO council_decision SELECT * FROM council_decision",
    f"INSERT OR REPLACE INTO mark_version (rowid, {_MARK}) SELECT rowid, school_id, journal_id, period_id, "
    "column_id, pupil_id, 9, value, author_id, account, at FROM mark_version WHERE column_id = 'a4.0'",
]
PRAGMAS = [
    "recursive_triggers = ON",
    "recursive_triggers = OFF",
    "foreign_keys = OFF",
    "defer_foreign_keys = ON",
    "ignore_check_constraints = ON",
    "writable_schema = ON",
    "trusted_schema = OFF",
    "read_uncommitted = ON",
]


@pytest.fixture
def stranger(period_cut: Engine) -> Iterator[sqlite3.Connection]:
    """A connection of another program: no foreign keys, no recursive triggers, none of our settings."""
    connection = sqlite3.connect(str(period_cut.url.database), isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize("statement", REPLACED + VERSIONS)
def test_no_frozen_row_is_replaced(period_cut: Engine, statement: str) -> None:
    with pytest.raises(Exception, match=REFUSED):
        run(period_cut, statement)


@pytest.mark.parametrize("statement", REPLACED + VERSIONS)
def test_a_stranger_replaces_no_frozen_row(stranger: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        stranger.execute(statement)


@pytest.mark.parametrize("statement", [s for statements in BEHIND_PERIOD.values() for s in statements])
def test_a_stranger_changes_nothing_behind_the_cutoff(stranger: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        stranger.execute(statement)


@pytest.mark.parametrize("pragma", PRAGMAS)
def test_no_pragma_opens_the_past(stranger: sqlite3.Connection, pragma: str) -> None:
    stranger.execute(f"PRAGMA {pragma}")
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        stranger.execute("DELETE FROM lesson WHERE id = 'a1'")


@pytest.mark.parametrize("conflict", ["ABORT", "FAIL", "IGNORE", "REPLACE", "ROLLBACK"])
def test_no_way_to_resolve_conflicts_opens_the_past(stranger: sqlite3.Connection, conflict: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        stranger.execute(f"UPDATE OR {conflict} lesson SET topic = 'иначе' WHERE id = 'a1'")


def test_a_row_without_a_rowid_of_its_own_is_still_added(stranger: sqlite3.Connection) -> None:
    stranger.execute(f"INSERT {_LESSON}'new', 'algebra-9a', 'quarter-2', '2025-12-02', 1, 1)")
    assert stranger.execute("SELECT count(*) FROM lesson WHERE id = 'new'").fetchone() == (1,)


def test_an_attached_database_keeps_its_guards(period_cut: Engine) -> None:
    with sqlite3.connect(":memory:", isolation_level=None) as elsewhere:
        elsewhere.execute("ATTACH ? AS school", [str(period_cut.url.database)])
        with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
            elsewhere.execute("UPDATE school.lesson SET topic = 'иначе' WHERE id = 'a1'")


def test_a_trigger_of_a_stranger_does_not_write_behind_the_cutoff(stranger: sqlite3.Connection) -> None:
    stranger.execute(
        "CREATE TEMP TRIGGER sly AFTER UPDATE ON pupil BEGIN DELETE FROM mark_version; END",
    )
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED):
        stranger.execute("UPDATE pupil SET given = 'Ольга' WHERE id = 'lena'")


def test_a_cutoff_keeps_other_writers_out(period_cut: Engine, stranger: sqlite3.Connection) -> None:
    stranger.execute("PRAGMA busy_timeout = 0")
    with period_cut.begin(), pytest.raises(sqlite3.OperationalError, match="locked"):
        stranger.execute("UPDATE lesson SET topic = 'иначе' WHERE id = 'a4'")

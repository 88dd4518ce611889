"""PostgreSQL: owner, superuser, replication role, bulk statements and concurrent edits meet the guards as well."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from records.closing.rules import RULES
from tests.records.closing.frozen import ALLOWED, CUT_ALL, CUT_PERIOD, REFUSED, run

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

_LESSON = (
    "INSERT INTO lesson (school_id, id, journal_id, period_id, date, number, hours) VALUES ('school-16', "
)
_MARK = "SELECT * FROM mark_version WHERE column_id = "
BULK = [
    f"{_LESSON}'a1', 'algebra-9a', 'quarter-1', '2025-09-02', 1, 1) "
    "ON CONFLICT (school_id, id) DO UPDATE SET topic = 'иначе'",
    f"{_LESSON}'a1', 'algebra-9a', 'quarter-2', '2025-12-02', 1, 1) "
    "ON CONFLICT (school_id, id) DO UPDATE SET topic = 'иначе'",
    f"INSERT INTO mark_version {_MARK}'a4.0' ON CONFLICT (school_id, journal_id, period_id, column_id, pupil_id, "
    "seq) DO UPDATE SET value = '5'",
    "MERGE INTO lesson USING period ON lesson.period_id = period.id "
    "WHEN MATCHED THEN UPDATE SET topic = period.title",
    "MERGE INTO lesson USING period ON lesson.period_id = period.id WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM mark_version WHERE column_id = 'a1.0' RETURNING *) SELECT count(*) FROM gone",
    "DO 'BEGIN DELETE FROM period_mark; END'",
]


@pytest.mark.parametrize("statement", BULK)
def test_no_bulk_statement_changes_a_frozen_row(period_cut: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match=REFUSED):
        run(period_cut, statement)


@pytest.mark.usefixtures("period_cut")
def test_copy_adds_no_row_behind_the_cutoff(owner_engine: Engine) -> None:
    fields = "school_id, id, journal_id, period_id, date, number, hours"
    with owner_engine.connect() as connection:
        cursor = connection.connection.cursor()
        copied = cursor.copy(f"COPY lesson ({fields}) FROM STDIN")
        with pytest.raises(psycopg.IntegrityError, match=REFUSED), copied as copy:
            copy.write("school-16\tnew\talgebra-9a\tquarter-1\t2025-09-16\t1\t1\n")


def test_deferred_constraints_do_not_defer_the_guards(period_cut: Engine) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        run(period_cut, "SET CONSTRAINTS ALL DEFERRED", "DELETE FROM lesson WHERE id = 'a1'")


@pytest.mark.parametrize("table", [rule.table for rule in RULES])
def test_the_superuser_truncates_no_guarded_table(
    period_cut: Engine, superuser_engine: Engine, table: str
) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        run(superuser_engine, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", ["school_year", "person", "pupil", "subject"])
def test_the_owner_truncates_no_parent_of_frozen_rows(
    period_cut: Engine, owner_engine: Engine, table: str
) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        run(owner_engine, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lesson SET topic = 'иначе' WHERE id = 'a1'",
        "DELETE FROM journal_period WHERE state = 'cut'",
        "DELETE FROM school_class",
        "TRUNCATE lesson CASCADE",
    ],
)
def test_the_guards_fire_in_the_role_of_a_replica(
    period_cut: Engine, superuser_engine: Engine, statement: str
) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        run(superuser_engine, "SET session_replication_role = replica", statement)


def test_another_search_path_does_not_mislead_the_guards(
    period_cut: Engine, superuser_engine: Engine
) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        run(
            superuser_engine,
            "CREATE SCHEMA sly",
            "CREATE TABLE sly.journal_period AS SELECT * FROM journal_period WHERE false",
            "SET search_path = sly, public",
            "UPDATE lesson SET topic = 'иначе' WHERE id = 'a1'",
        )


# --- Edits and cutoffs that run at the same time ----------------------------------------------------------

_OF_PERIOD = [s for s in ALLOWED if any(f" {t} " in s for t in ("lesson", "lesson_column", "mark_version"))]
EDITS = [s for s in _OF_PERIOD if "bare" not in s] + [
    "DELETE FROM lesson_column WHERE id = 'bare.0'",
    "DELETE FROM lesson WHERE id = 'bare'",
    "UPDATE period SET ends = '2025-12-28' WHERE id = 'quarter-2'",
]
_OF_YEAR = ("year_mark", "council_decision", "remark", "membership")
YEAR_EDITS = [s for s in ALLOWED if any(f" {t} " in s for t in _OF_YEAR)] + [
    "INSERT INTO subgroup_member (school_id, subgroup_id, pupil_id) VALUES ('school-16', 'english-1', 'eva')",
    "DELETE FROM subgroup_member WHERE pupil_id = 'lena'",
    "UPDATE journal SET teacher_id = 'orlov' WHERE id = 'algebra-9a'",
    "UPDATE school_class SET class_teacher_id = 'orlov' WHERE id = '9a'",
]
CUT_NEXT = CUT_PERIOD.replace("quarter-1", "quarter-2")
CUT_YEAR = CUT_ALL[1]
SOON = text("SET LOCAL lock_timeout = '150ms'")


@pytest.fixture
def bare(school: Engine) -> Engine:
    """The cast with two lessons of the second quarter that have no marks, one of them a column."""
    run(
        school,
        f"{_LESSON}'bare', 'algebra-9a', 'quarter-2', '2025-12-01', 1, 1), "
        "('school-16', 'bare-2', 'algebra-9a', 'quarter-2', '2025-12-01', 2, 1)",
        "INSERT INTO lesson_column (school_id, id, journal_id, period_id, lesson_id, position, kind) "
        "VALUES ('school-16', 'bare.0', 'algebra-9a', 'quarter-2', 'bare-2', 0, 'У')",
    )
    return school


@pytest.fixture
def editor(bare: Engine) -> Iterator[Connection]:
    """A connection in a transaction that is rolled back."""
    with bare.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    ("edit", "cutoff"), [(e, CUT_NEXT) for e in EDITS] + [(e, CUT_YEAR) for e in YEAR_EDITS]
)
def test_a_cutoff_waits_for_an_edit_under_way(
    bare: Engine, editor: Connection, edit: str, cutoff: str
) -> None:
    editor.execute(text(edit))
    with bare.begin() as other:
        other.execute(SOON)
        with pytest.raises(OperationalError, match="lock timeout"):
            other.execute(text(cutoff))


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_waited_for_a_cutoff_is_refused(bare: Engine, edit: str, isolation: str) -> None:
    with ThreadPoolExecutor(1) as pool, bare.connect() as cutting, bare.connect() as editing:
        editing = editing.execution_options(isolation_level=isolation)
        editing.execute(text("SELECT 1 FROM lesson"))  # the snapshot is taken before the cutoff
        cutting.execute(text(CUT_NEXT))
        edited = pool.submit(editing.execute, text(edit))
        _until_somebody_waits(bare)
        cutting.commit()
        with pytest.raises(DBAPIError, match=f"{REFUSED}|could not serialize access"):
            edited.result(timeout=30)


def test_two_edits_of_a_period_do_not_wait_for_each_other(bare: Engine, editor: Connection) -> None:
    editor.execute(text(EDITS[0]))
    with bare.begin() as other:
        other.execute(SOON)
        assert other.execute(text("UPDATE lesson SET topic = 'иначе' WHERE id = 'a5'")).rowcount == 1


def test_bounds_wait_for_a_lesson_under_way(bare: Engine, editor: Connection) -> None:
    editor.execute(text("UPDATE lesson SET date = '2025-12-27' WHERE id = 'bare'"))
    with bare.begin() as other:
        other.execute(SOON)
        with pytest.raises(OperationalError, match="lock timeout"):
            other.execute(text("UPDATE period SET ends = '2025-12-26' WHERE id = 'quarter-2'"))


def _until_somebody_waits(engine: Engine) -> None:
    """Return when a backend of this database waits for a lock. The run's timeout ends a test in which none does."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watcher:
        while not watcher.scalar(waiting):
            pass

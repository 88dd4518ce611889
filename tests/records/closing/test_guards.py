"""Behind a cutoff the database itself refuses every change, on SQLite and PostgreSQL; before it, none."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.records.closing.frozen import ALLOWED, BEHIND_PERIOD, BEHIND_YEAR, REFUSED, run

PERIOD = [(table, statement) for table, statements in BEHIND_PERIOD.items() for statement in statements]
YEAR = [(table, statement) for table, statements in BEHIND_YEAR.items() for statement in statements]
VERSIONS = [
    f"{change} WHERE pupil_id = 'lena'"
    for table in ("mark_version", "period_mark", "year_mark", "council_decision")
    for change in (
        f"UPDATE {table} SET value = '2'",
        f"UPDATE {table} SET seq = seq + 9",
        f"DELETE FROM {table}",
    )
]
KEYS = [
    "UPDATE lesson SET id = 'other' WHERE id = 'a4'",
    "UPDATE lesson SET period_id = 'quarter-1', date = '2025-09-16' WHERE id = 'a4'",
    "UPDATE lesson_column SET lesson_id = 'a5', position = 7 WHERE id = 'a4.0'",
    "UPDATE journal_period SET seed = (SELECT seed FROM class_year)",
    "UPDATE class_year SET seed = (SELECT seed FROM journal_period WHERE period_id = 'quarter-1' "
    "AND journal_id = 'algebra-9a')",
    "UPDATE membership SET pupil_id = 'egor' WHERE pupil_id = 'lena'",
    "UPDATE remark SET id = 'other'",
    "UPDATE period SET year_id = '2026'",
]
OUTSIDE = [
    "UPDATE lesson SET date = '2025-10-25' WHERE id = 'a4'",
    "UPDATE lesson SET date = '2025-12-28' WHERE id = 'a4'",
    "INSERT INTO lesson (school_id, id, journal_id, period_id, date, number, hours) "
    "VALUES ('school-16', 'new', 'algebra-9a', 'quarter-2', '2025-09-16', 1, 1)",
]
BARE = (
    "INSERT INTO lesson (school_id, id, journal_id, period_id, date, number, hours) "
    "VALUES ('school-16', 'bare', 'algebra-9a', 'quarter-2', '2025-12-01', 1, 1)",
    "INSERT INTO lesson (school_id, id, journal_id, period_id, date, number, hours) "
    "VALUES ('school-16', 'bare-2', 'algebra-9a', 'quarter-2', '2025-12-01', 2, 1)",
    "INSERT INTO lesson_column (school_id, id, journal_id, period_id, lesson_id, position, kind) "
    "VALUES ('school-16', 'bare.0', 'algebra-9a', 'quarter-2', 'bare-2', 0, 'У')",
)


@pytest.mark.parametrize(("table", "statement"), PERIOD)
def test_behind_a_cut_period_nothing_changes(period_cut: Engine, table: str, statement: str) -> None:
    with pytest.raises(IntegrityError, match=f"{REFUSED}{table}"):
        run(period_cut, statement)


@pytest.mark.parametrize(("table", "statement"), YEAR)
def test_behind_a_cut_year_nothing_changes(year_cut: Engine, table: str, statement: str) -> None:
    with pytest.raises(IntegrityError, match=f"{REFUSED}{table}"):
        run(year_cut, statement)


@pytest.mark.parametrize("statement", ALLOWED)
def test_what_is_still_open_changes(period_cut: Engine, statement: str) -> None:
    run(period_cut, *BARE)
    assert run(period_cut, statement) == 1


@pytest.mark.parametrize("statement", VERSIONS)
def test_versions_are_only_appended_even_in_an_open_period(school: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        run(school, statement)


@pytest.mark.parametrize("statement", KEYS)
def test_keys_never_change_even_in_an_open_period(school: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        run(school, statement)


@pytest.mark.parametrize("statement", OUTSIDE)
def test_a_lesson_stays_within_its_period(school: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match=f"{REFUSED}lesson"):
        run(school, statement)


def test_bounds_do_not_move_past_a_lesson(school: Engine) -> None:
    with pytest.raises(IntegrityError, match=f"{REFUSED}period"):
        run(school, "UPDATE period SET starts = '2025-11-12' WHERE id = 'quarter-2'")


def test_a_refused_statement_changes_none_of_its_rows(period_cut: Engine) -> None:
    with pytest.raises(DBAPIError):
        run(period_cut, "UPDATE lesson SET topic = 'иначе'")
    assert run(period_cut, "UPDATE lesson SET hours = 2 WHERE topic = 'иначе'") == 0


@pytest.mark.parametrize(
    ("table", "statement"), [(table, first) for table, (first, *_) in BEHIND_PERIOD.items()]
)
def test_the_owner_of_the_tables_is_refused_too(
    period_cut: Engine, owner_engine: Engine, table: str, statement: str
) -> None:
    with pytest.raises(IntegrityError, match=f"{REFUSED}{table}"):
        run(owner_engine, statement)


@pytest.mark.parametrize("table", ["lesson", "journal_period"])
def test_a_temporary_table_does_not_stand_before_ours(period_cut: Engine, table: str) -> None:
    with period_cut.connect() as connection:
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM {table} WHERE 1 = 0")
        # On PostgreSQL `lesson` itself would be the temporary one.
        main = "public" if connection.dialect.name == "postgresql" else "main"
        with pytest.raises(IntegrityError, match=REFUSED):
            connection.exec_driver_sql(f"UPDATE {main}.lesson SET topic = 'иначе' WHERE id = 'a1'")

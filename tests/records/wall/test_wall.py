"""PostgreSQL: a session of one school sees, writes, moves and deletes nothing of another, in every table there is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, Table, delete, insert, make_url, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from records.db import Base, close_engine, open_engine, reading
from tests import cast
from tests.conftest import Database
from tests.records.closing.frozen import CUT_PERIOD, REFUSED, run
from tests.records.wall.neighbours import OTHER, OWN, TABLES, count_of, row, school_column, settle

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

ONE_EACH = {table.name: 1 for table in TABLES}
NOTHING = {table.name: 0 for table in TABLES}
# A guard stands before the wall: where keys never change, or a row may not be born, it refuses first.
WALLED_OFF = r"row-level security|letopis\.frozen|append-only"


@pytest.fixture
def both(engine: Engine, superuser_engine: Engine) -> Engine:
    """The engine of the one school, in a database in which every table has a row of each."""
    with superuser_engine.begin() as connection:
        settle(connection)
    return engine


def refused(engine: Engine, attempt: Callable[[Connection], object]) -> str:
    """Why the database refused; empty when it did not."""
    try:
        with engine.begin() as connection:
            attempt(connection)
    except DBAPIError as error:
        return str(error.orig)
    return ""


def not_walled(engine: Engine, attempt: Callable[[Table], Callable[[Connection], object]]) -> dict[str, str]:
    """The tables in which an attempt was not refused by wall or guard, and what happened there."""
    answers = {table.name: refused(engine, attempt(table)) for table in TABLES}
    return {name: said for name, said in answers.items() if not re.search(WALLED_OFF, said)}


def test_its_own_row_is_seen_in_every_table(both: Engine) -> None:
    assert count_of(both, OWN) == ONE_EACH


def test_no_row_of_another_school_is_seen_in_any_table(both: Engine) -> None:
    assert count_of(both, OTHER) == NOTHING


def test_the_mapped_classes_see_no_other_school_either(both: Engine) -> None:
    with Session(both) as session:
        seen = [found for mapper in Base.registry.mappers for found in session.scalars(select(mapper.class_))]
    assert len(seen) == len(TABLES)


def test_without_a_school_nothing_is_seen_in_any_table(both: Engine, database: Database) -> None:
    nobodys = open_engine(database.application)
    seen = count_of(nobodys, OWN), count_of(nobodys, OTHER)
    close_engine(nobodys)
    assert seen == (NOTHING, NOTHING)


def test_a_second_school_sees_its_own(both: Engine, database: Database) -> None:
    others = open_engine(database.application, OTHER)
    seen = count_of(others, OTHER), count_of(others, OWN)
    close_engine(others)
    assert seen == (ONE_EACH, NOTHING)


@pytest.mark.parametrize(
    "school", ["school 16", "a\\b", "a\tb\u00a0c\n", "-c letopis.school=school-57", "школа-16"]
)
def test_a_school_of_any_name_is_its_connections_school(database: Database, school: str) -> None:
    engine = open_engine(database.application, school)
    with reading(engine) as session:
        found = session.scalar(text("SELECT current_setting('letopis.school')"))
    close_engine(engine)
    assert found == school


def test_the_options_of_the_address_count_as_well(both: Engine, database: Database) -> None:
    address = make_url(database.application).update_query_string("options=-c statement_timeout%3D7000")
    engine = open_engine(address.render_as_string(hide_password=False), OWN)
    with reading(engine) as session:
        found = session.scalar(text("SHOW statement_timeout")), session.scalar(text("SELECT id FROM school"))
    close_engine(engine)
    assert found == ("7s", OWN)


@pytest.mark.parametrize("ending", ["ROLLBACK", "RESET ALL", "DISCARD ALL", "RESET letopis.school"])
def test_a_connection_stays_its_schools(both: Engine, ending: str) -> None:
    with both.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in ("BEGIN", "SELECT set_config('letopis.school', 'school-57', false)"):
            connection.exec_driver_sql(statement)
        if ending != "ROLLBACK":
            connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(ending)
        assert connection.scalar(text("SELECT DISTINCT school_id FROM person")) == OWN


def test_readers_are_walled_in_as_well(both: Engine) -> None:
    with reading(both) as session:
        assert list(session.scalars(text("SELECT school_id FROM person"))) == [OWN]


def test_no_row_of_another_school_is_updated_in_any_table(both: Engine) -> None:
    with both.begin() as connection:
        changed = {
            table.name: connection.execute(
                update(table).where(school_column(table) == OTHER).values({school_column(table): OTHER})
            ).rowcount
            for table in TABLES
        }
    assert changed == NOTHING


def test_no_row_of_another_school_is_deleted_in_any_table(both: Engine, superuser_engine: Engine) -> None:
    for table in TABLES:
        refused(both, lambda connection, t=table: connection.execute(delete(t)))  # type: ignore[misc]
    assert count_of(superuser_engine, OTHER) == ONE_EACH


def test_no_row_is_put_into_another_school_in_any_table(both: Engine) -> None:
    assert not_walled(both, lambda t: lambda c: c.execute(insert(t), row(t, OTHER, " new"))) == {}


def test_no_row_is_put_anywhere_without_a_school(both: Engine, database: Database) -> None:
    nobodys = open_engine(database.application)
    found = not_walled(nobodys, lambda t: lambda c: c.execute(insert(t), row(t, OWN, " new")))
    close_engine(nobodys)
    assert found == {}


def test_no_row_moves_to_another_school_from_any_table(both: Engine) -> None:
    moving = not_walled(both, lambda t: lambda c: c.execute(update(t).values({school_column(t): OTHER})))
    assert moving == {}


def test_an_error_inside_a_condition_tells_nothing_of_another_schools_rows(both: Engine) -> None:
    probe = text("SELECT 1 FROM person WHERE 1 / (CASE id WHEN :id THEN 0 ELSE 1 END) = 1")

    def found(school: str) -> str:
        return refused(both, lambda connection: connection.execute(probe, {"id": f"id-{school}"}))

    assert "division by zero" in found(OWN)  # it tells of a row that is seen
    assert found(OTHER) == ""


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY letopis_wall ON person",
        "ALTER POLICY letopis_wall ON person USING (true)",
        "CREATE POLICY mine ON person USING (true)",
        "CREATE FUNCTION public.current_setting(text, boolean) RETURNS text LANGUAGE sql AS 'SELECT NULL'",
        "ALTER ROLE letopis_app BYPASSRLS",
        "SET ROLE letopis_owner",
        "SET SESSION AUTHORIZATION letopis_owner",
        "SELECT set_config('row_security', 'off', true) FROM person",
        "TABLE person",
    ],
)
def test_the_application_cannot_switch_the_wall_off(both: Engine, statement: str) -> None:
    with pytest.raises(
        DBAPIError, match=r"must be owner|permission denied|must be superuser|affected by row-level security"
    ):
        run(both, "SET LOCAL row_security = off", statement)


BLINDING = "set_config('letopis.school', 'school-57', true)"


@pytest.mark.parametrize(
    "statement",
    [
        f"DELETE FROM mark_version WHERE column_id = 'a1.0' AND {BLINDING} <> ''",
        f"DELETE FROM lesson WHERE id = 'a1' AND {BLINDING} <> ''",
        f"UPDATE lesson SET topic = {BLINDING} WHERE id = 'a1'",
        f"UPDATE lesson SET topic = {BLINDING} WHERE journal_id = 'algebra-9a'",
    ],
)
def test_a_change_of_school_within_a_statement_does_not_blind_the_guards(
    engine: Engine, statement: str
) -> None:
    cast.store(engine)
    run(engine, CUT_PERIOD)
    with pytest.raises(DBAPIError, match=REFUSED):
        run(engine, statement)

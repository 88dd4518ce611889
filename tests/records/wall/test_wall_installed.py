"""Start-up finds every table whose wall is missing, open or altered, and migration puts it back."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, inspect

from records.errors import SetupError
from records.wall import KEPT_BY, WITHOUT, assert_said, assert_standing, exempt_role, put_up
from tests.conftest import Database
from tests.records.wall.neighbours import TABLES
from webui.migrate import migrate

postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
MINE = "CREATE POLICY mine ON person"
TAMPERED = {
    "switched off": ("ALTER TABLE person DISABLE ROW LEVEL SECURITY",),
    "without its policy": ("DROP POLICY letopis_wall ON person",),
    "with a gate": (f"{MINE} USING (true)",),
    "with a gate for one command": (f"{MINE} FOR SELECT USING (true)",),
    "open": ("ALTER POLICY letopis_wall ON person USING (true)",),
    "open to what is written": ("ALTER POLICY letopis_wall ON person WITH CHECK (true)",),
    "by another setting": (
        "ALTER POLICY letopis_wall ON person USING (school_id = current_setting('other.school'))",
    ),
    "by another column": (
        "ALTER POLICY letopis_wall ON person USING (id = (SELECT current_setting('letopis.school', true)))",
    ),
    "for another role": ("ALTER POLICY letopis_wall ON person TO letopis_owner",),
    "around all tables but a new one": ("CREATE TABLE visitor (school_id varchar, id varchar)",),
}


def test_a_fresh_installation_is_walled(engine: Engine) -> None:
    with engine.connect() as connection:
        assert_standing(connection)


def test_every_table_names_its_school_or_says_why_not() -> None:
    named = {table.name for table in TABLES if KEPT_BY.get(table.name, "school_id") in table.columns}
    assert {table.name for table in TABLES} - named == set()


def test_only_tables_that_exist_are_left_out(engine: Engine) -> None:
    assert {*KEPT_BY, *WITHOUT} <= set(inspect(engine).get_table_names())


@postgresql
@pytest.mark.parametrize("how", TAMPERED)
def test_a_wall_that_was_tampered_with_is_found(owner_engine: Engine, how: str) -> None:
    with owner_engine.begin() as connection:
        for statement in TAMPERED[how]:
            connection.exec_driver_sql(statement)
        with pytest.raises(SetupError, match=r"^wall\.missing: the rows of table (person|visitor) "):
            assert_standing(connection)


@postgresql
@pytest.mark.parametrize("how", TAMPERED)
def test_migration_puts_the_wall_back(
    owner_engine: Engine, engine: Engine, database: Database, how: str
) -> None:
    with owner_engine.begin() as connection:
        for statement in TAMPERED[how]:
            connection.exec_driver_sql(statement)
    migrate(database.owner)
    with engine.connect() as connection:
        assert_standing(connection)


@postgresql
def test_a_table_that_names_no_school_is_not_let_in(owner_engine: Engine) -> None:
    with owner_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE visitor (id varchar)")
        with pytest.raises(SetupError, match=r"^wall\.unknown_school"):
            put_up(connection)


@postgresql
def test_the_application_stands_behind_the_wall(engine: Engine) -> None:
    with engine.connect() as connection:
        assert exempt_role(connection) is None


@postgresql
def test_the_owner_and_the_superuser_stand_before_it(owner_engine: Engine, superuser_engine: Engine) -> None:
    roles = []
    for engine in (owner_engine, superuser_engine):
        with engine.connect() as connection:
            roles.append(exempt_role(connection))
    assert roles == ["letopis_owner", "postgres"]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_a_connection_that_says_its_school_is_heard(engine: Engine, own_school: str) -> None:
    with engine.connect() as connection:
        assert_said(connection, own_school)


@postgresql
def test_a_school_that_was_not_heard_stops_the_start(engine: Engine, owner_engine: Engine) -> None:
    for one in (engine, owner_engine):  # another's, and nobody's
        with one.connect() as connection, pytest.raises(SetupError, match=r"^wall\.school_unsaid"):
            assert_said(connection, "school-57")

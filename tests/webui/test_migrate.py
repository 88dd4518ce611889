"""The migrations lead to the schema in the code, and leave its guards and grants in place."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import ProgrammingError

from records.closing import guards
from records.db import Base, close_engine
from tests.conftest import Database
from webui.migrate import configuration, migrate, owner_engine

ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def test_the_migrations_make_every_table_of_the_code(engine: Engine) -> None:
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_the_migrations_and_the_code_do_not_differ(database: Database) -> None:
    engine = owner_engine(database.owner)
    with engine.begin() as connection:
        command.check(configuration(connection))
    close_engine(engine)


def test_the_guards_stand_after_a_migration(engine: Engine) -> None:
    with engine.begin() as connection:
        guards.assert_installed(connection)


def test_a_second_migration_leaves_the_guards_standing(database: Database, engine: Engine) -> None:
    migrate(database.owner)
    with engine.begin() as connection:
        guards.assert_installed(connection)


def test_a_guard_of_an_older_release_goes(database: Database, owner_engine: Engine, engine: Engine) -> None:
    sqlite = engine.dialect.name == "sqlite"
    with owner_engine.begin() as connection:
        if sqlite:
            connection.exec_driver_sql("CREATE TRIGGER old AFTER DELETE ON school BEGIN SELECT 1; END")
        else:
            connection.exec_driver_sql(
                "CREATE TRIGGER old BEFORE UPDATE ON school FOR EACH ROW "
                "EXECUTE FUNCTION suppress_redundant_updates_trigger()"
            )
    migrate(database.owner)
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'" if sqlite else "SELECT tgname FROM pg_trigger"
    )
    with engine.begin() as connection:
        assert "old" not in set(connection.scalars(text(names)))


@ON_POSTGRESQL
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id integer)",
        "DROP TABLE school CASCADE",
        "TRUNCATE school CASCADE",
        "ALTER TABLE school DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = ''",
    ],
)
def test_the_application_role_may_not(engine: Engine, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)


@ON_POSTGRESQL
def test_the_application_role_reads_and_writes_rows(engine: Engine) -> None:
    row = "INSERT INTO school (id, name, zone, policy) VALUES ('school-16', 'Школа', 'Europe/Moscow', '{}')"
    with engine.begin() as connection:
        connection.exec_driver_sql(row)
        assert connection.scalar(text("SELECT name FROM school")) == "Школа"

"""Start-up finds every guard that is missing, altered, disabled or moved, and migration puts it back."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, text

from records.closing.guards import assert_installed, guards, install
from records.errors import SetupError

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
NAME = "letopis_guard_lesson"
RECREATED = f"CREATE TRIGGER {NAME} BEFORE INSERT OR DELETE OR UPDATE ON lesson FOR EACH ROW"
TAMPERED_SQLITE = {
    "removed from the schema": (
        "PRAGMA writable_schema = ON",
        f"DELETE FROM sqlite_master WHERE name = '{NAME}_update'",
    ),
    "made idle": (
        f"DROP TRIGGER {NAME}_update",
        f"CREATE TRIGGER {NAME}_update BEFORE UPDATE ON lesson WHEN 1 = 0 BEGIN SELECT 1; END",
    ),
    "on another table": (
        f"DROP TRIGGER {NAME}_delete",
        f"CREATE TRIGGER {NAME}_delete BEFORE DELETE ON pupil WHEN 1 = 1 BEGIN SELECT 1; END",
    ),
    "temporary only": (
        f"DROP TRIGGER {NAME}_delete",
        f"CREATE TEMP TRIGGER {NAME}_delete BEFORE DELETE ON lesson WHEN 1 = 1 BEGIN SELECT 1; END",
    ),
    "on a renamed table": ("ALTER TABLE remark RENAME TO remark_old", "CREATE TABLE remark (id TEXT)"),
}
TAMPERED_POSTGRESQL = {
    "disabled": (f"ALTER TABLE lesson DISABLE TRIGGER {NAME}",),
    "all disabled": ("ALTER TABLE lesson DISABLE TRIGGER USER",),
    "not for replicas": (f"ALTER TABLE lesson ENABLE TRIGGER {NAME}",),
    "for replicas only": (f"ALTER TABLE lesson ENABLE REPLICA TRIGGER {NAME}",),
    "an idle function": (
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN NEW; END $$",
    ),
    "a condition": (
        f"DROP TRIGGER {NAME} ON lesson",
        f"{RECREATED} WHEN (false) EXECUTE FUNCTION {NAME}()",
        f"ALTER TABLE lesson ENABLE ALWAYS TRIGGER {NAME}",
    ),
    "fewer operations": (
        f"DROP TRIGGER {NAME} ON lesson",
        f"CREATE TRIGGER {NAME} BEFORE INSERT ON lesson FOR EACH ROW EXECUTE FUNCTION {NAME}()",
        f"ALTER TABLE lesson ENABLE ALWAYS TRIGGER {NAME}",
    ),
    "fewer columns": (
        f"DROP TRIGGER {NAME} ON lesson",
        f"{RECREATED.replace('UPDATE', 'UPDATE OF hours')} EXECUTE FUNCTION {NAME}()",
        f"ALTER TABLE lesson ENABLE ALWAYS TRIGGER {NAME}",
    ),
    "on another table": (
        f"DROP TRIGGER {NAME} ON lesson",
        f"{RECREATED.replace('lesson FOR', 'pupil FOR')} EXECUTE FUNCTION {NAME}()",
        f"ALTER TABLE pupil ENABLE ALWAYS TRIGGER {NAME}",
    ),
    "in another schema": (
        f"DROP TRIGGER {NAME} ON lesson",
        "CREATE SCHEMA sly",
        "CREATE TABLE sly.lesson (id text)",
        f"{RECREATED.replace('lesson FOR', 'sly.lesson FOR')} EXECUTE FUNCTION {NAME}()",
        f"ALTER TABLE sly.lesson ENABLE ALWAYS TRIGGER {NAME}",
    ),
    "another search path": (f"ALTER FUNCTION {NAME}() SET search_path = pg_temp, public",),
    "no search path": (f"ALTER FUNCTION {NAME}() RESET search_path",),
    "in the caller's rights": (f"ALTER FUNCTION {NAME}() SECURITY INVOKER",),
    "in another's rights": (f"ALTER FUNCTION {NAME}() OWNER TO letopis_app",),
    "an old view of the rows": (f"ALTER FUNCTION {NAME}() STABLE",),
}


def _apply(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.execute(text(statement))


def test_a_fresh_installation_has_every_guard(engine: Engine) -> None:
    with engine.connect() as connection:
        assert_installed(connection)


@sqlite
def test_whichever_guard_is_dropped_on_sqlite_it_is_missed(owner_engine: Engine) -> None:
    _drop_each_in_turn(owner_engine, "DROP TRIGGER {name}")


@postgresql
def test_whichever_guard_is_dropped_on_postgresql_it_is_missed(owner_engine: Engine) -> None:
    _drop_each_in_turn(owner_engine, "DROP TRIGGER {name} ON {table}")


def _drop_each_in_turn(engine: Engine, drop: str) -> None:
    for guard in guards(engine.dialect.name):
        with engine.connect() as connection:
            connection.execute(text(drop.format(name=guard.name, table=guard.table)))
            with pytest.raises(SetupError, match=rf"^guard\.missing: guard {guard.name} "):
                assert_installed(connection)


@sqlite
@pytest.mark.parametrize("how", TAMPERED_SQLITE)
def test_a_guard_that_was_tampered_with_on_sqlite_is_found(owner_engine: Engine, how: str) -> None:
    with owner_engine.connect() as connection:
        _apply(connection, TAMPERED_SQLITE[how])
        with pytest.raises(SetupError, match=r"^guard\.missing"):
            assert_installed(connection)


@postgresql
@pytest.mark.parametrize("how", TAMPERED_POSTGRESQL)
def test_a_guard_that_was_tampered_with_on_postgresql_is_found(superuser_engine: Engine, how: str) -> None:
    with superuser_engine.connect() as connection:
        _apply(connection, TAMPERED_POSTGRESQL[how])
        with pytest.raises(SetupError, match=r"^guard\.missing"):
            assert_installed(connection)


@postgresql
def test_a_function_altered_by_hand_is_put_back(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        _apply(connection, (*TAMPERED_POSTGRESQL["an idle function"], *TAMPERED_POSTGRESQL["disabled"]))
        install(connection)
        assert_installed(connection)


def test_guards_can_be_installed_twice(owner_engine: Engine) -> None:
    with owner_engine.begin() as connection:
        install(connection)
        assert_installed(connection)


@postgresql
@pytest.mark.parametrize(
    "statement",
    [
        f"ALTER TABLE lesson DISABLE TRIGGER {NAME}",
        f"DROP TRIGGER {NAME} ON lesson",
        "ALTER TABLE lesson DROP COLUMN topic",
        "TRUNCATE lesson CASCADE",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_itself_can_touch_no_guard(engine: Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(Exception, match=r"must be owner|permission denied"):
        connection.execute(text(statement))

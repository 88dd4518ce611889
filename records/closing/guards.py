"""Triggers that keep what is behind a cutoff from changing, on SQLite and PostgreSQL, also against the owner's tools.

Turns the rules of rules.py into trigger SQL, installs it after each migration (batch migrations recreate
tables and lose triggers) and asserts it at start-up. It does not decide what is frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from records.closing.rules import RULES, Rule
from records.errors import SetupError
from records.log.guards import log_guards

_PREFIX = "letopis_guard_"
# Else a temporary table of the session would stand before ours: an empty journal_period frees every row.
_SEARCH_PATH = "pg_catalog, public, pg_temp"


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger: its name, its table, the SQL that makes it, and on PostgreSQL its function's SQL."""

    name: str
    table: str
    sql: str
    function: str | None = None


def guards(dialect: str) -> list[Guard]:
    """Every guard of the installation for `sqlite` or `postgresql`."""
    make = _sqlite if dialect == "sqlite" else _postgresql
    own = [guard for rule in RULES for guard in make(rule)]
    return own + [Guard(g.name, g.table, g.sql, g.function) for g in log_guards(dialect)]


def install(connection: Connection) -> None:
    """Create every guard anew. Runs in the caller's transaction, as the owner of the tables."""
    sqlite = connection.dialect.name == "sqlite"
    for guard in guards(connection.dialect.name):
        on = "" if sqlite else f" ON {guard.table}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {guard.name}{on}")
        if guard.function:
            connection.exec_driver_sql(guard.function)
            # As the owner, who sees every row: else whoever changed the transaction's school in the middle of a
            # statement would blind the guard by the wall between schools (records/wall.py).
            connection.exec_driver_sql(
                f"ALTER FUNCTION {guard.name}() SECURITY DEFINER SET search_path = {_SEARCH_PATH}"
            )
        connection.exec_driver_sql(guard.sql)
        if not sqlite:
            connection.exec_driver_sql(f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}")


def assert_installed(connection: Connection) -> None:
    """Raise SetupError unless every guard is there, enabled, and says what it should."""
    here = set(_here_sqlite(connection) if connection.dialect.name == "sqlite" else _here_pg(connection))
    for guard in guards(connection.dialect.name):
        body = guard.function.split("$$")[1] if guard.function else None
        if (guard.sql, body) not in here:
            raise SetupError(
                "guard.missing",
                f"В базе данных нет защиты «{guard.name}» таблицы {guard.table} или она изменена. "
                "Работа остановлена: выполните «letopis migrate» и сообщите администратору.",
                f"guard {guard.name} of table {guard.table} is missing or altered; "
                "run 'letopis migrate' and tell the administrator",
            )


def _here_sqlite(connection: Connection) -> Iterator[tuple[str, str | None]]:
    rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'"))
    yield from ((row.sql, None) for row in rows)


def _here_pg(connection: Connection) -> Iterator[tuple[str, str | None]]:
    """Definition and body of each trigger that always fires and sees our tables and operators only, all their rows."""
    query = text(
        "SELECT pg_get_triggerdef(t.oid, true) AS sql, p.prosrc AS body "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE t.tgenabled = 'A' AND p.provolatile = 'v' AND p.proconfig = ARRAY[:path] "
        "AND p.prosecdef AND p.proowner = c.relowner"
    )
    rows = connection.execute(query, {"path": f"search_path={_SEARCH_PATH}"})
    yield from ((row.sql, row.body) for row in rows)


# --- SQL from rules ---------------------------------------------------------------------------------------


def _sqlite(rule: Rule) -> Iterator[Guard]:
    for operation, condition in rule.refusals("sqlite").items():
        name = f"{_PREFIX}{rule.table}_{operation.lower()}"
        yield Guard(
            name,
            rule.table,
            f"CREATE TRIGGER {name} BEFORE {operation} ON {rule.table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END",
        )


def _postgresql(rule: Rule) -> Iterator[Guard]:
    refuse = f"RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'integrity_constraint_violation';"
    refusals = rule.refusals("postgresql")
    branches = "\n".join(
        f"  IF TG_OP = '{operation}' THEN {_lock(rule, operation)}\n    IF {condition} THEN {refuse} END IF;\n  END IF;"
        for operation, condition in refusals.items()
    )
    name = f"{_PREFIX}{rule.table}"
    body = f"\nBEGIN\n{branches}\n  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n  RETURN NEW;\nEND\n"
    # The order in which PostgreSQL spells them.
    operations = " OR ".join(op for op in ("INSERT", "DELETE", "UPDATE") if op in refusals)
    yield Guard(
        name,
        rule.table,
        f"CREATE TRIGGER {name} BEFORE {operations} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
    )
    empty = f"{name}_truncate"
    yield Guard(
        empty,
        rule.table,
        f"CREATE TRIGGER {empty} BEFORE TRUNCATE ON {rule.table} FOR EACH STATEMENT EXECUTE FUNCTION {empty}()",
        f"CREATE OR REPLACE FUNCTION {empty}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN {refuse} END\n$$",
    )


def _lock(rule: Rule, operation: str) -> str:
    return rule.lock.format(row="OLD" if operation == "DELETE" else "NEW")

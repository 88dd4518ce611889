"""Triggers that keep the log append-only, as data for records/closing/guards.py to install.

log_hash and log_head: rows are only added. log_event: starts with body and salt and without an index; the
index is given once; body and salt may be erased; nothing else changes. DELETE, TRUNCATE, OR REPLACE: never.
It does not decide when a body may be erased.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from records.errors import SetupError

_PREFIX = "letopis_guard_"
_KEYS = {"log_event": ("id",), "log_hash": ("school_id", "level", "idx"), "log_head": ("school_id", "size")}
_FIXED = ("id", "school_id", "kind", "at", "entry")
_ERASABLE = ("body", "salt")
_MESSAGE = "the log is append-only"

_BORN_WRONG = "NEW.idx IS NOT NULL OR NEW.body IS NULL OR NEW.salt IS NULL"


@dataclass(frozen=True, slots=True)
class LogGuard:
    """A trigger: name, table, the SQL that makes it, and on PostgreSQL its function's SQL.

    On PostgreSQL the installer also runs `ALTER TABLE … ENABLE ALWAYS TRIGGER`.
    """

    name: str
    table: str
    sql: str
    function: str | None = None


def log_guards(dialect: str) -> list[LogGuard]:
    """The guards for `sqlite` or `postgresql`. Raises SetupError `guard.dialect` for anything else."""
    if dialect == "sqlite":
        return list(_sqlite())
    if dialect == "postgresql":
        return list(_postgresql())
    raise SetupError(
        "guard.dialect",
        f"Для базы данных «{dialect}» нет защиты журнала: нужна SQLite или PostgreSQL.",
        f"no log guards for database {dialect!r}: use SQLite or PostgreSQL",
    )


def _changed_event(differs: str) -> str:
    """The condition on which an UPDATE of log_event is refused; `differs` is the dialect's NULL-safe <>."""
    fixed = [f"NEW.{column} {differs} OLD.{column}" for column in _FIXED]
    erased = [f"(NEW.{c} IS NOT NULL AND NEW.{c} {differs} OLD.{c})" for c in _ERASABLE]
    placed = f"(OLD.idx IS NOT NULL AND NEW.idx {differs} OLD.idx)"
    return " OR ".join([*fixed, placed, *erased])


def _sqlite() -> Iterator[LogGuard]:
    """OR REPLACE deletes without DELETE triggers unless recursive_triggers=ON: guard the keys as well."""
    # Only the constants above enter the SQL.
    taken = (
        "EXISTS (SELECT 1 FROM log_event WHERE school_id = NEW.school_id AND idx = NEW.idx AND id <> NEW.id)"
    )
    for table, key in _KEYS.items():
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{c} = NEW.{c}' for c in key)})"  # noqa: S608
        is_event = table == "log_event"
        yield _sqlite_guard(table, "INSERT", f"{exists} OR {_BORN_WRONG}" if is_event else exists)
        yield _sqlite_guard(table, "UPDATE", f"{_changed_event('IS NOT')} OR {taken}" if is_event else "1")
        yield _sqlite_guard(table, "DELETE", "1")


def _sqlite_guard(table: str, operation: str, condition: str) -> LogGuard:
    name = f"{_PREFIX}{table}_{operation.lower()}"
    return LogGuard(
        name,
        table,
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}: {table}'); END",
    )


def _postgresql() -> Iterator[LogGuard]:
    for table in _KEYS:
        if table == "log_event":
            yield _postgresql_guard(table, "INSERT", "ROW", _BORN_WRONG)
            yield _postgresql_guard(table, "UPDATE", "ROW", _changed_event("IS DISTINCT FROM"))
        else:
            yield _postgresql_guard(table, "UPDATE", "ROW", "true")
        yield _postgresql_guard(table, "DELETE", "ROW", "true")
        yield _postgresql_guard(table, "TRUNCATE", "STATEMENT", "true")


def _postgresql_guard(table: str, operation: str, each: str, condition: str) -> LogGuard:
    name = f"{_PREFIX}{table}_{operation.lower()}"
    refuse = f"RAISE EXCEPTION '{_MESSAGE}: {table}' USING ERRCODE = 'integrity_constraint_violation'"
    return LogGuard(
        name,
        table,
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$\nBEGIN\n  IF {condition} THEN {refuse}; END IF;\n  RETURN NEW;\nEND\n$$",
    )

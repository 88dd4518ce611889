"""Two schools side by side: one made-up row of each in every table of the metadata, whatever the tables are.

Put in by the superuser without checks, keys and guards, so that nothing but the wall tells the two apart.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, insert

from records.closing import guards
from records.db import Base
from records.wall import KEPT_BY
from webui import migrate

OWN, OTHER = "school-16", "school-57"
MADE_UP: dict[type, Any] = {
    str: "x",
    int: 1,
    bool: True,
    float: 1.0,
    bytes: b"x",
    date: date(2026, 1, 1),
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
    object: {},  # JSON
}
assert migrate.TABLES, "imported for the tables that it brings into the metadata"
TABLES = tuple(Base.metadata.sorted_tables)


def school_column(table: Table) -> Column[str]:
    """The column that names a row's school."""
    return table.c[KEPT_BY.get(table.name, "school_id")]


def row(table: Table, school: str, mark: str = "") -> dict[str, Any]:
    """A row of that school; another `mark` makes another row."""
    made = {column.name: _value(column, school, mark) for column in table.columns}
    return made | {school_column(table).name: school}


def _value(column: Column[Any], school: str, mark: str) -> Any:
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if kind is str:
        return f"{column.name}-{school}{mark}"
    if kind is int and column.primary_key:
        return sum(f"{school}{mark}".encode())
    return MADE_UP[kind]


def settle(connection: Connection) -> None:
    """Put one row of each school into every table."""
    checks = (
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"
    )
    for table_name, check in connection.exec_driver_sql(checks).all():
        connection.exec_driver_sql(f"ALTER TABLE {table_name} DROP CONSTRAINT {check}")
    for table in TABLES:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL")
        connection.execute(insert(table), [row(table, OWN), row(table, OTHER)])
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE TRIGGER ALL")
    guards.install(connection)


def count_of(engine: Engine, school: str) -> dict[str, int]:
    """How many rows of that school each table has, for whoever this engine is."""
    with engine.connect() as connection:
        return {
            table.name: len(connection.execute(table.select().where(school_column(table) == school)).all())
            for table in TABLES
        }

"""Edits of the catalogue: for every column other values of its kind, and rows deleted, doubled and swapped.

Values only, and the statements that put them in. What a database refuses even to its superuser (a CHECK, a key
taken twice) is no edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Column, Connection, Table, UniqueConstraint, and_, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.types import JSON, Boolean, Date, Integer, LargeBinary

from records.db import Base, Moment
from records.lifecycle import MOVES
from retention.replica import Replica
from signing.enrolment import Certificate
from signing.request import SignatureRequest

STATES = {state.value for states in MOVES for state in states}
Row = Mapping[str, Any]
# Here an empty text says what no value says: a snapshot and a page have neither.
EMPTY_IS_NONE = {"pupil.address", "pupil.parents", "pupil.phone"}
_JSON: Mapping[str, Sequence[Any]] = {
    "policy": (
        {"labels": {"class": "Группа"}},
        {"roles": {"director": "Ректор"}},
        {"work_kinds": {"У": "Урок"}},
    ),
    "certificate": ({}, {"sha256": "0" * 64}, {"sha256": 1, "serial": None}),
}


def tables() -> list[Table]:
    """Every table of the installation."""
    assert {Replica, Certificate, SignatureRequest} <= {one.class_ for one in Base.registry.mappers}
    return list(Base.metadata.sorted_tables)


def columns() -> list[Column[Any]]:
    """Every column of every table."""
    return [column for table in tables() for column in table.columns]


def rows(connection: Connection, table: Table) -> list[Row]:
    """Every row, in the order of its key."""
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def others(column: Column[Any], value: Any, column_values: Sequence[Any]) -> Iterator[Any]:
    """Other values for a cell: near ones, those of other rows, none, and one of no sense."""
    kind = column.type
    if isinstance(kind, JSON):
        yield from _JSON[column.name]
    elif isinstance(kind, Boolean):
        yield not value
    elif isinstance(kind, LargeBinary):
        if value:
            yield bytes([value[0] ^ 1]) + value[1:]
            yield value[:-1] + bytes([value[-1] ^ 128])
    elif isinstance(kind, Moment):
        moment = value or datetime.fromisoformat("2026-05-01T12:00:00+00:00")
        yield from (
            moment + step for step in (timedelta(seconds=1), -timedelta(days=31), timedelta(days=3650))
        )
    elif isinstance(kind, Date):
        day = value or date(2026, 5, 1)
        yield from (day + timedelta(days=step) for step in (1, -1))
    elif isinstance(kind, Integer):
        yield from ((value or 0) + step for step in (1, -1, 1000))
    else:
        yield from _texts(value)
    yield from (other for other in column_values if other != value)
    if column.nullable and value is not None:
        yield None


def _texts(value: str | None) -> Iterator[str]:
    yield f"{value or ''}x"
    yield "другое"
    yield ""
    if value in STATES:
        yield from sorted(STATES - {value})


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one cell."""

    table: Table
    key: Row
    column: str
    value: Any

    @property
    def statements(self) -> list[Any]:
        """The SQL that makes it."""
        return [self.table.update().where(matches(self.table, self.key)).values({self.column: self.value})]

    def __str__(self) -> str:
        return f"{self.table.name}.{self.column} := {self.value!r} of {dict(self.key)}"


def key_of(table: Table, row: Row) -> Row:
    """The primary key of a row."""
    return {column.name: row[column.name] for column in table.primary_key}


def matches(table: Table, key: Row) -> Any:
    """The condition that picks one row."""
    return and_(*(table.c[name] == value for name, value in key.items()))


def edits(column: Column[Any], all_rows: Sequence[Row]) -> list[Edit]:
    """Every edit of every cell of a column."""
    table = column.table
    assert isinstance(table, Table)
    values = _distinct(row[column.name] for row in all_rows)
    return [
        Edit(table, key_of(table, row), column.name, value)
        for row in all_rows
        for value in _distinct(others(column, row[column.name], values[:3]))
        if value != row[column.name] and not _says_the_same(column, value, row[column.name])
    ]


def _says_the_same(column: Column[Any], value: Any, before: Any) -> bool:
    return str(column) in EMPTY_IS_NONE and {value, before} == {None, ""}


def _distinct(values: Any) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found


@contextmanager
def attempted(connection: Connection, statements: Sequence[Any]) -> Iterator[bool]:
    """The statements in force while inside; False when the database refuses one of them."""
    point = connection.begin_nested()
    try:
        for statement in statements:
            if connection.execute(statement).rowcount == 0:
                raise LookupError(f"no row: {statement}")
    except (IntegrityError, DataError):
        point.rollback()
        yield False
        return
    yield True
    point.rollback()


def uniques(table: Table) -> list[UniqueConstraint]:
    """The constraints of a table that two rows may not meet in, but for its key."""
    return [one for one in table.constraints if isinstance(one, UniqueConstraint)]


def in_unique(table: Table) -> list[Column[Any]]:
    """The columns of these constraints: their values cannot be exchanged one by one."""
    return [column for one in uniques(table) for column in one.columns]


def deletion(table: Table, row: Row) -> list[Any]:
    """Remove a row."""
    return [table.delete().where(matches(table, key_of(table, row)))]


def doubling(table: Table, row: Row) -> list[Any]:
    """Put a second one beside a row, of the same parents: the same but for what must be unique."""
    own = set[str]()
    for key in (table.primary_key, *uniques(table)):
        owned = [column.name for column in key.columns if not column.foreign_keys]
        own |= set(owned) or {list(key.columns)[-1].name}
    return [table.insert().values({n: _beside(v) if n in own else v for n, v in row.items()})]


def _beside(value: Any) -> Any:
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, int):
        return value + 1000
    return value + timedelta(days=1) if isinstance(value, date) else value


def exchange(column: Column[Any], one: Row, other: Row) -> list[Any]:
    """Let two rows exchange their values of a column."""
    table = column.table
    assert isinstance(table, Table)
    return [
        table.update().where(matches(table, key_of(table, row))).values({column.name: value})
        for row, value in ((one, other[column.name]), (other, one[column.name]))
    ]


def exchanges(column: Column[Any], all_rows: Sequence[Row]) -> list[list[Any]]:
    """The exchanges of each row with the next one that has another value; none for a key."""
    if column.primary_key:
        return []
    pairs = pairwise(all_rows)
    return [exchange(column, a, b) for a, b in pairs if a[column.name] != b[column.name]]

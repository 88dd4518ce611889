"""No edit of the catalogue by a superuser goes unnoticed: cells of every column, rows deleted, doubled, exchanged.

All of it on SQLite. On PostgreSQL a cell for every code and of every table, and rows of some tables;
`python -m tests.tampering --kind postgresql` tries all of it there.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

import pytest
from sqlalchemy import Column, Table

from tests.tampering.conftest import ON_SQLITE
from tests.tampering.edits import (
    attempted,
    columns,
    deletion,
    doubling,
    exchanges,
    in_unique,
    rows,
    tables,
)
from tests.tampering.edits import edits as all_edits
from tests.tampering.expectations import FORGETTABLE, FOUND, LIVING, NO_RECORD, NOTES, codes_of
from tests.tampering.ground import Ground
from tests.tampering.operations import Choose

Thing = TypeVar("Thing")
EVIDENCE = [column for column in columns() if str(column) not in NO_RECORD]


ON_POSTGRESQL = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
SOME = 8


def drawn(columns: Sequence[Column[Any]]) -> list[Column[Any]]:
    """One of these columns for each code, and one at least of each table; a seed draws them."""
    order = random.Random("cells").sample(columns, len(columns))
    of_code = {codes_of(str(column)): column for column in order}
    of_table = {column.table.name: column for column in (*order, *of_code.values())}
    names = {str(column) for column in (*of_code.values(), *of_table.values())}
    return [column for column in columns if str(column) in names]


def some(tables: Sequence[Table]) -> list[Table]:
    """A few of these tables; a seed draws them."""
    return random.Random("rows").sample(tables, SOME)


def from_any(things: Sequence[Thing], choose: Choose) -> Sequence[Thing]:
    """All of them, from a chosen one on: the first that the database accepts is tried."""
    start = choose(len(things))
    return (*things[start:], *things[:start])


def find(ground: Ground, column: Column[Any], choose: Choose) -> None:
    """Edit one cell and verify."""
    with ground.catalogue() as connection:
        noted = NOTES.get(str(column), frozenset())
        found = [e for e in all_edits(column, rows(connection, column.table)) if str(e.value) not in noted]
        for edit in from_any(found, choose):
            with attempted(connection, edit.statements) as possible:
                if possible:
                    assert ground.verify(connection).codes & codes_of(str(column)), f"unnoticed: {edit}"
                    return
    pytest.fail(f"the database refuses every edit of {column}")


@pytest.mark.parametrize("column", columns(), ids=str)
def test_every_column_is_evidence_or_says_why_not(column: Column[Any]) -> None:
    assert codes_of(str(column)) or str(column) in NO_RECORD


def test_no_expectation_is_of_a_column_that_is_gone() -> None:
    named = {
        f"{table}.{name}"
        for table, found in FOUND.items()
        for text in found.values()
        for name in text.split()
    }
    assert named | NO_RECORD.keys() <= set(map(str, columns()))


@ON_SQLITE
@pytest.mark.parametrize("column", EVIDENCE, ids=str)
def test_an_edited_cell_is_found(ground: Ground, column: Column[Any], choose: Choose) -> None:
    find(ground, column, choose)


@ON_POSTGRESQL
@pytest.mark.parametrize("column", drawn(EVIDENCE), ids=str)
def test_an_edited_cell_is_found_on_postgresql(ground: Ground, column: Column[Any], choose: Choose) -> None:
    find(ground, column, choose)


def tell(ground: Ground, statements: Sequence[Sequence[Any]], choose: Choose) -> frozenset[str]:
    """The codes that verification finds after one of the changes that the database accepts."""
    with ground.catalogue() as connection:
        for change in from_any(statements, choose):
            with attempted(connection, change) as possible:
                if possible:
                    return ground.verify(connection).codes
    pytest.fail("the database refuses every change")


def in_tables(exempt: AbstractSet[str]) -> list[Table]:
    """Every table but these."""
    return [table for table in tables() if table.name not in exempt]


def delete(ground: Ground, table: Table, choose: Choose) -> frozenset[str]:
    """Remove one row and verify."""
    with ground.catalogue() as connection:
        every = rows(connection, table)
    return tell(ground, [deletion(table, row) for row in every], choose)


@ON_SQLITE
@pytest.mark.parametrize("table", in_tables(FORGETTABLE), ids=str)
def test_a_deleted_row_is_found(ground: Ground, table: Table, choose: Choose) -> None:
    assert delete(ground, table, choose)


@ON_POSTGRESQL
@pytest.mark.parametrize("table", some(in_tables(FORGETTABLE)), ids=str)
def test_a_deleted_row_is_found_on_postgresql(ground: Ground, table: Table, choose: Choose) -> None:
    assert delete(ground, table, choose)


def double(ground: Ground, table: Table, choose: Choose) -> frozenset[str]:
    """Put a row beside one and verify."""
    with ground.catalogue() as connection:
        every = rows(connection, table)
    return tell(ground, [doubling(table, row) for row in every], choose)


@ON_SQLITE
@pytest.mark.parametrize("table", in_tables(LIVING), ids=str)
def test_a_row_put_in_beside_is_found(ground: Ground, table: Table, choose: Choose) -> None:
    assert double(ground, table, choose)


@ON_POSTGRESQL
@pytest.mark.parametrize("table", some(in_tables(LIVING)), ids=str)
def test_a_row_put_in_beside_is_found_on_postgresql(ground: Ground, table: Table, choose: Choose) -> None:
    assert double(ground, table, choose)


@ON_SQLITE
@pytest.mark.parametrize("table", in_tables(FORGETTABLE), ids=str)
def test_values_that_two_rows_exchanged_are_found(ground: Ground, table: Table, choose: Choose) -> None:
    with ground.catalogue() as connection:
        every = rows(connection, table)
    changes = [
        change
        for column in table.columns
        if str(column) not in (*NO_RECORD, *NOTES) and str(column) not in map(str, in_unique(table))
        for change in exchanges(column, every)
    ]
    assert not changes or tell(ground, changes, choose)

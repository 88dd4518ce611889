"""No edit of the catalogue by a superuser goes unnoticed: cells of every column, rows deleted, doubled, exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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

once = settings(derandomize=True, max_examples=1)
thrice = settings(derandomize=True, max_examples=3)
Thing = TypeVar("Thing")
EVIDENCE = [column for column in columns() if str(column) not in NO_RECORD]


def from_any(things: Sequence[Thing], data: st.DataObject) -> Sequence[Thing]:
    """All of them, from one that hypothesis chooses on: the first that the database accepts is tried."""
    start = data.draw(st.integers(0, len(things) - 1))
    return (*things[start:], *things[:start])


def find(ground: Ground, column: Column[Any], data: st.DataObject) -> None:
    """Edit one cell and verify."""
    with ground.catalogue() as connection:
        noted = NOTES.get(str(column), frozenset())
        found = [e for e in all_edits(column, rows(connection, column.table)) if str(e.value) not in noted]
        for edit in from_any(found, data):
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
@once
@given(data=st.data())
def test_an_edited_cell_is_found(ground: Ground, column: Column[Any], data: st.DataObject) -> None:
    find(ground, column, data)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", sorted(FOUND))
@thrice
@given(data=st.data())
def test_an_edited_cell_is_found_on_postgresql(ground: Ground, table: str, data: st.DataObject) -> None:
    find(ground, data.draw(st.sampled_from([c for c in EVIDENCE if c.table.name == table])), data)


def tell(ground: Ground, statements: Sequence[Sequence[Any]], data: st.DataObject) -> frozenset[str]:
    """The codes that verification finds after one of the changes that the database accepts."""
    with ground.catalogue() as connection:
        for change in from_any(statements, data):
            with attempted(connection, change) as possible:
                if possible:
                    return ground.verify(connection).codes
    pytest.fail("the database refuses every change")


def in_tables(exempt: frozenset[str]) -> list[Table]:
    """Every table but these."""
    return [table for table in tables() if table.name not in exempt]


@pytest.mark.parametrize("table", in_tables(FORGETTABLE), ids=str)
@once
@given(data=st.data())
def test_a_deleted_row_is_found(ground: Ground, table: Table, data: st.DataObject) -> None:
    with ground.catalogue() as connection:
        every = rows(connection, table)
    assert tell(ground, [deletion(table, row) for row in every], data)


@pytest.mark.parametrize("table", in_tables(LIVING), ids=str)
@once
@given(data=st.data())
def test_a_row_put_in_beside_is_found(ground: Ground, table: Table, data: st.DataObject) -> None:
    with ground.catalogue() as connection:
        every = rows(connection, table)
    assert tell(ground, [doubling(table, row) for row in every], data)


@ON_SQLITE
@pytest.mark.parametrize("table", in_tables(FORGETTABLE), ids=str)
@once
@given(data=st.data())
def test_values_that_two_rows_exchanged_are_found(ground: Ground, table: Table, data: st.DataObject) -> None:
    with ground.catalogue() as connection:
        every = rows(connection, table)
    changes = [
        change
        for column in table.columns
        if str(column) not in (*NO_RECORD, *NOTES) and str(column) not in map(str, in_unique(table))
        for change in exchanges(column, every)
    ]
    assert not changes or tell(ground, changes, data)

"""Turns of phrase that many queries share: how many rows were touched, one of these or of all, columns alone.

It knows no table.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Delete,
    Executable,
    Insert,
    SQLColumnExpression,
    Update,
    true,
)
from sqlalchemy.orm import Session


def columns(
    session: Session, statement: Executable, asked: Mapping[str, object]
) -> CursorResult[*tuple[Any, ...]]:
    """The rows of a statement that asks for columns, past the object mapper: it costs as much as the database itself.

    For what every saved cell asks; what the session has to write is written before, as for any other question.
    """
    session.flush()
    return session.connection().execute(statement, asked)


def store(session: Session, statement: Insert, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows past the object mapper, after what the session has to write before."""
    session.flush()
    session.connection().execute(statement, rows)


def touch(session: Session, statement: Update | Delete) -> int:
    """Run the statement; how many rows it changed or removed."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def among(
    column: SQLColumnExpression[str] | SQLColumnExpression[str | None], chosen: Collection[str] | None
) -> ColumnElement[bool]:
    """Whether the column is one of these; None stands for every one there is."""
    return column.in_(chosen) if chosen is not None else true()

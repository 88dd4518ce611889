"""Turns of phrase that many queries share: how many rows were touched, one of these or of all, columns alone.

It knows no table.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Delete,
    Executable,
    Insert,
    SQLColumnExpression,
    Update,
    true,
)
from sqlalchemy.orm import Session

from records.db import BUILT_OPTION

_HELD: Final = "held"


class _Held(NamedTuple):
    """A session's connection with what every statement that is built once is run with."""

    connection: Connection
    options: Mapping[str, Any]


def columns(
    session: Session, statement: Executable, asked: Mapping[str, object]
) -> CursorResult[*tuple[Any, ...]]:
    """The rows of a statement built once that asks for columns, past the object mapper.

    It costs as much as the database itself: for what every saved cell asks. What the session has to write is written
    before, as for any other question.
    """
    session.flush()
    held = _held(session)
    return held.connection.execute(statement, asked, execution_options=held.options)


def store(session: Session, statement: Insert, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows past the object mapper by a statement built once, after what the session has to write before."""
    session.flush()
    held = _held(session)
    held.connection.execute(statement, rows, execution_options=held.options)


def _held(session: Session) -> _Held:
    # Kept for the transaction: a session walks through its states for it, at each of a saved cell's questions.
    held: _Held | None = session.info.get(_HELD)
    if held is None or held.connection.closed:
        connection = session.connection()
        built = connection.get_execution_options().get(BUILT_OPTION)
        options = {} if built is None else {"compiled_cache": built}
        held = session.info[_HELD] = _Held(connection, options)
    return held


def touch(session: Session, statement: Update | Delete) -> int:
    """Run the statement; how many rows it changed or removed."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def among(
    column: SQLColumnExpression[str] | SQLColumnExpression[str | None], chosen: Collection[str] | None
) -> ColumnElement[bool]:
    """Whether the column is one of these; None stands for every one there is."""
    return column.in_(chosen) if chosen is not None else true()

"""Turns of phrase that many queries share: how many rows were touched, one of these or of all. It knows no table."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Delete, SQLColumnExpression, Update, true
from sqlalchemy.orm import Session


def touch(session: Session, statement: Update | Delete) -> int:
    """Run the statement; how many rows it changed or removed."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def among(
    column: SQLColumnExpression[str] | SQLColumnExpression[str | None], chosen: Collection[str] | None
) -> ColumnElement[bool]:
    """Whether the column is one of these; None stands for every one there is."""
    return column.in_(chosen) if chosen is not None else true()

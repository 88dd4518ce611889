"""Compare-and-swap of a state column: the only way a state moves (design.md, five rules, 4).

One UPDATE that matches key and old state; the map in lifecycle.py is asked first. It commits nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from records.db import Base
from records.errors import StateError
from records.lifecycle import check_move
from records.sql import touch


def move(
    session: Session,
    table: type[Base],
    key: Mapping[str, str | int],
    before: StrEnum,
    after: StrEnum,
    **values: object,
) -> None:
    """Move the row at `key` from state `before` to `after` and set `values`.

    Raises StateError when the map refuses or another hand was faster.
    """
    check_move(before, after)
    matches: list[ColumnElement[bool]] = [getattr(table, name) == value for name, value in key.items()]
    statement = update(table).where(*matches, table.state == before.value)  # type: ignore[attr-defined]
    if touch(session, statement.values(state=after.value, **values)) != 1:
        where = ", ".join(str(v) for v in key.values())
        raise StateError(
            "state.lost_race",
            f"{table.__tablename__} {where}: состояние уже не «{before}». Обновите и повторите.",
            f"{table.__tablename__} {where} is no longer {before}; reload and repeat",
        )

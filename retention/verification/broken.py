"""Rows of the catalogue that cannot be read become a problem with a code; verification goes on with the next record.

Somebody who edits the catalogue by hand must not be able to stop the auditor. A table is read row by
row only when it cannot be read at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from records.db import Base
from retention.verification.report import Problem, Report

# No such row, no such state, no JSON, no number.
UNREADABLE = (NoResultFound, ValueError, TypeError, KeyError, AttributeError)

Table = TypeVar("Table", bound=Base)


def broken_row(record: str, error: Exception) -> Problem:
    """The problem of a record whose rows raise one of UNREADABLE."""
    ru = f"Строки каталога о документе не читаются ({error}): каталог изменён или повреждён."
    en = f"the catalogue's rows about the record cannot be read ({error}): it was altered or damaged"
    return Problem(record, "", "", "catalogue.broken", ru, en)


def broken_table(table: type[Base], key: object, error: Exception) -> Problem:
    """The problem of a row, or of a whole table, that raises one of UNREADABLE."""
    name = f"{table.__tablename__} {key}".strip()
    ru = f"В базе данных не читается {name} ({error}): каталог изменён или повреждён."
    en = f"{name} cannot be read ({error}): the catalogue was altered or damaged"
    return Problem("", "", "", "catalogue.broken", ru, en)


def rows_of(session: Session, table: type[Table], school: str, report: Report) -> list[Table]:
    """The school's rows of a table; each that cannot be read is reported and left out."""
    mine = table.school_id == school  # type: ignore[attr-defined]
    try:
        return list(session.scalars(select(table).where(mine)))
    except UNREADABLE:
        return list(_one_by_one(session, table, mine, report))


def _one_by_one(session: Session, table: type[Table], mine: Any, report: Report) -> Iterator[Table]:
    key = inspect(table).primary_key
    for values in session.execute(select(*key).where(mine)).all():
        try:
            yield session.get_one(table, tuple(values))
        except UNREADABLE as error:
            report.problems.append(broken_table(table, "/".join(map(str, values)), error))

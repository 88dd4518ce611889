"""How many journals and classes there are, told to SQLite's planner; PostgreSQL counts by itself.

Untold, SQLite takes every school for one of ten journals and begins a teacher's list with the journals of all years.
It counts only what imports alone make: a count that the school's work outgrows would mislead more than none.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

from records.gradebook.tables import Journal, JournalPeriod
from records.school.tables import SchoolClass

COUNTED: Final = (SchoolClass, Journal, JournalPeriod)
# Rows of an index that are looked at: enough to know tens from thousands, and a matter of milliseconds for ever.
_MOST_ROWS: Final = 1000


def count_frame(connection: Connection) -> None:
    """Count the school's frame in the caller's transaction; connections opened before may learn of it later."""
    if connection.dialect.name != "sqlite":
        return
    connection.execute(text(f"PRAGMA analysis_limit={_MOST_ROWS}"))
    for table in COUNTED:
        connection.execute(text(f"ANALYZE {table.__tablename__}"))

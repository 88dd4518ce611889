"""The table of replicas: one row a copy of a record in a location, and its state.

A copy counts when it is healthy: written, read back and compared. Mappings only.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class Replica(Base):
    """One copy of a record's bag. `path` is relative to the location."""

    __tablename__ = "replica"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str]
    state: Mapped[str]
    bytes: Mapped[int]
    written_at: Mapped[datetime]
    checked_at: Mapped[datetime]

    __table_args__ = (in_school("record", "record_id"),)

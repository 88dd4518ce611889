"""The table of snapshots: the frozen content of each record, persisted before anything is rendered.

Immutable by triggers (records/closing/guards.py). `event_id` is the log event that carries the digest.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class SnapshotRow(Base):
    """Snapshot v1 of one record: canonical JSON and its digest (docs/snapshot-v1.md)."""

    __tablename__ = "snapshot"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    taken_at: Mapped[datetime]
    event_id: Mapped[int]

    __table_args__ = (in_school("record", "record_id"), in_school("log_event", "event_id"))

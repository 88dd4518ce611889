"""The tables of schedules: how each is set and when it is due next, and which job each of its runs was.

`next_at` moves by compare-and-swap, and a run's key is the moment that it was due: no run is asked for twice. A
schedule without a row is set as kinds.py says.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class Schedule(Base):
    """A schedule of the school. `next_at` is None while it is off, and before a worker has planned it."""

    __tablename__ = "schedule"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    rhythm: Mapped[str]
    is_on: Mapped[bool]
    share: Mapped[int]
    next_at: Mapped[datetime | None]


class ScheduleRun(Base):
    """A run: when it was due, when it was asked for, as which job."""

    __tablename__ = "schedule_run"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    job_id: Mapped[str]

    __table_args__ = (in_school("job", "job_id"),)

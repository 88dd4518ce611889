"""The tables of notices: what each person was told, what they want letters of, and how far the log was followed.

`key` says what a notice tells of, so that nothing is told twice. Mappings only.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class Notice(Base):
    """Something told to a person. `told` holds what its sentence names: titles, dates, ids; no pupil and no mark.

    `weighed_at`: when it was decided whether a letter goes out with it, and the letter was laid into the outbox.
    """

    __tablename__ = "notice"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    kind: Mapped[str]
    key: Mapped[str]
    at: Mapped[datetime]
    told: Mapped[dict[str, str]] = mapped_column(JSON)
    read_at: Mapped[datetime | None]
    weighed_at: Mapped[datetime | None]

    __table_args__ = (
        in_school("person", "person_id"),
        UniqueConstraint("school_id", "person_id", "key"),
        Index("ix_notice_unread", "school_id", "person_id", "read_at"),
        Index("ix_notice_weighed", "school_id", "weighed_at"),
    )


class NoticeChoice(Base):
    """That a person wants letters of a kind, or wants none; without a row the kind's own rule holds."""

    __tablename__ = "notice_choice"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    letter: Mapped[bool]

    __table_args__ = (in_school("person", "person_id"),)


class NoticeCursor(Base):
    """How many entries of the school's log were followed."""

    __tablename__ = "notice_cursor"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    followed: Mapped[int] = mapped_column(BigInteger)

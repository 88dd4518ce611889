"""The tables of the post: people's addresses, codes that a letter brings, letters that wait and letters that left.

A letter's text lies encrypted with the site's key and is emptied once it has left; a code is a SHA-256 digest: a copy
of the database reads no letter and sets no password. Mappings only.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class LetterState(StrEnum):
    """Where a letter is; `webui/mail/outbox.py` moves it."""

    WAITING = "waiting"
    CARRIED = "carried"  # in the hands of a worker until `next_at`
    SENT = "sent"
    GIVEN_UP = "given_up"


class MailAddress(Base):
    """A person's address; letters but its own confirmation go there once it is confirmed."""

    __tablename__ = "mail_address"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]
    language: Mapped[str]
    set_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    __table_args__ = (in_school("person", "person_id"),)


class MailCode(Base):
    """A code that a letter brought to an address: for what, until when, used when."""

    __tablename__ = "mail_code"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    purpose: Mapped[str]
    address: Mapped[str]
    digest: Mapped[str]
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        in_school("person", "person_id"),
        UniqueConstraint("school_id", "digest"),
        Index("ix_mail_code_person", "school_id", "person_id", "purpose"),
    )


class Letter(Base):
    """A letter to a person. `next_at` is when it may be tried, or, while it is carried, taken over."""

    __tablename__ = "letter"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    address: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    sealed: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    next_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    error: Mapped[str | None]

    __table_args__ = (
        in_school("person", "person_id"),
        Index("ix_letter_waiting", "school_id", "state", "next_at"),
    )

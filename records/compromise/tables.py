"""The tables of compromised accounts: the reported case, and each operation with its verdict and what became of it.

Triggers (records/closing/rules.py) keep a closed case and a settled operation as they are. An account is named by its
id alone: its row belongs to the site. Mappings only.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class Compromise(Base):
    """A case: CompromiseState, the moments, by whom and by which order it was reported, and how it ended."""

    __tablename__ = "compromise"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    account: Mapped[str]
    login: Mapped[str]
    person_id: Mapped[str]
    number: Mapped[str]
    reason: Mapped[str]
    since: Mapped[datetime]
    learned_at: Mapped[datetime]
    told_director_at: Mapped[datetime | None]
    told_support_at: Mapped[datetime | None]
    reported_by: Mapped[str]
    reported_at: Mapped[datetime]
    restored_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    __table_args__ = (
        in_school("person", "person_id"),
        in_school("person", "reported_by"),
        in_school("person", "closed_by"),
        UniqueConstraint("school_id", "number"),
    )


class CompromisedOperation(Base):
    """An operation of a case. `version` is the one that took a mark back, None where none was needed."""

    __tablename__ = "compromised_operation"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    compromise_id: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    deed: Mapped[str]
    at: Mapped[datetime]
    verdict: Mapped[str]
    state: Mapped[str]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    remedy: Mapped[str | None]
    version: Mapped[int | None]

    __table_args__ = (in_school("compromise", "compromise_id"), in_school("person", "answered_by"))

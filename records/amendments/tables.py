"""The tables of corrections and supplements: facts beside the frozen rows, only ever appended; and what is asked for.

Acts are immutable by triggers (records/closing/rules.py). The record of an amendment has the identity `<kind>/<id>`.
Mappings only; the rules stand in rules.py.
"""

from __future__ import annotations

import datetime as dt
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class Amendment(Base):
    """A correction act or a supplement. `seq` orders those of a class; `number` is that of the act or protocol."""

    __tablename__ = "amendment"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str]
    seq: Mapped[int]
    kind: Mapped[str]
    number: Mapped[str]
    date: Mapped[dt.date]
    basis: Mapped[str]
    decided_by: Mapped[str]
    author_id: Mapped[str]
    account: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (
        in_school("class_year(class_id)", "class_id"),
        in_school("person", "author_id"),
        UniqueConstraint("school_id", "class_id", "seq"),
        UniqueConstraint("school_id", "class_id", "kind", "number"),
    )


class AmendedValue(Base):
    """A value that an amendment changed. `what` names the place in words, `before` is what stood there."""

    __tablename__ = "amended_value"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    amendment_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    journal_id: Mapped[str | None]
    period_id: Mapped[str | None]
    pupil_id: Mapped[str]
    place: Mapped[str]
    what: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]

    __table_args__ = (
        in_school("amendment", "amendment_id"),
        in_school("journal", "journal_id"),
        in_school("journal_period(journal_id, period_id)", "journal_id", "period_id"),
        in_school("pupil", "pupil_id"),
    )


class CorrectionRequest(Base):
    """A teacher's wish to mend what the rules of entry do not let change any more, and what came of it.

    `number` is that of the application or minutes. A window opened before the cutoff has its last day in `until`, an
    act that was entered behind it stands in `amendment_id`; `answer` is the reason of a refusal.
    """

    __tablename__ = "correction_request"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str]
    journal_id: Mapped[str]
    period_id: Mapped[str]
    pupil_id: Mapped[str]
    place: Mapped[str]
    what: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    number: Mapped[str]
    asked_by: Mapped[str]
    account: Mapped[str]
    on_behalf_of: Mapped[str | None]
    asked_at: Mapped[datetime]
    state: Mapped[str]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    until: Mapped[dt.date | None]
    amendment_id: Mapped[str | None]

    __table_args__ = (
        in_school("school_class", "class_id"),
        in_school("journal_period(journal_id, period_id)", "journal_id", "period_id"),
        in_school("pupil", "pupil_id"),
        in_school("person", "asked_by"),
        in_school("person", "decided_by"),
        in_school("amendment", "amendment_id"),
        Index("ix_correction_request_class", "school_id", "class_id", "state"),
        Index("ix_correction_request_journal", "school_id", "journal_id", "period_id", "state"),
    )

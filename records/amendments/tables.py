"""The tables of corrections and supplements: facts beside the frozen rows, only ever appended.

Immutable by triggers (records/closing/rules.py). The record of an amendment has the identity `<kind>/<id>`.
Mappings only; the rules stand in rules.py.
"""

from __future__ import annotations

import datetime as dt
from datetime import datetime

from sqlalchemy import UniqueConstraint
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

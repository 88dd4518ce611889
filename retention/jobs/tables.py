"""The table of jobs: what was asked, by whom, how far it is, what came of it.

A job is an errand, not a fact: steps and their order follow from the state of the records (ADR 0012), so losing this
table loses no record and no signature. `slot` is filled while a job is open: of two equal errands one is done.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.digest import Json
from records.school.tables import in_school


class Job(Base):
    """An errand. `key` is what it concerns, `batch` groups what was asked at once, `worker` who has it now.

    `person_id` is None when a schedule asked for it; `code`, `ru` and `en` say what stopped it; `result` is what it
    brought about, when that is no row of its own.
    """

    __tablename__ = "job"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    batch: Mapped[str]
    kind: Mapped[str]
    key: Mapped[str]
    slot: Mapped[str | None]
    title: Mapped[str]
    arguments: Mapped[dict[str, str]] = mapped_column(JSON)
    person_id: Mapped[str | None]
    account: Mapped[str]
    on_behalf_of: Mapped[str | None]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    worker: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    code: Mapped[str | None]
    ru: Mapped[str | None]
    en: Mapped[str | None]
    result: Mapped[dict[str, Json] | None] = mapped_column(JSON)

    __table_args__ = (in_school("person", "person_id"), UniqueConstraint("school_id", "slot"))

"""The tables of the registers: file plan, dossiers, legal holds and records.

The unit of retention is the dossier (дело): entry, term, hold belong to it (domain.md, Terms).
Mappings only; the rules stand in fileplan.py, dossier.py and record.py.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base
from records.school.tables import in_school


class FilePlanEntry(Base):
    """A line of the file plan (номенклатура дел) of a year. `term_years` None keeps for ever."""

    __tablename__ = "file_plan_entry"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    year_id: Mapped[str]
    index: Mapped[str]
    heading: Mapped[str]
    term_years: Mapped[int | None]
    article: Mapped[str]

    __table_args__ = (in_school("school_year", "year_id"), UniqueConstraint("school_id", "year_id", "index"))


class Dossier(Base):
    """A file (дело): «Классный журнал 9А, 2025/2026». Opens, gathers records, closes."""

    __tablename__ = "dossier"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[str]
    class_id: Mapped[str]
    heading: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        in_school("file_plan_entry", "entry_id"),
        in_school("school_class", "class_id"),
        UniqueConstraint("school_id", "entry_id", "class_id"),
    )


class LegalHold(Base):
    """An order that nothing of a dossier may be destroyed until it is lifted (MoReq2010 9)."""

    __tablename__ = "legal_hold"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    dossier_id: Mapped[str]
    reason: Mapped[str]
    order_no: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]

    __table_args__ = (in_school("dossier", "dossier_id"),)


class Record(Base):
    """One revision of a record. `identity` names what it records; one revision of it is live.

    `rendition_*` is the unsigned PDF/A, `sealed_*` the signed one, `bag_digest` the packed bag (SHA-512 of its
    tag manifest). `log_index` is the leaf of the snapshot in the log.
    """

    __tablename__ = "record"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    identity: Mapped[str]
    revision: Mapped[int]
    class_id: Mapped[str]
    year_id: Mapped[str]
    journal_id: Mapped[str | None]
    period_id: Mapped[str | None]
    dossier_id: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[datetime]
    replaces_id: Mapped[str | None]
    replaced_by_id: Mapped[str | None]
    rendition_sha256: Mapped[str | None]
    rendition_size: Mapped[int | None]
    sealed_sha256: Mapped[str | None]
    sealed_size: Mapped[int | None]
    sealed_at: Mapped[datetime | None]
    bag_digest: Mapped[str | None]

    __table_args__ = (
        in_school("school_class", "class_id"),
        in_school("school_year", "year_id"),
        in_school("journal", "journal_id"),
        in_school("period", "period_id"),
        in_school("dossier", "dossier_id"),
        UniqueConstraint("school_id", "identity", "revision"),
    )

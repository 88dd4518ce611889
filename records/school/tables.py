"""The tables of the school: calendar, curriculum, staff, classes and pupils, whose membership moves by order.

Every row belongs to a school; composite foreign keys carry school_id (design.md, Keys, rows, time).
Mappings only: rules live beside them, triggers in records/closing/guards.py.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.db import Base


def in_school(target: str, *columns: str) -> ForeignKeyConstraint:
    """A foreign key that cannot leave the school: (school_id, columns…) -> target(school_id, …).

    `target` is `table` or `table(column, …)`; without columns the target's key is `id`.
    """
    table, _, rest = target.partition("(")
    names = [c.strip() for c in rest.rstrip(")").split(",")] if rest else ["id"]
    return ForeignKeyConstraint(
        ["school_id", *columns], [f"{table}.school_id", *(f"{table}.{n}" for n in names)]
    )


class School(Base):
    """An organisation, its zone and its policy (rules as data: records/school/policy.py)."""

    __tablename__ = "school"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    zone: Mapped[str]
    policy: Mapped[dict[str, object]] = mapped_column(JSON)


class Branch(Base):
    """A branch of the school (филиал)."""

    __tablename__ = "branch"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("school_id", "name"),)


class SchoolYear(Base):
    """A school year, `2025/2026` (R1)."""

    __tablename__ = "school_year"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]

    __table_args__ = (UniqueConstraint("school_id", "label"), CheckConstraint("starts < ends", name="order"))


class Period(Base):
    """A teaching period of a year: quarter or half-year, with its bounds (R2, R5)."""

    __tablename__ = "period"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    year_id: Mapped[str]
    kind: Mapped[str]
    number: Mapped[int]
    title: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]

    __table_args__ = (
        in_school("school_year", "year_id"),
        UniqueConstraint("school_id", "year_id", "kind", "number"),
        CheckConstraint("starts < ends", name="order"),
    )


class Person(Base):
    """A member of staff (R12)."""

    __tablename__ = "person"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("school_id", "name"),)


class Appointment(Base):
    """A role given to a person by order (R71)."""

    __tablename__ = "appointment"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date | None]
    order_no: Mapped[str | None]

    __table_args__ = (in_school("person", "person_id"),)


class SchoolClass(Base):
    """A class of one school year, in a branch or not, with marks or without (R9)."""

    __tablename__ = "school_class"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    year_id: Mapped[str]
    branch_id: Mapped[str | None]
    name: Mapped[str]
    grade: Mapped[int]
    graded: Mapped[bool] = mapped_column(default=True)
    class_teacher_id: Mapped[str]

    __table_args__ = (
        in_school("school_year", "year_id"),
        in_school("branch", "branch_id"),
        in_school("person", "class_teacher_id"),
        UniqueConstraint("school_id", "year_id", "name"),
        Index("ix_school_class_teacher", "school_id", "class_teacher_id"),
    )


class Subgroup(Base):
    """A part of a class that has a journal of its own in some subject (R9, R26)."""

    __tablename__ = "subgroup"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str]
    subject_id: Mapped[str]
    name: Mapped[str]

    __table_args__ = (
        in_school("school_class", "class_id"),
        in_school("subject", "subject_id"),
        UniqueConstraint("school_id", "class_id", "subject_id", "name"),
    )


class Subject(Base):
    """A subject in curriculum order (R4)."""

    __tablename__ = "subject"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]

    __table_args__ = (UniqueConstraint("school_id", "name"),)


def full_name(surname: str, given: str, patronymic: str | None) -> str:
    """Surname, given name and patronymic, as lists have them."""
    return " ".join(part for part in (surname, given, patronymic) if part)


class Pupil(Base):
    """A pupil and the facts of the general-information page (domain.md, Printed forms).

    They are shared by all years and live on after a cutoff; what a record says of them is its snapshot (ADR 22).
    `parents` has one name a line.
    """

    __tablename__ = "pupil"

    school_id: Mapped[str] = mapped_column(ForeignKey("school.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    surname: Mapped[str]
    given: Mapped[str]
    patronymic: Mapped[str | None]
    birth_date: Mapped[date | None]
    file_no: Mapped[str | None]
    address: Mapped[str | None]
    parents: Mapped[str | None]
    phone: Mapped[str | None]

    @property
    def name(self) -> str:
        """Surname, given name and patronymic."""
        return full_name(self.surname, self.given, self.patronymic)


class Membership(Base):
    """A pupil's time in a class; arrival and leaving by order (R11)."""

    __tablename__ = "membership"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str]
    pupil_id: Mapped[str]
    ordinal: Mapped[int]
    arrived: Mapped[date | None]
    arrived_order: Mapped[str | None]
    left: Mapped[date | None]
    left_order: Mapped[str | None]

    __table_args__ = (
        in_school("school_class", "class_id"),
        in_school("pupil", "pupil_id"),
        UniqueConstraint("school_id", "class_id", "pupil_id", "arrived"),
        CheckConstraint('"left" IS NULL OR arrived IS NULL OR arrived <= "left"', name="order"),
    )


class SubgroupMember(Base):
    """A pupil of a subgroup (R10)."""

    __tablename__ = "subgroup_member"

    school_id: Mapped[str] = mapped_column(primary_key=True)
    subgroup_id: Mapped[str] = mapped_column(primary_key=True)
    pupil_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (in_school("subgroup", "subgroup_id"), in_school("pupil", "pupil_id"))

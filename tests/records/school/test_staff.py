"""Who holds a role on a day, by order of appointment; who signs a record in a role."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from records.actor import Actor, Role
from records.db import transaction
from records.errors import NotFoundError
from records.registers.tables import Record
from records.school.staff import holder, signer_of
from records.school.tables import Appointment
from tests.cast import ALGEBRA, ANNA, CLASS, ENGLISH, MARIA, PAVEL, SCHOOL, ZHANNA

DAY = date(2025, 10, 25)


def who(engine: Engine, role: Role, on: date = DAY, school: str = SCHOOL) -> str:
    with transaction(engine) as session:
        return holder(session, school, role, on)


def appoint(engine: Engine, person: str, since: date, until: date | None = None) -> None:
    """Another deputy head."""
    with transaction(engine) as session:
        session.add(
            Appointment(
                school_id=SCHOOL, person_id=person, role=Role.DEPUTY_HEAD.value, since=since, until=until
            )
        )


@pytest.mark.parametrize(("role", "actor"), [(Role.DEPUTY_HEAD, PAVEL), (Role.DIRECTOR, ANNA)])
def test_a_role_has_its_holder(school: Engine, role: Role, actor: Actor) -> None:
    assert who(school, role) == actor.person


def test_before_the_order_nobody_holds_the_role(school: Engine) -> None:
    with pytest.raises(NotFoundError, match=r"^staff\.no_holder"):
        who(school, Role.DIRECTOR, date(2025, 8, 31))


def test_an_appointment_counts_from_its_first_day(school: Engine) -> None:
    assert who(school, Role.DIRECTOR, date(2025, 9, 1)) == ANNA.person


def test_the_holder_of_another_school_is_not_ours(school: Engine) -> None:
    with pytest.raises(NotFoundError, match=r"^staff\.no_holder"):
        who(school, Role.DIRECTOR, school="school-57")


def test_who_was_appointed_last_holds_the_role(school: Engine) -> None:
    appoint(school, ZHANNA.person, date(2025, 10, 1))
    assert who(school, Role.DEPUTY_HEAD) == ZHANNA.person


@pytest.mark.parametrize(("day", "expected"), [(DAY, ZHANNA.person), (date(2025, 10, 26), PAVEL.person)])
def test_an_appointment_counts_to_its_last_day(school: Engine, day: date, expected: str) -> None:
    appoint(school, ZHANNA.person, date(2025, 10, 1), until=DAY)
    assert who(school, Role.DEPUTY_HEAD, day) == expected


@pytest.mark.parametrize(
    ("role", "journal", "signer"),
    [
        (Role.TEACHER, ALGEBRA, MARIA),
        (Role.TEACHER, ENGLISH, ZHANNA),
        (Role.CLASS_TEACHER, None, MARIA),
        (Role.TEACHER, None, MARIA),  # an act on several journals: the class teacher
        (Role.DEPUTY_HEAD, ENGLISH, PAVEL),
        (Role.DIRECTOR, None, ANNA),
    ],
)
def test_a_record_is_signed_by_who_its_journal_class_or_school_names(
    school: Engine, role: Role, journal: str | None, signer: Actor
) -> None:
    record = Record(school_id=SCHOOL, id="r", class_id=CLASS, journal_id=journal)
    with transaction(school) as session:
        assert signer_of(session, record, role, DAY) == signer.person

"""Acts on the closed small school: a supplement after the exam, a correction of an error in the second half-year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from records.actor import Actor, Role
from records.amendments.model import AmendmentKind, Draft
from records.amendments.roll import Said, find
from records.amendments.standing import read_roll
from records.school.staff import holder
from records.school.tables import SchoolClass
from retention.amending import Carried, amend
from retention.workshop import Workshop
from tests.flow.site import AT
from tests.flow.story import InOrder

LATER = AT + timedelta(days=30)
DAY = date(2026, 5, 26)
EXAM = (
    Said("Соколова", "Алгебра", "экзамен", "5", "протокол ОГЭ"),
    Said("Соколова", "Алгебра", "итоговая", "5", ""),
    Said("Соколова", "", "решение", "переведена в 10 класс", ""),
)
ERROR = (
    Said("Юдина", "Английский язык", "2", "3", "ошибка переноса"),
    Said("Юдина", "Английский язык", "год", "3", "следует из предыдущего"),
    Said("Соколова", "Алгебра", "29.04.2026", "нет", "отметка стояла в чужой строке"),
)
EARLY = (
    Said("Соколова", "Алгебра", "1", "4", "ошибка переноса"),
    Said("Абрамов", "Алгебра", "08.10.2025", "4", "был на уроке"),
)


def asked(workshop: Workshop, kind: AmendmentKind, number: str, said: tuple[Said, ...]) -> Draft:
    """The act that these words mean."""
    with workshop.transaction() as session:
        class_id = session.scalars(select(SchoolClass.id)).one()
        roll = read_roll(session, workshop.school, class_id)
    changes = tuple(find(one, roll) for one in said)
    return Draft(kind, class_id, number, DAY, "заявление учителя", "", changes)


def deputy(workshop: Workshop) -> Actor:
    """The deputy head at the console."""
    with workshop.transaction() as session:
        return Actor(holder(session, workshop.school, Role.DEPUTY_HEAD, DAY), "console", workshop.school)


def carry(
    workshop: Workshop, kind: AmendmentKind, number: str, said: tuple[Said, ...], at: datetime = LATER
) -> Carried:
    """Carry the act out in this process."""
    return amend(workshop, InOrder(workshop), deputy(workshop), asked(workshop, kind, number, said), at)


def amend_small_year(workshop: Workshop, at: datetime = LATER) -> None:
    """The supplement, then the correction."""
    carry(workshop, AmendmentKind.SUPPLEMENT, "3", EXAM, at)
    carry(workshop, AmendmentKind.CORRECTION, "2", ERROR, at)

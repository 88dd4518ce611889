"""Drafts of acts on the cast: Лена's marks in Алгебра, with whatever a test changes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from records.amendments.entering import enter
from records.amendments.model import AmendmentKind, Change, Draft, Place, Spot
from records.gradebook.reading import read_policy
from tests import cast

AT = datetime(2026, 6, 20, 9, tzinfo=UTC)
LENA_Q1 = Change(cast.LENA, cast.ALGEBRA, Place(Spot.PERIOD, cast.Q1), "4", "ошибка переноса")
LENA_CELL = Change(cast.LENA, cast.ALGEBRA, Place(Spot.CELL, "a1.0"), "5", "ошибка переноса")
LENA_YEAR = Change(cast.LENA, cast.ALGEBRA, Place(Spot.YEAR), "4", "следует из предыдущего")
LENA_EXAM = Change(cast.LENA, cast.ALGEBRA, Place(Spot.EXAM), "5", "")


def draft(*changes: Change, **other: Any) -> Draft:
    """A correction act of these changes."""
    facts = {
        "kind": AmendmentKind.CORRECTION,
        "class_id": cast.CLASS,
        "number": "7",
        "date": date(2026, 6, 20),
        "basis": "заявление учителя",
        "decided_by": "",
        **other,
    }
    return Draft(changes=changes, **facts)


def supplement(*changes: Change, **other: Any) -> Draft:
    """A supplement of these changes."""
    return draft(*changes, kind=AmendmentKind.SUPPLEMENT, decided_by="экзаменационная комиссия", **other)


def entered(engine: Engine, asked: Draft) -> str:
    """The act, entered in a transaction of its own by the deputy head."""
    with Session(engine) as session, session.begin():
        policy = read_policy(session, cast.SCHOOL)
        return enter(session, cast.PAVEL, asked, AT, policy, "Europe/Moscow", cast.SeededEntropy())

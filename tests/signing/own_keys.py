"""The staff of the tests of own keys, and what they do: a code from the office, a key certified by it, a refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from records.actor import Actor
from records.db import transaction
from records.errors import LetopisError
from records.identity import SystemEntropy
from records.school.tables import Person, School
from signing.authority import SchoolAuthority
from signing.enrolment import Certificate
from signing.invitation import invite
from signing.registration import begin, complete
from tests.signing.browser_key import BrowserKey
from tests.signing.making import AT

ENTROPY = SystemEntropy()
ANNA = Actor("anna", "anna-account", "school-16")
BORIS = Actor("boris", "boris-account", "school-16")


def store_staff(engine: Engine) -> None:
    """Two people of a school."""
    with transaction(engine) as session:
        session.add(School(id="school-16", name="Школа № 16", zone="Europe/Moscow", policy={}))
        session.flush()
        for which, name in (("anna", "Громова Анна Ивановна"), ("boris", "Орлов Борис Петрович")):
            session.add(Person(school_id="school-16", id=which, name=name))


def code_for(session: Session, person: str, at: datetime = AT) -> str:
    """A code that the office hands over."""
    return invite(session, BORIS, person, at, ENTROPY)


def enrolled(
    session: Session, authority: SchoolAuthority, key: BrowserKey, code: str, at: datetime = AT
) -> Certificate:
    """Anna's key, let in by a code."""
    which, info = begin(session, ANNA, authority, code, key.spki, "Кабинет 12", at, ENTROPY)
    session.flush()
    return complete(session, ANNA, authority, which, key.sign(info), at, ENTROPY)


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal."""
    with pytest.raises(LetopisError) as found:
        act()
    return found.value.code

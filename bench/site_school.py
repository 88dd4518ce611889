"""A school of many classes for the benchmark of the site, and the people who use it, each signed in by a cookie.

Four classes share their teachers, so that a teacher keeps four journals of each subject. It measures nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import and_, create_engine, select, text

from bench.classes import make_up
from bench.school import AT, read_sample, store
from records.actor import Role
from records.db import close_engine
from records.gradebook.reading import JournalKey
from records.gradebook.tables import Journal, JournalPeriod
from records.identity import SystemEntropy
from records.school.imports.model import ImportedClass
from records.school.tables import Appointment, Period, Person, SchoolClass
from retention.workshop import Workshop
from webui.app import create_app
from webui.demo import make_demo
from webui.installation import Installation, open_installation
from webui.settings import Environment

CLASSES, JOURNALS = 40, 14
SHARING = 4  # classes that have the same teachers
PERIOD = 4  # the quarter in which the clock stands
_INITIALS = "АБВГДЕЖИКЛМНОПРСТУФХЦЧШЭЮЯ"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who uses the site: whose journals are written, what is looked at in which period, and the session."""

    name: str
    role: Role
    journals: tuple[JournalKey, ...]
    classes: tuple[str, ...]
    period: str
    cookie: str


def environment_of(data: Path, database: str | None = None, owner: str | None = None) -> dict[str, str]:
    """The environment of the installation: of the database named, else of SQLite in the folder."""
    named = {"LETOPIS_DATABASE": database, "LETOPIS_DATABASE_OWNER": owner}
    known = {name: value for name, value in named.items() if value}
    return {"LETOPIS_DATA": str(data), "LETOPIS_NOW": AT.isoformat(), **known}


@contextmanager
def school(environ: dict[str, str], classes: int, journals: int) -> Iterator[Installation]:
    """A demo installation with that many classes; its database is closed afterwards."""
    environment = Environment.read(environ)
    make_demo(environment, AT, SystemEntropy())
    opened = open_installation(environment)
    try:
        sample = read_sample()
        for number in range(classes):
            store(opened.workshop, _with_teachers(make_up(sample, number, journals), number // SHARING))
        if environment.database_owner.startswith("postgresql"):
            _analyse(environment.database_owner)
        yield opened
    finally:
        close_engine(opened.workshop.engine)


def _analyse(owner: str) -> None:
    """What PostgreSQL does by itself within a minute; without figures of its tables some queries take a second."""
    engine = create_engine(owner, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _with_teachers(imported: ImportedClass, group: int) -> ImportedClass:
    """The class with the teachers of its group: namesakes with another initial."""
    journals = [replace(one, teacher=f"{one.teacher} {_INITIALS[group]}.") for one in imported.journals]
    return replace(imported, journals=tuple(journals))


def users_of(opened: Installation, many: int) -> list[User]:
    """That many people: nine of ten teach, the others hold the posts of the office, all of them in turn."""
    teachers, office, classes = (
        _teachers(opened.workshop),
        _office(opened.workshop),
        _classes(opened.workshop),
    )
    app = create_app(opened)
    app.config["WTF_CSRF_ENABLED"] = False  # in this process only; the server asks every one of them
    period = teachers[0][1][1][0].period
    found = []
    for number in range(many):
        if number % 10 == 9:
            person, name, role = office[number // 10 % len(office)]
            journals: tuple[JournalKey, ...] = ()
        else:
            person, (name, journals) = teachers[number % len(teachers)]
            role = Role.TEACHER
        cookie = _signed_in(app.test_client(), person, number)
        found.append(User(name, role, journals, classes, period, cookie))
    return found


def cookie_of(opened: Installation, person: str) -> str:
    """The cookie of a person who has signed in."""
    app = create_app(opened)
    app.config["WTF_CSRF_ENABLED"] = False  # in this process only
    return _signed_in(app.test_client(), person, 0)


def _signed_in(client: FlaskClient, person: str, number: int) -> str:
    # Each from an address of their own: from one, so many sign-ins at once are refused, and rightly.
    address = f"10.0.{number // 250}.{number % 250}"
    client.post("/sign-in/demo", data={"person": person}, environ_base={"REMOTE_ADDR": address})
    cookie = client.get_cookie("letopis")
    if cookie is None:
        raise ValueError("the demo installation let nobody in")
    return cookie.value


def _teachers(workshop: Workshop) -> list[tuple[str, tuple[str, tuple[JournalKey, ...]]]]:
    query = (
        select(Person.id, Person.name, Journal.id, JournalPeriod.period_id)
        .join(Journal, and_(Journal.school_id == Person.school_id, Journal.teacher_id == Person.id))
        .join(
            JournalPeriod,
            and_(JournalPeriod.school_id == Journal.school_id, JournalPeriod.journal_id == Journal.id),
        )
        .join(Period, and_(Period.school_id == Journal.school_id, Period.id == JournalPeriod.period_id))
        .join(
            SchoolClass, and_(SchoolClass.school_id == Journal.school_id, SchoolClass.id == Journal.class_id)
        )
        .where(Person.school_id == workshop.school, Period.number == PERIOD)
        .order_by(Person.name, SchoolClass.name, Journal.position)
    )
    kept: dict[str, tuple[str, tuple[JournalKey, ...]]] = {}
    with workshop.reading() as session:
        for person, name, journal, period in session.execute(query):
            _, journals = kept.get(person, (name, ()))
            kept[person] = (name, (*journals, JournalKey(workshop.school, journal, period)))
    return list(kept.items())


def _office(workshop: Workshop) -> list[tuple[str, str, Role]]:
    query = (
        select(Person.id, Person.name, Appointment.role)
        .join(
            Appointment, and_(Appointment.school_id == Person.school_id, Appointment.person_id == Person.id)
        )
        .where(Person.school_id == workshop.school)
        .order_by(Person.name)
    )
    with workshop.reading() as session:
        return [(person, name, Role(role)) for person, name, role in session.execute(query)]


def _classes(workshop: Workshop) -> tuple[str, ...]:
    query = select(SchoolClass.id).where(SchoolClass.school_id == workshop.school).order_by(SchoolClass.name)
    with workshop.reading() as session:
        return tuple(session.scalars(query))

"""Makes an installation: a database, two local locations, the school's own CA, timestamp authority and keys.

Idempotent: `letopis.toml` is written last and marks the installation as complete; a crash before it leaves parts
that the next try finds and keeps. The demo's school is that of seed 003 with its staff; a real one begins with nobody,
and `letopis account` names its first people. It closes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Role, system_actor
from records.db import close_engine, open_engine, transaction
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.log.note import NoteSigner
from records.school.tables import Appointment, Person, School
from signing.authority import SchoolAuthority
from signing.keyfiles import make_folder, write_whole
from webui.installation import AUTHORITY, LOG_KEY
from webui.migrate import migrate
from webui.secrets import make_site_key
from webui.settings import FILE, Environment, LocationSetting, Settings

SCHOOL = "МБОУ «Средняя общеобразовательная школа № 16»"
ZONE = "Europe/Moscow"
ORDER = "№ 37-07 от 29.08.2025"
SINCE = date(2025, 8, 29)
STAFF = (
    (Role.DIRECTOR, "Лебедева Анна Петровна"),
    (Role.DEPUTY_HEAD, "Орлов Павел Сергеевич"),
    (Role.SECRETARY, "Соколова Ольга Викторовна"),
    (Role.AUDITOR, "Зайцев Игорь Андреевич"),
    (Role.ADMINISTRATOR, "Никитин Роман Ильич"),
)
LOCATIONS = (LocationSetting("server", "locations/server"), LocationSetting("safe", "locations/safe"))


@dataclass(frozen=True, slots=True)
class NewSchool:
    """The school that an installation is made for, and the staff that it begins with."""

    name: str
    zone: str
    staff: tuple[tuple[Role, str], ...]
    demo: bool


DEMO = NewSchool(SCHOOL, ZONE, STAFF, demo=True)


def make_demo(environment: Environment, at: datetime, entropy: Entropy) -> bool:
    """Make a demo installation unless one is there; whether it was made now."""
    return make_installation(environment, DEMO, at, entropy)


def make_installation(environment: Environment, new: NewSchool, at: datetime, entropy: Entropy) -> bool:
    """Make the installation unless there is one; whether it was made now."""
    if (environment.data / FILE).exists():
        return False
    make_folder(environment.data, 0o750)
    migrate(environment.database_owner)
    if not (environment.data / AUTHORITY / "root.pem").exists():
        SchoolAuthority.create(environment.data / AUTHORITY, new.name, at)
    school = _make_school(environment, new, at, entropy)
    _make_log_key(environment.data / LOG_KEY, f"letopis/{school}", entropy)
    make_site_key(environment.data, entropy)
    for file in environment.data.glob("letopis.db*"):
        file.chmod(0o640)
    settings = Settings(environment.data, environment.database, school, new.demo, LOCATIONS)
    for location in LOCATIONS:
        make_folder(settings.folder(location), 0o750)
    write_whole(environment.data / FILE, settings.text().encode(), 0o640)
    return True


def _make_school(environment: Environment, new: NewSchool, at: datetime, entropy: Entropy) -> str:
    # As the owner of the tables: which schools there are is seen by no school (records/wall.py).
    engine = open_engine(environment.database_owner)
    try:
        with transaction(engine) as session:
            return _enter_school(session, new, at, entropy)
    finally:
        close_engine(engine)


def _enter_school(session: Session, new: NewSchool, at: datetime, entropy: Entropy) -> str:
    found = session.scalar(select(School.id).where(School.name == new.name))
    if found:
        return found
    school = School(id=random_id(entropy), name=new.name, zone=new.zone, policy={})
    session.add(school)
    session.flush()
    for role, name in new.staff:
        person = Person(school_id=school.id, id=random_id(entropy), name=name)
        session.add(person)
        session.flush()
        session.add(
            Appointment(
                school_id=school.id,
                person_id=person.id,
                role=role.value,
                since=SINCE,
                until=None,
                order_no=ORDER,
            )
        )
    actor = system_actor("administrator", school.id)
    subject = {"name": school.name}
    append_event(session, school.id, EventKind.SCHOOL_CREATED, actor, at, subject, entropy)
    return school.id


def _make_log_key(path: Path, origin: str, entropy: Entropy) -> None:
    if not path.exists():
        write_whole(path, NoteSigner(origin, entropy.token(32)).text().encode() + b"\n")

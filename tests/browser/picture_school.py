"""The school of the pictures in docs/: two sample classes in the last days of May, each role with something to do.

5Б is closed but for the director's signature; three quarters of 9А are in the archive, the fourth is under way: a
gap and a remark, journals that are confirmed, cut off and half signed. Names come from tests/samples, ids are random.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from sqlalchemy import select

from records.gradebook.reading import JournalKey
from records.gradebook.tables import Journal, PeriodMark
from records.school.tables import Period, Person, Pupil, SchoolClass, Subject
from retention.workshop import Workshop
from signing.agreement import agree
from signing.certification import token_request
from signing.enrolment import Certificate, revoke
from signing.invitation import invite
from signing.registration import admit
from tests.flow.site import AT, Site
from tests.webui.closing.desk import actor, confirm, work
from tests.webui.closing.empowered import furnish_powers
from tests.webui.closing.own_key import owner
from tests.webui.closing.pages import form_of, send
from tests.webui.visitors import (
    AUDITOR,
    DEPUTY,
    DIRECTOR,
    SECRETARY,
    app_of,
    installation_of,
    person_id,
    signed_in,
)
from webui.settings import DATABASE_FILE

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
BUSY = "9А"  # the class whose fourth quarter is under way
WAITING = "Алгебра"  # has a gap and a remark
CLOSED = "5Б"
CUT, SIGNED = 6, 3  # journals of the fourth quarter that are cut off, and of these signed by their teachers


def build(folder: Path) -> Site:
    """Make the school in a folder that must not exist yet; a minute or two."""
    database = f"sqlite:///{folder / DATABASE_FILE}"
    site = Site(folder, database, database)
    ran(site, "demo", "--empty")
    ran(site, "import", *(str(SAMPLES / f"{name}-2025-2026.xlsx") for name in (BUSY, CLOSED)))
    for name, periods in ((CLOSED, (1, 2, 3, 4)), (BUSY, (1, 2, 3))):
        for period in periods:
            ran(site, "cutoff", "--class", name, "--period", str(period))
    with app_of(site) as app:
        send(signed_in(app, AUDITOR), "/archive", "verify")
        work(site)
        _year(site, app)
        _quarter(site, app)
        _correction(app)
        _office(app)
        _keys(workshop=installation_of(app).workshop)
        _token(installation_of(app).workshop)
        furnish_powers(installation_of(app).workshop, (DEPUTY, DIRECTOR))
    return site


def ran(site: Site, *words: str) -> None:
    """A command that must succeed."""
    told = site.run(*words)
    assert told.code == 0, told.err


@dataclass(frozen=True, slots=True)
class Shelf:
    """A journal in a period: its subject, its teacher's name, its key."""

    subject: str
    teacher: str
    key: JournalKey


def shelves(workshop: Workshop, class_name: str, number: int) -> list[Shelf]:
    """The journals of a class in a period, in the order of subjects."""
    with workshop.transaction() as session:
        rows = session.execute(
            select(Subject.name, Person.name, Journal.id, Period.id)
            .select_from(Journal)
            .join(Subject, (Subject.school_id == Journal.school_id) & (Subject.id == Journal.subject_id))
            .join(Person, (Person.school_id == Journal.school_id) & (Person.id == Journal.teacher_id))
            .join(
                SchoolClass,
                (SchoolClass.school_id == Journal.school_id) & (SchoolClass.id == Journal.class_id),
            )
            .join(Period, (Period.school_id == Journal.school_id) & (Period.year_id == SchoolClass.year_id))
            .where(SchoolClass.name == class_name, Period.number == number)
            .order_by(Journal.position)
        ).all()
    return [
        Shelf(name, who, JournalKey(workshop.school, journal, period)) for name, who, journal, period in rows
    ]


def class_teacher(workshop: Workshop, class_name: str) -> str:
    """The name of a class's teacher."""
    of_class = (SchoolClass.school_id == Person.school_id) & (SchoolClass.class_teacher_id == Person.id)
    with workshop.transaction() as session:
        query = select(Person.name).join(SchoolClass, of_class).where(SchoolClass.name == class_name)
        return session.scalars(query).one()


def _year(site: Site, app: Flask) -> None:
    """The year of the closed class: confirmed, cut off, signed by all but the director."""
    leader = class_teacher(installation_of(app).workshop, CLOSED)
    place = address(app, SECRETARY, "/year", CLOSED)
    send(signed_in(app, leader), place, "confirm")
    send(signed_in(app, SECRETARY), place, "cut")
    work(site)
    for name in (leader, DEPUTY):
        send(signed_in(app, name), "/tasks", "sign")
        work(site)


def _quarter(site: Site, app: Flask) -> None:
    """The fourth quarter of the busy class: one journal with a gap, two not confirmed, some cut off, few signed."""
    workshop = installation_of(app).workshop
    every = shelves(workshop, BUSY, 4)
    _leave_a_gap(app, next(one for one in every if one.subject == WAITING))
    ready = [one for one in every if one.subject != WAITING][:-2]
    for one in ready:
        confirm(workshop, one.key)
    chosen = ready[:CUT]
    deputy = signed_in(app, DEPUTY)
    page = deputy.get(address(app, DEPUTY, f"/heat?period={chosen[0].key.period}", BUSY)).text
    where, sent = form_of(page, "cut")
    deputy.post(where, data={**sent, "journal": [one.key.journal for one in chosen]})
    work(site)
    for teacher in dict.fromkeys(one.teacher for one in chosen[:SIGNED]):
        send(signed_in(app, teacher), "/tasks", "sign")
    work(site)


def _leave_a_gap(app: Flask, shelf: Shelf) -> None:
    """A lesson without a topic, and the deputy head's remark about it."""
    key = shelf.key
    form = {"date": "2026-05-25", "number": "7", "hours": "1", "kind1": "У", "topic": "", "homework": ""}
    signed_in(app, shelf.teacher).post(f"/journal/{key.journal}/{key.period}/lesson/new", data=form)
    remark = {"text": "Запишите тему урока 25 мая.", "deadline": (AT.date() + timedelta(days=2)).isoformat()}
    signed_in(app, DEPUTY).post(f"/closing/{key.journal}/{key.period}/remark", data=remark)


def _correction(app: Flask) -> None:
    """A mark of a closed quarter that its teacher asks to correct."""
    teacher = next(
        one for one in shelves(installation_of(app).workshop, BUSY, 3) if one.subject == WAITING
    ).teacher
    said = {"after": "4", "reason": "Ошибка переноса: по таблице средняя 3,78.", "number": "14 от 26.05.2026"}
    answer = send(signed_in(app, teacher), asked_cell(app, "correction"), "ask", **said)
    assert answer.status_code == 200, answer.text


def asked_cell(app: Flask, page: str) -> str:
    """The address of a page (`cell`, `correction`) of a pupil's mark for the third quarter, a 3."""
    workshop = installation_of(app).workshop
    shelf = next(one for one in shelves(workshop, BUSY, 3) if one.subject == WAITING)
    key = shelf.key
    with workshop.transaction() as session:
        query = select(PeriodMark.pupil_id).where(
            PeriodMark.journal_id == key.journal, PeriodMark.period_id == key.period, PeriodMark.value == "3"
        )
        named = query.join(
            Pupil, (Pupil.school_id == PeriodMark.school_id) & (Pupil.id == PeriodMark.pupil_id)
        )
        pupil = session.scalars(named.order_by(Pupil.surname, Pupil.given)).first()
    return f"/journal/{key.journal}/{key.period}/{page}?place=period&column=&pupil={pupil}"


def _office(app: Flask) -> None:
    """A post handed over, a password that a stranger knew."""
    workshop = installation_of(app).workshop
    first, second, *_ = dict.fromkeys(one.teacher for one in shelves(workshop, CLOSED, 1))
    order = {
        "role": "deputy_head",
        "order": "№ 112-к от 25.05.2026",
        "since": "2026-06-01",
        "until": "2026-06-14",
    }
    people = {"person": person_id(app, first), "holder": person_id(app, DEPUTY)}
    signed_in(app, DIRECTOR).post("/delegations", data={**order, **people})
    signed_in(app, second)
    page = signed_in(app, DIRECTOR).get("/compromise/new").text
    account = re.search(rf'value="([^"]+)"[^>]*>{second}', page)
    report = {"since": "2026-05-25T09:00", "learned": "2026-05-26T10:00", "number": "№ 31-к от 26.05.2026"}
    told = {"told_director": "2026-05-26T10:10", "reason": "Пароль лежал на столе в учительской."}
    signed_in(app, DIRECTOR).post(
        "/compromise", data={"account": account.group(1) if account else "", **report, **told}
    )


def _keys(workshop: Workshop) -> None:
    """Agreements on the signature, and keys in browsers: of two teachers one has two, one of them lost."""
    teachers = dict.fromkeys(one.teacher for one in shelves(workshop, BUSY, 4))
    office, agreed = actor(workshop, SECRETARY), date(2026, 5, 20)
    first, second, third = [actor(workshop, name) for name in teachers][:3]
    with workshop.transaction() as session:
        for number, of in enumerate((first, second, third), 12):
            agree(session, office, of.person, f"{number}/НЭП", agreed, AT, workshop.entropy)
        invite(session, office, third.person, AT, workshop.entropy)
    lost = owner(workshop, first, AT - timedelta(days=40), "Ноутбук")
    for of in (first, second):
        owner(workshop, of)
    with workshop.transaction() as session:
        row = session.get_one(Certificate, (workshop.school, lost.certificate))
        revoke(session, lost.actor, workshop.authority, [row], "lost", AT, workshop.entropy)


def token_holder(workshop: Workshop) -> str:
    """The name of a teacher who is to sign a journal of the fourth quarter, and whom no other picture shows signing."""
    ready = [one.teacher for one in shelves(workshop, BUSY, 4) if one.subject != WAITING][:CUT]
    return next(name for name in ready[SIGNED:] if name not in (*ready[:SIGNED], ready[-1]))


def _token(workshop: Workshop) -> None:
    """That teacher's key on a token."""
    key, holder = ec.generate_private_key(ec.SECP256R1()), actor(workshop, token_holder(workshop))
    with workshop.transaction() as session:
        code = invite(session, actor(workshop, SECRETARY), holder.person, AT, workshop.entropy)
        session.flush()
        asked = token_request(key.public_key(), code, lambda data: key.sign(data, ec.ECDSA(SHA256())))
        admit(session, holder, workshop.authority, asked, "Рутокен", AT, workshop.entropy)


def address(app: Flask, name: str, page: str, text: str) -> str:
    """Where the link with this text leads, on a page that this person opens."""
    found = re.search(rf'href="([^"]+)"[^>]*>(?:<[^>]*>)*{text}<', signed_in(app, name).get(page).text)
    assert found, f"{page} has no link {text}"
    return found.group(1)

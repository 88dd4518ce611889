"""The small school's year with something in every table: branch, remark, corrected marks, holds; closed, reported on.

Two moments are kept: the first half-year closed (what a rollback puts back), and the whole year closed a month
later. Rows that no command makes yet are entered before the first cutoff, as a front end would.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.actor import Actor, Role, system_actor
from records.gradebook.tables import (
    CouncilDecision,
    Journal,
    MarkVersion,
    PeriodMark,
    Remark,
    YearMark,
)
from records.log.audit import EventKind, append_event
from records.log.tiles import TILE_WIDTH
from records.registers.dossier import lift_hold, set_hold
from records.registers.tables import Dossier
from records.school.staff import holder
from records.school.tables import Branch, Person, SchoolClass
from retention.publication import publish
from retention.workshop import Workshop
from signing.power import read_power
from signing.power_register import enter_power, revoke_power
from signing.power_signature import PowerFiles
from tests.flow.amending import amend_small_year
from tests.flow.reporting import report_signatures
from tests.flow.seeds import Seed
from tests.flow.site import AT
from tests.flow.story import close_autumn, close_small_year
from tests.signing.powers import ABOUT, NUMBER, OTHER_NUMBER, given_to, power_xml

MONTH = timedelta(days=31)
NOW = AT + MONTH


@dataclass(frozen=True, slots=True)
class Stages:
    """The installation at two moments, a month apart."""

    earlier: Seed
    whole: Seed


def make_stages(imported: Seed, folder: Path) -> Stages:
    """Both moments, from the imported and enrolled school."""
    earlier = imported.copy(folder / "earlier")
    with earlier.site.workshop() as workshop:
        with workshop.transaction() as session:
            _fill(session, workshop.school)
        close_autumn(workshop)
    whole = earlier.copy(folder / "whole")
    with whole.site.workshop() as workshop:
        close_small_year(workshop, NOW)
        amend_small_year(workshop, NOW)
        report_signatures(workshop, NOW)
        _hold(workshop)
        _empower(workshop)
        _grow(workshop)
    return Stages(earlier, whole)


def _fill(session: Session, school: str) -> None:
    """What the import does not bring: a branch, a remark, and marks that were corrected."""
    deputy = holder(session, school, Role.DEPUTY_HEAD, date(2026, 4, 1))
    branch = Branch(school_id=school, id="branch", name="Филиал № 1")
    session.add(branch)
    session.flush()
    of_class = session.scalars(select(SchoolClass)).one()
    of_class.branch_id = branch.id
    journal = session.scalars(select(Journal).order_by(Journal.position)).first()
    assert journal
    session.add(
        Remark(
            school_id=school,
            id="remark",
            class_id=of_class.id,
            journal_id=journal.id,
            date=date(2026, 4, 10),
            text="Записать темы уроков",
            author_id=deputy,
            deadline=date(2026, 4, 17),
            fulfilled=date(2026, 4, 16),
        )
    )
    for table in (MarkVersion, PeriodMark, YearMark):
        _correct(session, table, "4", "5", deputy)
    _correct(session, CouncilDecision, "допущен к ГИА", "допущен к ГИА в форме ОГЭ", deputy)


_Versioned = type[MarkVersion | PeriodMark | YearMark | CouncilDecision]


def _correct(session: Session, table: _Versioned, before: str, after: str, deputy: str) -> None:
    """A second version of one value, on somebody's behalf: the first is history from now on."""
    first = session.scalars(select(table).where(table.value == before).limit(1)).one()
    columns = {column.key: getattr(first, column.key) for column in table.__table__.columns}
    session.add(table(**{**columns, "seq": 2, "value": after, "on_behalf_of": deputy}))


def _hold(workshop: Workshop) -> None:
    """A hold that was lifted and one in force."""
    with workshop.transaction() as session:
        director = Actor(
            holder(session, workshop.school, Role.DIRECTOR, NOW.date()), "console", workshop.school
        )
        for number, dossier in enumerate(session.scalars(select(Dossier.id).order_by(Dossier.heading)), 1):
            order = f"Запрос № {number}"
            held = set_hold(session, director, dossier, "Проверка", order, NOW, workshop.entropy)
            session.flush()
            if number == 1:
                lift_hold(session, director, held.id, NOW, workshop.entropy)
    publish(workshop, NOW)


def _empower(workshop: Workshop) -> None:
    """A power of attorney in force and one that was revoked; who signed them is asked before they are entered."""
    with workshop.transaction() as session:
        person = session.get_one(
            Person, (workshop.school, holder(session, workshop.school, Role.DEPUTY_HEAD, NOW.date()))
        )
        actor = system_actor("administrator", workshop.school)
        for number in (NUMBER, OTHER_NUMBER):
            xml = power_xml(about=ABOUT.replace(NUMBER, number), representative=given_to(person.name))
            files = PowerFiles(xml, b"a signature", b"")
            enter_power(session, actor, read_power(xml), person.id, files, NOW, workshop.entropy)
        session.flush()
        revoke_power(session, actor, NUMBER, "Уволена", NOW, workshop.entropy)
    publish(workshop, NOW)


def _grow(workshop: Workshop) -> None:
    """Events until the log has a whole tile, the level above it, and two partial tiles of one place."""
    for count in (TILE_WIDTH, 5):
        with workshop.transaction() as session:
            for number in range(count):
                _note(session, workshop, number)
        publish(workshop, NOW)


def _note(session: Session, workshop: Workshop, number: int) -> None:
    subject = {"record": "-", "location": "-", "source": str(number), "aside": None}
    kind = EventKind.REPLICA_REPAIRED
    append_event(session, workshop.school, kind, workshop.actor, NOW, subject, workshop.entropy)

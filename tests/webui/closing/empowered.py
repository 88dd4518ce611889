"""A small school whose teacher has a power of attorney, and signing with a qualified key as its plug-in does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from records.actor import system_actor
from records.school.tables import School
from retention.steps.question import put_answer, take_answers
from retention.workshop import Workshop
from signing.power import read_power
from signing.power_register import enter_power, revoke_power
from signing.power_signature import PowerFiles
from tests.flow.site import AT
from tests.signing.powers import ABOUT, NUMBER, OTHER_NUMBER, PRINCIPAL, Organisation, given_to, power_xml
from tests.webui.closing.desk import actor
from tests.webui.closing.own_key import Owner, answers, questions
from tests.webui.visitors import TEACHER


def giver(workshop: Workshop, folder: Path) -> Organisation:
    """An organisation that gives powers; the school trusts its authority."""
    organisation = Organisation.make(folder)
    organisation.authority.trusted_by(workshop.authority, AT)
    return organisation


def empowered(workshop: Workshop, folder: Path) -> Organisation:
    """Let the teacher have a power of such an organisation."""
    organisation = giver(workshop, folder)
    enter(workshop, organisation.gives(NUMBER, TEACHER), TEACHER)
    return organisation


def enter(workshop: Workshop, files: PowerFiles, name: str, at: datetime = AT) -> None:
    """Enter a power of that person, unjudged."""
    person, office = actor(workshop, name).person, system_actor("administrator", workshop.school)
    with workshop.transaction() as session:
        enter_power(session, office, read_power(files.xml), person, files, at, workshop.entropy)


def furnish_powers(workshop: Workshop, names: tuple[str, str]) -> None:
    """A register to look at: a power in force, and one that was revoked. Nobody signed them."""
    with workshop.reading() as session:
        by = PRINCIPAL.replace("МБОУ «Школа № 9»", escape(session.get_one(School, workshop.school).name))
    for number, name in zip((NUMBER, OTHER_NUMBER), names, strict=True):
        xml = power_xml(ABOUT.replace(NUMBER, number), principal=by, representative=given_to(name))
        enter(workshop, PowerFiles(xml, b"a signature", b""), name)
    revoke(workshop, OTHER_NUMBER)


def revoke(workshop: Workshop, number: str, at: datetime = AT) -> None:
    """End a power."""
    office = system_actor("administrator", workshop.school)
    with workshop.transaction() as session:
        revoke_power(session, office, number, "Сменил должность", at, workshop.entropy)


def sign_what_waits(workshop: Workshop, owner: Owner) -> None:
    """All that waits for the owner, signed."""
    given = answers(owner, questions(workshop, owner))
    with workshop.transaction() as session:
        take_answers(workshop, session, owner.actor, given, AT)
    for which in given:
        put_answer(workshop, which, AT)

"""A qualified signature under a power of attorney: named with the signature, kept in the bag, held against it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from sqlalchemy import select

from records.actor import system_actor
from records.digest import Json
from records.log.store import LogEvent
from records.school.tables import Person
from retention import powers
from retention.empowered import is_registered
from retention.workshop import Workshop
from signing.power import read_power
from signing.power_register import PowerOfAttorney, enter_power, power_under, revoke_power
from signing.request import SignatureRequest
from tests.flow.seeds import Seed
from tests.flow.site import AT, Site, letopis
from tests.signing.cms_making import attributes, made
from tests.signing.gost_authority import GostAuthority, Holder
from tests.signing.gost_people import Outsiders
from tests.signing.powers import ABOUT, HEAD, NUMBER, given_to, power_xml
from tests.signing.powers import head as organisation
from tests.webui.closing.conftest import reached, sign_all_round
from tests.webui.closing.desk import waiting
from tests.webui.closing.outside_key import authority, sign_with, trusted
from tests.webui.closing.test_report_pages import SCHEMA
from tests.webui.visitors import AUDITOR, OTHER_TEACHER, TEACHER, app_of, signed_in

OTHER_NUMBER = NUMBER.replace("4f1c", "5f1c")
NAMED = powers.names(NUMBER)


def person_id(workshop: Workshop, name: str) -> str:
    with workshop.reading() as session:
        return session.scalars(select(Person.id).where(Person.name == name)).one()


def signed(head: Holder, xml: bytes) -> bytes:
    """The head's detached signature, made the day before."""
    cms: bytes = made(head, attributes(head, xml, AT - timedelta(days=1))).dump()
    return cms


def empower(
    workshop: Workshop, head: Holder, number: str, name: str, about: str = ABOUT, at: datetime = AT
) -> None:
    """A power of that number for somebody, signed by the head and entered."""
    xml = power_xml(about=about.replace(NUMBER, number), representative=given_to(name))
    person, actor = person_id(workshop, name), system_actor("administrator", workshop.school)
    with workshop.transaction() as session:
        enter_power(session, actor, read_power(xml), person, (xml, signed(head, xml)), at, workshop.entropy)


def sign_under_power(site: Site) -> None:
    """A half-year in the archive: one teacher has a power, another one had; both sign with a qualified key."""
    outside = site.data.parent / "gost_under_power"
    gost = authority(outside / "ca")
    assert trusted(site, gost, outside / "files").code == 0
    with site.workshop() as workshop:
        head = gost.issue(HEAD)
        empower(workshop, head, NUMBER, TEACHER)
        empower(workshop, head, OTHER_NUMBER, OTHER_TEACHER)
        actor = system_actor("administrator", workshop.school)
        with workshop.transaction() as session:
            revoke_power(session, actor, OTHER_NUMBER, "Сменил должность", AT, workshop.entropy)
        seen = waiting(workshop)
        for name in (TEACHER, OTHER_TEACHER):
            holder, person = gost.issue(name), person_id(workshop, name)
            for record, file in seen[person].items():
                sign_with(workshop, person, record, file, holder)
    sign_all_round(site)


@pytest.fixture(scope="session")
def under_power_seed(cut_site_seed: Seed, seeds: Path) -> Seed:
    return reached(cut_site_seed, seeds, "under_power", sign_under_power)


@pytest.fixture
def archived(under_power_seed: Seed, tmp_path: Path) -> Site:
    return under_power_seed.copy(tmp_path / "school").site


def signatures(bag: Path) -> list[dict[str, Json]]:
    found: list[dict[str, Json]] = json.loads((bag / "data/record.json").read_bytes())["signatures"]
    return found


def bags(site: Site) -> list[Path]:
    """The bags of the records that were signed under a power."""
    every = (site.location("safe") / "records" / "2026").iterdir()
    return sorted(bag for bag in every if any("power" in one for one in signatures(bag)))


def checked(bag: Path, site: Site, tmp_path: Path) -> set[str]:
    """The codes of what `letopis check` finds, from the bag and the trust file alone."""
    trust = site.location("safe") / "registers/trust.pem"
    environ = {"LETOPIS_DATA": str(tmp_path / "nothing"), "LETOPIS_NOW": AT.isoformat()}
    ran = letopis(environ, "check", str(bag), "--json", "--trust", str(trust))
    return {one["code"] for one in ran.json["problems"]}


def test_the_power_goes_with_the_signature_into_row_event_and_bag(archived: Site) -> None:
    with archived.workshop() as workshop, workshop.reading() as session:
        rows = session.scalars(select(SignatureRequest)).all()
        under = {(one.person_id, one.power) for one in rows if one.power}
        told = [
            json.loads(body)["subject"].get("power")
            for body in session.scalars(select(LogEvent.body).where(LogEvent.kind == "record.signed"))
            if body
        ]
        row = session.get_one(PowerOfAttorney, (workshop.school, NUMBER))
        files = dict(zip(NAMED, (row.xml, row.cms), strict=True))
        own = {(row.person_id, NUMBER)}
    assert under == own
    assert set(told) == {None, NUMBER}
    assert bags(archived)
    for bag in bags(archived):
        assert {name: (bag / name).read_bytes() for name in NAMED} == files
        assert [one.get("power") for one in signatures(bag)] == [NUMBER, None]
        assert not list(bag.glob(f"power-{OTHER_NUMBER}*"))


def test_archive_and_bag_hold_without_findings(archived: Site, tmp_path: Path) -> None:
    ran = archived.run("verify", "--json")
    assert ([one for one in ran.json["problems"] if one["code"] != "audit.overdue"], ran.code) == ([], 0)
    for bag in bags(archived):
        assert checked(bag, archived, tmp_path) == set()


def test_the_report_names_the_power_on_page_in_json_and_in_print(archived: Site, tmp_path: Path) -> None:
    record = bags(archived)[0].name
    with app_of(archived) as app:
        place = f"/archive/record/{record}/signatures"
        auditor = signed_in(app, AUDITOR)
        assert NUMBER in auditor.get(f"/archive/record/{record}").text
        page, body = auditor.get(place).text, json.loads(auditor.get(f"{place}.json").data)
    SCHEMA.validate(body)
    paper = tmp_path / "report.pdf"
    ran = archived.run("print", "signature_report", "--record", record, "--draft", "--output", str(paper))
    assert ran.code == 0, ran.err
    done = subprocess.run(["pdftotext", "-raw", str(paper), "-"], capture_output=True, check=True)

    assert [one.get("power") for one in body["signatures"]] == [NUMBER, None]
    assert page.count(NUMBER) == 1
    assert NUMBER in "".join(done.stdout.decode().split())


def test_a_power_revoked_afterwards_leaves_what_was_signed(archived: Site) -> None:
    later = (AT + timedelta(hours=1)).isoformat()
    assert archived.run("power", "revoke", NUMBER, "--reason", "Уволена", now=later).code == 0
    assert archived.run("verify", now=later).code == 0


def spoiled(bag: Path, tmp_path: Path) -> Path:
    return shutil.copytree(bag, tmp_path / "spoiled")


@pytest.mark.parametrize("name", NAMED)
def test_a_bag_without_the_powers_files_is_told(archived: Site, tmp_path: Path, name: str) -> None:
    bag = spoiled(bags(archived)[0], tmp_path)
    (bag / name).unlink()
    assert "bag.power_missing" in checked(bag, archived, tmp_path)


def test_octets_that_nobody_signed_are_told(archived: Site, tmp_path: Path) -> None:
    bag = spoiled(bags(archived)[0], tmp_path)
    xml = bag / NAMED[0]
    xml.chmod(0o600)
    xml.write_bytes(xml.read_bytes().replace(b"2026-12-31", b"2027-12-31"))
    assert "signing.cms_document" in checked(bag, archived, tmp_path)


OUT_OF_TERM = ABOUT.replace("2026-01-12", "2026-05-27")


@pytest.mark.parametrize(
    ("number", "name", "about"),
    [(OTHER_NUMBER, TEACHER, ABOUT), (NUMBER, OTHER_TEACHER, ABOUT), (NUMBER, TEACHER, OUT_OF_TERM)],
    ids=["number", "person", "term"],
)
def test_another_power_in_its_place_is_told(
    archived: Site, tmp_path: Path, number: str, name: str, about: str
) -> None:
    bag = spoiled(bags(archived)[0], tmp_path)
    xml = power_xml(about=about.replace(NUMBER, number), representative=given_to(name))
    cms = signed(GostAuthority(tmp_path / "head", AT).issue(HEAD), xml)
    for file, body in zip(NAMED, (xml, cms), strict=True):
        (bag / file).chmod(0o600)
        (bag / file).write_bytes(body)
    assert "bag.power_unfit" in checked(bag, archived, tmp_path)


def test_the_register_says_whether_the_power_was_the_signers(archived: Site) -> None:
    with archived.workshop() as workshop, workshop.reading() as session:
        row = session.get_one(PowerOfAttorney, (workshop.school, NUMBER))
        request = session.scalars(select(SignatureRequest).where(SignatureRequest.power == NUMBER)).first()
        assert request is not None
        zone, tags = workshop.zone(session), dict(zip(NAMED, (row.xml, row.cms), strict=True))
        session.expunge_all()
    assert is_registered(row, request, zone, tags)
    assert not is_registered(None, request, zone, tags)
    assert not is_registered(row, request, zone, {NAMED[0]: row.xml})
    assert not is_registered(row, request, zone, {**tags, NAMED[1]: b"another"})
    for name, value in (
        ("registered_at", AT + timedelta(seconds=1)),
        ("revoked_at", AT - timedelta(seconds=1)),
        ("person_id", "somebody"),
        ("issued", date(2026, 5, 27)),
        ("until", date(2026, 5, 25)),
    ):
        stood = getattr(row, name)
        setattr(row, name, value)
        assert not is_registered(row, request, zone, tags), name
        setattr(row, name, stood)


def test_a_power_that_says_no_time_fits_no_signature() -> None:
    xml = power_xml(representative=given_to(TEACHER))
    used = powers.Used(NUMBER, TEACHER, None, "Europe/Moscow")
    assert [code for code, *_ in powers.faults(used, dict(zip(NAMED, (xml, b""), strict=True)))] == [
        "bag.power_unfit"
    ]
    damaged = list(
        powers.faults(replace(used, signed_at=AT), dict(zip(NAMED, (b"no xml", b""), strict=True)))
    )
    assert [code for code, *_ in damaged] == ["power.unreadable"]


def test_of_several_powers_the_last_registered_that_holds_on_every_day_is_taken(
    bare: Site, tmp_path: Path
) -> None:
    gost, of_school = authority(tmp_path / "gost"), Outsiders.make(tmp_path).issue(organisation()).certificate
    today, next_year = AT.date(), date(2027, 1, 1)
    with bare.workshop() as workshop:
        issued, own = gost.issue(HEAD), gost.issue(TEACHER).certificate
        empower(workshop, issued, NUMBER, TEACHER, ABOUT.replace("2026-12-31", "2027-12-31"))
        empower(workshop, issued, OTHER_NUMBER, TEACHER, at=AT + timedelta(hours=1))
        person, other = person_id(workshop, TEACHER), person_id(workshop, OTHER_TEACHER)

        def taken(whose: str, certificate: x509.Certificate, *days: date) -> str | None:
            with workshop.reading() as session:
                found = power_under(session, workshop.school, whose, certificate, days)
                return found.number if found else None

        assert taken(person, own, today) == OTHER_NUMBER
        assert taken(person, own, today, next_year) == NUMBER
        assert taken(person, own, today, date(2028, 1, 1)) is None
        assert taken(person, of_school, today) is None
        assert taken(other, own, today) is None

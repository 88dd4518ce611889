"""A qualified signature under a power of attorney: named with the signature, kept in the bag, held against it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from sqlalchemy import select

from records.digest import Json
from records.log.store import LogEvent
from retention import powers
from retention.empowered import is_registered
from signing.power import Power
from signing.power_register import PowerOfAttorney, power_under
from signing.power_signature import PowerFiles
from signing.request import SignatureRequest
from signing.trust import Trust, trust_from_pem
from tests.flow.seeds import Seed
from tests.flow.site import AT, Ran, Site, letopis
from tests.signing.gost_people import Wanted, needs_engine
from tests.signing.powers import ABOUT, NUMBER, OGRN, OTHER_NUMBER, Organisation, given_to, head, power_xml
from tests.webui.closing.conftest import reached, sign_all_round
from tests.webui.closing.desk import actor
from tests.webui.closing.empowered import empowered, enter, revoke, sign_what_waits
from tests.webui.closing.own_key import registered
from tests.webui.closing.test_report_pages import SCHEMA
from tests.webui.visitors import AUDITOR, OTHER_TEACHER, TEACHER, app_of, signed_in

pytestmark = needs_engine
NAMED = powers.names(NUMBER)


def sign_under_power(site: Site) -> None:
    """A half-year in the archive: one teacher has a power, another one had; both sign with a qualified key."""
    with site.workshop() as workshop:
        given_by = empowered(workshop, site.data.parent / "under_power")
        enter(workshop, given_by.gives(OTHER_NUMBER, OTHER_TEACHER), OTHER_TEACHER)
        revoke(workshop, OTHER_NUMBER)
        for name in (TEACHER, OTHER_TEACHER):
            own = given_by.authority.issue(Wanted.named(name))
            sign_what_waits(workshop, registered(workshop, actor(workshop, name), own))
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


def check(bag: Path, site: Site, tmp_path: Path, *words: str, known: bytes = b"") -> Ran:
    """What `letopis check` says, from the bag and the school's trust file alone, or with one more root in it."""
    trust = tmp_path / "trust.pem"
    trust.write_bytes((site.location("safe") / "registers/trust.pem").read_bytes() + known)
    environ = {"LETOPIS_DATA": str(tmp_path / "nothing"), "LETOPIS_NOW": AT.isoformat()}
    return letopis(environ, "check", str(bag), *words, "--trust", str(trust))


def checked(bag: Path, site: Site, tmp_path: Path, known: bytes = b"") -> dict[str, str]:
    """What `letopis check` finds: the words by their code."""
    problems = check(bag, site, tmp_path, "--json", known=known).json["problems"]
    return {one["code"]: one["detail"] for one in problems}


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
        files = dict(zip(NAMED, (row.xml, row.cms, row.issuers), strict=True))
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
        assert checked(bag, archived, tmp_path) == {}
        told = check(bag, archived, tmp_path)
        assert told.out.count(f"По доверенности (МЧД) {NUMBER}, выдана: МБОУ «Школа № 9», ОГРН {OGRN}.") == 1
        of = [one.get("power") for one in check(bag, archived, tmp_path, "--json").json["signatures"]]
        assert of == [{"number": NUMBER, "organisation": "МБОУ «Школа № 9»", "ogrn": OGRN}, None]


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


def put(bag: Path, files: PowerFiles) -> None:
    """Let these stand in the place of the power's own files."""
    for name, body in zip(NAMED, (files.xml, files.cms, files.issuers), strict=True):
        (bag / name).chmod(0o600)
        (bag / name).write_bytes(body)


@pytest.mark.parametrize("name", NAMED[:2])
def test_a_bag_without_the_powers_files_is_told(archived: Site, tmp_path: Path, name: str) -> None:
    bag = spoiled(bags(archived)[0], tmp_path)
    (bag / name).unlink()
    assert "bag.power_missing" in checked(bag, archived, tmp_path)


def test_octets_that_nobody_signed_are_told(archived: Site, tmp_path: Path) -> None:
    bag = spoiled(bags(archived)[0], tmp_path)
    xml = bag / NAMED[0]
    xml.chmod(0o600)
    xml.write_bytes(xml.read_bytes().replace(b"2026-12-31", b"2027-12-31"))
    assert "bag.power_unproven" in checked(bag, archived, tmp_path)


def test_a_forged_power_of_the_right_number_person_and_term_is_told(archived: Site, tmp_path: Path) -> None:
    """Signed by an organisation that nobody trusts, or by a trusted certificate that is no organisation's."""
    bag = spoiled(bags(archived)[0], tmp_path)
    forged = Organisation.make(tmp_path / "forged")
    put(bag, forged.gives(NUMBER, TEACHER))
    told = checked(bag, archived, tmp_path)["bag.power_unproven"]
    assert "Этим сертификатом нельзя подписывать" in told
    assert "bag.power_unproven" not in checked(bag, archived, tmp_path, forged.root)

    person = replace(forged, head=forged.authority.issue(head("")))
    put(bag, person.gives(NUMBER, TEACHER))
    assert "без ОГРН" in checked(bag, archived, tmp_path, forged.root)["bag.power_unproven"]


def test_no_damage_to_its_files_is_more_than_a_finding(tmp_path: Path) -> None:
    """Whatever octet is another: the XML never holds then, and nothing but a coded answer comes out."""
    given_by = Organisation.make(tmp_path / "organisation")
    files, trust = given_by.gives(NUMBER, TEACHER), trust_from_pem(given_by.root)
    used = powers.Used(NUMBER, TEACHER, AT, "Europe/Moscow")
    whole = dict(zip(NAMED, (files.xml, files.cms, files.issuers), strict=True))
    assert isinstance(powers.judge(used, whole, trust), Power)
    for name, body in whole.items():
        for place in range(0, len(body), 23):
            damaged = body[:place] + bytes([body[place] ^ 0x55]) + body[place + 1 :]
            found = powers.judge(used, {**whole, name: damaged}, trust)
            assert isinstance(found, Power) or found[0] in ("bag.power_unproven", "bag.power_unfit")
            assert name != NAMED[0] or not isinstance(found, Power)


OUT_OF_TERM = ABOUT.replace("2026-01-12", "2026-05-27")


@pytest.mark.parametrize(
    ("number", "name", "about"),
    [(OTHER_NUMBER, TEACHER, ABOUT), (NUMBER, OTHER_TEACHER, ABOUT), (NUMBER, TEACHER, OUT_OF_TERM)],
    ids=["number", "person", "term"],
)
def test_another_power_in_its_place_is_told(
    archived: Site, tmp_path: Path, number: str, name: str, about: str
) -> None:
    bag, other = spoiled(bags(archived)[0], tmp_path), Organisation.make(tmp_path / "other")
    put(bag, other.gives(number, name, about))
    assert "bag.power_unfit" in checked(bag, archived, tmp_path, other.root)


def test_the_register_says_whether_the_power_was_the_signers(archived: Site) -> None:
    with archived.workshop() as workshop, workshop.reading() as session:
        row = session.get_one(PowerOfAttorney, (workshop.school, NUMBER))
        request = session.scalars(select(SignatureRequest).where(SignatureRequest.power == NUMBER)).first()
        assert request is not None
        of = (row.xml, row.cms, row.issuers or b"")
        zone, tags = workshop.zone(session), dict(zip(NAMED, of, strict=True))
        session.expunge_all()
    assert is_registered(row, request, zone, tags)
    assert not is_registered(None, request, zone, tags)
    for name in NAMED:
        assert not is_registered(row, request, zone, {one: tags[one] for one in NAMED if one != name})
        assert not is_registered(row, request, zone, {**tags, name: b"another"})
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
    used, nobody = powers.Used(NUMBER, TEACHER, None, "Europe/Moscow"), Trust(())

    def code(used: powers.Used, xml: bytes) -> str:
        found = powers.judge(used, dict(zip(NAMED, (xml, b"", b""), strict=True)), nobody)
        assert not isinstance(found, Power)
        return found[0]

    assert code(used, xml) == "bag.power_unfit"
    assert code(replace(used, signed_at=AT), b"no xml") == "bag.power_unproven"


def test_of_several_powers_the_last_registered_that_holds_that_day_is_taken(
    bare: Site, tmp_path: Path
) -> None:
    next_year = date(2027, 1, 1)
    with bare.workshop() as workshop:
        giver = Organisation.make(tmp_path / "organisation")
        own = giver.authority.issue(Wanted.named(TEACHER)).certificate
        enter(workshop, giver.gives(NUMBER, TEACHER, ABOUT.replace("2026-12-31", "2027-12-31")), TEACHER)
        enter(workshop, giver.gives(OTHER_NUMBER, TEACHER), TEACHER, AT + timedelta(hours=1))
        person, other = actor(workshop, TEACHER).person, actor(workshop, OTHER_TEACHER).person

        def taken(whose: str, certificate: x509.Certificate, day: date) -> str | None:
            with workshop.reading() as session:
                found = power_under(session, workshop.school, whose, certificate, day)
                return found.number if found else None

        assert taken(person, own, AT.date()) == OTHER_NUMBER
        assert taken(person, own, next_year) == NUMBER
        assert taken(person, own, date(2028, 1, 1)) is None
        assert taken(person, giver.head.certificate, AT.date()) is None
        assert taken(other, own, AT.date()) is None

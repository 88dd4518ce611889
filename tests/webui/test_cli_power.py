"""`letopis power`: two files, the trust of this school, an answer in words or JSON; what is added is kept and ended."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from records.school.tables import Person, School
from tests.flow.site import AT, Ran, Site
from tests.signing.gost_people import Outsiders, needs_engine
from tests.signing.powers import HEAD, NUMBER, OGRN, PERSON, given_to, head, power_xml
from tests.webui.said import refusal

pytestmark = needs_engine


@pytest.fixture
def files(bare: Site, tmp_path: Path) -> tuple[str, str]:
    """A power and its signature by an authority that the school trusts."""
    outsiders = Outsiders.make(tmp_path)
    with bare.workshop() as workshop:
        outsiders.trusted_by(workshop.authority, AT)
    xml, signature = tmp_path / "ON_EMCHD.xml", tmp_path / "ON_EMCHD.xml.sig"
    xml.write_bytes(power_xml())
    signature.write_bytes(outsiders.issue(head()).sign(power_xml()))
    return str(xml), str(signature)


def of_staff(site: Site, files: tuple[str, str], tmp_path: Path) -> str:
    """The same power given to somebody of the small school; the name."""
    with site.workshop() as workshop, workshop.transaction() as session:
        name = session.scalars(select(Person.name).order_by(Person.name)).first()
        assert name
    xml = power_xml(representative=given_to(name))
    outsiders = Outsiders.make(tmp_path / "another")
    with site.workshop() as workshop:
        outsiders.trusted_by(workshop.authority, AT)
    Path(files[0]).write_bytes(xml)
    Path(files[1]).write_bytes(outsiders.issue(head()).sign(xml))
    return name


def checked(site: Site, files: tuple[str, str], *more: str) -> Ran:
    return site.run("power", "check", *files, *more)


def test_a_power_is_told_in_words_and_json(bare: Site, files: tuple[str, str]) -> None:
    told, ran = checked(bare, files, "--person", PERSON), checked(bare, files, "--json")
    assert (told.code, NUMBER in told.out, PERSON in told.out) == (0, True, True)
    assert (ran.json["principal"]["ogrn"], ran.json["until"]) == (OGRN, "2026-12-31")
    assert "526317984689" not in told.out + ran.out  # the person's numbers stay in the file


def test_each_refusal_is_one_message(bare: Site, files: tuple[str, str], tmp_path: Path) -> None:
    xml, signature = files
    assert refusal(checked(bare, files, "--person", HEAD)) == "power.other_person"
    assert refusal(checked(bare, (xml, str(tmp_path / "nowhere")))) == "power.file"
    assert refusal(checked(bare, (signature, xml))) == "power.unreadable"
    Path(xml).write_bytes(power_xml().replace("Анна".encode(), "Инна".encode()))
    assert refusal(checked(bare, files)) == "signing.cms_document"


def test_before_its_term_it_is_refused_by_its_days(
    bare: Site, files: tuple[str, str], tmp_path: Path
) -> None:
    later = power_xml().replace(b"2026-01-12", b"2026-05-27")
    outsiders = Outsiders.make(tmp_path / "other")
    with bare.workshop() as workshop:
        outsiders.trusted_by(workshop.authority, AT)
    Path(files[0]).write_bytes(later)
    Path(files[1]).write_bytes(outsiders.issue(head()).sign(later))
    assert refusal(checked(bare, files)) == "power.not_in_force"


def test_a_power_is_added_listed_and_revoked(bare: Site, files: tuple[str, str], tmp_path: Path) -> None:
    name = of_staff(bare, files, tmp_path)
    assert "Доверенностей нет" in bare.run("power", "list").out

    added = bare.run("power", "add", name, *files)
    assert (added.code, NUMBER in added.out, "31.12.2026" in added.out) == (0, True, True), added.err
    (listed,) = bare.run("power", "list", "--json").json["powers"]
    assert (listed["number"], listed["person"], listed["holds"]) == (NUMBER, name, True)
    assert (listed["principal"]["ogrn"], OGRN in bare.run("power", "list").out) == (OGRN, True)
    assert refusal(bare.run("power", "add", name, *files)) == "power.known"
    assert bare.run("verify").code == 0

    ended = bare.run("power", "revoke", NUMBER, "--reason", "Уволена")
    assert (ended.code, "Уволена" in ended.out) == (0, True), ended.err
    assert "отозвана" in bare.run("power", "list").out
    assert bare.run("power", "list", "--json").json["powers"][0]["holds"] is False
    assert refusal(bare.run("power", "revoke", NUMBER, "--reason", "Уволена")) == "power.ended"
    assert bare.run("verify").code == 0


def test_a_power_of_another_organisation_is_refused(
    bare: Site, files: tuple[str, str], tmp_path: Path
) -> None:
    name = of_staff(bare, files, tmp_path)
    with bare.workshop() as workshop, workshop.transaction() as session:
        session.get_one(School, workshop.school).policy = {"ogrn": "1027700132195"}
    assert refusal(checked(bare, files)) == "power.other_organisation"
    assert refusal(bare.run("power", "add", name, *files)) == "power.other_organisation"
    assert bare.run("power", "list", "--json").json == {"powers": []}


def test_what_is_not_to_be_added_leaves_nothing(bare: Site, files: tuple[str, str], tmp_path: Path) -> None:
    with bare.workshop() as workshop, workshop.transaction() as session:
        other = session.scalars(select(Person.name).order_by(Person.name.desc())).first()
        assert other
    assert refusal(bare.run("power", "add", other, *files)) == "power.other_person"
    assert refusal(bare.run("power", "add", "Никто Никак", *files)) == "person.unknown"
    name = of_staff(bare, files, tmp_path)
    Path(files[1]).write_bytes(b"no signature")
    assert bare.run("power", "add", name, *files).code != 0
    assert bare.run("power", "list", "--json").json == {"powers": []}

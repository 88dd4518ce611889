"""`letopis power check`: two files, the trust of this school, an answer in words or JSON; nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.site import AT, Ran, Site
from tests.signing.gost_people import Outsiders, needs_engine
from tests.signing.powers import HEAD, NUMBER, OGRN, PERSON, head, power_xml
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

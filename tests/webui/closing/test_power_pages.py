"""Whoever is about to sign with a certificate of their own sees under which power of attorney, or under none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask

from tests.signing.gost_people import Wanted, needs_engine
from tests.signing.powers import NUMBER, OGRN, Organisation
from tests.webui.closing.desk import actor, waiting
from tests.webui.closing.empowered import enter, giver
from tests.webui.closing.own_key import registered
from tests.webui.visitors import TEACHER, installation_of, person_id, signed_in
from webui.keys.words_powers import RU

pytestmark = [needs_engine, pytest.mark.usefixtures("cut_site")]


@pytest.fixture
def organisation(app: Flask, tmp_path: Path) -> Organisation:
    """Who gives powers; its authority is trusted."""
    return giver(installation_of(app).workshop, tmp_path / "organisation")


def test_whoever_signs_sees_the_power_before(app: Flask, organisation: Organisation) -> None:
    workshop, teacher = installation_of(app).workshop, signed_in(app, TEACHER)
    own = organisation.authority.issue(Wanted.named(TEACHER))
    registered(workshop, actor(workshop, TEACHER), own)
    seen = waiting(workshop)[person_id(app, TEACHER)]
    chosen = {"file": [f"{record}:{file}" for record, file in seen.items()]}

    page = teacher.post("/tasks/key", data=chosen).text
    assert (RU["without"] in page, NUMBER in page) == (True, False)
    assert RU["mine"] not in teacher.get("/keys").text

    enter(workshop, organisation.gives(NUMBER, TEACHER), TEACHER)
    page = teacher.post("/tasks/key", data=chosen).text
    assert [part in page for part in (RU["under"], NUMBER, "МБОУ «Школа № 9»", "31.12.2026")] == [True] * 4
    assert NUMBER in teacher.get("/keys").text
    certificate = own.certificate.fingerprint(SHA256()).hex()
    teacher.post("/tasks/key/files", data={**chosen, "certificate": certificate})
    assert teacher.get("/tasks/key/files").text.count(NUMBER) == len(seen)


def test_a_certificate_of_the_organisation_needs_no_power(app: Flask, organisation: Organisation) -> None:
    workshop, teacher = installation_of(app).workshop, signed_in(app, TEACHER)
    own = organisation.authority.issue(replace(Wanted.named(TEACHER), ogrn=OGRN))
    registered(workshop, actor(workshop, TEACHER), own)
    seen = waiting(workshop)[person_id(app, TEACHER)]
    page = teacher.post("/tasks/key", data={"file": [f"{one}:{file}" for one, file in seen.items()]}).text
    assert (RU["without"] in page, RU["under"] in page) == (False, False)

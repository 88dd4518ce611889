"""A teacher signs with a token: certified by a code from the office, asked by a file, answered by a file.

The token is SoftHSM 2, the command runs in a process that knows neither the school's data nor its database.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from sqlalchemy import select

from records.lifecycle import JobState
from retention.jobs.tables import Job
from retention.steps.asked import certificate_of, requests_of
from retention.steps.question import LASTS
from signing.enrolment import Held, revoke
from tests.contract import softhsm
from tests.flow.site import AT, Site
from tests.webui.clocks import MovingClock
from tests.webui.closing.desk import actor, sign_all, waiting, work
from tests.webui.closing.own_token import (
    OwnToken,
    asked,
    code_for,
    held_by,
    let_in,
    new_token,
    request_of,
    send_answer,
    send_request,
)
from tests.webui.visitors import OTHER_TEACHER, TEACHER, installation_of, person_id, signed_in

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def token(tmp_path: Path) -> OwnToken:
    return new_token(tmp_path / "desk")


@pytest.fixture
def teacher(app: Flask, cut_site: Site) -> FlaskClient:
    """The teacher, signed in; the first half-year waits."""
    return signed_in(app, TEACHER)


def jobs(app: Flask) -> list[tuple[str, str | None]]:
    with installation_of(app).workshop.reading() as session:
        return [(job.state, job.code) for job in session.scalars(select(Job).where(Job.kind == "sign"))]


def used(app: Flask, records: list[str]) -> set[str | None]:
    workshop = installation_of(app).workshop
    with workshop.reading() as session:
        return {certificate_of(requests_of(session, workshop.school, record)[0]) for record in records}


def spoiled(request: bytes, spoil: Callable[[dict[str, object]], object]) -> bytes:
    found = json.loads(request)
    spoil(found)
    return json.dumps(found).encode()


@pytest.mark.parametrize("kind", ["ec-p256", "ec-p384", "rsa-2048"])
def test_what_waits_is_signed_by_a_token_and_verifies(
    app: Flask, cut_site: Site, teacher: FlaskClient, token: OwnToken, kind: str
) -> None:
    records = list(waiting(installation_of(app).workshop)[person_id(app, TEACHER)])
    certificate = let_in(app, teacher, TEACHER, token, kind)
    answer = token.signed(asked(teacher))

    sent, _ = send_answer(teacher, answer)
    work(cut_site)

    assert (sent, set(jobs(app))) == (302, {(JobState.DONE.value, None)})
    assert (certificate.held, used(app, records)) == (Held.TOKEN, {certificate.sha256})
    for _ in range(2):  # those after her, with keys on the server
        sign_all(cut_site)
    verified = cut_site.run("verify", "--json")
    assert (verified.code, verified.json["problems"]) == (0, [])


def test_both_files_are_of_their_published_forms(app: Flask, teacher: FlaskClient, token: OwnToken) -> None:
    let_in(app, teacher, TEACHER, token)
    request = asked(teacher)

    for name, data in (("request", request), ("answer", token.signed(request))):
        published = json.loads((ROOT / "docs" / f"token-{name}-v1.schema.json").read_text("utf-8"))
        Draft202012Validator.check_schema(published)
        Draft202012Validator(published).validate(json.loads(data))


def test_the_command_shows_what_it_is_about_to_sign_and_asks(
    app: Flask, teacher: FlaskClient, token: OwnToken
) -> None:
    let_in(app, teacher, TEACHER, token)
    request = asked(teacher)
    (token.folder / "asked.json").write_bytes(request)
    (document, *_) = json.loads(request)["documents"]

    ran = token.run("sign", "asked.json", said="n\n")

    assert all(shown in ran.stdout for shown in (TEACHER, document["title"], document["file"]))
    assert ran.returncode != 0
    assert not (token.folder / "asked-signed.json").exists()
    assert token.run("sign", "asked.json", said="y\n").returncode == 0


def test_neither_file_nor_output_holds_the_pin(app: Flask, teacher: FlaskClient, token: OwnToken) -> None:
    let_in(app, teacher, TEACHER, token)
    (token.folder / "asked.json").write_bytes(asked(teacher))
    ran = token.run("sign", "asked.json", "--yes")

    files = [path for path in token.folder.iterdir() if path.is_file()]
    assert not any(softhsm.PIN.encode() in path.read_bytes() for path in files)
    assert softhsm.PIN not in ran.stdout + ran.stderr


def test_an_answer_is_written_over_no_file(app: Flask, teacher: FlaskClient, token: OwnToken) -> None:
    let_in(app, teacher, TEACHER, token)
    (token.folder / "asked.json").write_bytes(asked(teacher))
    (token.folder / "asked-signed.json").write_text("precious")

    assert "[output.exists]" in token.run("sign", "asked.json", "--yes").stderr
    assert (token.folder / "asked-signed.json").read_text() == "precious"


def test_the_command_refuses_by_code(
    app: Flask, teacher: FlaskClient, token: OwnToken, tmp_path: Path
) -> None:
    let_in(app, teacher, TEACHER, token)
    request = asked(teacher)
    late = (AT + LASTS + timedelta(seconds=1)).isoformat()
    another = installation_of(app).workshop.authority.root.public_bytes(Encoding.DER)
    other = base64.b64encode(another).decode()

    assert new_token(tmp_path / "other desk").refused(request) == "signing.key_missing"
    assert token.refused(request, pin="000000") == "signing.key_pin"
    assert token.refused(request, now=late) == "token.too_old"
    assert token.refused(request[:-40]) == "token.request"
    assert token.refused(b"\xff" * 40) == "token.request"
    assert token.refused(spoiled(request, lambda found: found.pop("until"))) == "token.request"
    assert token.refused(spoiled(request, lambda found: found.update(person="\x1b[2J"))) == "token.request"
    assert token.refused(spoiled(request, lambda found: found.update(documents=[]))) == "token.request"
    assert token.refused(spoiled(request, lambda found: found.update(documents=["x"]))) == "token.request"
    assert token.refused(spoiled(request, lambda found: found.update(certificate=other))) == "token.octets"


@pytest.mark.parametrize("octets", [b"pay a million", bytes.fromhex("3100"), b""])
def test_the_key_signs_nothing_but_signed_attributes(
    app: Flask, teacher: FlaskClient, token: OwnToken, octets: bytes
) -> None:
    let_in(app, teacher, TEACHER, token)

    def put(found: dict[str, list[dict[str, str]]]) -> None:
        found["documents"][0]["octets"] = base64.b64encode(octets).decode()

    assert token.refused(spoiled(asked(teacher), put)) == "token.octets"  # type: ignore[arg-type]


def test_an_answer_is_taken_once_and_of_its_own_person(
    app: Flask, teacher: FlaskClient, token: OwnToken
) -> None:
    let_in(app, teacher, TEACHER, token)
    answer = token.signed(asked(teacher))

    assert send_answer(signed_in(app, OTHER_TEACHER), answer) == (409, "sign.question")
    assert send_answer(teacher, answer)[0] == 302
    assert send_answer(teacher, answer) == (409, "sign.question")


def test_an_answer_that_comes_too_late_signs_nothing(
    app: Flask, clock: MovingClock, teacher: FlaskClient, token: OwnToken
) -> None:
    let_in(app, teacher, TEACHER, token)
    answer = token.signed(asked(teacher))
    clock.pass_by(LASTS + timedelta(seconds=1))

    assert send_answer(teacher, answer) == (409, "sign.question")
    assert jobs(app) == []


def test_the_answer_to_one_question_answers_no_other(
    app: Flask, clock: MovingClock, teacher: FlaskClient, token: OwnToken
) -> None:
    let_in(app, teacher, TEACHER, token)
    first = json.loads(token.signed(asked(teacher)))
    clock.pass_by(timedelta(seconds=1))
    second = json.loads(asked(teacher))
    first["signatures"] = {second["documents"][0]["id"]: next(iter(first["signatures"].values()))}

    assert send_answer(teacher, json.dumps(first).encode()) == (409, "signing.wrong_answer")
    assert jobs(app) == []


@pytest.mark.parametrize(
    "answer",
    [b"no answer", b"{}", b'{"schema": "letopis/token-answer/1", "signatures": {"x": 1}}', b"[" * 9999],
)
def test_what_is_no_answer_is_refused(teacher: FlaskClient, answer: bytes) -> None:
    assert send_answer(teacher, answer) == (400, "token.answer")


def test_a_form_without_its_file_is_told_so(teacher: FlaskClient) -> None:
    assert send_answer(teacher, b"") == (400, "request.file")
    assert send_request(teacher, b"") == (400, "request.file")


def test_a_token_that_is_revoked_is_asked_nothing_and_answers_nothing(
    app: Flask, teacher: FlaskClient, token: OwnToken
) -> None:
    let_in(app, teacher, TEACHER, token)
    answer = token.signed(asked(teacher))
    workshop = installation_of(app).workshop
    with workshop.transaction() as session:
        office, (row,) = actor(workshop, TEACHER), held_by(app, TEACHER)
        rows = [session.merge(row)]
        revoke(session, office, workshop.authority, rows, "lost", AT, workshop.entropy)

    assert send_answer(teacher, answer) == (409, "signing.key_revoked")


def test_a_request_for_a_certificate_is_taken_once_by_its_own_code(
    app: Flask, teacher: FlaskClient, token: OwnToken
) -> None:
    request = request_of(token, code_for(app, TEACHER))

    assert send_request(signed_in(app, OTHER_TEACHER), request) == (400, "key.code")
    assert send_request(teacher, request, label=" ") == (400, "key.label")
    assert send_request(teacher, request) == (302, "")
    assert send_request(teacher, request) == (400, "key.code")
    again = request_of(token, code_for(app, TEACHER))
    assert send_request(teacher, again) == (409, "key.certified")
    assert len(held_by(app, TEACHER)) == 1


def test_the_pages_tell_a_token_from_a_browser(app: Flask, teacher: FlaskClient, token: OwnToken) -> None:
    assert "/tasks/token" not in teacher.get("/tasks").text
    let_in(app, teacher, TEACHER, token)

    assert "/tasks/token" in teacher.get("/tasks").text
    assert "/tasks/sign" not in teacher.get("/tasks").text  # who holds a key signs with no other
    assert "на токене" in teacher.get("/keys").text

"""Signing by files: what is downloaded and uploaded, whose signature is whose, without a line of JavaScript."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from records.errors import LetopisError
from records.lifecycle import RecordState
from records.registers.tables import Record
from retention.steps.files import Open, matched
from retention.steps.question import LASTS
from retention.verify import verify_archive
from tests.flow.site import AT, Site
from tests.signing.gost_people import GostOwner, Outsiders, Wanted, needs_engine
from tests.webui.clocks import MovingClock
from tests.webui.closing.desk import DEPUTY, actor, sign_all, waiting, work
from tests.webui.closing.own_key import registered, trusted
from tests.webui.visitors import OTHER_TEACHER, TEACHER, installation_of, signed_in
from webui.closing.by_file import MOST
from webui.uploads import LONGEST

pytestmark = needs_engine
QUESTION = re.compile(r"/tasks/key/file\?question=([^\"]+)")


@pytest.fixture
def outsiders(app: Flask, tmp_path: Path) -> Outsiders:
    """The outside authority that the school trusts."""
    return trusted(installation_of(app).workshop, tmp_path / "outside")


@pytest.fixture
def deputy(app: Flask, cut_site: Site, outsiders: Outsiders) -> GostOwner:
    """The deputy head's certificate; the teachers have signed, and three records wait."""
    sign_all(cut_site)
    return with_certificate(app, outsiders, DEPUTY)


def with_certificate(app: Flask, outsiders: Outsiders, name: str) -> GostOwner:
    owner, workshop = outsiders.issue(Wanted.named(name)), installation_of(app).workshop
    registered(workshop, actor(workshop, name), owner)
    return owner


def files_of(app: Flask, name: str) -> list[str]:
    """What waits for this person, as the page of tasks sends it."""
    workshop = installation_of(app).workshop
    seen = waiting(workshop)[actor(workshop, name).person]
    return [f"{record}:{file}" for record, file in seen.items()]


def ask(client: FlaskClient, owner: GostOwner, files: list[str]) -> TestResponse:
    """Prepare the files."""
    return client.post("/tasks/key/files", data={"certificate": sha256_of(owner), "file": files})


def sha256_of(owner: GostOwner) -> str:
    return owner.certificate.fingerprint(SHA256()).hex()


def octets(client: FlaskClient) -> list[bytes]:
    """What is to be signed, in the order of the page."""
    found = QUESTION.findall(client.get("/tasks/key/files").text)
    return [client.get(f"/tasks/key/file?question={quote(one)}").data for one in found]


def upload(client: FlaskClient, *given: tuple[str, bytes]) -> TestResponse:
    """Send these files."""
    files = [(io.BytesIO(data), name) for name, data in given]
    return client.post("/tasks/key/files/answers", data={"signature": files})


def code_of(answer: TestResponse) -> str:
    code: str = re.findall(r"<code[^>]*>([a-z_]+\.[a-z_]+)</code>", answer.text)[0]
    return code


def states(app: Flask) -> list[str]:
    with installation_of(app).workshop.reading() as session:
        return sorted(session.scalars(select(Record.state)))


def test_a_half_year_is_signed_by_files(app: Flask, cut_site: Site, deputy: GostOwner) -> None:
    client = signed_in(app, DEPUTY)
    page = client.post("/tasks/key", data={"file": files_of(app, DEPUTY)}).text
    assert 'action="/tasks/key/files"' in page
    assert ask(client, deputy, files_of(app, DEPUTY)).headers["Location"] == "/tasks/key/files"

    answer = upload(client, *((f"{n}.sig", deputy.sign(one)) for n, one in enumerate(octets(client))))
    assert "/works/" in answer.headers["Location"]
    work(cut_site)
    assert states(app) == [RecordState.REPLICATED.value] * 3
    workshop = installation_of(app).workshop
    assert verify_archive(workshop, None, AT, lambda *_: None).problems == []
    assert client.get("/tasks/key/files").text.count("Скачать") == 0
    record = files_of_record(app)
    assert "КЭП" in client.get(f"/archive/record/{record}").text
    report = client.get(f"/archive/record/{record}/signatures").text
    assert "квалифицированная (КЭП)" in report
    assert "неквалифицированная (НЭП)" in report
    told = client.get(f"/archive/record/{record}/signatures.json").get_json()
    assert [one["certificate"]["qualified"] for one in told["signatures"]] == [False, True]
    assert "11223344595" not in repr(told)


def files_of_record(app: Flask) -> str:
    with installation_of(app).workshop.reading() as session:
        return str(session.scalars(select(Record.id)).first())


def test_all_of_it_goes_and_comes_in_one_archive(app: Flask, cut_site: Site, deputy: GostOwner) -> None:
    client = signed_in(app, DEPUTY)
    ask(client, deputy, files_of(app, DEPUTY))
    archive = zipfile.ZipFile(io.BytesIO(client.get("/tasks/key/files.zip").data))
    assert [name[:3] for name in archive.namelist()] == ["01 ", "02 ", "03 "]

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name in archive.namelist():  # programs leave the document beside its signature
            packed.writestr(name, archive.read(name))
            packed.writestr(f"папка/{name}.sig", deputy.sign(archive.read(name)))
    assert "/works/" in upload(client, ("подписи.zip", held.getvalue())).headers["Location"]
    work(cut_site)
    assert states(app) == [RecordState.REPLICATED.value] * 3


def test_what_lacks_its_signature_is_named_and_waits_on(
    app: Flask, cut_site: Site, deputy: GostOwner
) -> None:
    client = signed_in(app, DEPUTY)
    ask(client, deputy, files_of(app, DEPUTY))
    titles = re.findall(r'<th scope="row"><span lang="ru">([^<]+)<', client.get("/tasks/key/files").text)
    first = deputy.sign(octets(client)[0])

    page = client.get(upload(client, ("a.sig", first)).headers["Location"]).text
    assert all(title in page for title in titles[1:])
    assert len(octets(client)) == 2
    assert code_of(upload(client, ("a.sig", first))) == "sign.no_match"


def test_one_stranger_among_them_and_none_is_taken(app: Flask, deputy: GostOwner) -> None:
    client = signed_in(app, DEPUTY)
    ask(client, deputy, files_of(app, DEPUTY))
    given = [(f"{n}.sig", deputy.sign(one)) for n, one in enumerate(octets(client))]

    assert code_of(upload(client, *given, ("x.sig", deputy.sign(b"x")))) == "sign.no_match"
    assert code_of(upload(client, *given, given[0])) == "sign.two_match"
    assert len(octets(client)) == 3


def test_a_signature_by_another_certificate_is_refused(
    app: Flask, deputy: GostOwner, outsiders: Outsiders
) -> None:
    client = signed_in(app, DEPUTY)
    ask(client, deputy, files_of(app, DEPUTY))
    other = outsiders.issue(Wanted.named(DEPUTY))

    assert code_of(upload(client, ("a.sig", other.sign(octets(client)[0])))) == "signing.cms_certificate"


def test_what_waits_for_one_is_not_shown_to_another(app: Flask, cut_site: Site, outsiders: Outsiders) -> None:
    teacher, client = with_certificate(app, outsiders, TEACHER), signed_in(app, TEACHER)
    ask(client, teacher, files_of(app, TEACHER))
    (which,) = QUESTION.findall(client.get("/tasks/key/files").text)
    thief = signed_in(app, OTHER_TEACHER)

    assert QUESTION.findall(thief.get("/tasks/key/files").text) == []
    assert code_of(thief.get(f"/tasks/key/file?question={which}")) == "sign.question"
    assert code_of(upload(thief, ("a.sig", teacher.sign(octets(client)[0])))) == "sign.no_match"


def test_a_file_waits_a_quarter_of_an_hour(
    app: Flask, cut_site: Site, outsiders: Outsiders, clock: MovingClock
) -> None:
    teacher, client = with_certificate(app, outsiders, TEACHER), signed_in(app, TEACHER)
    ask(client, teacher, files_of(app, TEACHER))
    (given,) = octets(client)
    clock.pass_by(LASTS + timedelta(seconds=1))

    assert octets(client) == []
    assert code_of(upload(client, ("a.sig", teacher.sign(given)))) == "sign.no_match"


def test_a_record_that_is_prepared_twice_is_listed_once(
    app: Flask, cut_site: Site, outsiders: Outsiders, clock: MovingClock
) -> None:
    teacher, client = with_certificate(app, outsiders, TEACHER), signed_in(app, TEACHER)
    ask(client, teacher, files_of(app, TEACHER))
    (old,) = octets(client)
    clock.pass_by(timedelta(seconds=10))
    ask(client, teacher, files_of(app, TEACHER))
    (new,) = octets(client)

    assert old != new
    assert code_of(upload(client, ("a.sig", teacher.sign(old)))) == "sign.no_match"
    assert "/works/" in upload(client, ("a.sig", teacher.sign(new))).headers["Location"]


def test_nothing_ticked_goes_back_and_too_much_is_refused(app: Flask, cut_site: Site) -> None:
    client = signed_in(app, TEACHER)
    assert client.post("/tasks/key/files", data={}).headers["Location"] == "/tasks"
    many = [f"r{n}:0" for n in range(MOST + 1)]
    assert client.post("/tasks/key/files", data={"file": many}).status_code == 403


def test_no_damage_to_a_signature_is_more_than_a_refusal(tmp_path: Path) -> None:
    owner = Outsiders.make(tmp_path).issue(Wanted.named(TEACHER))
    whole, digest = owner.sign_digest(bytes(32)), bytes(32)
    waiting_one = Open("q", "r", "Алгебра", AT, digest, None)
    assert matched([waiting_one], [("a.sig", whole)]) == {"q": whole}

    for place in range(0, len(whole), 3):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        with suppress(LetopisError):  # what only the certificate's own bytes say is asked later
            assert matched([waiting_one], [("a.sig", damaged)]) == {"q": damaged}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\3\4 and then nothing", "upload.archive"),
        (b"no signature", "signing.cms_unreadable"),
        (bytes(LONGEST + 1), "upload.too_much"),
        (b"", "signing.cms_unreadable"),
    ],
)
def test_what_is_no_signature_is_said(app: Flask, cut_site: Site, data: bytes, code: str) -> None:
    assert code_of(upload(signed_in(app, TEACHER), ("a.sig", data))) == code


@pytest.mark.parametrize("many", [801, 1])
def test_an_archive_that_unpacks_to_too_much_is_refused(app: Flask, cut_site: Site, many: int) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(many):
            packed.writestr(f"{number}.sig", bytes(10 if many > 1 else 50_000_000))

    assert code_of(upload(signed_in(app, TEACHER), ("a.zip", held.getvalue()))) == "upload.too_much"


def test_an_archive_without_signatures_is_said(app: Flask, cut_site: Site) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("журнал.pdf", b"%PDF")

    assert code_of(upload(signed_in(app, TEACHER), ("a.zip", held.getvalue()))) == "upload.none"

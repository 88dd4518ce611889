"""The archive's pages: custody proven, files taken away, verification by job, names masked by order."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from records.digest import sha256
from tests.flow.site import Site
from tests.webui.closing.desk import work
from tests.webui.closing.pages import send, text_of
from tests.webui.visitors import AUDITOR, DIRECTOR, signed_in


def record_page(client: FlaskClient) -> str:
    """The address of a record's page in the archive."""
    return str(re.findall(r'href="(/archive/record/[^"/]+)"', client.get("/archive/records").text)[0])


def test_every_line_of_custody_is_proven(app: Flask, kept: Site) -> None:
    auditor = signed_in(app, AUDITOR)
    page = auditor.get(record_page(auditor)).text
    lines = re.findall(r"<li(?: class=proven)?><b>", page)
    assert len(lines) >= 9
    assert set(lines) == {"<li class=proven><b>"}


def test_custody_begins_with_the_draft_and_ends_in_the_locations(app: Flask, kept: Site) -> None:
    auditor = signed_in(app, AUDITOR)
    told = re.findall(
        r"<b>([^<]+)</b>", auditor.get(record_page(auditor)).text.partition('class="custody"')[2]
    )
    assert (told[0], told[-1]) == ("черновик подтверждён", "сохранён в хранилищах")


def test_the_auditor_takes_the_signed_file_away(app: Flask, kept: Site) -> None:
    auditor = signed_in(app, AUDITOR)
    place = record_page(auditor)
    digest = re.findall(r"[0-9a-f]{64}", auditor.get(place).text)[0]
    assert sha256(auditor.get(f"{place}/record.pdf").data) == digest


def test_the_bag_that_is_taken_away_has_every_file(app: Flask, kept: Site) -> None:
    auditor = signed_in(app, AUDITOR)
    data = auditor.get(f"{record_page(auditor)}/bag.zip").data
    names = {name.partition("/")[2] for name in ZipFile(BytesIO(data)).namelist()}
    assert names == {
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        "tagmanifest-sha512.txt",
        "data/record.pdf",
        "data/record.json",
    }


def test_the_auditor_verifies_everything_and_reads_the_report(app: Flask, kept: Site) -> None:
    auditor = signed_in(app, AUDITOR)
    check = send(auditor, "/archive", "verify").request.path
    work(kept)
    assert "Нарушений не найдено" in auditor.get(check).text


def test_the_auditor_verifies_a_sample_by_a_seed(app: Flask, kept: Site) -> None:
    auditor = signed_in(app, AUDITOR)
    check = send(auditor, "/archive", "verify", how="sample", share="50", seed="5 3 6 1, 26 мая").request.path
    work(kept)
    assert "Выборка: 2" in text_of(auditor.get(check).text)


@pytest.mark.parametrize(
    ("share", "seed", "code"),
    [
        ("50", "коротко", "sample.seed"),
        ("0", "достаточно", "sample.share"),
        ("x", "достаточно", "archive.share"),
    ],
)
def test_an_impossible_sample_is_refused_at_once(
    app: Flask, kept: Site, share: str, seed: str, code: str
) -> None:
    page = send(signed_in(app, AUDITOR), "/archive", "verify", how="sample", share=share, seed=seed)
    assert (page.status_code, code in page.text) == (400, True)


def test_a_damaged_copy_is_in_the_report(app: Flask, kept: Site) -> None:
    pdf = next((kept.location("safe") / "records").rglob("record.pdf"))
    pdf.write_bytes(pdf.read_bytes()[:-1])
    auditor = signed_in(app, AUDITOR)
    check = send(auditor, "/archive", "verify").request.path
    work(kept)
    assert "Найдены нарушения" in auditor.get(check).text


def test_the_matrix_says_what_is_there(app: Flask, kept: Site) -> None:
    assert text_of(signed_in(app, AUDITOR).get("/archive/expected").text).count(" есть ") >= 4


def test_the_checkpoint_is_the_logs_newest_head(app: Flask, kept: Site) -> None:
    note = signed_in(app, AUDITOR).get("/archive/checkpoint").data
    assert note == (kept.location("server") / "log" / "checkpoint").read_bytes()


def test_masked_roles_get_no_file(app: Flask, kept: Site) -> None:
    mask(kept)
    auditor = signed_in(app, AUDITOR)
    place = record_page(auditor)
    statuses = {auditor.get(f"{place}/{name}").status_code for name in ("record.pdf", "bag.zip")}
    assert statuses | {auditor.get(place.replace("/archive/record", "/file")).status_code} == {409}


def test_masked_roles_see_no_names(app: Flask, kept: Site) -> None:
    mask(kept)
    auditor = signed_in(app, AUDITOR)
    page = auditor.get(record_page(auditor)).text
    assert "Громова" not in page
    assert "сотрудник" in page


def mask(site: Site) -> None:
    """Let the school's order hide names from its auditors."""
    with site.owning() as engine, engine.begin() as connection:
        connection.exec_driver_sql("""UPDATE school SET policy = '{"masked_roles": ["auditor"]}'""")


def test_the_director_is_not_asked_before_the_class_teacher(app: Flask, kept: Site) -> None:
    assert "Сейчас вас ничего не ждёт" in signed_in(app, DIRECTOR).get("/tasks").text

"""The validation report of a record: page, JSON and paper, of a sound record and of a damaged one."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from records.digest import sha256
from records.documents.attachment import embedded_form
from tests.flow.site import Site
from tests.retention.verification.archive import flip
from tests.webui.closing.pages import text_of
from tests.webui.closing.test_archive_pages import mask, record_page
from tests.webui.visitors import AUDITOR, TEACHER, signed_in

ROOT = Path(__file__).parents[3]
SCHEMA = Draft202012Validator(
    json.loads((ROOT / "docs" / "signature-report-v1.schema.json").read_text("utf-8"))
)
NAME = "Громова"


@pytest.fixture
def auditor(app: Flask, kept: Site) -> FlaskClient:
    return signed_in(app, AUDITOR)


@pytest.fixture
def place(auditor: FlaskClient) -> str:
    """The address of the report on a record that a teacher and the deputy head signed."""
    record = record_page(auditor)
    assert f'href="{record}/signatures"' in auditor.get(record).text
    return f"{record}/signatures"


def pdf_of(site: Site, place: str, location: str) -> Path:
    """The signed file of the record in a location."""
    record = place.split("/")[3]
    return next(site.location(location).glob(f"records/*/{record}/data/record.pdf"))


def said(auditor: FlaskClient, place: str) -> Any:
    """The report as JSON, held to its schema."""
    body = json.loads(auditor.get(f"{place}.json").data)
    SCHEMA.validate(body)
    return body


def codes(body: Any) -> list[tuple[str, str]]:
    return [(one["code"], one["location"]) for one in body["problems"]]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)


def test_the_page_says_of_a_sound_record_who_signed_when_and_that_it_is_proven(
    auditor: FlaskClient, place: str
) -> None:
    page = text_of(auditor.get(place).text)
    for words in ("Все подписи действительны", NAME, "Орлов", "PAdES-B-LT", "letopis/algorithms/2"):
        assert words in page
    assert page.count("Подпись действительна: это доказано целиком.") == 2
    assert "Что найдено" not in page


def test_the_json_is_the_same_as_the_page_and_follows_its_schema(
    auditor: FlaskClient, place: str, kept: Site
) -> None:
    page, body = auditor.get(place).text, said(auditor, place)
    shown = [one["certificate"][key] for one in body["signatures"] for key in ("sha256", "serial")]
    shown += [anchor["sha256"] for anchor in body["trust_anchors"]]
    shown += [copy["sha256"] for copy in body["copies"]]
    assert [text for text in shown if text not in page] == []
    assert (body["verdict"]["indication"], body["problems"]) == ("TOTAL-PASSED", [])
    assert [one["role"] for one in body["signatures"]] == ["teacher", "deputy_head"]
    assert body["record"]["sealed"] == sha256(pdf_of(kept, place, "server").read_bytes())
    assert len(body["archive_timestamps"]) == 1


def test_a_damaged_copy_is_named_and_the_intact_one_judged(
    auditor: FlaskClient, place: str, kept: Site
) -> None:
    flip(pdf_of(kept, place, "server"))
    body, page = said(auditor, place), text_of(auditor.get(place).text)
    assert (codes(body), body["judged"]) == ([("file.changed", "server")], "safe")
    assert body["verdict"]["indication"] == "TOTAL-PASSED"
    assert "Не все копии целы" in page


def test_a_byte_flipped_in_every_copy_is_what_the_signatures_say(
    auditor: FlaskClient, place: str, kept: Site
) -> None:
    for location in ("server", "safe"):
        path = pdf_of(kept, place, location)
        data = bytearray(path.read_bytes())
        data[data.index(b"stream") + 40] ^= 1
        path.write_bytes(data)
    body, page = said(auditor, place), text_of(auditor.get(place).text)
    assert {("file.changed", "server"), ("file.changed", "safe")} < set(codes(body))
    assert ("signature.broken", "server") in codes(body)
    assert body["verdict"]["indication"] == "TOTAL-FAILED"
    assert "Подписанный файл негоден" in page


@pytest.mark.parametrize("left", [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_any_more_does_not_stop_the_page(
    auditor: FlaskClient, place: str, kept: Site, left: bytes
) -> None:
    for location in ("server", "safe"):
        pdf_of(kept, place, location).write_bytes(left)
    body = said(auditor, place)
    assert {("file.changed", "server"), ("file.changed", "safe")} <= set(codes(body))
    assert auditor.get(place).status_code == 200
    assert auditor.post(f"{place}.pdf").status_code == 200


def test_a_record_without_a_copy_has_a_report_that_says_so(
    auditor: FlaskClient, place: str, kept: Site
) -> None:
    for location in ("server", "safe"):
        pdf_of(kept, place, location).unlink()
    body = said(auditor, place)
    assert codes(body) == [("file.missing", "server"), ("file.missing", "safe")]
    assert (body["verdict"], body["judged"], body["signatures"]) == (None, None, [])
    assert "ни одна копия не читается" in auditor.get(place).text


def test_masked_roles_see_a_report_without_names(auditor: FlaskClient, place: str, kept: Site) -> None:
    mask(kept)
    page, data = auditor.get(place).text, auditor.get(f"{place}.json").data.decode()
    assert [name for name in (NAME, "Орлов") if name in page + data] == []
    assert {(one["signer"], one["certificate"]["subject"]) for one in said(auditor, place)["signatures"]} == {
        (None, None)
    }
    assert "скрыто по приказу" in page


def test_masked_roles_read_no_name_from_a_page_that_was_painted_over(
    auditor: FlaskClient, place: str, kept: Site
) -> None:
    mask(kept)
    for location in ("server", "safe"):
        flip(pdf_of(kept, place, location))
    assert NAME not in auditor.get(place).text + auditor.get(f"{place}.json").data.decode()


def test_masked_roles_get_no_paper(auditor: FlaskClient, place: str, kept: Site) -> None:
    mask(kept)
    assert auditor.post(f"{place}.pdf").status_code == 409


def test_the_report_is_issued_on_paper_under_a_code_of_its_own(
    auditor: FlaskClient, place: str, kept: Site, tmp_path: Path
) -> None:
    answer = auditor.post(f"{place}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    carried = json.loads(embedded_form(answer.data) or b"")
    assert (carried["form"], carried["value"]["record"]) == ("signature_report", place.split("/")[3])
    (tmp_path / "report.pdf").write_bytes(answer.data)
    found = kept.run("check", str(tmp_path / "report.pdf"), "--json")
    assert (found.code, found.json["pages"], found.json["problems"]) == (0, "agree", [])
    assert kept.run("check", "--code", found.json["code"], "--json").json["standing"] == "issued"


def test_the_command_line_prints_the_same_report_and_the_same_bytes_twice(
    auditor: FlaskClient, place: str, kept: Site, tmp_path: Path
) -> None:
    record = place.split("/")[3]
    files = [tmp_path / f"{number}.pdf" for number in range(2)]
    for path in files:
        ran = kept.run("print", "signature_report", "--record", record, "--draft", "--output", str(path))
        assert ran.code == 0, ran.err
    assert files[0].read_bytes() == files[1].read_bytes()
    done = subprocess.run(["pdftotext", "-raw", str(files[0]), "-"], capture_output=True, check=True)
    found = " ".join(done.stdout.decode().split())
    for words in ("TOTAL-PASSED", NAME, "Нарушений нет.", said(auditor, place)["trust_anchors"][0]["sha256"]):
        assert "".join(words.split()) in "".join(found.split())


def test_an_unknown_record_has_no_paper(kept: Site) -> None:
    ran = kept.run("print", "signature_report", "--record", "z" * 20)
    assert (ran.code, "record.unknown" in ran.err) == (2, True)


def test_a_record_that_waits_for_signatures_has_no_report(app: Flask, cut_site: Site) -> None:
    auditor = signed_in(app, AUDITOR)
    record = record_page(auditor)
    assert f"{record}/signatures" not in auditor.get(record).text
    answer = auditor.get(f"{record}/signatures")
    assert (answer.status_code, "report.not_kept" in answer.text) == (409, True)


def test_whoever_may_not_read_the_archive_sees_no_report(app: Flask, kept: Site, place: str) -> None:
    assert signed_in(app, TEACHER).get(place).status_code == 403


def test_the_page_speaks_english(auditor: FlaskClient, place: str, kept: Site) -> None:
    flip(pdf_of(kept, place, "server"))
    page = auditor.get(f"{place}?lang=en").text
    shown = re.sub(
        r'<(\w+)[^>]* lang="ru".*?</\1>', "", page.partition("<main")[2].partition("</main>")[0], flags=re.S
    )
    assert re.findall("[а-яё]+", shown, re.IGNORECASE) == []
    assert "the file was changed: its digest differs" in page


def test_another_file_in_place_of_the_record_has_no_archive_timestamp_to_show(
    auditor: FlaskClient, place: str, kept: Site
) -> None:
    for location in ("server", "safe"):
        flip(pdf_of(kept, place, location))
    assert "не читался: файл не тот, что записан" in auditor.get(place).text
    carried = json.loads(embedded_form(auditor.post(f"{place}.pdf").data) or b"")
    assert carried["value"]["archive_timestamp"] == "не читался: файл не тот, что записан"

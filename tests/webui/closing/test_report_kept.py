"""A report that is a record, in the archive: its pages, its dossier, its copies, what finds it and what it leads to."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from records.closing.snapshot import parse
from records.closing.tables import SnapshotRow
from records.registers.record import get_record
from retention.sealed import read_sealed
from retention.verification.reports import check_report
from retention.workshop import Workshop
from tests.flow.site import Site
from tests.retention.verification.archive import flip
from tests.webui.closing.declining import findings, states
from tests.webui.closing.desk import sign_all, work
from tests.webui.closing.ordering import archived, body_of, id_of, order
from tests.webui.closing.test_archive_pages import record_page
from tests.webui.closing.test_report_pages import pdf_of
from tests.webui.visitors import AUDITOR, DEPUTY, DIRECTOR, signed_in


@pytest.fixture
def workshop(kept: Site) -> Iterator[Workshop]:
    with kept.workshop() as opened:
        yield opened


def test_its_pages_say_what_it_found_and_check_agrees_with_them(
    app: Flask, kept: Site, workshop: Workshop, tmp_path: Path
) -> None:
    _, report = archived(app, kept)
    file = tmp_path / "report.pdf"
    file.write_bytes(read_sealed(workshop, id_of(report)).pdf)
    trust = kept.location("safe") / "registers" / "trust.pem"
    found = kept.run("check", str(file), "--trust", str(trust), "--json")
    assert (found.code, found.json["pages"], found.json["problems"]) == (0, "agree", [])
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    squeezed = "".join(text.stdout.decode().split())
    for words in (
        "Отчёт о проверке электронных подписей",
        "TOTAL-PASSED. Все подписи действительны",
        "PAdES-B-LTA, неквалифицированная (НЭП), RSA 2048, SHA-256",
        "Громова Мария Ивановна, Учитель",
        "letopis/algorithms/2",
        "Нарушений нет.",
    ):
        assert "".join(words.split()) in squeezed, words


def test_it_is_kept_with_what_it_judges_and_no_longer(app: Flask, kept: Site, workshop: Workshop) -> None:
    record, report = archived(app, kept)
    with workshop.reading() as session:
        judged, made = (get_record(session, workshop.school, id_of(place)) for place in (record, report))
        assert (made.dossier_id, made.class_id, made.year_id) == (
            judged.dossier_id,
            judged.class_id,
            judged.year_id,
        )


def test_record_and_report_lead_to_each_other(app: Flask, kept: Site) -> None:
    record, report = archived(app, kept)
    auditor = signed_in(app, AUDITOR)
    page = auditor.get(record).text
    assert page.count(f'href="{report}"') == 2  # the list, and the time line
    assert "заказан отчёт о подписях" in page
    assert f'href="{record}"' in auditor.get(report).text
    assert "Отчёт о проверке подписей от" in auditor.get("/archive/records").text


def test_a_report_can_itself_be_judged_and_that_kept(app: Flask, kept: Site, workshop: Workshop) -> None:
    _, report = archived(app, kept)
    second = order(signed_in(app, DIRECTOR), report)
    work(kept)
    sign_all(kept)
    assert states(workshop, id_of(second)) == ("replicated", "signed")
    assert findings(workshop) == []


def test_a_report_on_a_damaged_copy_keeps_what_was_found(app: Flask, kept: Site, workshop: Workshop) -> None:
    deputy = signed_in(app, DEPUTY)
    record = record_page(deputy)
    path = pdf_of(kept, f"{record}/s", "server")
    whole = path.read_bytes()
    flip(path)
    report = order(deputy, record)
    path.write_bytes(whole)
    work(kept)
    sign_all(kept)
    [problem] = body_of(workshop, id_of(report))["report"]["problems"]
    assert (problem["code"], problem["location"]) == ("file.changed", "server")
    assert findings(workshop) == []


@pytest.mark.parametrize("column", ["identity", "dossier_id", "kind"])
def test_a_report_that_the_catalogue_lets_speak_of_something_else_is_found(
    app: Flask, kept: Site, workshop: Workshop, column: str
) -> None:
    record, report = archived(app, kept)
    with workshop.reading() as session:
        row = get_record(session, workshop.school, id_of(report))
        judged = get_record(session, workshop.school, id_of(record))
        stored = parse(session.get_one(SnapshotRow, (workshop.school, row.id)).body)
        assert list(check_report(session, row, stored)) == []
        setattr(judged if column == "kind" else row, column, "other")
        with session.no_autoflush:
            [problem] = check_report(session, row, stored)
        session.rollback()
    assert (problem.code, column.removesuffix("_id") in problem.en) == ("report.contradicted", True)


@pytest.mark.parametrize("form", ["file_registry", "electronic_inventory", "presence_act"])
def test_the_papers_of_its_dossier_name_it(
    app: Flask, kept: Site, workshop: Workshop, form: str, tmp_path: Path
) -> None:
    _, report = archived(app, kept)
    of = ("--class", "9А") if form == "file_registry" else ()
    ran = kept.run("print", form, *of, "--draft", "--output", str(tmp_path / "paper.pdf"))
    assert ran.code == 0, ran.err
    if form == "file_registry":
        text = subprocess.run(
            ["pdftotext", "-raw", str(tmp_path / "paper.pdf"), "-"], capture_output=True, check=True
        )
        assert id_of(report) in "".join(text.stdout.decode().split())


def test_search_finds_it_by_the_words_of_its_title(app: Flask, kept: Site) -> None:
    _, report = archived(app, kept)
    found = signed_in(app, AUDITOR).get("/search", query_string={"q": "отчёт проверке"}).text
    assert f'href="{report}"' in found


def test_a_bag_of_a_report_says_what_it_is(app: Flask, kept: Site) -> None:
    _, report = archived(app, kept)
    [bag] = kept.location("safe").glob(f"records/*/{id_of(report)}")
    trust = kept.location("safe") / "registers" / "trust.pem"
    found = kept.run("check", str(bag), "--trust", str(trust), "--json")
    assert (found.code, found.json["title"].startswith("отчёт о подписях: Журнал:")) == (0, True)


def test_a_damaged_copy_of_a_report_is_found_and_repaired(app: Flask, kept: Site, workshop: Workshop) -> None:
    _, report = archived(app, kept)
    flip(pdf_of(kept, f"{report}/s", "server"))
    assert "file.changed" in findings(workshop)
    assert kept.run("repair").code == 0
    assert findings(workshop) == []

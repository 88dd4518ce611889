"""Commands of the closing chain, on the small school."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.site import Site
from tests.flow.small import INCOMPLETE, NAME, TEACHER, Gap, write_workbook
from tests.webui.said import refusal
from tests.webui.test_demo import site_in

FIRST = ("--class", NAME, "--period", "1")


@pytest.fixture
def incomplete(tmp_path: Path) -> Site:
    """One class imported in which a pupil has no mark for the first half-year."""
    site = site_in(tmp_path / "incomplete")
    site.run("demo", "--empty")
    site.run("import", str(write_workbook(tmp_path / "9А.xlsx", Gap.MARK)))
    return site


def titles(site: Site) -> list[str]:
    return sorted(record["title"] for record in site.run("records", "--json").json)


def test_cutoff_of_a_subject_makes_its_record(bare: Site) -> None:
    ran = bare.run("cutoff", *FIRST, "--subject", "Алгебра")
    assert (ran.code, titles(bare)) == (0, ["Журнал: Алгебра, 9А, I полугодие"])


def test_cutoff_says_how_many_records_it_made(bare: Site) -> None:
    assert bare.run("cutoff", *FIRST).out == "9А, I полугодие: документов 3.\n"


def test_cutoff_repeated_makes_no_second_record(autumn: Site) -> None:
    ran = autumn.run("cutoff", *FIRST)
    assert (ran.code, len(titles(autumn))) == (0, 3)


def test_readiness_names_what_stands_in_the_way(incomplete: Site) -> None:
    ran = incomplete.run("readiness", *FIRST)
    assert (ran.code, ran.out.count("НУЖНО:")) == (1, 1)
    assert f"НУЖНО: {INCOMPLETE}, 9А, I полугодие: " in ran.out


def test_a_class_that_is_ready_is_said_to_be(bare: Site) -> None:
    ran = bare.run("readiness", *FIRST)
    assert (ran.code, "мешает закрытию: 0" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--class", "9Б", "--period", "1"), "class.not_named"),
        (("--class", NAME, "--year", "2024/2025", "--period", "1"), "class.not_named"),
        (("--class", NAME, "--period", "7"), "period.unknown"),
        ((*FIRST, "--subject", "Химея"), "journal.none"),
    ],
)
@pytest.mark.parametrize("command", ["cutoff", "draft"])
def test_what_is_not_there_is_named(
    bare: Site, tmp_path: Path, command: str, words: tuple[str, ...], code: str
) -> None:
    if command == "draft":
        words = (*words, "--output", str(tmp_path)) + (() if "--subject" in words else ("--subject", "x"))
    ran = bare.run(command, *words)
    assert (ran.code, refusal(ran)) == (2, code)


def test_the_name_of_a_class_may_be_written_small(bare: Site) -> None:
    assert bare.run("readiness", "--class", "9а", "--period", "1").code == 0


def test_a_draft_is_a_pdf_with_its_digest(bare: Site, tmp_path: Path) -> None:
    ran = bare.run("draft", *FIRST, "--subject", "Алгебра", "--output", str(tmp_path / "drafts"))
    (file,) = (tmp_path / "drafts").iterdir()
    assert (ran.code, file.read_bytes()[:5]) == (0, b"%PDF-")
    assert ran.out.startswith(f"{file}  sha256 ")


def test_a_draft_closes_nothing(bare: Site, tmp_path: Path) -> None:
    bare.run("draft", *FIRST, "--subject", "Алгебра", "--output", str(tmp_path))
    assert titles(bare) == []


def test_the_year_is_closed_with_journal_and_summary_sheet(autumn: Site) -> None:
    ran = autumn.run("close-year", "--all")
    assert (ran.code, ran.out) == (0, "9А: год закрыт, документов 8.\n")
    assert {"Классный журнал 9А, 2025/2026", "Сводная ведомость 9А, 2025/2026"} < set(titles(autumn))


@pytest.mark.parametrize("words", [(), ("--class", NAME, "--all")])
def test_either_a_class_or_all_of_them_is_closed(bare: Site, words: tuple[str, ...]) -> None:
    assert refusal(bare.run("close-year", *words)) == "closing.which"


def test_a_year_that_is_not_there_is_not_closed(bare: Site) -> None:
    assert refusal(bare.run("close-year", "--all", "--year", "1999/2000")) == "year.unknown"


def test_a_document_that_is_not_there_is_not_signed(bare: Site) -> None:
    assert refusal(bare.run("sign", "нет", "--as", TEACHER)) == "record.unknown"


def test_nobody_signs_who_does_not_work_here(autumn: Site) -> None:
    record = autumn.run("records", "--json").json[0]["id"]
    assert refusal(autumn.run("sign", record, "--as", "Петров Иван")) == "person.unknown"


def test_nobody_signs_out_of_turn(autumn: Site) -> None:
    record = autumn.run("records", "--json").json[0]["id"]
    assert refusal(autumn.run("sign", record, "--as", TEACHER)) == "sign.not_your_turn"


def test_a_period_of_every_class_is_closed_in_one_command(bare: Site) -> None:
    ran = bare.run("cutoff", "--all", "--period", "1", "--workers", "1")
    assert (ran.code, "9А, I полугодие: документов 3." in ran.out) == (0, True)


@pytest.mark.parametrize("words", [(), ("--class", "9А", "--all")])
def test_a_cutoff_of_nothing_or_of_both_says_what_to_give(bare: Site, words: tuple[str, ...]) -> None:
    assert refusal(bare.run("cutoff", "--period", "1", *words)) == "closing.which"

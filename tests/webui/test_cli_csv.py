"""Reports as a table for Excel and LibreOffice: what stands in it, and what becomes of names that are formulas."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.flow.site import Site
from tests.flow.small import NAME, TEACHER, Gap, write_workbook
from tests.webui.said import refusal
from tests.webui.test_demo import site_in

FIRST = ("--class", NAME, "--period", "1")
LINK = '=HYPERLINK("http://x";"9А")'
CALC = "@SUM(1+1)*cmd|' /C calc'!A0"
COMMANDS = [("records",), ("readiness", *FIRST), ("due",), ("summary", "--class", NAME)]


def exported(site: Site, *words: str) -> bytes:
    """What `letopis WORDS --csv` writes, byte for byte, in a terminal that knows no Russian."""
    return subprocess.run(
        [sys.executable, "-c", "from webui.cli import main; main()", *words, "--csv"],
        env=os.environ | site.environ() | {"PYTHONIOENCODING": "ascii"},
        stdout=subprocess.PIPE,
        check=False,
        timeout=120,
    ).stdout


def table(site: Site, *words: str) -> list[dict[str, str]]:
    written = exported(site, *words).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(written, newline=""), delimiter=";"))


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_the_table_begins_with_the_mark_of_its_encoding_and_russian_headings(
    autumn: Site, words: tuple[str, ...]
) -> None:
    head, _, rest = exported(autumn, *words).decode().partition("\r\n")
    assert (head[0], head[1] in "НМИЛ№", head.isascii(), rest.endswith("\r\n") or not rest) == (
        "\ufeff",
        True,
        False,
        True,
    )


def test_records_are_rows_with_dates_as_russians_write_them(autumn: Site) -> None:
    autumn.run("close-year", "--class", NAME)
    rows = {row["Документ"]: row for row in table(autumn, "records")}
    row = rows["Классный журнал 9А, 2025/2026"]
    assert (row["Класс"], row["Редакция"], row["Стадия"], row["Подписей"], row["Хранить до"]) == (
        *("9А", "1", "сохранён", "3", "31.12.2031"),
    )


def test_the_table_and_json_name_the_same_records(autumn: Site) -> None:
    listed = [(r["id"], r["locations"][0]["path"]) for r in autumn.run("records", "--json").json]
    assert [(r["Номер"], r["Папки"].split(", ")[0]) for r in table(autumn, "records")] == listed


def test_terms_are_rows_with_the_day_from_which_an_act_may_name_the_dossier(autumn: Site) -> None:
    autumn.run("close-year", "--class", NAME)
    found = {row["Хранить до"]: row["В акт не ранее"] for row in table(autumn, "due")}
    assert found == {"31.12.2031": "01.01.2032", "31.12.2051": "01.01.2052"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_table_and_json_at_once_are_refused(autumn: Site, command: tuple[str, ...]) -> None:
    ran = autumn.run(*command, "--csv", "--json")
    assert (ran.code, refusal(ran)) == (2, "cli.json_or_csv")


@pytest.fixture
def mocking(tmp_path: Path) -> Site:
    """A class and a teacher whose names are formulas; a mark is missing."""
    site = site_in(tmp_path / "mocking")
    site.run("demo", "--empty")
    site.run("import", str(write_workbook(tmp_path / "9А.xlsx", Gap.MARK)))
    with site.owning() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE school_class SET name = :name"), {"name": LINK})
        connection.execute(
            text("UPDATE person SET name = :name WHERE name = :old"), {"name": CALC, "old": TEACHER}
        )
    return site


def test_a_teacher_whose_name_is_a_formula_is_shielded(mocking: Site) -> None:
    (row,) = table(mocking, "readiness", "--class", LINK, "--period", "1")
    assert (row["Мешает закрытию"], row["Чьё"], row["Срок"]) == ("да", f"'{CALC}", "27.12.2025")


def test_a_class_whose_name_is_a_formula_is_shielded_behind_the_comma_too(mocking: Site) -> None:
    (row,) = table(mocking, "readiness", "--class", LINK, "--period", "1")
    assert row["Где"].startswith(f"Алгебра,' {LINK}, I полугодие")


def test_a_class_whose_name_is_a_formula_is_shielded_in_records_and_terms(mocking: Site) -> None:
    assert mocking.run("cutoff", "--class", LINK, "--period", "1", "--reason", "проверка").code == 0
    assert {row["Класс"] for row in table(mocking, "records")} == {f"'{LINK}"}

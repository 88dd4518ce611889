"""The command `summary`, on the small school: the sheet of today as PDF, CSV and JSON, closing nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.flow.site import Site
from tests.flow.small import NAME
from tests.records.documents.samples import extract_text
from tests.webui.said import refusal

CLASS = ("--class", NAME)


def table(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig")), delimiter=";"))


def test_the_sheet_of_a_class_is_a_watermarked_draft(bare: Site, tmp_path: Path) -> None:
    file = tmp_path / "9А.pdf"
    ran = bare.run("summary", *CLASS, "--output", str(file))
    text = extract_text(file.read_bytes(), tmp_path)
    assert (ran.code, ran.out) == (0, f"9А: {file}\n")
    assert "Сводная ведомость учёта успеваемости" in text
    assert "Проект, по состоянию на" in text


def test_the_decisions_stand_on_the_sheet(bare: Site, tmp_path: Path) -> None:
    file = tmp_path / "9А.pdf"
    bare.run("summary", *CLASS, "--output", str(file))
    assert "оставлена на повторное" in extract_text(file.read_bytes(), tmp_path)


def test_the_table_has_a_row_for_each_pupil(bare: Site, tmp_path: Path) -> None:
    bare.run("summary", *CLASS, "--csv", "--output", str(tmp_path / "9А.csv"))
    rows = table(tmp_path / "9А.csv")
    assert [row[1].split()[0] for row in rows[1:]] == ["Абрамов", "Лебедев", "Соколова", "Юдина"]
    assert rows[4][-3:] == ["оставлена на повторное обучение", "№ 6", "25.05.2026"]


def test_the_json_of_a_class_is_one_sheet(bare: Site) -> None:
    found = bare.run("summary", *CLASS, "--json").json
    assert (found["class"]["name"], len(found["pupils"])) == (NAME, 4)


def test_the_json_of_all_classes_is_a_list(bare: Site) -> None:
    found = bare.run("summary", "--all", "--json").json
    assert [sheet["class"]["name"] for sheet in found] == [NAME]


@pytest.mark.parametrize(("words", "ending"), [((), "pdf"), (("--csv",), "csv")])
def test_every_class_gets_a_file_in_the_folder(
    bare: Site, tmp_path: Path, words: tuple[str, ...], ending: str
) -> None:
    ran = bare.run("summary", "--all", "--output", str(tmp_path / "лист" / "2026"), *words)
    (file,) = (tmp_path / "лист" / "2026").iterdir()
    assert (ran.code, file.name) == (0, f"Сводная-9А-2025-2026.{ending}")


def test_the_folder_of_one_class_takes_its_file(bare: Site, tmp_path: Path) -> None:
    bare.run("summary", *CLASS, "--output", str(tmp_path))
    assert [file.name for file in tmp_path.glob("*.pdf")] == ["Сводная-9А-2025-2026.pdf"]


def test_a_file_that_is_there_is_kept(bare: Site, tmp_path: Path) -> None:
    file = tmp_path / "9А.pdf"
    file.write_text("дорогое", "utf-8")
    ran = bare.run("summary", *CLASS, "--output", str(file))
    assert (refusal(ran), file.read_text("utf-8")) == ("output.exists", "дорогое")


def test_a_file_is_replaced_by_force(bare: Site, tmp_path: Path) -> None:
    file = tmp_path / "9А.pdf"
    file.write_text("старое", "utf-8")
    assert bare.run("summary", *CLASS, "--output", str(file), "--force").code == 0
    assert file.read_bytes()[:5] == b"%PDF-"


def test_a_folder_that_cannot_be_made_is_told(bare: Site, tmp_path: Path) -> None:
    (tmp_path / "файл").write_text("", "utf-8")
    ran = bare.run("summary", "--all", "--output", str(tmp_path / "файл" / "папка"))
    assert refusal(ran) == "output.unwritable"


def test_json_goes_to_no_file(bare: Site, tmp_path: Path) -> None:
    ran = bare.run("summary", *CLASS, "--json", "--output", str(tmp_path / "x"))
    assert refusal(ran) == "summary.json_output"


@pytest.mark.parametrize("words", [(), (*CLASS, "--all")])
def test_either_a_class_or_all_of_them_is_asked_for(bare: Site, words: tuple[str, ...]) -> None:
    assert refusal(bare.run("summary", *words)) == "closing.which"


def test_a_sheet_closes_nothing(bare: Site, tmp_path: Path) -> None:
    bare.run("summary", *CLASS, "--output", str(tmp_path / "9А.pdf"))
    assert bare.run("records", "--json").json == []

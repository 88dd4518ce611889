"""Commands that make an installation and fill it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets
from tests.flow.site import Site
from tests.flow.small import write_workbook
from tests.webui.said import refusal
from tests.webui.test_demo import site_in
from webui.cli import setup

WRONG = Path(__file__).resolve().parents[1] / "samples" / "с-ошибками.xlsx"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "9А.xlsx")


@pytest.fixture
def new(tmp_path: Path) -> Site:
    """A demo installation without a class."""
    site = site_in(tmp_path / "new")
    assert site.run("demo", "--empty").code == 0
    return site


def journals(site: Site) -> int:
    with site.owning() as engine, engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


def test_demo_says_where_it_made_the_installation(tmp_path: Path) -> None:
    site = site_in(tmp_path / "new")
    assert site.run("demo", "--empty").out == f"Учебная установка создана: {site.data}\n"


def test_demo_repeated_says_that_it_is_there(new: Site) -> None:
    ran = new.run("demo", "--empty")
    assert (ran.code, "уже есть" in ran.out) == (0, True)


def test_demo_loads_its_classes(new: Site, workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "SAMPLES", workbook.parent)
    monkeypatch.setattr(setup, "DEMO_CLASSES", (workbook.name,))
    assert (new.run("demo").code, journals(new)) == (0, 3)


def test_demo_with_a_wrong_class_is_refused(new: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "SAMPLES", WRONG.parent)
    monkeypatch.setattr(setup, "DEMO_CLASSES", (WRONG.name,))
    ran = new.run("demo")
    assert (ran.code, "[import.refused]" in ran.err, journals(new)) == (2, True, 0)


@pytest.mark.parametrize("name", setup.DEMO_CLASSES)
def test_a_class_of_the_demo_is_right(name: str) -> None:
    assert not read_class(read_sheets(setup.SAMPLES / name)).problems


def test_migrate_brings_back_a_guard_that_was_dropped(bare: Site) -> None:
    with bare.owning() as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER letopis_guard_lesson_insert")
    assert [refusal(bare.run("records")), bare.run("migrate").code, bare.run("records").code] == [
        "guard.missing",
        0,
        0,
    ]


def test_import_stores_a_class(new: Site, workbook: Path) -> None:
    ran = new.run("import", str(workbook))
    assert (ran.code, ran.out.startswith("9А.xlsx: "), journals(new)) == (0, True, 3)


def test_import_repeated_changes_nothing(new: Site, workbook: Path) -> None:
    new.run("import", str(workbook))
    assert new.run("import", str(workbook)).out == "9А.xlsx: уже загружено, изменений нет\n"


def test_import_check_stores_nothing(new: Site, workbook: Path) -> None:
    ran = new.run("import", "--check", str(workbook))
    assert (ran.code, ran.out, journals(new)) == (0, "Проверено: загрузить можно.\n", 0)


def test_import_names_file_sheet_and_cell_of_each_problem(new: Site) -> None:
    *problems, last = new.run("import", str(WRONG)).err.splitlines()
    assert "[import.refused]" in last
    assert all(re.match(rf"(Ошибка|Заметка)\. {re.escape(WRONG.name)}\. Лист «", line) for line in problems)


def test_import_stores_nothing_when_one_of_the_files_is_wrong(new: Site, workbook: Path) -> None:
    ran = new.run("import", str(workbook), str(WRONG))
    assert (ran.code, journals(new)) == (2, 0)


def test_import_gives_problems_to_programs(new: Site) -> None:
    problems = new.run("import", "--check", "--json", str(WRONG)).json["problems"]
    assert {"file", "sheet", "cell", "code", "found", "expected"} == set(problems[0])


def test_import_of_a_right_file_gives_programs_no_problem(new: Site, workbook: Path) -> None:
    assert new.run("import", "--check", "--json", str(workbook)).json == {"problems": []}


def test_a_file_that_is_not_there_is_refused(new: Site) -> None:
    ran = new.run("import", "нет.xlsx")
    assert (ran.code, "[import.not_a_file]" in ran.err, "Traceback" in ran.err) == (2, True, False)

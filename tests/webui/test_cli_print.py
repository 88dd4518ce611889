"""The command `print` on the small school: what it asks for, what it refuses, and that it never overwrites."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from records.log.store import LogEvent
from tests.flow.site import Ran, Site
from tests.records.documents.forms.test_hostile_forms import LONG, STRANGE
from tests.records.documents.test_hostile_text import TEXTS, outside
from tests.webui.said import refusal
from webui.cli.papers import PAPERS

OF_CLASS = ("--class", "9А")
LENA = (*OF_CLASS, "--pupil", "Соколова")
EMPTY = {
    **{"file_plan": "Заполняется при закрытии", "inventory": "Дел нет.", "journal_register": "Журналов нет."},
    **{"electronic_inventory": "Электронных дел нет.", "handover_act": "Дел нет."},
    **{"destruction_act": "Документов к уничтожению нет.", "presence_act": "Не обнаружены."},
    **{"year_end_list": "Сделано 0 из 11", "transfer_extract": "21.01: 5"},
}


def words_of(name: str) -> tuple[str, ...]:
    """The options that a form cannot do without."""
    return LENA[: 2 * len(PAPERS[name].needs)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the command is called."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def printed(folder: Path) -> str:
    """The text of the one file in a folder."""
    (pdf,) = folder.iterdir()
    return subprocess.run(
        ["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()


def refused(ran: Ran) -> tuple[int, str]:
    return ran.code, refusal(ran)


def test_the_list_names_every_form_and_what_it_needs(bare: Site) -> None:
    lines = bare.run("print", "--list").out.splitlines()
    assert [line.split()[0] for line in lines] == list(PAPERS)
    assert [line.endswith("(нужно: --class, --pupil)") for line in lines].count(True) == 3


@pytest.mark.parametrize("name", PAPERS)
def test_a_form_without_what_it_needs_says_what_is_missing(bare: Site, here: Path, name: str) -> None:
    ran = bare.run("print", name)
    if PAPERS[name].needs:
        assert refused(ran) == (2, "print.missing")
    assert [option for option in PAPERS[name].options if option not in ran.err] == []


WRONG: dict[tuple[str, ...], str] = {
    (): "print.form",
    ("password",): "print.form",
    ("inventory", "--pupil", "Соколова"): "print.surplus",
    ("extract", *LENA, "--bound"): "print.surplus",
    ("extract", "--class", "11Я", "--pupil", "Соколова"): "class.not_named",
    ("transfer_extract", *OF_CLASS, "--pupil", "Иванов"): "pupil.not_named",
    ("file_plan", "--year", "1999/2000"): "registers.year",
    ("file_plan", "--date", "30.02.2026"): "print.typed",
    ("file_plan", "--date", "завтра"): "print.typed",
    ("file_plan", "--protocol", "4"): "print.typed",
    ("file_plan", "--protocol", "4 от вчера"): "print.typed",
    ("file_plan", "--section", "Учёба"): "print.typed",
    ("handover_act", "--giver", "Орлов"): "print.typed",
    ("presence_act", "--member", ";"): "print.typed",
    ("spine_label", *OF_CLASS, "--pages", "1,,2"): "print.typed",
    ("extract", *LENA): "papers.record",
    ("archive_certificate", *LENA): "papers.record",
    ("binding_sheet", *OF_CLASS): "papers.record",
    ("file_registry", *OF_CLASS, "--index", "07-01"): "papers.dossier",
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_cannot_be_printed_is_refused_under_its_code(
    autumn: Site, here: Path, words: tuple[str, ...]
) -> None:
    assert refused(autumn.run("print", *words)) == (2, WRONG[words])
    assert list(here.iterdir()) == []


def test_a_class_without_a_dossier_is_refused(bare: Site, here: Path) -> None:
    assert refused(bare.run("print", "file_registry", *OF_CLASS)) == (2, "papers.dossier")


def test_a_file_that_is_there_stays(bare: Site, here: Path) -> None:
    (here / "план.pdf").write_text("моё")
    ran = bare.run("print", "file_plan", "--output", "план.pdf")
    assert refused(ran) == (2, "output.exists")
    assert [path.read_text() for path in here.iterdir()] == ["моё"]


def test_it_is_replaced_when_that_is_asked_for(bare: Site, here: Path) -> None:
    (here / "план.pdf").write_text("моё")
    assert bare.run("print", "file_plan", "--output", "план.pdf", "--force").code == 0
    assert [path.read_bytes()[:5] for path in here.iterdir()] == [b"%PDF-"]


def test_a_place_that_is_not_there_is_refused(bare: Site, here: Path) -> None:
    (here / "файл").touch()
    for place in ("нет/план.pdf", "файл/план.pdf", f"{'я' * 200}.pdf"):
        assert refused(bare.run("print", "file_plan", "--output", place)) == (2, "output.unwritable")
    assert [path.name for path in here.iterdir()] == ["файл"]


def test_a_paper_is_named_after_what_it_is_about(autumn: Site, here: Path) -> None:
    (here / "папка").mkdir()
    assert autumn.run("print", "transfer_extract", *LENA, "--output", "папка").code == 0
    assert [path.name for path in (here / "папка").iterdir()] == [
        "transfer_extract-9А-2025-2026-Соколова.pdf"
    ]


@pytest.mark.parametrize("name", EMPTY)
def test_a_school_that_closed_nothing_gets_its_empty_papers(bare: Site, here: Path, name: str) -> None:
    ran = bare.run("print", name, *words_of(name))
    assert (ran.code, EMPTY[name] in printed(here)) == (0, True), ran.err


def test_a_record_without_an_intact_copy_is_named(autumn: Site, here: Path) -> None:
    for location in ("server", "safe"):
        shutil.rmtree(autumn.location(location) / "records")
    assert refused(autumn.run("print", "file_registry", *OF_CLASS)) == (1, "source.lost")


HOSTILE = {**TEXTS, "long": LONG, "strange": STRANGE, "path": "../../выше", "break": "Имя\nстрока\f\x1b[2J"}


@pytest.mark.usefixtures("unconfined")
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_name_is_printed_safely_and_checks(bare: Site, here: Path, name: str) -> None:
    with bare.owning() as engine, engine.begin() as connection:
        statement = text("UPDATE pupil SET surname = :name, given = 'Лена' WHERE surname = 'Соколова'")
        assert connection.execute(statement, {"name": name}).rowcount == 1
    ran = bare.run("print", "transfer_extract", *OF_CLASS, "--pupil", name)
    assert ran.code == 0, ran.err
    (pdf,) = here.iterdir()
    assert outside(pdf) == []
    assert bare.run("check", str(pdf)).code == 0


def code_of(folder: Path) -> set[str]:
    """The codes at the feet of the pages."""
    return set(re.findall(r"[a-z0-9]{20} · \d+ · [0-9a-f]{16}", printed(folder)))


def test_the_school_answers_for_a_paper_by_its_code(bare: Site, here: Path) -> None:
    assert bare.run("print", "file_plan").code == 0
    (code,) = code_of(here)
    ran = bare.run("check", "--code", code)
    assert (ran.code, "Номенклатура дел" in ran.out, "выдан школой" in ran.out) == (0, True, True), ran.out
    said = bare.run("check", "--code", code, "--json").json
    assert (said["standing"], said["issued_at"]) == ("issued", "2026-05-26T15:00:00Z")


def test_a_code_of_another_content_is_refused(bare: Site, here: Path) -> None:
    bare.run("print", "file_plan")
    (code,) = code_of(here)
    ran = bare.run("check", "--code", code[:-16] + "0" * 16, "--json")
    assert (ran.code, ran.json["standing"]) == (1, "other")


def test_a_draft_bears_no_code_and_says_so(bare: Site, here: Path) -> None:
    before = log_of(bare)
    assert bare.run("print", "file_plan", "--draft").code == 0
    assert (code_of(here), "Черновик" in printed(here), log_of(bare)) == (set(), True, before)


def test_a_paper_that_cannot_be_written_is_not_issued(bare: Site, here: Path) -> None:
    (here / "план.pdf").write_text("моё")
    before = log_of(bare)
    for place in ("план.pdf", "нет/план.pdf"):
        bare.run("print", "file_plan", "--output", place)
    assert log_of(bare) == before


def log_of(site: Site) -> int:
    """How many events the log has."""
    with site.workshop() as workshop, workshop.transaction() as session:
        return session.scalar(select(func.count(LogEvent.id))) or 0


def test_check_tells_people_that_a_paper_is_no_record(bare: Site, here: Path) -> None:
    bare.run("print", "file_plan")
    (pdf,) = here.iterdir()
    ran = bare.run("check", str(pdf))
    assert (ran.code, "не запись архива" in ran.out, "та же, что в данных" in ran.out) == (0, True, True)

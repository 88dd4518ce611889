"""The papers of a closed school, on both databases: filled from the catalogue, checked anew, and changing nothing."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from records.documents.attachment import embedded_form
from records.documents.forms.twin import read_twin
from records.documents.prose import print_form
from tests.flow.kill import Undisturbed
from tests.flow.papers import PAPERS, print_paper
from tests.flow.seeds import Seed
from tests.flow.site import Site
from tests.retention.verification.archive import Archive, flip

ROOT = Path(__file__).parents[2]
CHECKPOINTS = {f"{place}/log/checkpoint" for place in ("server", "safe")}
SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "form-v1.schema.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def archive(peace: Undisturbed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The closed school, from which all papers are printed."""
    copy = peace.closed.copy(tmp_path_factory.mktemp("papers") / "school")
    yield Archive(copy.site)
    copy.drop()


@pytest.fixture(scope="module")
def before(archive: Archive) -> dict[str, str]:
    """The files of the locations before anything was printed."""
    return archive.tree()


@pytest.fixture(scope="module")
def printed(archive: Archive, before: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every paper, and what `--json` said of it."""
    folder = tmp_path_factory.mktemp("printed")
    for name in PAPERS:
        ran = print_paper(archive.site, name, folder, "--json")
        assert ran.code == 0, ran.err
        (folder / f"{name}.json").write_text(ran.out)
    return folder


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True)
    return squeezed(done.stdout.decode())


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_what_the_catalogue_knows(printed: Path, name: str) -> None:
    found = text_of(printed / f"{name}.pdf")
    assert [text for text in PAPERS[name].texts if squeezed(text) not in found] == []


@pytest.mark.parametrize("name", PAPERS)
def test_the_report_has_the_data_that_the_paper_carries(printed: Path, name: str) -> None:
    reported = json.loads((printed / f"{name}.json").read_text())
    carried: Any = json.loads(embedded_form((printed / f"{name}.pdf").read_bytes()) or b"")
    SCHEMA.validate(carried)
    assert (carried["form"], carried["value"]) == (name, reported["value"])


@pytest.mark.usefixtures("unconfined")
@pytest.mark.parametrize("name", PAPERS)
def test_check_says_that_a_paper_is_no_record_and_compares_its_pages(
    archive: Archive, printed: Path, name: str
) -> None:
    pdf = printed / f"{name}.pdf"
    checked = archive.site.run("check", str(pdf), "--json")
    found = checked.json
    assert (checked.code, found["form"], found["pages"], found["anchor"], found["problems"]) == (
        *(0, name, "agree", None),
        [],
    )
    assert text_of(pdf).count(squeezed(found["code"])) == len(PdfReader(pdf).pages)
    assert archive.site.run("check", "--code", found["code"], "--json").json["standing"] == "issued"


def test_printing_touches_no_record_and_the_log_goes_on(
    archive: Archive, before: dict[str, str], printed: Path
) -> None:
    after = archive.tree()
    assert {path for path in before if after.get(path) != before[path]} == CHECKPOINTS
    assert {path.split("/")[1] for path in after.keys() - before.keys()} == {"log"}
    assert archive.codes() == set()


def test_the_same_catalogue_gives_the_same_content_under_another_number(
    archive: Archive, printed: Path, tmp_path: Path
) -> None:
    assert print_paper(archive.site, "extract", tmp_path).code == 0
    one, other = (
        json.loads(embedded_form((f / "extract.pdf").read_bytes()) or b"") for f in (printed, tmp_path)
    )
    assert one.pop("anchor")["record"] != other.pop("anchor")["record"]
    assert one == other


def test_a_code_from_another_paper_is_found_out(archive: Archive, printed: Path, tmp_path: Path) -> None:
    twins = [
        read_twin(embedded_form((printed / f"{n}.pdf").read_bytes()) or b"") for n in ("extract", "file_plan")
    ]
    (tmp_path / "forged.pdf").write_bytes(print_form(twins[0].form, twins[1].anchor))
    checked = archive.site.run("check", str(tmp_path / "forged.pdf"), "--json")
    assert (checked.code, [p["code"] for p in checked.json["problems"]]) == (1, ["form.other_code"])


def test_nobody_else_s_marks_enter_an_extract(printed: Path) -> None:
    found = text_of(printed / "extract.pdf")
    assert [name for name in ("Абрамов", "ЛебедевПётр", "Юдина") if name in found] == []


def test_a_damaged_copy_stands_in_the_presence_act(closed: Site, tmp_path: Path) -> None:
    flip(Archive(closed).bag() / "data" / "record.pdf")
    assert print_paper(closed, "presence_act", tmp_path).code == 0
    found = text_of(tmp_path / "presence_act.pdf")
    assert squeezed("копия 2: safe 2 2 0 0 1") in found
    assert squeezed("копия «safe»: Файл изменён") in found


def test_a_held_journal_does_not_enter_the_draft_and_is_named(closed: Site, tmp_path: Path) -> None:
    dossiers = {row["index"]: row["dossier"] for row in closed.run("due", "--json").json}
    assert closed.run("hold", "set", dossiers["02-15"], "--reason", "суд", "--order", "№ 5").code == 0
    ran = print_paper(closed, "destruction_act", tmp_path)
    assert squeezed("Документов к уничтожению нет.") in text_of(tmp_path / "destruction_act.pdf")
    assert "уничтожение запрещено: суд (№ 5)" in ran.out


@pytest.mark.parametrize(
    ("pupil", "texts"),
    [
        (
            "Соколова",
            (
                "с 12 января 2026 г. по 26 мая 2026 г.",
                "21.01: 5 (У); 04.03: 4/5 (ДЗ)",
                "Отметки за закрытые периоды № Предмет I полугодие 1 Алгебра 5 2 Английский язык 5",
            ),
        ),
        ("Юдина", ("Пропущено уроков 1 Алгебра Громова Мария Ивановна 21.01: 3 (У)",)),
    ],
)
def test_open_periods_come_from_the_gradebook_and_closed_ones_from_the_archive(
    autumn: Seed, tmp_path: Path, pupil: str, texts: tuple[str, ...]
) -> None:
    copy = autumn.copy(tmp_path / "school")
    try:
        words = ("--class", "9А", "--pupil", pupil, "--output", str(tmp_path / "extract.pdf"))
        assert copy.site.run("print", "transfer_extract", *words).code == 0
    finally:
        copy.drop()
    found = text_of(tmp_path / "extract.pdf")
    assert [text for text in texts if squeezed(text) not in found] == []

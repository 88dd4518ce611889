"""Text of users reaches the printer as text: nothing of it is opened, fetched or run, and no page breaks."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from records.documents.compose import compose
from records.documents.pdfa import render_draft
from tests import snapshots, year_snapshots
from tests.records.documents.samples import extract_text, render_snapshot

ROOT = Path(__file__).parents[3]
TEXTS = {
    "image": '<img src="file:///etc/hostname">',
    "script": "<script>alert(1)</script>",
    "style": "</style><style>@import url(http://127.0.0.1:9/x.css);",
    "svg": '<svg><image href="file:///etc/passwd"/></svg>',
    "entity": "&lt;b&gt; &amp; &#x202e; &nbsp;",
    "url": "background:url(http://127.0.0.1:9/x.png)",
    "template": "{{ 7 * 7 }} {% include 'x' %}",
    "attribute": '" onload="x" style="position:fixed',
    "comment": "--><!-- ]]>",
    "operators": ") Tj ET Q (x) \\",
    "link": '<link rel="attachment" href="file:///etc/passwd">',
}


def spoilt(body: Any, text: str) -> Any:
    """A snapshot with `text` in every field that a person fills and a page shows."""
    body["subject"]["name"] = body["school"]["name"] = body["class"]["name"] = text
    body["period"]["title"] = body["cutoff"]["reason"] = body["year"]["label"] = text
    body["people"] = dict.fromkeys(body["people"], text)
    for table in body["policy"].values():
        table.update(dict.fromkeys(table, text))
    for lesson in body["lessons"]:
        lesson["topic"] = lesson["homework"] = text
    for column in body["columns"]:
        column["kind"] = text
    for pupil in body["pupils"]:
        pupil["name"] = text
        for cell in pupil["cells"]:
            cell["marks"] = [text]
    return body


def journal(lessons: int = 4) -> Any:
    """A period journal of a few lessons."""
    body = snapshots.period_journal()
    body["lessons"] = body["lessons"][:lessons]
    kept = {lesson["id"] for lesson in body["lessons"]}
    body["columns"] = [column for column in body["columns"] if column["lesson"] in kept]
    return body


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_markup_in_every_field_is_printed_as_text(text: str, tmp_path: Path) -> None:
    pages = extract_text(render_snapshot(spoilt(journal(), text)), tmp_path)
    assert squeezed(pages).count(squeezed(text)) >= 8  # a topic and homework for each of the four lessons


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_page_with_markup_has_no_link_action_or_picture(text: str) -> None:
    pdf = PdfReader(io.BytesIO(render_snapshot(spoilt(journal(), text))))
    assert [page.get("/Annots") for page in pdf.pages] == [None] * len(pdf.pages)
    assert [image.name for page in pdf.pages for image in page.images] == []
    assert len(pdf.attachments) == 1


GUARD = """
import json, sys
from tests.records.documents.test_hostile_text import TEXTS, journal, spoilt
from tests.records.documents.samples import render_snapshot
render_snapshot(journal())  # fonts are looked up and modules imported once
seen = []
sys.addaudithook(lambda event, args: seen.append([event, str(args[0])]) if event in {
    "open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "urllib.Request"
} else None)
for text in TEXTS.values():
    render_snapshot(spoilt(journal(), text))
print(json.dumps(seen))
"""


def test_the_printer_opens_no_file_and_no_connection_for_what_people_wrote() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUARD], cwd=ROOT, capture_output=True, check=True, timeout=200
    )
    allowed = str(Path(sys.prefix).resolve())
    seen = [event for event in json.loads(done.stdout) if not event[1].startswith(allowed)]
    assert seen == []


# --- Shapes ----------------------------------------------------------------------------------------------


def _sixty_marks(body: Any) -> None:
    body["pupils"][0]["cells"] = [
        {**cell, "marks": ["5"] * 60, "absence": "н"} for cell in body["pupils"][0]["cells"]
    ]


def _strange_letters(body: Any) -> None:
    body["pupils"][0]["name"] = "😀👨‍👩‍👧 Иван العربية 語 e\u0301\u0323"
    body["lessons"][0]["topic"] = "مرحبا بالعالم \u202eтекст\u202c \U0001f1f7\U0001f1fa"


def _long_name(body: Any) -> None:
    body["pupils"][0]["name"] = "Оченьдлиннаяфамилия" * 4 + " " + "Имя" * 14
    body["teacher"] = next(iter(body["people"]))
    body["people"] = dict.fromkeys(body["people"], "Я" * 120)
    body["subject"]["name"] = "Предмет" * 17


def _nothing(body: Any) -> None:
    body["lessons"], body["columns"], body["pupils"] = [], [], []


def _no_topic(body: Any) -> None:
    body["lessons"][0]["topic"] = None


def _blank_texts(body: Any) -> None:
    spoilt(body, "")


def _blanks(body: Any) -> None:
    spoilt(body, " \t\n\u3000 ")


def _many_pupils(body: Any) -> None:
    body["pupils"] = [{**body["pupils"][0], "id": f"x{n}", "ordinal": n} for n in range(1, 161)]


SHAPES: dict[str, Callable[[Any], None]] = {
    shape.__name__.strip("_"): shape
    for shape in (
        _sixty_marks,
        _strange_letters,
        _long_name,
        _nothing,
        _no_topic,
        _blank_texts,
        _blanks,
        _many_pupils,
    )
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the upper left corner of its page."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    leaves: bool


def words(path: Path) -> list[Word]:
    """The words of a file by the boxes that pdftotext finds."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    found: list[Word] = []
    page, width, height = 0, 0.0, 0.0
    for tag, numbers, word in re.findall(r"<(page|word) ([^>]*)>([^<]*)", done.stdout.decode()):
        values = [float(number) for number in re.findall(r'"([-\d.]+)"', numbers)]
        if tag == "page":
            page, (width, height) = page + 1, values
        else:
            left, top, right, bottom = values
            leaves = left < 0 or top < 0 or right > width or bottom > height
            found.append(Word(word, page, left, top, right, bottom, leaves))
    return found


def outside(path: Path) -> list[str]:
    """The words that leave their page."""
    return [word.text for word in words(path) if word.leaves]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_strange_journal_is_printed_on_whole_pages(shape: str, tmp_path: Path) -> None:
    body = journal(12)
    SHAPES[shape](body)
    path = tmp_path / "journal.pdf"
    path.write_bytes(render_snapshot(body))
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0
    assert outside(path) == []


def test_a_summary_sheet_with_markup_is_printed_as_text(tmp_path: Path) -> None:
    body = year_snapshots.summary_sheet()
    for pupil in body["pupils"]:
        pupil["name"] = TEXTS["script"]
        pupil["decision"] = {"text": TEXTS["svg"], "protocol": "№ <5>", "date": "2026-05-29"}
    body["people"] = dict.fromkeys(body["people"], TEXTS["image"])
    shown = squeezed(extract_text(render_snapshot(body), tmp_path))
    assert all(squeezed(text) in shown for text in (TEXTS["script"], "протокол № <5>"))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_markup_in_what_is_known_of_a_pupil_is_printed_as_text(text: str, tmp_path: Path) -> None:
    body = year_snapshots.class_journal({})
    for pupil in body["pupils"]:
        pupil.update(address=text, parents=[text, text], phone=text)
    path = tmp_path / "journal.pdf"
    path.write_bytes(render_draft(compose(body)))
    raw = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout
    longest = max(text.split(), key=len)[:12]
    assert squeezed(raw.decode()).count(longest) >= 4 * len(body["pupils"])
    assert outside(path) == []


def test_a_word_outside_its_page_would_be_seen(tmp_path: Path) -> None:
    pdf = tmp_path / "journal.pdf"
    writer = PdfWriter(clone_from=io.BytesIO(render_snapshot(journal())))
    for page in writer.pages:
        page.mediabox.upper_right = (300, 300)
    writer.write(pdf)
    assert outside(pdf) != []


def test_a_long_name_does_not_run_over_the_place_of_a_signature(tmp_path: Path) -> None:
    body = journal(12)
    _long_name(body)
    path = tmp_path / "journal.pdf"
    path.write_bytes(render_snapshot(body))
    closing = [word for word in words(path) if word.page == 2 and word.top > 380]
    assert [word.text for word in closing if word.left < 300 and word.right > 430] == []


def test_sixty_marks_in_a_cell_are_cut_and_say_so(tmp_path: Path) -> None:
    body = journal(12)
    _sixty_marks(body)
    assert "…" in extract_text(render_snapshot(body), tmp_path)

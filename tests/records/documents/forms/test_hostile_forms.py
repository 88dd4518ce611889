"""Text of users in a form is text: nothing of it is opened, fetched or run, and no page breaks.

Of strange texts each form has two here; `python -m tests.records.documents.forms` prints every form with every one.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from records.documents.faces import visible
from records.documents.forms import template
from records.documents.prose import print_form
from records.documents.typecase import NoFetcher
from records.errors import RecordsError
from tests.records.documents.forms.acts import handover_act
from tests.records.documents.forms.hostile import count_texts, spoilt
from tests.records.documents.forms.people import ANCHOR
from tests.records.documents.forms.samples import FORMS, FULL, binding_sheet, extract
from tests.records.documents.test_hostile_text import TEXTS, outside, words

ROOT = Path(__file__).parents[4]
LONG = "Оченьдлиннаяфамилия" * 6 + "Иванова"
FETCHING = "".join(TEXTS[kind] for kind in ("image", "style", "svg", "link"))
STRANGE = "😀👨‍👩‍👧 Иван العربية 語 e\u0301\u0323 \u202eтекст\u202c"


def printed(pdf: bytes) -> str:
    """The text of a file without white space."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_markup_in_every_field_is_printed_as_text(text: str) -> None:
    form = handover_act()
    shown = printed(print_form(spoilt(form, text), ANCHOR))
    wanted = "".join(visible(text, template._common_glyphs()).split())
    assert shown.count(wanted) >= count_texts(form) - 4  # empty fields of the sample stay out of the page


@pytest.mark.parametrize("name", FULL.values())
def test_no_form_has_a_link_a_picture_or_another_attachment_from_markup(name: str) -> None:
    pdf = PdfReader(io.BytesIO(print_form(spoilt(FORMS[name](), FETCHING), ANCHOR)))
    assert [page.get("/Annots") for page in pdf.pages] == [None] * len(pdf.pages)
    assert [image.name for page in pdf.pages for image in page.images] == []
    assert list(pdf.attachments) == ["form.json"]


GUARD = """
import json, sys
from records.documents.prose import print_form
from tests.records.documents.forms.acts import handover_act
from tests.records.documents.forms.hostile import spoilt
from tests.records.documents.forms.people import ANCHOR
from tests.records.documents.forms.samples import FORMS, FULL
from tests.records.documents.forms.test_hostile_forms import FETCHING
for name in FULL.values():
    print_form(FORMS[name](), ANCHOR)  # fonts are looked up, templates read and modules imported once
seen = []
sys.addaudithook(lambda event, args: seen.append([event, str(args[0])]) if event in {
    "open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "urllib.Request"
} else None)
for name in FULL.values():
    print_form(spoilt(FORMS[name](), FETCHING), ANCHOR)
print(json.dumps(seen))
"""


def test_the_printer_opens_no_file_and_no_connection_for_what_people_wrote() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUARD], cwd=ROOT, capture_output=True, check=True, timeout=200
    )
    allowed = (str(Path(sys.prefix).resolve()), str(ROOT / "templates"))
    assert [event for event in json.loads(done.stdout) if not event[1].startswith(allowed)] == []


STRANGE_TEXTS = (LONG, STRANGE, "", " \t\n\u3000 ", "слово " * 50)
# Each form has two texts that are not neighbours, and each text has six forms or more.
TAKEN = [(name, (2 * step + number) % 5) for number, name in enumerate(FULL.values()) for step in range(2)]


@pytest.mark.parametrize(
    ("name", "text"), [(name, STRANGE_TEXTS[at]) for name, at in TAKEN], ids=map(str, TAKEN)
)
def test_a_strange_text_breaks_no_page(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(print_form(spoilt(FORMS[name](), text), ANCHOR))
    assert outside(path) == []


def test_a_long_name_stays_between_the_margins(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(print_form(spoilt(extract(), LONG), ANCHOR))
    right = (210 - 10) * 72 / 25.4
    assert [word.text for word in words(path) if word.page == 1 and word.right > right + 0.5] == []


def test_a_signatory_with_a_page_of_text_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    form = binding_sheet()
    path.write_bytes(print_form(replace(form, signatory=spoilt(form.signatory, "слово " * 300)), ANCHOR))
    assert outside(path) == []


def test_letters_missing_in_a_font_are_replaced_visibly() -> None:
    assert "◊Иван" in printed(print_form(spoilt(binding_sheet(), "語 Иван"), ANCHOR))


def test_text_set_in_another_font_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "visible", lambda text, _: text)
    with pytest.raises(RecordsError) as refusal:
        print_form(spoilt(binding_sheet(), "語"), None)
    assert refusal.value.code == "documents.foreign_font"


def test_an_address_is_never_fetched() -> None:
    with pytest.raises(ValueError, match="nothing is fetched"):
        NoFetcher().fetch("file:///etc/hostname")

"""No template has words of its own: what a page says comes from a catalogue, and what it links to exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.webui.pages_read import HOLE, read_page, strings_of, without_expressions

ROOT = Path(__file__).resolve().parents[2]
PRINTED = ROOT / "templates" / "documents"  # Russian by law: records/documents/wording.py
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if PRINTED not in path.parents)
NAMES = [path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES]
WORD = re.compile(r"[^\W\d_]{2,}")
# The same in both languages.
ALIKE = {"PDF", "SHA"}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_no_words_of_its_own(name: str) -> None:
    source = (ROOT / "templates" / name).read_text()
    found = read_page(without_expressions(source), HOLE)
    own = {word for text in (*found.texts, *found.labels) for word in WORD.findall(text)}
    assert own - ALIKE == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_expression_holds_a_russian_word(name: str) -> None:
    source = (ROOT / "templates" / name).read_text()
    assert [text for text in strings_of(source) if re.search("[а-яё]", text, re.IGNORECASE)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_a_template_asks_for_exists(name: str) -> None:
    source = (ROOT / "templates" / name).read_text()
    asked = re.findall(r"url_for\('static', filename='([^']+)'\)", source)
    assert [file for file in asked if not (ROOT / "webui" / "static" / file).is_file()] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_template_styles_itself(name: str) -> None:
    source = (ROOT / "templates" / name).read_text()
    assert re.findall(r"\sstyle=|<style|\son\w+=", source) == []


def test_there_is_one_style_sheet() -> None:
    sheets = [path.name for path in (ROOT / "webui" / "static").rglob("*.css")]
    assert sheets == ["letopis.css"]


def test_a_word_in_a_template_is_found() -> None:
    source = '{% if a %}<p title="Всё">{{ words.a }} готово</p>{% endif %}<p lang="ru">школа</p>'
    found = read_page(without_expressions(source), "en")
    assert (found.texts, found.labels) == ([f"{HOLE} готово"], ["Всё"])

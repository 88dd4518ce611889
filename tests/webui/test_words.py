"""Every catalogue of words of the site: the same keys in both languages, each in its own letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for path in (ROOT / "webui").rglob("words*.py")
    if 'WORDS = {"ru": RU, "en": EN}' in path.read_text()
)
# Words that are the same in both languages, or name the other one.
SPELLED_ALIKE = {"other_language"}
# English words that quote what stands in a Russian journal, which nobody translates.
QUOTING = {
    "webui.closing.words": {"on_paper"},
    "webui.gradebook.words": {"key_words", "how_absences", "how_several"},
}


def catalogue(module: str) -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = import_module(module).WORDS
    return found


@pytest.mark.parametrize("module", MODULES)
def test_both_languages_have_the_same_words_in_the_same_order(module: str) -> None:
    words = catalogue(module)
    assert list(words["ru"]) == list(words["en"])


@pytest.mark.parametrize("module", MODULES)
def test_no_english_word_is_russian(module: str) -> None:
    russian = {key for key, text in catalogue(module)["en"].items() if CYRILLIC.search(text)}
    assert russian - SPELLED_ALIKE - QUOTING.get(module, set()) == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_russian_word_was_left_in_english(module: str) -> None:
    english = {
        key
        for key, text in catalogue(module)["ru"].items()
        if re.search("[a-z]{3}", text) and not CYRILLIC.search(text)
    }
    assert english - SPELLED_ALIKE == set()


@pytest.mark.parametrize("module", MODULES)
def test_both_languages_have_the_same_gaps_to_fill(module: str) -> None:
    words = catalogue(module)
    gaps = re.compile(r"{\w*}")
    assert {
        key
        for key in words["ru"]
        if set(gaps.findall(words["ru"][key])) != set(gaps.findall(words["en"][key]))
    } == set()


@pytest.mark.parametrize("module", MODULES)
def test_no_word_is_empty_in_one_language_only(module: str) -> None:
    words = catalogue(module)
    assert {key for key in words["ru"] if bool(words["ru"][key]) != bool(words["en"][key])} == set()

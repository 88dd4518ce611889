"""The guides for people: every picture that one shows exists and is small, every picture taken is shown somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.picture_list import ADMINISTRATION

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
GUIDES = sorted((ROOT / "docs" / "ru").glob("*.md"))
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
LARGEST = 80 * 1024
PRINTED = {"spread", "summary"}  # pages of documents, not of the site


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_whatever_a_guide_shows_or_names_exists(guide: Path) -> None:
    named = LINK.findall(guide.read_text())
    assert [name for name in named if not (guide.parent / name).is_file()] == []


@pytest.mark.parametrize(
    "guide", [path for path in GUIDES if path.name != "README.md"], ids=lambda path: path.name
)
def test_a_guide_answers_questions_and_has_pictures(guide: Path) -> None:
    text = guide.read_text()
    assert len(re.findall(r"^## .*\bКак ", text, re.MULTILINE)) >= 1
    assert len(re.findall(r"!\[[^\]]+\]\(", text)) >= 3


@pytest.mark.parametrize("picture", sorted(PICTURES.glob("*.png")), ids=lambda path: path.name)
def test_a_picture_is_small(picture: Path) -> None:
    assert picture.stat().st_size <= LARGEST


def test_every_picture_of_a_page_is_one_that_the_command_takes() -> None:
    listed = (ROOT / "tests" / "browser" / "picture_list.py").read_text()
    taken = set(re.findall(r'Picture\(\s*"([a-z-]+)"', listed)) | set(ADMINISTRATION)
    assert {path.stem for path in PICTURES.glob("*.png")} - PRINTED == taken

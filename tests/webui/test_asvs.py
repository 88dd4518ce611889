"""docs/security.md answers every requirement of OWASP ASVS 5.0.0, levels 1 and 2, and names files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROW = re.compile(
    r"^\| v5\.0\.0-(\d+)\.(\d+)\.(\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE
)
ROWS = ROW.findall(PAGE)

# Section -> how many requirements it has, and which of them are of level 3 only (the standard's own list).
SECTIONS = {
    **{"1.1": (2, ()), "1.2": (10, (10,)), "1.3": (12, (12,)), "1.4": (3, ()), "1.5": (3, (3,))},
    **{"2.1": (3, ()), "2.2": (3, ()), "2.3": (5, (5,)), "2.4": (2, (2,))},
    **{"3.2": (3, (3,)), "3.3": (5, (5,)), "3.4": (8, (7, 8)), "3.5": (8, (6, 7, 8)), "3.7": (5, (3, 4, 5))},
    **{"4.1": (5, (4, 5)), "4.2": (5, (2, 3, 4, 5)), "4.3": (2, ()), "4.4": (4, ())},
    **{"5.1": (1, ()), "5.2": (6, (4, 5, 6)), "5.3": (3, (3,)), "5.4": (3, ())},
    **{"6.1": (3, ()), "6.2": (12, ()), "6.3": (8, (5, 6, 7, 8)), "6.4": (6, (5, 6)), "6.5": (8, (6, 7, 8))},
    **{"6.6": (4, (4,)), "6.8": (4, ())},
    **{"7.1": (3, ()), "7.2": (4, ()), "7.3": (2, ()), "7.4": (5, ()), "7.5": (3, (3,)), "7.6": (2, ())},
    **{"8.1": (4, (3, 4)), "8.2": (4, (4,)), "8.3": (3, (2, 3)), "8.4": (2, (2,))},
    **{"9.1": (3, ()), "9.2": (4, ())},
    **{"10.1": (2, ()), "10.2": (3, (3,)), "10.3": (5, (5,)), "10.4": (16, (12, 13, 14, 15, 16))},
    **{"10.5": (5, ()), "10.6": (2, ()), "10.7": (3, ())},
    **{"11.1": (4, (3, 4)), "11.2": (5, (4, 5)), "11.3": (5, (4, 5)), "11.4": (4, ()), "11.5": (2, (2,))},
    **{"11.6": (2, (2,)), "12.1": (5, (4, 5)), "12.2": (2, ()), "12.3": (5, (5,))},
    **{"13.1": (4, (2, 3, 4)), "13.2": (6, (6,)), "13.3": (4, (3, 4)), "13.4": (7, (6, 7))},
    **{"14.1": (2, ()), "14.2": (8, (5, 6, 7, 8)), "14.3": (3, ())},
    **{"15.1": (5, (4, 5)), "15.2": (5, (4, 5)), "15.3": (7, ())},
    **{"16.1": (1, ()), "16.2": (5, ()), "16.3": (4, ()), "16.4": (3, ()), "16.5": (4, (4,))},
    **{"17.1": (2, (2,)), "17.2": (8, (5, 6, 7, 8)), "17.3": (2, ())},
}
WANTED = {
    f"{section}.{number}"
    for section, (count, third) in SECTIONS.items()
    for number in range(1, count + 1)
    if number not in third
}
STATES = {"met", "partly", "not met", "host", "n/a"}


def test_the_standard_has_so_many_requirements() -> None:
    assert len(WANTED) == 70 + 183


def test_every_requirement_of_both_levels_is_answered_once() -> None:
    answered = [f"{chapter}.{section}.{number}" for chapter, section, number, *_ in ROWS]
    assert sorted(answered) == sorted(WANTED)


def test_the_levels_are_the_standards() -> None:
    assert [level for *_, level, _, _, _ in ROWS].count("1") == 70


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ".".join(row[:3]))
def test_an_answer_says_how_and_names_what_proves_it(row: tuple[str, ...]) -> None:
    *_, state, how, proof = row
    files = re.findall(r"`([^`]+)`", proof)
    assert state in STATES
    assert how.strip()
    assert files or state != "met"
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_a_password_is_typed_unseen_and_may_be_filled_in() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")]
    fields = [
        field for text in texts for field in re.findall(r'form\.text\([^)]*type="password"[^)]*\)', text)
    ]
    assert fields
    assert [field for field in fields if 'autocomplete="' not in field] == []
    assert [text for text in texts if "onpaste" in text] == []

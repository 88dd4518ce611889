"""A table for a spreadsheet: what it looks like, what becomes of formulas, and that nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.sheets import Cell, to_csv

# What docs/limits.md states: where a cell may begin, one apostrophe before blanks, apostrophes and a sign goes.
SIGNS = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫"
SHIELD = re.compile(
    rf"""(?:^|(?<=[;,\t\r\n"]))'(?=(?:[^\S\t\r\n]|[\x00-\x08\x0e-\x1f\u200b-\u200f\u2060\ufeff'])*[{re.escape(SIGNS)}])"""
)
HARD = st.text(st.sampled_from([*SIGNS, *"\"'; ,x\u00a0\u3000\u200b\ufeff\0"]), max_size=12)
TEXTS = st.one_of(HARD, st.text(st.characters(exclude_categories=["Cs"])))


def read(data: bytes, separator: str = ";") -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def cell(value: Cell) -> str:
    """What a reader of the file finds in the cell."""
    return read(to_csv(["А", "Б"], [(value, "x")]))[1][0]


def test_the_file_is_what_a_russian_excel_expects() -> None:
    made = to_csv(["Класс", "Срок"], [("9А", date(2026, 5, 31)), ("Отец; мать", None)])
    assert made == '\ufeffКласс;Срок\r\n9А;31.05.2026\r\n"Отец; мать";\r\n'.encode()


@pytest.mark.parametrize(
    ("value", "written"), [(-5, "-5"), (0, "0"), (date(2025, 9, 1), "01.09.2025"), (None, "")]
)
def test_numbers_dates_and_gaps_stay_what_they_are(value: Cell, written: str) -> None:
    assert cell(value) == written


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x";"Журнал")',
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "+7 900 000-00-00",
        "-1",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "\u3000＝1",
        "\ufeff=1",
        "\0=1",
        "＝1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "﹦1",
        "'=1",
    ],
)
def test_a_formula_is_shielded_at_its_start(text: str) -> None:
    assert cell(text).startswith(f"'{text[0]}")


@pytest.mark.parametrize("text", ["9А", "I четверть", "Физика-2", "урок — тема", "А=Б", "'", "", "a'-b"])
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["9А;=1+1", "9А,=1+1", "9А\t=1+1", "9А\r\n=1+1", '"=1+1', '9А" , =1+1'])
def test_a_formula_behind_a_separator_is_shielded_too(text: str) -> None:
    assert "'" in cell(text)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@given(text=TEXTS)
def test_whatever_separator_a_reader_takes_no_cell_begins_a_formula(separator: str, text: str) -> None:
    cells = [part for row in read(to_csv(["А", "Б"], [("x", text)]), separator) for part in row]
    assert [
        part for part in cells if part.lstrip(" \u00a0\u3000\u200b\ufeff\0")[:1] in set("=+-@＝＋－＠")
    ] == []


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2)))
def test_every_text_comes_back_when_the_shield_is_taken_off(rows: list[list[str]]) -> None:
    made = read(to_csv(["А", "Б"], rows))
    assert [[SHIELD.sub("", part) for part in row] for row in made[1:]] == rows

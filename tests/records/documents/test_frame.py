"""Heads, closings and feet keep to their places, whatever stands in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.documents.fonts import load_faces
from records.documents.frame import (
    FACT_SIZES,
    closing_size,
    paint_closing,
    paint_foot,
    paint_head,
    paint_title,
)
from records.documents.geometry import PAGE_HEIGHT, PAGE_WIDTH, POINTS, TABLE_BOTTOM, TABLE_TOP
from records.documents.ink import Ink
from records.documents.model import Closing, Heading, Side, Stamp, TitlePage
from records.documents.pen import Pen
from tests.records.documents.samples import anchor

FACES = load_faces()
TEXTS = st.text(max_size=300)
SIDES = st.sampled_from(Side)
PLACE = re.compile(rb"1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm")


def places(painted: bytes) -> list[tuple[float, float]]:
    """Where the lines begin: points from the lower left."""
    return [(float(x), float(y)) for x, y in PLACE.findall(painted)]


def within(painted: bytes, top: float, bottom: float) -> bool:
    """Every line begins on the page, its baseline between two heights in millimetres from the top."""
    low, high = (PAGE_HEIGHT - bottom) * POINTS, (PAGE_HEIGHT - top) * POINTS
    return all(0 <= x <= PAGE_WIDTH * POINTS and low <= y <= high for x, y in places(painted))


@given(TEXTS, TEXTS, TEXTS, SIDES)
def test_a_head_stays_above_the_table(title: str, aside: str, over: str, side: Side) -> None:
    assert within(paint_head(Heading(title, aside, over), side, FACES), 0, TABLE_TOP)


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=3), st.integers(1, 3), SIDES)
def test_a_closing_stays_in_its_height(facts: list[str], legends: list[str], stamps: int, side: Side) -> None:
    closing = Closing(facts, legends, [Stamp("Учитель", "Громова М. И." * 40)] * stamps)
    assert within(paint_closing(closing, side, FACES), TABLE_BOTTOM - closing.height, TABLE_BOTTOM)


@given(TEXTS, SIDES)
def test_a_foot_stays_below_the_table(words: str, side: Side) -> None:
    painted = paint_foot(words, anchor("q" * 20), "Страница 2 из 2", side, FACES)
    assert within(painted, TABLE_BOTTOM, PAGE_HEIGHT)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_a_title_page_stays_on_its_page(text: str, lines: list[str]) -> None:
    assert within(paint_title(TitlePage(text, text, lines, text), Side.RECTO, FACES), 0, PAGE_HEIGHT)


@pytest.mark.parametrize(
    ("facts", "size"), [(["Проведено уроков: 24"], FACT_SIZES[0]), (["слово " * 900], 4.0)]
)
def test_much_text_is_set_small(facts: list[str], size: float) -> None:
    assert closing_size(Closing(facts, (), ()), Pen(Ink(FACES))) == size

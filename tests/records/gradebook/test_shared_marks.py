"""The grammar of a cell over the cases that the grid's program is held to as well (tests/front/marks.json)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from records.gradebook.marks import FIVE_POINT, MarkError, parse_cell, spell

CASES = json.loads((Path(__file__).parents[2] / "front" / "marks.json").read_text())


def spelled(typed: str) -> str | None:
    try:
        cell = parse_cell(typed, FIVE_POINT)
    except MarkError:
        return None
    return spell(cell) if cell else ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["typed"]))
def test_a_cell_is_spelled_as_the_page_spells_it(case: dict[str, str | None]) -> None:
    assert spelled(str(case["typed"])) == case["value"]

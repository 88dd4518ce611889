"""The journals of 9А and 5Б, with all their habits of typing, are read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.school.imports.reader import read_class
from records.school.imports.workbook import read_sheets

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize(
    ("name", "pupils", "journals", "lessons", "cells", "period_marks", "year_marks"),
    [("9А", 28, 15, 1126, 8305, 1512, 392), ("5Б", 30, 11, 798, 5757, 1044, 270)],
)
def test_a_sample_is_read_without_a_problem(
    name: str, pupils: int, journals: int, lessons: int, cells: int, period_marks: int, year_marks: int
) -> None:
    reading = read_class(read_sheets(SAMPLES / f"{name}-2025-2026.xlsx"))
    assert reading.problems == ()
    value = reading.value
    assert value is not None
    assert (len(value.pupils), len(value.journals)) == (pupils, journals)
    assert sum(len(j.lessons) for j in value.journals) == lessons
    assert sum(len(j.cells) for j in value.journals) == cells
    assert sum(len(j.period_marks) for j in value.journals) == period_marks
    assert sum(len(j.year_marks) for j in value.journals) == year_marks

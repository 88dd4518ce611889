"""Whether a dossier may enter the act of a year: only with its term over, no hold, and its summary sheet beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.digest import Json
from records.registers.facts import HoldFacts
from retention.disposition import Ground, SummaryStanding, compare_marks, decide
from tests.records.registers.papers.school import dossier

AGREES = SummaryStanding.AGREES


def grounds(years: int | None, closed: date | None, standing: SummaryStanding, act_year: int) -> list[Ground]:
    found = decide(dossier("d", closed, years), standing, act_year)
    assert found.eligible is not bool(found.reasons)
    return [reason.ground for reason in found.reasons]


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 75), st.integers(-3, 3))
def test_a_term_is_over_by_1_january_of_the_act_s_year(closed: date, years: int, off: int) -> None:
    found = grounds(years, closed, AGREES, closed.year + years + 1 + off)
    assert found == ([Ground.TERM] if off < 0 else [])


@pytest.mark.parametrize(
    ("years", "closed", "standing", "found"),
    [
        (5, None, AGREES, [Ground.OPEN]),
        (None, date(2000, 1, 1), AGREES, [Ground.FOR_EVER]),
        (5, date(2000, 1, 1), SummaryStanding.MISSING, [Ground.NO_SUMMARY]),
        (5, date(2000, 1, 1), SummaryStanding.DIFFERS, [Ground.MARKS_DIFFER]),
        (5, date(2026, 1, 1), SummaryStanding.MISSING, [Ground.TERM, Ground.NO_SUMMARY]),
        (5, date(2000, 1, 1), AGREES, []),
    ],
)
def test_every_ground_of_retention_is_named(
    years: int | None, closed: date | None, standing: SummaryStanding, found: list[Ground]
) -> None:
    assert grounds(years, closed, standing, 2031) == found


def test_a_hold_retains_what_is_due() -> None:
    held = replace(dossier("d", date(2000, 1, 1)), holds=(HoldFacts("h", "суд", "№ 5"),))
    (reason,) = decide(held, AGREES, 2031).reasons
    assert (reason.ground, "суд" in reason.words, "№ 5" in reason.words) == (Ground.HELD, True, True)


def sheet(mark: str = "5", pupil: str = "p1") -> dict[str, Json]:
    return {"pupils": [{"id": pupil, "name": "Лена", "marks": [{"subject": "s", "year": mark}]}]}


@pytest.mark.parametrize(
    ("journal", "summary", "standing"),
    [
        (sheet(), sheet(), AGREES),
        (None, sheet(), AGREES),
        (sheet(), None, SummaryStanding.MISSING),
        (None, None, SummaryStanding.MISSING),
        (sheet(), sheet("4"), SummaryStanding.DIFFERS),
        (sheet(), sheet(pupil="p2"), SummaryStanding.DIFFERS),
        (sheet(), {"pupils": []}, SummaryStanding.DIFFERS),
    ],
)
def test_journal_and_summary_sheet_are_compared_mark_for_mark(
    journal: dict[str, Json] | None, summary: dict[str, Json] | None, standing: SummaryStanding
) -> None:
    assert compare_marks(journal, summary) is standing

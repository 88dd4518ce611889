"""Until when a mark may be entered and changed, by the policy's days."""

from __future__ import annotations

from datetime import date

import pytest

from records.gradebook.corrections import CorrectionRules, may_correct, may_enter

DAY = date(2025, 9, 9)


@pytest.mark.parametrize(("today", "allowed"), [(9, True), (16, True), (17, False)])
def test_a_mark_is_changed_within_the_days_after_the_lesson(today: int, allowed: bool) -> None:
    assert may_correct(CorrectionRules(days=7), DAY, date(2025, 9, today)) is allowed


@pytest.mark.parametrize(("today", "allowed"), [(9, True), (10, True), (11, False)])
def test_an_empty_cell_is_filled_within_the_days_after_its_deadline(today: int, allowed: bool) -> None:
    assert may_enter(CorrectionRules(entry_days=1), DAY, date(2025, 9, today)) is allowed


def test_without_days_only_the_cutoff_ends_corrections() -> None:
    assert may_correct(CorrectionRules(), DAY, date(2026, 5, 1))


def test_without_days_only_the_cutoff_ends_entries() -> None:
    assert may_enter(CorrectionRules(), DAY, date(2026, 5, 1))

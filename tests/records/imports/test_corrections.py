"""A school whose policy limits corrections: what an import may still change."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, update

from records.db import transaction
from records.errors import FrozenError
from records.gradebook.corrections import CorrectionRules, may_correct
from records.school.tables import School
from tests.records.imports.stored import FIRST, LATER, changed, store, versions

LESSON = date(2025, 9, 2)


def limit(engine: Engine, days: int) -> None:
    """Let marks be corrected for so many days after the lesson."""
    with transaction(engine) as session:
        session.execute(update(School).values(policy={"corrections": {"days": days}}))


@pytest.mark.parametrize(
    ("days", "today", "allowed"),
    [(None, 300, True), (0, 0, True), (0, 1, False), (5, 5, True), (5, 6, False)],
)
def test_a_correction_is_allowed_to_the_last_day(days: int | None, today: int, allowed: bool) -> None:
    lesson = date(2025, 9, 1)
    assert may_correct(CorrectionRules(days), lesson, date.fromordinal(lesson.toordinal() + today)) is allowed


def test_a_correction_after_the_last_day_is_refused_with_the_place_named(imported: Engine) -> None:
    limit(imported, 5)
    with pytest.raises(FrozenError, match=r"import\.correction_late.*Алгебра.*Абрамов"):
        store(imported, changed("Алгебра", "C8", 5), LATER)


def test_a_refused_correction_stores_nothing(imported: Engine) -> None:
    limit(imported, 5)
    with pytest.raises(FrozenError):
        store(imported, changed("Алгебра", "C8", 5), LATER)
    assert versions(imported, "Абрамов", LESSON) == [(1, "4", FIRST)]


def test_a_correction_in_time_is_a_new_version(imported: Engine) -> None:
    limit(imported, 365)
    store(imported, changed("Алгебра", "C8", 5), LATER)
    assert versions(imported, "Абрамов", LESSON) == [(1, "4", FIRST), (2, "5", LATER)]

"""The figures of a school's progress on both databases: they count what readiness tells one by one."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import Engine, update

from records.closing.progress import Progress, read_progress
from records.closing.readiness import assess
from records.db import Base, transaction
from records.gradebook.deadlines import Deadlines
from records.gradebook.reading import JournalKey, read_journal
from records.gradebook.tables import JournalPeriod, Lesson, PeriodMark, Remark
from records.lifecycle import ClosingState
from records.school.policy import Policy
from records.school.tables import Membership, Period, SchoolClass
from tests.cast import (
    ALGEBRA_Q1,
    ALL_PERIODS,
    CUT_AT,
    EGOR,
    LENA,
    MARIA,
    Q1,
    Q2,
    SCHOOL,
    store,
)


@pytest.fixture
def school(engine: Engine) -> Engine:
    store(engine)
    return engine


def progress(engine: Engine) -> dict[JournalKey, Progress]:
    with transaction(engine) as session:
        return read_progress(session, SCHOOL, (Q1, Q2))


def change(engine: Engine, table: type[Base], **values: object) -> None:
    with transaction(engine) as session:
        session.execute(update(table).filter_by(school_id=SCHOOL).values(**values))


def no_topics(engine: Engine) -> None:
    change(engine, Lesson, topic="", homework=None)


def _empty(pupil: str, seq: int) -> PeriodMark:
    place = {"school_id": SCHOOL, "journal_id": ALGEBRA_Q1.journal, "period_id": Q1, "pupil_id": pupil}
    return PeriodMark(**place, seq=seq, value="", author_id=MARIA.person, account="m", at=CUT_AT)


def taken_away(engine: Engine) -> None:
    """A mark that was given and taken away again is missing."""
    with transaction(engine) as session:
        session.add(_empty(LENA, 3))
        session.add(_empty(EGOR, 2))


def open_remark(engine: Engine) -> None:
    change(engine, Remark, fulfilled=None)


def everybody_left(engine: Engine) -> None:
    change(engine, Membership, left=date(2025, 11, 30))


def ungraded(engine: Engine) -> None:
    taken_away(engine)
    change(engine, SchoolClass, graded=False)


def nothing(engine: Engine) -> None:
    """Everything is ready."""


@pytest.mark.parametrize(
    "spoil", [nothing, no_topics, taken_away, open_remark, everybody_left, ungraded], ids=lambda f: f.__name__
)
def test_the_figures_agree_with_the_gaps_told_one_by_one(school: Engine, spoil: object) -> None:
    spoil(school)  # type: ignore[operator]
    found = progress(school)
    with transaction(school) as session:
        told = {
            key: Counter(g.code for g in assess(read_journal(session, key), Deadlines())) for key in found
        }
    assert {key: dict(one.gaps) for key, one in found.items()} == told


def test_every_journal_of_the_periods_is_there(school: Engine) -> None:
    assert set(progress(school)) == set(ALL_PERIODS)


def test_a_journal_without_lessons_is_a_gap(school: Engine) -> None:
    place = {"school_id": SCHOOL, "journal_id": ALGEBRA_Q1.journal, "period_id": "quarter-3"}
    with transaction(school) as session:
        q2 = session.get_one(Period, (SCHOOL, Q2))
        session.add(
            Period(
                school_id=SCHOOL,
                id="quarter-3",
                year_id=q2.year_id,
                kind="quarter",
                number=3,
                title="III четверть",
                starts=date(2026, 1, 12),
                ends=date(2026, 3, 20),
            )
        )
        session.flush()
        session.add(JournalPeriod(**place, seed=bytes(32)))
        session.flush()
        found = read_progress(session, SCHOOL, ("quarter-3",))
    gaps = found[JournalKey(SCHOOL, ALGEBRA_Q1.journal, "quarter-3")].gaps
    assert gaps == {"lessons.missing": 1, "period_mark.missing": 4}


def test_only_chosen_journals_are_told_of(school: Engine) -> None:
    with transaction(school) as session:
        found = read_progress(session, SCHOOL, (Q1,), {ALGEBRA_Q1.journal})
    assert set(found) == {ALGEBRA_Q1}


def test_notes_do_not_block(school: Engine) -> None:
    change(school, Lesson, homework=None)
    one = progress(school)[ALGEBRA_Q1]
    assert (one.gaps, one.blocking(Policy())) == ({"homework.missing": 3}, 0)


def test_an_open_journal_has_no_record(school: Engine) -> None:
    one = progress(school)[ALGEBRA_Q1]
    assert (one.state, one.record, one.record_state) == (ClosingState.OPEN, None, None)

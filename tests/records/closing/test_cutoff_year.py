"""A class's year is cut off when all its periods are and nothing is missing; a reason replaces marks, not periods."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from records.closing.cutoff import Confirmation, NotReadyError, confirm_year, cut_off_year
from records.db import transaction
from records.errors import StateError
from records.gradebook.tables import ClassYear
from records.gradebook.year_content import YearContent
from records.gradebook.year_reading import read_year
from records.lifecycle import ClosingState
from records.log.store import LogEvent
from records.school.policy import Policy
from tests.cast import CLASS, CUT_AT, MARIA, SCHOOL, SeededEntropy
from tests.records.closing.frozen import CUT_ALL, run


@pytest.fixture
def periods_cut(school: Engine) -> Engine:
    """Every period is cut, the year is open."""
    run(school, CUT_ALL[0])
    return school


def cut(session: Session, content: YearContent | None = None, reason: str | None = None) -> None:
    """Мария Ивановна, the class teacher, cuts the year off."""
    seen = content or read_year(session, SCHOOL, CLASS)
    cut_off_year(session, MARIA, seen, CUT_AT, Policy(), SeededEntropy(), reason)


def year(engine: Engine) -> ClassYear:
    with transaction(engine) as session:
        return session.get_one(ClassYear, (SCHOOL, CLASS))


def take_away(engine: Engine, pupil: str, put: str = "") -> None:
    """Take a year mark away by an empty version, or put another in its place."""
    run(
        engine,
        "INSERT INTO year_mark (school_id, class_id, journal_id, pupil_id, kind, seq, value, author_id, account, "
        f"at) SELECT school_id, class_id, journal_id, pupil_id, kind, 9, '{put}', author_id, account, at "
        f"FROM year_mark WHERE pupil_id = '{pupil}' AND journal_id = 'algebra-9a' AND seq = 1",
    )


def test_the_class_teacher_confirms_by_cutting_off(periods_cut: Engine) -> None:
    with transaction(periods_cut) as session:
        cut(session)
    found = year(periods_cut)
    assert (found.state, found.cut_by, found.confirmed_by) == (ClosingState.CUT, MARIA.person, MARIA.person)


def test_the_cutoff_of_a_year_is_one_event(periods_cut: Engine) -> None:
    with transaction(periods_cut) as session:
        cut(session)
    with transaction(periods_cut) as session:
        assert list(session.scalars(select(LogEvent.kind))) == ["year.cut"]


def test_a_missing_year_mark_stops_the_year(periods_cut: Engine) -> None:
    take_away(periods_cut, "lena")
    with transaction(periods_cut) as session, pytest.raises(NotReadyError, match="Соколова Елена Андреевна"):
        cut(session)


def test_a_reason_cuts_off_a_year_without_a_mark_and_nobody_confirmed(periods_cut: Engine) -> None:
    take_away(periods_cut, "lena")
    with transaction(periods_cut) as session:
        cut(session, reason="не аттестована")
    found = year(periods_cut)
    assert (found.cut_reason, found.confirmed_by) == ("не аттестована", None)


@pytest.mark.parametrize("reason", [None, "каникулы"])
def test_no_reason_cuts_off_a_year_with_an_open_period(school: Engine, reason: str | None) -> None:
    with transaction(school) as session, pytest.raises(NotReadyError) as refused:
        cut(session, reason=reason)
    assert {gap.code for gap in refused.value.gaps} == {"period.open"}


def test_a_year_that_moved_on_since_it_was_read_is_not_cut_off(periods_cut: Engine) -> None:
    with transaction(periods_cut) as session:
        seen = read_year(session, SCHOOL, CLASS)
    take_away(periods_cut, "lena")
    with transaction(periods_cut) as session, pytest.raises(StateError, match=r"^cutoff\.changed_since"):
        cut(session, seen, "всё равно")


def test_a_year_that_moved_on_since_its_confirmation_is_not_cut_off(periods_cut: Engine) -> None:
    with transaction(periods_cut) as session:
        seen = Confirmation(read_year(session, SCHOOL, CLASS).digest(), "d" * 64)
        confirm_year(session, MARIA, CLASS, seen, CUT_AT, Policy(), SeededEntropy())
    # A mark for a mark: nothing is missing, and yet it is not what the class teacher saw.
    take_away(periods_cut, "lena", put="2")
    with transaction(periods_cut) as session, pytest.raises(StateError, match=r"^cutoff\.changed_since"):
        cut(session)


def test_a_confirmed_year_is_cut_off_as_it_was_confirmed(periods_cut: Engine) -> None:
    with transaction(periods_cut) as session:
        seen = Confirmation(read_year(session, SCHOOL, CLASS).digest(), "d" * 64)
        confirm_year(session, MARIA, CLASS, seen, CUT_AT, Policy(), SeededEntropy())
    with transaction(periods_cut) as session:
        cut(session)
    assert (year(periods_cut).state, year(periods_cut).draft) == (ClosingState.CUT, "d" * 64)


def test_a_cut_year_is_not_cut_again(periods_cut: Engine) -> None:
    with transaction(periods_cut) as session:
        cut(session)
    with transaction(periods_cut) as session, pytest.raises(StateError, match=r"^state\.move_refused"):
        cut(session)

"""Void and refused marks are taken back by new versions, or wait for an act; nothing is deleted, nothing done twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, select

from records.actor import Actor
from records.compromise.model import Deed, Remedy
from records.compromise.tables import CompromisedOperation
from records.db import transaction
from records.digest import canonical, sha256
from records.gradebook.cells import CellKey
from records.gradebook.cells import Place as CellPlace
from records.gradebook.reading import read_journal
from records.gradebook.tables import JournalPeriod, MarkVersion, PeriodMark, YearMark
from records.lifecycle import OperationState
from records.log.audit import EventKind, append_event
from tests.cast import ALGEBRA, ALGEBRA_Q1, ANNA, EGOR, EVA, LENA, MARIA, PAVEL, Q1, SCHOOL, ZHANNA
from tests.records.closing.frozen import CUT_PERIOD, run
from tests.records.compromise.story import (
    ENTROPY,
    LATER,
    REPORT,
    REPORTED,
    STOLEN,
    SUSPECT_AT,
    VOID_AT,
    confirmed,
    enter,
    events,
    mark,
    operations,
    period_mark,
    refused,
    reported,
    restored,
    settle_all,
    through,
)
from tests.records.gradebook.desk import cell, history


def test_a_void_mark_is_taken_back_by_a_new_version(school: Engine) -> None:
    mark(school, 1, "2", VOID_AT)
    reported(school)
    assert history(school, "a1.0", LENA) == ["4", "2", "4"]


def test_the_version_that_takes_back_says_who_wrote_it(school: Engine) -> None:
    mark(school, 1, "2", VOID_AT)
    reported(school)
    with transaction(school) as session:
        row = session.get_one(MarkVersion, (SCHOOL, ALGEBRA, Q1, "a1.0", LENA, 3))
    assert (row.author_id, row.account, row.at) == (ANNA.person, ANNA.account, REPORTED)


def test_a_void_mark_where_none_stood_leaves_an_empty_cell(school: Engine) -> None:
    mark(school, 0, "5", VOID_AT, "a2.0", EGOR)
    reported(school)
    assert history(school, "a2.0", EGOR) == ["5", ""]


def test_a_suspect_mark_stands_until_it_is_answered(school: Engine) -> None:
    mark(school, 1, "2", SUSPECT_AT)
    reported(school)
    assert history(school, "a1.0", LENA) == ["4", "2"]


def test_a_confirmed_mark_stands(school: Engine) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    case = reported(school)
    confirmed(school, case, one)
    settle_all(school, case)
    assert history(school, "a1.0", LENA) == ["4", "5"]
    assert operations(school, case)[one].remedy is Remedy.KEPT


def test_a_refused_mark_is_taken_back(school: Engine) -> None:
    one = mark(school, 1, "2", SUSPECT_AT)
    case = reported(school)
    refused(school, case, one)
    assert history(school, "a1.0", LENA) == ["4", "2", "4"]


def test_a_void_mark_gives_way_to_the_suspect_one_before_it(school: Engine) -> None:
    mark(school, 1, "5", SUSPECT_AT)
    mark(school, 2, "2", VOID_AT)
    reported(school)
    assert history(school, "a1.0", LENA) == ["4", "5", "2", "5"]


def test_what_took_a_mark_back_falls_with_the_suspect_mark_that_it_put_back(school: Engine) -> None:
    suspect = mark(school, 1, "5", SUSPECT_AT)
    mark(school, 2, "2", VOID_AT)
    case = reported(school)
    refused(school, case, suspect)
    assert history(school, "a1.0", LENA) == ["4", "5", "2", "5", "4"]


def test_a_mark_that_somebody_else_wrote_over_it_stands(school: Engine) -> None:
    one = mark(school, 1, "2", VOID_AT)
    through(school, cell("a1.0", LENA), 2, "3", VOID_AT + timedelta(minutes=1), actor=MARIA)
    case = reported(school)
    assert history(school, "a1.0", LENA) == ["4", "2", "3"]
    assert operations(school, case)[one].remedy is Remedy.NOTHING_LEFT


def test_a_mark_of_the_owner_after_the_return_stands_when_an_older_one_is_refused(school: Engine) -> None:
    one = mark(school, 1, "2", SUSPECT_AT)
    case = reported(school)
    restored(school, case, LATER)
    mark(school, 2, "3", LATER + timedelta(minutes=5))
    refused(school, case, one, at=LATER + timedelta(minutes=9))
    assert history(school, "a1.0", LENA) == ["4", "2", "3"]


def test_a_stranger_who_wrote_what_stood_there_leaves_nothing_to_take_back(school: Engine) -> None:
    mark(school, 1, "2", VOID_AT)
    one = mark(school, 2, "4", VOID_AT + timedelta(minutes=1))
    case = reported(school)
    assert history(school, "a1.0", LENA) == ["4", "2", "4"]
    assert operations(school, case)[one].remedy is Remedy.NOTHING_LEFT


def test_two_void_versions_of_a_cell_are_taken_back_by_one(school: Engine) -> None:
    first, second = mark(school, 1, "2", VOID_AT), mark(school, 2, "3", VOID_AT)
    case = reported(school)
    assert history(school, "a1.0", LENA) == ["4", "2", "3", "4"]
    assert {operations(school, case)[one].version for one in (first, second)} == {4}


def test_two_cases_of_one_cell_do_not_put_each_others_marks_back(school: Engine) -> None:
    """A second stranger in the deputy's substitute account wrote over the first one."""
    mark(school, 1, "2", VOID_AT)
    other = Actor(MARIA.person, "second", SCHOOL)
    through(school, cell("a1.0", LENA), 2, "3", VOID_AT + timedelta(minutes=1), actor=other)
    reported(school)
    reported(school, replace(REPORT, account="second", number="№ 32-к"))
    assert history(school, "a1.0", LENA) == ["4", "2", "3", "4"]


def test_marks_of_period_and_year_are_taken_back(school: Engine) -> None:
    through(school, period_mark(EGOR), 1, "5", VOID_AT)
    through(school, CellKey(CellPlace.YEAR, EGOR), 1, "5", VOID_AT)
    reported(school)
    with transaction(school) as session:
        period = session.scalars(
            select(PeriodMark.value).filter_by(journal_id=ALGEBRA, period_id=Q1, pupil_id=EGOR)
        )
        assert list(period) == ["3", "5", "3"]
        year = session.scalars(select(YearMark.value).filter_by(journal_id=ALGEBRA, pupil_id=EGOR))
        assert list(year) == ["3", "5", "3"]


def test_the_journal_shows_the_marks_that_count(school: Engine) -> None:
    before = read(school)
    mark(school, 1, "2", VOID_AT)
    mark(school, 0, "5", VOID_AT, "a2.0", EGOR)
    through(school, period_mark(EVA), 1, "2", VOID_AT)
    reported(school)
    assert read(school) == before


def read(engine: Engine) -> dict[str, object]:
    """Pupil -> marks in the cells and the mark of the period, as the journal is read."""
    with transaction(engine) as session:
        content = read_journal(session, ALGEBRA_Q1)
    return {
        pupil.id: (
            [(c.column, c.marks, c.absence) for c in sorted(pupil.cells, key=lambda c: c.column)],
            pupil.period_mark.value if pupil.period_mark else None,
        )
        for pupil in content.pupils
    }


def test_taking_back_opens_a_confirmed_journal_again(school: Engine) -> None:
    mark(school, 1, "2", VOID_AT)
    confirm_journal(school, MARIA)
    reported(school)
    assert state(school) == "open"


def confirm_journal(engine: Engine, actor: Actor) -> None:
    with transaction(engine) as session:
        row = session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1))
        row.state, row.confirmed_by, row.confirmed_at = "confirmed", actor.person, VOID_AT
        row.confirmed_content, row.draft = "content", "draft"
        said = {"journal": ALGEBRA, "period": Q1, "draft": "draft"}
        append_event(session, SCHOOL, EventKind.DRAFT_CONFIRMED, actor, VOID_AT, said, ENTROPY)


def state(engine: Engine) -> str:
    with transaction(engine) as session:
        return session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state


def test_a_void_confirmation_is_withdrawn(school: Engine) -> None:
    confirm_journal(school, STOLEN)
    case = reported(school)
    (one,) = operations(school, case).values()
    assert (state(school), one.remedy) == ("open", Remedy.TAKEN_BACK)


def test_a_void_confirmation_that_the_owner_has_repeated_since_stands(school: Engine) -> None:
    confirm_journal(school, STOLEN)
    with transaction(school) as session:
        session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).confirmed_at = VOID_AT + timedelta(minutes=5)
    case = reported(school)
    (one,) = operations(school, case).values()
    assert (state(school), one.remedy) == ("confirmed", Remedy.NOTHING_LEFT)


def test_a_void_confirmation_behind_a_cutoff_is_left_to_people(school: Engine) -> None:
    confirm_journal(school, STOLEN)
    run(school, CUT_PERIOD)
    (one,) = operations(school, reported(school)).values()
    assert (one.deed, one.remedy) == (Deed.CONFIRMATION, Remedy.BY_HAND)


def test_the_log_has_the_versions_that_took_back(school: Engine) -> None:
    one = mark(school, 1, "2", VOID_AT)
    reported(school)
    written = events(school, "marks.entered")[-1]
    assert (written["cells"], written["values"]) == ([["a1.0", LENA, 3]], sha256(canonical(["4"])))
    assert events(school, "operations.settled")[0]["operations"] == [[one, "taken_back", 3]]


def test_settling_again_does_nothing(school: Engine) -> None:
    mark(school, 1, "2", VOID_AT)
    case = reported(school)
    assert settle_all(school, case) == 0
    assert history(school, "a1.0", LENA) == ["4", "2", "4"]


def test_settling_goes_on_where_a_crash_left_it(school: Engine) -> None:
    mark(school, 1, "2", VOID_AT)
    case = enter(school)
    with transaction(school) as session:
        states = session.execute(select(CompromisedOperation.state, CompromisedOperation.remedy)).all()
    assert [tuple(row) for row in states] == [("void", None)]
    enter(school)
    assert settle_all(school, case) == 1
    assert history(school, "a1.0", LENA) == ["4", "2", "4"]


def test_a_void_signature_is_left_to_people(school: Engine) -> None:
    with transaction(school) as session:
        append_event(session, SCHOOL, EventKind.RECORD_SIGNED, STOLEN, VOID_AT, {"record": "r"}, ENTROPY)
    (one,) = operations(school, reported(school)).values()
    assert (one.state, one.remedy) == (OperationState.VOID, Remedy.BY_HAND)


def test_an_uninvolved_journal_is_not_opened(school: Engine) -> None:
    mark(school, 1, "2", VOID_AT)
    with transaction(school) as session:
        row = session.get_one(JournalPeriod, (SCHOOL, "english-9a-1", Q1))
        row.state, row.confirmed_by, row.confirmed_at = "confirmed", ZHANNA.person, VOID_AT
        row.confirmed_content, row.draft = "content", "draft"
    reported(school)
    with transaction(school) as session:
        assert session.get_one(JournalPeriod, (SCHOOL, "english-9a-1", Q1)).state == "confirmed"


def test_whoever_refuses_writes_the_version_that_takes_back(school: Engine) -> None:
    one = mark(school, 1, "2", SUSPECT_AT)
    case = reported(school)
    refused(school, case, one, actor=PAVEL)
    with transaction(school) as session:
        row = session.get_one(MarkVersion, (SCHOOL, ALGEBRA, Q1, "a1.0", LENA, 3))
    assert row.author_id == PAVEL.person

"""A report is kept once with the judgement of everything the account did; it may be completed, never contradicted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from records.actor import Actor
from records.compromise.model import Deed, Verdict
from records.compromise.tables import Compromise, CompromisedOperation
from records.db import transaction
from records.errors import InputError, RecordsError, StateError
from records.gradebook.lesson_entry import LessonDraft
from records.gradebook.lesson_writing import add_lesson
from records.gradebook.reading import JournalKey
from records.lifecycle import OperationState
from records.log.audit import EventKind, append_event
from tests.cast import ALGEBRA_Q1, ALGEBRA_Q2, ANNA, LENA, MARIA, SCHOOL
from tests.records.compromise.story import (
    DIRECTOR,
    ENTROPY,
    LATER,
    LEAK,
    REPORT,
    REPORTED,
    STOLEN,
    SUPPORT,
    SUSPECT_AT,
    VOID_AT,
    case_file,
    enter,
    events,
    mark,
    operations,
    restored,
    through,
    told,
)
from tests.records.gradebook.desk import cell


def refusal(of: Callable[[], object]) -> str:
    with pytest.raises(RecordsError) as caught:
        of()
    return caught.value.code


def test_operations_are_judged_by_their_moments(school: Engine) -> None:
    before = mark(school, 1, "5", LEAK - timedelta(seconds=1))
    suspect = mark(school, 2, "3", SUSPECT_AT)
    void = mark(school, 3, "2", VOID_AT)
    found = operations(school, enter(school))
    assert before not in found
    assert {one: found[one].verdict for one in found} == {suspect: Verdict.SUSPECT, void: Verdict.VOID}


def test_another_account_of_the_same_person_is_not_touched(school: Engine) -> None:
    through(school, cell("a1.0", LENA), 1, "5", SUSPECT_AT, actor=MARIA)
    assert operations(school, enter(school)) == {}


def test_a_lesson_a_confirmation_and_a_signature_are_found_in_the_log(school: Engine) -> None:
    draft = LessonDraft(date(2025, 10, 7), 2, 1, "Корни", "№ 5", None, ("У",))
    with transaction(school) as session:
        add_lesson(session, STOLEN, ALGEBRA_Q1, draft, SUSPECT_AT, ENTROPY)
        said = {"journal": ALGEBRA_Q1.journal, "period": ALGEBRA_Q1.period}
        append_event(session, SCHOOL, EventKind.DRAFT_CONFIRMED, STOLEN, SUSPECT_AT, said, ENTROPY)
        append_event(session, SCHOOL, EventKind.RECORD_SIGNED, STOLEN, SUSPECT_AT, {"record": "r"}, ENTROPY)
    deeds = {one.deed for one in operations(school, enter(school)).values()}
    assert deeds == {Deed.LESSON, Deed.CONFIRMATION, Deed.SIGNATURE}


def test_what_was_done_to_the_account_itself_is_no_operation(school: Engine) -> None:
    with transaction(school) as session:
        said = {"account": STOLEN.account}
        append_event(session, SCHOOL, EventKind.PASSWORD_CHANGED, STOLEN, SUSPECT_AT, said, ENTROPY)
    assert operations(school, enter(school)) == {}


def test_who_reports_their_own_account_does_not_incriminate_the_report(school: Engine) -> None:
    assert operations(school, enter(school, actor=STOLEN, at=VOID_AT)) == {}


def test_a_lesson_is_shown_by_date_and_topic(school: Engine) -> None:
    draft = LessonDraft(date(2025, 10, 7), 2, 1, "Корни", "№ 5", None, ("У",))
    with transaction(school) as session:
        add_lesson(session, STOLEN, ALGEBRA_Q1, draft, SUSPECT_AT, ENTROPY)
    (found,) = operations(school, enter(school)).values()
    assert (found.where, found.value) == ("Алгебра, 9А, I четверть", "07.10.2025: Корни")


def test_a_mark_is_shown_with_what_stood_there_before(school: Engine) -> None:
    found = operations(school, enter(school)) if mark(school, 1, "5", SUSPECT_AT) else {}
    (one,) = found.values()
    where = "Алгебра, 9А, I четверть: Соколова Елена Андреевна, 02.09.2025, У"
    assert (one.where, one.before, one.value) == (where, "4", "5")


def test_a_report_entered_again_is_the_first_one(school: Engine) -> None:
    mark(school, 1, "5", SUSPECT_AT)
    assert enter(school) == enter(school, at=LATER)
    with transaction(school) as session:
        assert len(session.scalars(select(Compromise)).all()) == 1
        assert len(session.scalars(select(CompromisedOperation)).all()) == 1
    assert len(events(school, "compromise.reported")) == len(events(school, "operations.judged")) == 1


def test_support_may_be_told_later(school: Engine) -> None:
    case = enter(school, told(DIRECTOR, None))
    enter(school, told(DIRECTOR, LATER), at=LATER)
    assert case_file(school, case).case.moments.void_from == LATER


def test_whom_was_told_when_does_not_change(school: Engine) -> None:
    case = enter(school)
    enter(school, told(DIRECTOR + timedelta(minutes=1), SUPPORT), at=LATER)
    assert case_file(school, case).case.moments.told_director == DIRECTOR


def test_an_operation_that_ends_after_the_block_is_judged_by_the_next_run(school: Engine) -> None:
    enter(school)
    late = mark(school, 1, "5", REPORTED + timedelta(minutes=1))
    assert operations(school, enter(school, at=LATER))[late].state is OperationState.VOID


def test_what_the_owner_does_with_the_account_back_is_untouched(school: Engine) -> None:
    case = enter(school)
    restored(school, case)
    mark(school, 1, "5", LATER + timedelta(minutes=1))
    enter(school, at=LATER + timedelta(hours=1))
    assert operations(school, case) == {}


def test_an_order_serves_one_report(school: Engine) -> None:
    enter(school)
    other = replace(REPORT, account="zhanna", person="tarasova", login="tarasova.ze")
    assert refusal(lambda: enter(school, other)) == "compromise.number_used"


def test_an_account_is_reported_once_at_a_time(school: Engine) -> None:
    enter(school)
    assert refusal(lambda: enter(school, replace(REPORT, number="№ 32-к"))) == "compromise.open_already"


def test_a_second_leak_is_a_second_case(school: Engine) -> None:
    first = enter(school)
    restored(school, first)
    assert enter(school, replace(REPORT, number="№ 32-к"), at=LATER) != first


def test_a_refused_report_leaves_nothing(school: Engine) -> None:
    with pytest.raises(InputError):
        enter(school, replace(REPORT, learned=LEAK - timedelta(hours=1)))
    with transaction(school) as session:
        assert session.scalars(select(Compromise)).all() == []


def test_the_judgement_is_told_to_the_log_by_reference(school: Engine) -> None:
    suspect, void = mark(school, 1, "5", SUSPECT_AT), mark(school, 2, "2", VOID_AT)
    case = enter(school)
    (said,) = events(school, "operations.judged")
    assert (said["compromise"], said["operations"]) == (case, [[suspect, "suspect"], [void, "void"]])


def test_access_is_given_back_once(school: Engine) -> None:
    case = enter(school)
    restored(school, case)
    with pytest.raises(StateError, match=r"compromise\.not_open"):
        restored(school, case)


def test_a_foreign_journal_keeps_its_marks_out_of_the_case(school: Engine) -> None:
    other = Actor("tarasova", "zhanna", SCHOOL)
    through(
        school, cell("e1.0", LENA), 1, "4", VOID_AT, JournalKey(SCHOOL, "english-9a-1", "quarter-1"), other
    )
    assert operations(school, enter(school)) == {}


def test_a_mark_of_another_period_belongs_to_the_same_case(school: Engine) -> None:
    late = LEAK + timedelta(days=30)
    report = replace(told(late, late), number="№ 33-к")
    one = through(school, cell("a4.0", LENA), 1, "5", LEAK + timedelta(days=29), ALGEBRA_Q2)
    assert set(operations(school, enter(school, report, late, ANNA))) == {one}

"""The owner alone confirms; an answer is given once; a case ends when everything in it is settled, and stays ended."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from records.compromise.reading import read_cases
from records.compromise.rules import Duty
from records.db import transaction
from records.errors import RecordsError
from records.lifecycle import CompromiseState, OperationState
from tests.cast import ANNA, MARIA, PAVEL, SCHOOL, ZHANNA
from tests.records.closing.frozen import CUT_PERIOD, run
from tests.records.compromise.story import (
    LATER,
    OWNER,
    SUSPECT_AT,
    VOID_AT,
    case_file,
    closed,
    confirmed,
    enter,
    events,
    mark,
    operations,
    refused,
    reported,
    settle_all,
)


def test_an_answer_names_who_gave_it(school: Engine) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    case = reported(school)
    refused(school, case, one, actor=PAVEL, reason="  Учитель в  отпуске. ")
    found = operations(school, case)[one]
    assert (found.state, found.answer) == (OperationState.REFUSED, "Учитель в отпуске.")
    assert found.answered_by == "Орлов Павел Сергеевич"


@pytest.mark.parametrize(
    "actor",
    [PAVEL, ANNA, replace(ZHANNA, on_behalf_of=MARIA.person), replace(OWNER, on_behalf_of=PAVEL.person)],
    ids=["deputy", "director", "on the owner's behalf", "the owner in another's post"],
)
def test_nobody_but_the_owner_confirms(school: Engine, actor: object) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.not_owner"):
        confirmed(school, case, one, actor=actor)  # type: ignore[arg-type]


def test_an_answer_given_twice_is_given_once(school: Engine) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    case = reported(school)
    confirmed(school, case, one)
    confirmed(school, case, one)
    (said,) = events(school, "operations.answered")
    assert (said["answer"], said["operations"]) == ("confirmed", [one])


def test_an_answer_is_not_changed(school: Engine) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    case = reported(school)
    confirmed(school, case, one)
    with pytest.raises(RecordsError, match=r"compromise\.answered"):
        refused(school, case, one)


def test_a_void_operation_cannot_be_confirmed(school: Engine) -> None:
    one = mark(school, 1, "5", VOID_AT)
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.answered"):
        confirmed(school, case, one)


def test_of_several_answers_all_are_kept_or_none(school: Engine) -> None:
    suspect, void = mark(school, 1, "5", SUSPECT_AT), mark(school, 2, "2", VOID_AT)
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.answered"):
        confirmed(school, case, suspect, void)
    assert operations(school, case)[suspect].state is OperationState.WAITING


def test_an_unknown_operation_is_refused(school: Engine) -> None:
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.no_operation"):
        confirmed(school, case, "event/1")


def test_an_empty_answer_is_refused(school: Engine) -> None:
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.nothing_chosen"):
        confirmed(school, case)


def test_a_refusal_says_why(school: Engine) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.why_refused"):
        refused(school, case, one, reason=" ")


# --- The end ----------------------------------------------------------------------------------------------


def test_a_case_with_an_unanswered_operation_does_not_end(school: Engine) -> None:
    mark(school, 1, "5", SUSPECT_AT)
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.waiting"):
        closed(school, case)


def test_a_case_with_an_unsettled_operation_does_not_end(school: Engine) -> None:
    mark(school, 1, "5", VOID_AT)
    case = enter(school)
    with pytest.raises(RecordsError, match=r"compromise\.waiting"):
        closed(school, case)


def test_a_case_with_an_unmended_cell_does_not_end(school: Engine) -> None:
    mark(school, 1, "5", VOID_AT)
    run(school, CUT_PERIOD)
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.acts_wanted") as refusal:
        closed(school, case, unmended=case_file(school, case).unmended)
    assert "Соколова Елена Андреевна, 02.09.2025 У" in refusal.value.ru


def test_a_case_ends_with_its_outcome(school: Engine) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    case = reported(school)
    confirmed(school, case, one)
    closed(school, case)
    found = case_file(school, case).case
    assert (found.state, found.outcome, found.closed_at) == (CompromiseState.CLOSED, "Пароль сменён.", LATER)


def test_a_case_ends_once(school: Engine) -> None:
    case = reported(school)
    closed(school, case)
    closed(school, case, "Иначе.")
    assert case_file(school, case).case.outcome == "Пароль сменён."
    assert len(events(school, "compromise.closed")) == 1


def test_a_case_does_not_end_without_an_outcome(school: Engine) -> None:
    case = reported(school)
    with pytest.raises(RecordsError, match=r"compromise\.outcome"):
        closed(school, case, " ")


def test_a_closed_case_takes_no_answers(school: Engine) -> None:
    case = reported(school)
    closed(school, case)
    with pytest.raises(RecordsError, match=r"compromise\.closed"):
        confirmed(school, case, "event/1")


def test_deadlines_that_passed_are_named(school: Engine) -> None:
    mark(school, 1, "5", SUSPECT_AT)
    found = case_file(school, reported(school)).case
    assert found.overdue(found.due[Duty.ANSWER]) == frozenset()
    assert found.overdue(found.due[Duty.ANSWER].replace(month=12)) == {Duty.ACCESS, Duty.ANSWER}


def test_an_owner_sees_their_own_cases(school: Engine) -> None:
    case = reported(school)
    with transaction(school) as session:
        mine = read_cases(session, SCHOOL, MARIA.person)
        theirs = read_cases(session, SCHOOL, ZHANNA.person)
    assert ([one.id for one in mine], theirs) == ([case], [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE compromised_operation SET verdict = 'suspect'",
        "UPDATE compromised_operation SET at = reported_at FROM compromise",
        "UPDATE compromised_operation SET remedy = 'kept'",
        "DELETE FROM compromised_operation",
        "UPDATE compromise SET since = learned_at",
        "UPDATE compromise SET told_support_at = NULL",
        "UPDATE compromise SET outcome = 'иначе'",
        "DELETE FROM compromise",
    ],
)
def test_the_database_keeps_a_closed_case_as_it_is(school: Engine, statement: str) -> None:
    mark(school, 1, "5", VOID_AT)
    case = enter(school)
    settle_all(school, case)
    closed(school, case)
    with pytest.raises(DBAPIError, match=r"letopis\.frozen"), transaction(school) as session:
        session.execute(text(statement))

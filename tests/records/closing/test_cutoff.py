"""A period is confirmed and cut off only when it is complete and unchanged, or with a reason; each move is logged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from records.actor import Actor
from records.closing.cutoff import Confirmation, NotReadyError, confirm_journal, cut_off_journal
from records.db import transaction
from records.errors import StateError
from records.gradebook.reading import JournalKey, read_journal
from records.gradebook.tables import JournalPeriod
from records.lifecycle import ClosingState
from records.log.store import LogEvent
from records.school.policy import Policy
from tests.cast import ALGEBRA_Q1, CUT_AT, ENGLISH_Q1, MARIA, PAVEL, WRITTEN, SeededEntropy
from tests.records.closing.frozen import run

POLICY = Policy()
NO_TOPIC = "UPDATE lesson SET topic = NULL WHERE id = 'a1'"
EDIT = "UPDATE lesson SET topic = 'Дроби' WHERE id = 'a1'"


def confirm(session: Session, key: JournalKey = ALGEBRA_Q1, draft: str = "d" * 64) -> None:
    """Мария Ивановна confirms the rows as they stand."""
    seen = Confirmation(read_journal(session, key).digest(), draft)
    confirm_journal(session, MARIA, key, seen, WRITTEN, POLICY, SeededEntropy())


def cut(session: Session, reason: str | None = None, actor: Actor = PAVEL) -> None:
    """Павел Сергеевич cuts the period off."""
    cut_off_journal(session, actor, ALGEBRA_Q1, CUT_AT, POLICY, SeededEntropy(), reason)


def act(engine: Engine, *acts: Callable[[Session], None]) -> None:
    """Each act in a transaction of its own."""
    for do in acts:
        with transaction(engine) as session:
            do(session)


def row(engine: Engine) -> JournalPeriod:
    with transaction(engine) as session:
        return session.get_one(JournalPeriod, (ALGEBRA_Q1.school, ALGEBRA_Q1.journal, ALGEBRA_Q1.period))


def events(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        return list(session.scalars(select(LogEvent.kind).order_by(LogEvent.id)))


def test_a_confirmation_says_who_confirmed_what_and_when(school: Engine) -> None:
    act(school, confirm)
    found = row(school)
    assert (found.state, found.confirmed_by, found.confirmed_at, found.draft) == (
        ClosingState.CONFIRMED,
        MARIA.person,
        WRITTEN,
        "d" * 64,
    )


def test_a_confirmation_is_one_event(school: Engine) -> None:
    act(school, confirm)
    assert events(school) == ["draft.confirmed"]


def test_rows_that_moved_on_since_the_draft_are_not_confirmed(school: Engine) -> None:
    seen = Confirmation("0" * 64, "d" * 64)
    with transaction(school) as session, pytest.raises(StateError, match=r"^cutoff\.changed_since"):
        confirm_journal(session, MARIA, ALGEBRA_Q1, seen, WRITTEN, POLICY, SeededEntropy())


def test_a_gap_stops_the_confirmation(school: Engine) -> None:
    run(school, NO_TOPIC)
    with pytest.raises(NotReadyError, match=r"^cutoff\.not_ready"):
        act(school, confirm)


def test_a_second_confirmation_loses_the_race(school: Engine) -> None:
    with pytest.raises(StateError, match=r"^state\.lost_race"):
        act(school, confirm, confirm)


def test_a_confirmed_period_is_cut_off(school: Engine) -> None:
    act(school, confirm, cut)
    found = row(school)
    assert (found.state, found.cut_by, found.cut_at, found.cut_reason) == (
        ClosingState.CUT,
        PAVEL.person,
        CUT_AT,
        None,
    )


def test_a_cutoff_is_one_event(school: Engine) -> None:
    act(school, confirm, cut)
    assert events(school) == ["draft.confirmed", "period.cut"]


def test_a_cutoff_returns_the_content_that_it_froze(school: Engine) -> None:
    with transaction(school) as session:
        frozen = cut_off_journal(session, PAVEL, ALGEBRA_Q1, CUT_AT, POLICY, SeededEntropy(), "карантин")
        assert frozen == read_journal(session, ALGEBRA_Q1)


def test_a_cutoff_touches_no_other_journal(school: Engine) -> None:
    act(school, confirm, cut)
    with transaction(school) as session:
        other = session.get_one(JournalPeriod, (ENGLISH_Q1.school, ENGLISH_Q1.journal, ENGLISH_Q1.period))
        assert other.state == ClosingState.OPEN


@pytest.mark.parametrize("reason", [None, ""])
def test_an_unconfirmed_period_is_not_cut_off_without_a_reason(school: Engine, reason: str | None) -> None:
    with pytest.raises(StateError, match=r"^cutoff\.not_confirmed"):
        act(school, lambda session: cut(session, reason))


def test_a_gap_stops_the_cutoff(school: Engine) -> None:
    run(school, NO_TOPIC)
    with pytest.raises(NotReadyError, match=r"урок 02\.09\.2025") as refused:
        act(school, cut)
    assert [gap.code for gap in refused.value.gaps] == ["topic.missing"]


def test_the_refusal_names_the_first_five_gaps_and_counts_all(school: Engine) -> None:
    run(school, "UPDATE lesson SET topic = NULL", "INSERT INTO lesson SELECT school_id, id || '+', journal_id, "
        "period_id, date, 9, hours, topic, homework, substitute_id FROM lesson WHERE journal_id = 'algebra-9a' "
        "AND period_id = 'quarter-1'")  # fmt: skip
    with pytest.raises(NotReadyError) as refused:
        act(school, cut)
    assert (len(refused.value.gaps), refused.value.ru.count("не записана тема")) == (6, 5)


def test_a_refused_cutoff_leaves_no_trace(school: Engine) -> None:
    with pytest.raises(StateError):
        act(school, cut)
    assert (row(school).state, events(school)) == (ClosingState.OPEN, [])


def test_a_reason_cuts_off_what_is_not_complete_and_stays_with_it(school: Engine) -> None:
    run(school, NO_TOPIC)
    act(school, lambda session: cut(session, "учитель болен"))
    assert (row(school).state, row(school).cut_reason) == (ClosingState.CUT, "учитель болен")


def test_an_edit_after_the_confirmation_stops_the_cutoff(school: Engine) -> None:
    act(school, confirm)
    run(school, EDIT)
    with pytest.raises(StateError, match=r"^cutoff\.changed_since"):
        act(school, cut)


def test_a_cut_period_is_not_cut_again(school: Engine) -> None:
    act(school, confirm, cut)
    with pytest.raises(StateError, match=r"^state\.move_refused"):
        act(school, lambda session: cut(session, "ещё раз"))

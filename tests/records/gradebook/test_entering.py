"""A cell is written as a version; two writers do not lose each other's marks; what is sent twice is written once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from threading import Thread

import pytest
from sqlalchemy import Engine, select

from records.actor import Actor
from records.db import transaction
from records.digest import canonical, sha256
from records.gradebook.cells import CellKey, ConflictError, Edit, EntryError, Place, Refused, Saved
from records.gradebook.entering import MOST_EDITS, enter
from records.gradebook.tables import ClassYear, JournalPeriod, Lesson, MarkVersion, PeriodMark, YearMark
from records.log.store import LogEvent
from tests.cast import (
    ALGEBRA,
    ALGEBRA_Q1,
    ALGEBRA_Q2,
    CLASS,
    EGOR,
    EVA,
    LENA,
    MARIA,
    PAVEL,
    Q1,
    SCHOOL,
    ZHANNA,
)
from tests.records.gradebook.desk import AT, ENTROPY, cell, history, put, take_back, why, write


def events(engine: Engine) -> list[dict[str, object]]:
    with transaction(engine) as session:
        rows = session.scalars(select(LogEvent.body).where(LogEvent.kind == "marks.entered"))
        return [json.loads(body or b"{}") for body in rows]


def confirm(engine: Engine) -> None:
    with transaction(engine) as session:
        row = session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1))
        row.state, row.confirmed_by, row.confirmed_at = "confirmed", "gromova", AT
        row.confirmed_content, row.draft = "content", "draft"


def test_a_first_entry_is_version_one(school: Engine) -> None:
    assert put(school, "a2.0", EGOR, 0, "5") == Saved(Edit(cell("a2.0", EGOR), 0, "5"), 1, "5")


def test_a_change_is_a_further_version(school: Engine) -> None:
    put(school, "a2.1", LENA, 2, "5")
    assert history(school, "a2.1", LENA) == ["3", "4/5", "5"]


def test_a_version_says_who_wrote_it_when_and_for_whom(school: Engine) -> None:
    put(school, "a2.0", EGOR, 0, "5", actor=Actor("tarasova", "zhanna-2", SCHOOL, on_behalf_of="gromova"))
    with transaction(school) as session:
        row = session.get_one(MarkVersion, (SCHOOL, ALGEBRA, Q1, "a2.0", EGOR, 1))
    found = (row.author_id, row.account, row.on_behalf_of, row.at)
    assert found == ("tarasova", "zhanna-2", "gromova", AT)


@pytest.mark.parametrize(
    ("typed", "stored"), [("5", "5"), ("4 5", "4/5"), ("H", "н"), ("4н", "4 н"), ("Осв.", "осв")]
)
def test_what_is_typed_is_stored_in_the_one_spelling(school: Engine, typed: str, stored: str) -> None:
    put(school, "a2.0", EGOR, 0, typed)
    assert history(school, "a2.0", EGOR) == [stored]


def test_an_empty_value_takes_the_mark_away(school: Engine) -> None:
    put(school, "a1.0", LENA, 1, "")
    assert history(school, "a1.0", LENA) == ["4", ""]


def test_the_value_that_stands_is_not_written_again(school: Engine) -> None:
    assert put(school, "a1.0", LENA, 1, " 4 ") == Saved(Edit(cell("a1.0", LENA), 1, " 4 "), 1, "4")


def test_nothing_into_an_empty_cell_is_no_version(school: Engine) -> None:
    put(school, "a2.0", EGOR, 0, "")
    assert history(school, "a2.0", EGOR) == []


def test_a_newer_value_of_another_is_a_conflict(school: Engine) -> None:
    put(school, "a1.0", LENA, 1, "5")
    assert (
        why(put(school, "a1.0", LENA, 1, "3", actor=Actor("gromova", "elsewhere", SCHOOL)))
        == "entry.conflict"
    )


def test_a_conflict_shows_both_values_and_who_and_when(school: Engine) -> None:
    put(school, "a1.0", LENA, 1, "5")
    outcome = put(school, "a1.0", LENA, 1, "3", actor=Actor("gromova", "elsewhere", SCHOOL))
    assert isinstance(outcome, Refused)
    error = outcome.error
    assert isinstance(error, ConflictError)
    assert (error.mine, error.theirs.value, error.who, error.when) == (
        "3",
        "5",
        "Громова Мария Ивановна",
        "01.10.2025 12:00",
    )


def test_a_conflict_writes_nothing(school: Engine) -> None:
    put(school, "a1.0", LENA, 1, "5")
    put(school, "a1.0", LENA, 1, "3", actor=Actor("gromova", "elsewhere", SCHOOL))
    assert history(school, "a1.0", LENA) == ["4", "5"]


def test_two_who_give_the_same_mark_do_not_quarrel(school: Engine) -> None:
    put(school, "a1.0", LENA, 1, "5")
    outcome = put(school, "a1.0", LENA, 1, "5", actor=Actor("gromova", "elsewhere", SCHOOL))
    assert (why(outcome), history(school, "a1.0", LENA)) == ("", ["4", "5"])


def test_an_edit_that_is_sent_again_is_not_written_again(school: Engine) -> None:
    first = put(school, "a1.0", LENA, 1, "5")
    assert (put(school, "a1.0", LENA, 1, "5"), history(school, "a1.0", LENA)) == (first, ["4", "5"])


def test_a_queue_that_is_sent_again_changes_nothing(school: Engine) -> None:
    queue = [
        Edit(cell("a1.0", LENA), 1, "5"),
        Edit(cell("a1.0", LENA), 2, "3"),
        Edit(cell("a1.0", EVA), 1, "н"),
    ]
    first = write(school, *queue)
    assert (write(school, *queue), history(school, "a1.0", LENA)) == (first, ["4", "5", "3"])


def test_a_replayed_edit_is_known_behind_the_cutoff(school: Engine) -> None:
    first = put(school, "a1.0", LENA, 1, "5")
    with transaction(school) as session:
        session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state = "cut"
    assert put(school, "a1.0", LENA, 1, "5") == first


def test_a_refused_cell_stops_no_other(school: Engine) -> None:
    outcomes = write(school, Edit(cell("a2.0", EGOR), 0, "7"), Edit(cell("a3.0", EVA), 1, "4"))
    assert [why(outcome) for outcome in outcomes] == ["mark.unknown", ""]


def test_more_cells_than_a_request_may_carry_are_refused_whole(school: Engine) -> None:
    with pytest.raises(EntryError, match=r"entry\.too_many"):
        write(school, *[Edit(cell("a2.0", EGOR), 0, "5")] * (MOST_EDITS + 1))


def test_a_period_mark_has_versions_too(school: Engine) -> None:
    write(school, Edit(CellKey(Place.PERIOD, LENA), 2, "4"))
    with transaction(school) as session:
        rows = session.scalars(select(PeriodMark).filter_by(pupil_id=LENA, journal_id=ALGEBRA, period_id=Q1))
        assert sorted((row.seq, row.value) for row in rows) == [(1, "4"), (2, "5"), (3, "4")]


@pytest.mark.parametrize("place", [Place.YEAR, Place.EXAM, Place.FINAL])
def test_a_mark_of_the_year_is_stored_with_the_class(school: Engine, place: Place) -> None:
    seen = 1 if place is Place.YEAR else 0
    write(school, Edit(CellKey(place, LENA), seen, "4"), key=ALGEBRA_Q2)
    with transaction(school) as session:
        row = session.get_one(YearMark, (SCHOOL, CLASS, ALGEBRA, LENA, place.value, seen + 1))
    assert row.value == "4"


def test_an_edit_opens_a_confirmed_period_again(school: Engine) -> None:
    confirm(school)
    put(school, "a1.0", LENA, 1, "5")
    with transaction(school) as session:
        row = session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1))
    assert (row.state, row.confirmed_by, row.confirmed_content, row.draft) == ("open", None, None, None)


def test_the_event_says_that_a_confirmed_period_was_opened(school: Engine) -> None:
    confirm(school)
    put(school, "a1.0", LENA, 1, "5")
    assert [event["subject"]["reopened"] for event in events(school)] == [True]  # type: ignore[index]


def test_a_refused_edit_leaves_a_confirmed_period_confirmed(school: Engine) -> None:
    confirm(school)
    put(school, "a1.0", LENA, 1, "7")
    with transaction(school) as session:
        assert session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1)).state == "confirmed"


def test_a_mark_of_the_year_opens_a_confirmed_year_again(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(ClassYear, (SCHOOL, CLASS)).state = "confirmed"
    write(school, Edit(CellKey(Place.YEAR, LENA), 1, "4"), key=ALGEBRA_Q2)
    with transaction(school) as session:
        assert session.get_one(ClassYear, (SCHOOL, CLASS)).state == "open"


def test_a_batch_is_one_event(school: Engine) -> None:
    write(
        school, *[Edit(cell("a2.0", pupil), 0, "5") for pupil in (EGOR, EVA)], Edit(cell("a3.0", EVA), 1, "4")
    )
    assert len(events(school)) == 1


def test_a_batch_that_writes_nothing_is_no_event(school: Engine) -> None:
    put(school, "a1.0", LENA, 1, "4")
    assert events(school) == []


def test_the_event_names_every_version_and_no_value(school: Engine) -> None:
    put(school, "a2.0", EGOR, 0, "осв")
    (event,) = events(school)
    assert event["subject"] == {
        "journal": ALGEBRA,
        "period": Q1,
        "cells": [["a2.0", EGOR, 1]],
        "values": sha256(canonical(["осв"])),
        "reopened": False,
    }


def test_an_undo_is_a_version_with_the_value_before(school: Engine) -> None:
    take_back(school, "a2.1", LENA, 2)
    assert history(school, "a2.1", LENA) == ["3", "4/5", "3"]


def test_the_undo_of_a_first_entry_empties_the_cell(school: Engine) -> None:
    take_back(school, "a1.0", LENA, 1)
    assert history(school, "a1.0", LENA) == ["4", ""]


def test_an_undo_of_what_another_changed_since_is_a_conflict(school: Engine) -> None:
    put(school, "a1.0", LENA, 1, "5", actor=Actor("tarasova", "tarasova", SCHOOL, "gromova"))
    assert why(take_back(school, "a1.0", LENA, 1)) == "entry.conflict"


def test_an_empty_cell_has_nothing_to_undo(school: Engine) -> None:
    assert why(take_back(school, "a2.0", EGOR, 0)) == "entry.nothing_to_undo"


def test_the_substitute_of_a_lesson_writes_its_marks(school: Engine) -> None:
    with transaction(school) as session:
        session.get_one(Lesson, (SCHOOL, "a3")).substitute_id = ZHANNA.person
    assert why(put(school, "a3.0", EGOR, 1, "5", actor=ZHANNA)) == ""


@pytest.mark.parametrize("actor", [ZHANNA, PAVEL])
def test_nobody_else_writes_into_the_journal(school: Engine, actor: Actor) -> None:
    assert why(put(school, "a2.0", EGOR, 0, "5", actor=actor)) == "entry.not_yours"


def test_a_writer_who_waits_sees_what_was_written_meanwhile(school: Engine) -> None:
    """Two transactions at once: the second waits for the first and finds its version."""
    outcomes: list[str] = []
    with transaction(school) as session:
        enter(session, MARIA, ALGEBRA_Q1, [Edit(cell("a1.0", LENA), 1, "5")], AT, ENTROPY)
        other = Actor("gromova", "elsewhere", SCHOOL)
        second = Thread(target=lambda: outcomes.append(why(put(school, "a1.0", LENA, 1, "3", actor=other))))
        second.start()
        second.join(timeout=0.2)
    second.join()
    assert outcomes == ["entry.conflict"]


def test_a_writer_who_waited_for_a_cutoff_is_told_of_it(school: Engine) -> None:
    """The state is that behind the lock, whatever stood there when the writer asked."""
    outcomes: list[str] = []
    with transaction(school) as session:
        session.get_one(JournalPeriod, (SCHOOL, ALGEBRA, Q1), with_for_update=True).state = "cut"
        session.flush()
        late = Thread(target=lambda: outcomes.append(why(put(school, "a1.0", LENA, 1, "3"))))
        late.start()
        late.join(timeout=0.2)
        assert outcomes == []
    late.join()
    assert (outcomes, history(school, "a1.0", LENA)) == (["entry.period_cut"], ["4"])


def test_the_time_of_writing_is_the_one_given(school: Engine) -> None:
    at = datetime(2025, 10, 2, 5, tzinfo=UTC)
    put(school, "a2.0", EGOR, 0, "5", at=at)
    (event,) = events(school)
    assert event["at"] == "2025-10-02T05:00:00Z"

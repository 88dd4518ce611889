"""Entering an act: refused it leaves nothing, entered it stands beside the frozen rows, and the log tells of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from records.amendments.model import Change, Draft, Place, Spot
from records.amendments.tables import AmendedValue, Amendment
from records.closing.frozen import amendment_digests, journal_digests, year_digests
from records.errors import LetopisError
from records.gradebook.reading import read_journal
from records.gradebook.year_reading import read_year
from records.log.store import LogEvent
from tests import cast
from tests.records.amendments.drafts import (
    LENA_CELL,
    LENA_EXAM,
    LENA_Q1,
    LENA_YEAR,
    draft,
    entered,
    supplement,
)
from tests.records.closing.frozen import CUT_PERIOD, run

DECISION = Change(cast.LENA, None, Place(Spot.DECISION), "переведена в 10 класс", "")
REFUSED = {
    "amendment.number_missing": draft(LENA_Q1, number=" "),
    "amendment.basis_missing": draft(LENA_Q1, basis=""),
    "amendment.future": draft(LENA_Q1, date=date(2026, 6, 21)),
    "amendment.changes": draft(),
    "amendment.too_long": draft(LENA_Q1, basis="х" * 501),
    "amendment.reason_missing": draft(replace(LENA_Q1, reason="")),
    "amendment.not_current": draft(replace(LENA_Q1, before="3")),
    "amendment.nothing_changes": draft(replace(LENA_Q1, after="5")),
    "amendment.twice": draft(LENA_Q1, replace(LENA_Q1, after="3")),
    "amendment.value": draft(replace(LENA_Q1, after="6")),
    "amendment.no_later_result": supplement(LENA_Q1),
    "amendment.result_missing": supplement(replace(LENA_EXAM, after="")),
    "amendment.class_unknown": draft(LENA_Q1, class_id="9b"),
}
NOWHERE = {
    "another pupil": replace(LENA_Q1, pupil="nobody"),
    "another journal": replace(LENA_Q1, journal="physics"),
    "another period": replace(LENA_Q1, place=Place(Spot.PERIOD, "quarter-3")),
    "another column": replace(LENA_CELL, place=Place(Spot.CELL, "z.0")),
    "a pupil of another subgroup": replace(LENA_YEAR, pupil=cast.EVA, journal=cast.ENGLISH),
    "a pupil who had left": replace(LENA_CELL, pupil=cast.ZHUKOV, place=Place(Spot.CELL, "a3.0")),
    "a pupil who left before the period": replace(
        LENA_Q1, pupil=cast.ZHUKOV, place=Place(Spot.PERIOD, cast.Q2)
    ),
}


def stored(engine: Engine) -> list[tuple[str, str, str]]:
    """(place, before, after) of every value that was kept."""
    with Session(engine) as session:
        rows = session.scalars(select(AmendedValue).order_by(AmendedValue.position))
        return [(row.place, row.before, row.after) for row in rows]


def refusal(engine: Engine, asked: Draft) -> str:
    with pytest.raises(LetopisError) as refused:
        entered(engine, asked)
    return refused.value.code


@pytest.mark.parametrize("code", REFUSED)
def test_a_wrong_act_is_refused_with_its_code(year_cut: Engine, code: str) -> None:
    assert refusal(year_cut, REFUSED[code]) == code


@pytest.mark.parametrize("case", NOWHERE)
def test_a_change_of_no_place_is_refused(year_cut: Engine, case: str) -> None:
    assert refusal(year_cut, draft(NOWHERE[case])) == "amendment.no_place"


def test_one_wrong_change_of_several_leaves_nothing(year_cut: Engine) -> None:
    refusal(year_cut, draft(LENA_Q1, replace(LENA_CELL, after="6")))
    with Session(year_cut) as session:
        assert [stored(year_cut), session.scalars(select(Amendment)).all()] == [[], []]


@pytest.mark.parametrize("change", [LENA_Q1, LENA_CELL, LENA_YEAR], ids=["period", "cell", "year"])
def test_what_is_still_open_is_edited_and_not_corrected(school: Engine, change: Change) -> None:
    assert refusal(school, draft(change)) == "amendment.not_cut"


def test_a_cut_period_is_corrected_while_the_year_is_open(school: Engine) -> None:
    run(school, CUT_PERIOD)
    entered(school, draft(LENA_Q1))
    assert stored(school) == [("period/quarter-1", "5", "4")]


def test_values_are_kept_in_the_one_spelling(year_cut: Engine) -> None:
    entered(year_cut, draft(replace(LENA_CELL, after=" 5 Н ")))
    assert stored(year_cut) == [("cell/a1.0", "4", "5 н")]


def test_the_same_act_again_is_the_first_one(year_cut: Engine) -> None:
    again = [entered(year_cut, draft(LENA_Q1, LENA_CELL)) for _ in range(2)]
    assert (again[0], len(stored(year_cut))) == (again[1], 2)


def test_a_number_is_not_used_twice(year_cut: Engine) -> None:
    entered(year_cut, draft(LENA_Q1))
    assert refusal(year_cut, draft(LENA_CELL)) == "amendment.number_used"


def test_an_act_and_a_protocol_may_have_one_number(year_cut: Engine) -> None:
    first = entered(year_cut, draft(LENA_Q1))
    assert entered(year_cut, supplement(LENA_EXAM)) != first


def test_a_second_act_begins_where_the_first_one_ended(year_cut: Engine) -> None:
    entered(year_cut, draft(LENA_Q1))
    entered(year_cut, draft(replace(LENA_Q1, after="3", before="4"), number="8"))
    assert stored(year_cut) == [("period/quarter-1", "5", "4"), ("period/quarter-1", "4", "3")]


def test_the_journal_reads_as_it_stands_now(year_cut: Engine) -> None:
    entered(year_cut, draft(LENA_Q1, replace(LENA_CELL, after="н")))
    with Session(year_cut) as session:
        lena = next(p for p in read_journal(session, cast.ALGEBRA_Q1).pupils if p.id == cast.LENA)
    assert lena.period_mark
    assert (lena.period_mark.value, lena.cells[0].absence) == ("4", "н")


def test_a_value_that_an_act_took_away_is_gone(year_cut: Engine) -> None:
    entered(year_cut, draft(replace(LENA_Q1, after=""), replace(LENA_CELL, after="")))
    with Session(year_cut) as session:
        lena = next(p for p in read_journal(session, cast.ALGEBRA_Q1).pupils if p.id == cast.LENA)
    assert (lena.period_mark, [cell.column for cell in lena.cells]) == (None, ["a2.0", "a2.1", "a3.0"])


def test_the_year_reads_as_it_stands_now(year_cut: Engine) -> None:
    entered(year_cut, draft(LENA_Q1, LENA_YEAR, replace(LENA_CELL, after="б")))
    entered(year_cut, supplement(LENA_EXAM, DECISION))
    with Session(year_cut) as session:
        lena = next(p for p in read_year(session, cast.SCHOOL, cast.CLASS).pupils if p.id == cast.LENA)
    marks = lena.marks[0]
    assert (marks.periods[cast.Q1], marks.year, marks.exam) == ("4", "4", "5")
    assert lena.decision
    assert (lena.decision.text, lena.decision.protocol) == ("переведена в 10 класс", "7")


def test_absences_are_counted_anew(year_cut: Engine) -> None:
    def ill(session: Session) -> int:
        pupils = read_year(session, cast.SCHOOL, cast.CLASS).pupils
        return next(p for p in pupils if p.id == cast.LENA).absences[0].lessons_ill

    with Session(year_cut) as session:
        before = ill(session)
    entered(year_cut, draft(replace(LENA_CELL, after="б")))
    with Session(year_cut) as session:
        assert (before, ill(session)) == (0, 1)


def test_acts_after_a_number_do_not_count_for_it(year_cut: Engine) -> None:
    with Session(year_cut) as session:
        frozen = read_journal(session, cast.ALGEBRA_Q1)
    entered(year_cut, draft(LENA_Q1))
    with Session(year_cut) as session:
        assert read_journal(session, cast.ALGEBRA_Q1, upto=0) == frozen


def test_the_frozen_rows_stay_as_they_are(year_cut: Engine) -> None:
    def digests() -> list[dict[str, str]]:
        with Session(year_cut) as session:
            of_year = year_digests(session, cast.SCHOOL, cast.CLASS)
            return [*(journal_digests(session, key) for key in cast.ALL_PERIODS), of_year]

    before = digests()
    entered(year_cut, draft(LENA_Q1, LENA_CELL, LENA_YEAR))
    entered(year_cut, supplement(LENA_EXAM))
    assert digests() == before


def test_the_log_holds_the_digests_of_the_rows(year_cut: Engine) -> None:
    act = entered(year_cut, draft(LENA_Q1))
    with Session(year_cut) as session:
        event = session.scalars(select(LogEvent).where(LogEvent.kind == "amendment.entered")).one()
        told = json.loads(event.body or b"{}")["subject"]
        assert (told["amendment"], told["rows"]) == (act, amendment_digests(session, cast.SCHOOL, act))

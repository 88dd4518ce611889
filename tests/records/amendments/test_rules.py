"""The rules of acts over generated drafts: what settles is what was asked, in order; a repetition is recognised."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.amendments.model import (
    Act,
    Amended,
    AmendmentKind,
    Change,
    Draft,
    Place,
    Spot,
    Standing,
    parse_place,
)
from records.amendments.overlay import over_values
from records.amendments.reach import CLASS_JOURNAL, SUMMARY_SHEET, acts_shown, concerned, demanded
from records.amendments.rules import check_number, settle
from records.errors import LetopisError
from records.gradebook.marks import FIVE_POINT
from records.registers.kinds import RecordKind

DAY = date(2026, 6, 20)
MARKS = st.sampled_from(["2", "3", "4", "5", "осв", "н/а"])
PLACES = st.one_of(
    st.builds(Place, st.just(Spot.PERIOD), st.sampled_from(["q1", "q2"])),
    st.builds(Place, st.just(Spot.CELL), st.sampled_from(["c1", "c2"])),
    st.builds(Place, st.sampled_from([Spot.YEAR, Spot.EXAM, Spot.FINAL])),
)
CHANGES = st.builds(
    Change,
    st.sampled_from(["lena", "egor"]),
    st.sampled_from(["algebra", "english"]),
    PLACES,
    MARKS,
    st.just("п"),
)
UNLIKE = st.lists(CHANGES, min_size=1, max_size=8, unique_by=lambda c: (c.pupil, c.journal, c.place))


def correction(*changes: Change) -> Draft:
    return Draft(AmendmentKind.CORRECTION, "9a", "7", DAY, "заявление", "", changes)


def standing(value: str, *, cut: bool = True) -> Standing:
    return Standing(value, "где-то", "q1", cut)


def kept(asked: Draft, seq: int = 1) -> Act:
    """The act that the draft makes, over empty places."""
    at = datetime(2026, 6, 20, tzinfo=UTC)
    values = tuple(
        Amended(
            *("act", asked.kind, asked.number, asked.date, seq, "orlov", at, c.journal),
            *("q1" if c.place.of_period else None, c.pupil, c.place, "где-то", "", c.after, c.reason),
        )
        for c in asked.changes
    )
    heading = (asked.kind, asked.class_id, asked.number, asked.date, asked.basis, asked.decided_by)
    return Act("id", f"record-{seq}", seq, *heading, "orlov", at, values)


def refused(asked: Draft, *standings: Standing | None) -> str:
    with pytest.raises(LetopisError) as refusal:
        settle(asked, standings, FIVE_POINT)
    return refusal.value.code


@given(UNLIKE)
def test_every_change_settles_in_its_order(changes: list[Change]) -> None:
    settled = settle(correction(*changes), [standing("")] * len(changes), FIVE_POINT)
    assert [(one.change, one.after) for one in settled] == [(c, c.after) for c in changes]


@given(UNLIKE, st.data())
def test_one_place_that_is_not_cut_refuses_the_whole_act(changes: list[Change], data: st.DataObject) -> None:
    open_one = data.draw(st.integers(0, len(changes) - 1))
    standings = [standing("", cut=place != open_one) for place in range(len(changes))]
    assert refused(correction(*changes), *standings) == "amendment.not_cut"


@given(CHANGES, MARKS, MARKS)
def test_only_what_the_writer_saw_is_changed(change: Change, seen: str, now: str) -> None:
    asked = correction(replace(change, before=seen))
    if now == change.after:
        return
    if seen == now:
        assert settle(asked, [standing(now)], FIVE_POINT)[0].standing.value == now
    else:
        assert refused(asked, standing(now)) == "amendment.not_current"


@given(UNLIKE)
def test_a_repetition_is_the_same_act(changes: list[Change]) -> None:
    asked = correction(*changes)
    assert check_number(asked, [kept(asked)], FIVE_POINT) == kept(asked)


@given(UNLIKE)
def test_the_same_number_for_something_else_is_refused(changes: list[Change]) -> None:
    asked = correction(*changes)
    with pytest.raises(LetopisError, match="number_used"):
        check_number(replace(asked, basis="другое"), [kept(asked)], FIVE_POINT)


@given(UNLIKE)
def test_the_last_act_has_the_say(changes: list[Change]) -> None:
    first, second = (
        kept(correction(*(replace(c, after=mark) for c in changes)), seq)
        for seq, mark in ((1, "3"), (2, "5"))
    )
    values: dict[tuple[str, str], dict[str, str]] = {}
    over_values(values, [*first.values, *second.values], frozenset(Spot))
    assert {value for of_pupil in values.values() for value in of_pupil.values()} == {"5"}


@given(PLACES)
def test_a_place_is_read_back_from_its_spelling(place: Place) -> None:
    assert parse_place(str(place)) == place


@given(UNLIKE)
def test_a_correction_asks_for_every_record_that_shows_it(changes: list[Change]) -> None:
    act = kept(correction(*changes))
    assert demanded(act) == concerned(act)
    assert CLASS_JOURNAL in demanded(act)


@given(UNLIKE)
def test_the_summary_sheet_shows_no_cells(changes: list[Change]) -> None:
    cells_only = all(change.place.spot is Spot.CELL for change in changes)
    assert (SUMMARY_SHEET not in concerned(kept(correction(*changes)))) == cells_only


def test_a_supplement_asks_for_the_summary_sheet_alone() -> None:
    exam = Change("lena", "algebra", Place(Spot.EXAM), "5", "")
    act = kept(replace(correction(exam), kind=AmendmentKind.SUPPLEMENT))
    assert (set(demanded(act)), {shown.kind for shown in concerned(act)}) == (
        {SUMMARY_SHEET},
        {RecordKind.CLASS_JOURNAL, RecordKind.SUMMARY_SHEET},
    )


@pytest.mark.parametrize(("upto", "shown"), [(0, 0), (1, 1), (None, 2)])
def test_a_record_shows_the_acts_before_it(upto: int | None, shown: int) -> None:
    exam = correction(Change("lena", "algebra", Place(Spot.EXAM), "5", "п"))
    assert len(acts_shown([kept(exam, 1), kept(exam, 2)], SUMMARY_SHEET, upto)) == shown

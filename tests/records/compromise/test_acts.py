"""Void and refused marks behind a cutoff stay as they are and ask for an act, in the words of `letopis correct`."""

from __future__ import annotations

import shlex

import pytest
from sqlalchemy import Engine

from records.amendments.model import Change, Place, Spot
from records.amendments.roll import find
from records.amendments.standing import read_roll
from records.compromise.model import Remedy
from records.db import transaction
from records.gradebook.cells import CellKey
from records.gradebook.cells import Place as CellPlace
from tests.cast import ALGEBRA, CLASS, EGOR, LENA, Q1, SCHOOL
from tests.records.closing.frozen import CUT_ALL, CUT_PERIOD, run
from tests.records.compromise.story import (
    REPORT,
    SUSPECT_AT,
    VOID_AT,
    case_file,
    confirmed,
    mark,
    operations,
    period_mark,
    refused,
    reported,
    through,
)
from tests.records.gradebook.desk import cell, history
from webui.cli.changes import typed_changes


def test_a_void_mark_behind_a_cutoff_stays_and_wants_an_act(school: Engine) -> None:
    one = mark(school, 1, "2", VOID_AT)
    run(school, CUT_PERIOD)
    case = reported(school)
    assert history(school, "a1.0", LENA) == ["4", "2"]
    assert operations(school, case)[one].remedy is Remedy.ACT_WANTED


@pytest.mark.parametrize(
    ("where", "seen", "place", "after"),
    [
        (cell("a1.0", LENA), 1, Place(Spot.CELL, "a1.0"), "4"),
        (cell("a2.0", EGOR), 0, Place(Spot.CELL, "a2.0"), ""),
        (period_mark(EGOR), 1, Place(Spot.PERIOD, Q1), "3"),
        (CellKey(CellPlace.YEAR, EGOR), 1, Place(Spot.YEAR), "3"),
        (CellKey(CellPlace.EXAM, EGOR), 0, Place(Spot.EXAM), ""),
        (CellKey(CellPlace.FINAL, EGOR), 0, Place(Spot.FINAL), ""),
    ],
    ids=["mark", "first mark", "period", "year", "exam", "final"],
)
def test_the_wanted_change_is_what_the_command_correct_understands(
    school: Engine, where: CellKey, seen: int, place: Place, after: str
) -> None:
    through(school, where, seen, "5", VOID_AT)
    run(school, *CUT_ALL)
    (wanted,) = case_file(school, reported(school)).changes
    with transaction(school) as session:
        roll = read_roll(session, SCHOOL, CLASS)
    (said,) = typed_changes([wanted.change])
    reason = f"Запись не владельца учётной записи, приказ {REPORT.number}"
    assert find(said, roll) == Change(where.pupil, ALGEBRA, place, after, reason)
    assert shlex.split(shlex.join([wanted.change])) == [wanted.change]
    assert not wanted.mended


def test_a_confirmed_mark_behind_a_cutoff_wants_no_act(school: Engine) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    run(school, CUT_PERIOD)
    case = reported(school)
    confirmed(school, case, one)
    assert case_file(school, case).changes == []


def test_a_refused_mark_behind_a_cutoff_wants_an_act(school: Engine) -> None:
    one = mark(school, 1, "5", SUSPECT_AT)
    run(school, CUT_PERIOD)
    case = reported(school)
    refused(school, case, one)
    (change,) = case_file(school, case).changes
    assert (change.standing, change.wanted, change.mended) == ("5", "4", False)

"""Papers about one pupil: found by name, with the marks of that pupil alone, from archive and gradebook apart."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from records.documents.forms.parts import Signatory, SignedRecord
from records.documents.forms.transfer_extract import TransferExtract
from records.errors import NotFoundError
from records.gradebook.content import (
    CellFacts,
    ClassFacts,
    ColumnFacts,
    JournalContent,
    LessonFacts,
    MembershipFacts,
    Named,
    PeriodFacts,
    PupilRows,
)
from records.registers.extract import PupilSheet, build_certificate, build_extract, find_pupil
from records.registers.transfer import Leaver, SealedPeriod, build_transfer_extract
from tests import year_snapshots
from tests.records.registers.papers.school import HEAD, STAFF

PUPILS = {
    **{"1": "Соколова Елена Андреевна", "2": "Соколова Елена Борисовна", "3": "Соколов Пётр"},
    **{"4": "Ёлкина Анна", "5": "Ли Бо", "6": "Ли Бо Ван"},
}
DAY = date(2026, 1, 21)
AT = datetime(2026, 1, 21, 12, tzinfo=UTC)
SOURCE = SignedRecord("Сводная ведомость", "a" * 20, "ab" * 32)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Соколова Елена Андреевна", "1"),
        ("соколова  елена андреевна", "1"),
        ("Соколов", "3"),
        ("Елкина", "4"),
        ("ёлкина анна", "4"),
        ("Ли Бо", "5"),
        ("Ли Бо Ван", "6"),
    ],
)
def test_a_pupil_is_found_by_the_beginning_of_the_name(wanted: str, found: str) -> None:
    assert find_pupil(PUPILS, wanted) == found


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        ("Соколова Елена", "Борисовна"),
        ("Соколова", "Андреевна"),
        ("Иванов", "Ёлкина"),
        ("", "Ёлкина"),
        ("Сок", ""),
    ],
)
def test_who_is_not_named_clearly_is_answered_with_names(wanted: str, named: str) -> None:
    with pytest.raises(NotFoundError, match=r"pupil\.not_named") as refusal:
        find_pupil(PUPILS, wanted)
    assert named in refusal.value.ru


def test_of_nobody_nobody_is_found() -> None:
    with pytest.raises(NotFoundError, match=r"pupil\.not_named"):
        find_pupil({}, "Соколова")


def sheet() -> Any:
    return year_snapshots.summary_sheet()


def test_every_mark_of_the_sheet_is_in_the_extract() -> None:
    body = sheet()
    pupil = body["pupils"][3]
    rows = build_extract(HEAD, PupilSheet(body, None, pupil["id"]), SOURCE, STAFF).marks.rows
    given = [m for marks in pupil["marks"] for m in (*marks["periods"].values(), marks["year"]) if m]
    assert sorted(mark for row in rows for mark in row.marks if mark) == sorted(
        given + [m for marks in pupil["marks"] for m in (marks["exam"], marks["final"]) if m]
    )


def test_a_column_that_nobody_filled_is_left_out() -> None:
    body = sheet()
    for marks in body["pupils"][0]["marks"]:
        marks["exam"] = marks["final"] = None
    marks = PupilSheet(body, None, body["pupils"][0]["id"]).marks
    assert (marks.columns[-1], {len(row.marks) for row in marks.rows}) == ("Год", {len(marks.columns)})


def test_without_the_class_journal_birth_date_and_absences_are_left_out() -> None:
    body = sheet()
    form = build_extract(HEAD, PupilSheet(body, None, body["pupils"][0]["id"]), SOURCE, STAFF)
    assert (form.born, [note for note in form.notes if "Пропущено" in note]) == (None, [])


def test_a_certificate_says_who_came_in_the_middle_of_the_year() -> None:
    body = sheet()
    body["pupils"][0]["membership"]["arrived"] = "2026-01-19"
    of = PupilSheet(body, None, body["pupils"][0]["id"])
    (said,) = build_certificate(HEAD, of, [], [SOURCE], "", (), STAFF).paragraphs
    assert said.endswith("учебный год: прибыл(а) 19.01.2026.")


def test_paragraphs_of_the_secretary_take_the_place_of_ours() -> None:
    body = sheet()
    of = PupilSheet(body, None, body["pupils"][0]["id"])
    assert build_certificate(HEAD, of, [], [SOURCE], "", ("Обучалась.",), STAFF).paragraphs == ("Обучалась.",)


def content(period: str, cells: tuple[CellFacts, ...], pupil: str = "lena") -> JournalContent:
    """Алгебра with one lesson of two columns."""
    return JournalContent(
        journal="algebra",
        facts=ClassFacts(
            *(Named("s", "Школа"), None, "9a", "9А", 9, "t", "y", "2025/2026"),
            *(date(2025, 9, 1), date(2026, 5, 26), "Europe/Moscow"),
        ),
        subject=Named("a", "Алгебра"),
        subgroup=None,
        teacher="t",
        period=PeriodFacts(period, 3, "III четверть", "quarter", date(2026, 1, 12), date(2026, 3, 21)),
        lessons=(LessonFacts("l", DAY, 1, 1, None, None, None),),
        columns=(ColumnFacts("c1", "l", "КР"), ColumnFacts("c2", "l", "У")),
        pupils=(PupilRows(pupil, "Соколова", MembershipFacts(), cells, None),),
        remarks=(),
        people={"t": "Громова Мария Ивановна"},
    )


def cell(column: str, *marks: str, absence: str | None = None) -> CellFacts:
    return CellFacts(column, marks, absence, "t", AT)


def sealed(period: str, starts: str, mark: str | None, pupil: str = "lena") -> SealedPeriod:
    value = {"value": mark, "author": "t", "at": "2025-10-25T15:00:00Z"} if mark else None
    body: Any = {
        "subject": {"id": "a", "name": "Алгебра"},
        "period": {"starts": starts, "title": period},
        "pupils": [{"id": pupil, "period_mark": value}],
    }
    return SealedPeriod(body, SignedRecord(period, period, ""))


def extract(open_: list[JournalContent], closed: list[SealedPeriod]) -> TransferExtract:
    who = Leaver("lena", "Соколова", None, "9А", "2025/2026", Signatory("Классный руководитель"))
    return build_transfer_extract(HEAD, who, open_, closed, DAY, DAY, "", STAFF.director)


def test_marks_stand_by_day_with_their_kind_of_work() -> None:
    (subject,) = extract([content("q3", (cell("c1", "4", "5"), cell("c2", "3")))], []).subjects
    assert [(m.on, m.marks, m.work) for m in subject.marks] == [(DAY, "4/5", "КР"), (DAY, "3", "У")]


def test_an_absence_is_missed_and_no_mark() -> None:
    found = extract([content("q3", (cell("c1", absence="н"), cell("c2", "3", absence="б")))], [])
    assert [(len(s.marks), s.missed) for s in found.subjects] == [(1, 2)]


def test_open_periods_of_a_journal_are_one_subject() -> None:
    both = [content("q3", (cell("c1", "4"),)), content("q4", (cell("c1", "5"),))]
    assert [[m.marks for m in s.marks] for s in extract(both, []).subjects] == [["4", "5"]]


def test_a_journal_without_the_pupil_is_passed_over() -> None:
    found = extract(
        [content("q3", (cell("c1", "4"),), "other")], [sealed("I четверть", "2025-09-01", "4", "other")]
    )
    assert (found.subjects, found.closed, found.records) == ([], None, [])


def test_closed_periods_stand_in_order_with_the_records_that_hold_them() -> None:
    later, first = sealed("II четверть", "2025-11-05", None), sealed("I четверть", "2025-09-01", "4")
    found = extract([], [later, first])
    assert found.closed is not None
    assert (found.closed.columns, [row.marks for row in found.closed.rows]) == (
        ["I четверть", "II четверть"],
        [["4", ""]],
    )
    assert [record.title for record in found.records] == ["II четверть", "I четверть"]

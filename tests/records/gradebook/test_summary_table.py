"""The summary sheet as a table and as JSON says what the class's year says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from records.gradebook.content import MembershipFacts
from records.gradebook.summary_table import summary_headings, summary_json, summary_rows
from tests import cast
from tests.records.closing.contents import year

AT = datetime(2025, 12, 28, 9, tzinfo=UTC)


def row(surname: str) -> dict[str, object]:
    cells = next(cells for cells in summary_rows(year()) if str(cells[1]).startswith(surname))
    return dict(zip(summary_headings(year()), cells, strict=True))


def test_each_mark_stands_under_its_subject_and_period() -> None:
    shown = row("Ёлкин")
    assert [shown[f"Алгебра: {title}"] for title in ("I четверть", "II четверть", "Год", "Экзамен")] == [
        "3",
        "3",
        "3",
        None,
    ]


def test_a_subject_that_a_pupil_does_not_take_is_empty() -> None:
    assert {value for key, value in row("Егорова").items() if key.startswith("Английский")} == {None}


def test_arrival_and_leaving_are_dates() -> None:
    assert (row("Новикова")["Прибыл(а)"], row("Жуков")["Выбыл(а)"]) == (cast.ARRIVED, cast.LEFT)


def test_who_came_back_has_every_day_in_words() -> None:
    content = year()
    first = MembershipFacts(left=cast.LEFT)
    back = MembershipFacts(arrived=cast.ARRIVED, left=date(2025, 12, 25), earlier=(first,))
    pupils = tuple(replace(pupil, membership=back) for pupil in content.pupils)
    shown = next(summary_rows(replace(content, pupils=pupils)))
    assert shown[2:4] == (cast.ARRIVED, "20.09.2025; 25.12.2025")


def test_the_decision_stands_with_its_minutes() -> None:
    shown = row("Соколова")
    assert [shown[key] for key in ("Решение педагогического совета", "Протокол", "Дата протокола")] == [
        "допущен(а) к ГИА",
        "№ 5",
        date(2025, 12, 25),
    ]


def test_pupils_stand_in_the_order_of_the_list() -> None:
    assert [cells[0] for cells in summary_rows(year())] == [1, 2, 3, 4, 5]


def test_the_json_names_class_year_moment_and_every_pupil() -> None:
    found = summary_json(year(), AT)
    assert isinstance(found, dict)
    assert (found["class"], found["year"], found["as_of"]) == (
        {"id": "9a", "name": "9А", "grade": 9},
        "2025/2026",
        "2025-12-28T09:00:00Z",
    )
    assert found["pupils"] == [pupil.summary(n) for n, pupil in enumerate(year().pupils, start=1)]

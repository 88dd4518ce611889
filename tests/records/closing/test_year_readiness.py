"""Each thing that a class's year lacks is a gap of the class teacher: open periods, marks, decisions, remarks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from records.closing.readiness import blocking
from records.closing.year_readiness import assess_year
from records.gradebook.deadlines import Deadlines
from records.gradebook.year_content import YearContent
from records.school.policy import Policy
from tests import cast
from tests.records.closing.contents import year

RULES = Deadlines(period_days=3)


def closed() -> YearContent:
    """The year with every period cut."""
    return replace(year(), uncut=())


def without_mark(content: YearContent, pupil: str) -> YearContent:
    """The pupil has no year mark in the first subject."""
    pupils = tuple(
        replace(p, marks=(replace(p.marks[0], year=None), *p.marks[1:])) if p.id == pupil else p
        for p in content.pupils
    )
    return replace(content, pupils=pupils)


def gaps(content: YearContent) -> list[tuple[str, str, date]]:
    return [(gap.code, gap.place, gap.due) for gap in assess_year(content, RULES)]


def test_a_complete_year_has_no_gap() -> None:
    assert assess_year(closed(), RULES) == ()


def test_each_open_period_is_a_gap() -> None:
    assert gaps(year()) == [
        ("period.open", f"9А, 2025/2026: {place}", date(2026, 5, 26))
        for place in (
            "Алгебра, I четверть",
            "Алгебра, II четверть",
            "Английский язык, I четверть",
            "Английский язык, II четверть",
        )
    ]


def test_a_missing_year_mark_is_a_gap_at_its_pupil_and_subject() -> None:
    place = "9А, 2025/2026: Соколова Елена Андреевна, Алгебра"
    assert gaps(without_mark(closed(), cast.LENA)) == [("year_mark.missing", place, date(2025, 12, 30))]


def test_who_left_needs_no_year_mark() -> None:
    assert gaps(without_mark(closed(), cast.ZHUKOV)) == []


def test_a_class_without_marks_needs_no_year_mark() -> None:
    content = without_mark(closed(), cast.LENA)
    assert gaps(replace(content, facts=replace(content.facts, graded=False))) == []


def undecided(content: YearContent, *pupils: str) -> YearContent:
    """The year without the council's decisions of these pupils."""
    changed = [replace(p, decision=None) if p.id in pupils else p for p in content.pupils]
    return replace(content, pupils=tuple(changed))


def test_a_missing_decision_of_the_council_is_a_gap_at_its_pupil() -> None:
    place = "9А, 2025/2026: Соколова Елена Андреевна"
    assert gaps(undecided(closed(), cast.LENA)) == [("decision.missing", place, date(2026, 5, 26))]


def test_a_class_of_which_nothing_is_decided_is_one_gap() -> None:
    places = [place for _, place, _ in gaps(undecided(closed(), *cast.DECISIONS))]
    assert places == ["9А, 2025/2026: весь класс"]


def test_a_missing_decision_stops_no_cutoff() -> None:
    assert blocking(assess_year(undecided(closed(), cast.LENA), RULES), Policy()) == ()


def test_a_school_may_let_a_missing_decision_stop_the_cutoff() -> None:
    policy = Policy.from_json({"blocking": ["decision.missing"]})
    assert len(blocking(assess_year(undecided(closed(), cast.LENA), RULES), policy)) == 1


def test_a_remark_that_was_not_fulfilled_is_a_gap() -> None:
    remark = replace(closed().remarks[0], fulfilled=None)
    place = "9А, 2025/2026: замечание 22.09.2025"
    assert gaps(replace(closed(), remarks=(remark,))) == [("remark.open", place, date(2025, 9, 29))]


def test_a_remark_without_a_deadline_is_due_at_the_end_of_the_year() -> None:
    remark = replace(closed().remarks[0], fulfilled=None, deadline=None)
    assert [due for *_, due in gaps(replace(closed(), remarks=(remark,)))] == [date(2026, 5, 26)]


def test_a_gap_belongs_to_the_class_teacher() -> None:
    (gap,) = assess_year(without_mark(closed(), cast.LENA), RULES)
    assert gap.owner == cast.MARIA.person

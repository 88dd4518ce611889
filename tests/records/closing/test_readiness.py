"""Each thing that a journal lacks is a gap: what, where, whose, until when; the policy says which stop a cutoff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from records.closing.readiness import Gap, assess, blocking
from records.gradebook.content import JournalContent, LessonFacts
from records.gradebook.deadlines import Deadlines
from records.school.policy import Policy
from tests import cast
from tests.records.closing.contents import algebra, english

RULES = Deadlines(lesson_days=1, homework_days=2, period_days=3)


def gaps(content: JournalContent) -> list[tuple[str, str, date]]:
    return [(gap.code, gap.place, gap.due) for gap in assess(content, RULES)]


def with_lesson(content: JournalContent, **values: str | None) -> JournalContent:
    """The content with the first lesson changed."""
    first, *others = content.lessons
    changed: LessonFacts = replace(first, **values)  # type: ignore[arg-type]
    return replace(content, lessons=(changed, *others))


def without_mark(content: JournalContent, pupil: str) -> JournalContent:
    pupils = tuple(replace(p, period_mark=None) if p.id == pupil else p for p in content.pupils)
    return replace(content, pupils=pupils)


def test_a_complete_journal_has_no_gap() -> None:
    assert assess(algebra(), RULES) == ()


def test_a_missing_topic_is_a_gap_at_its_lesson() -> None:
    place = "Алгебра, 9А, I четверть: урок 02.09.2025"
    assert gaps(with_lesson(algebra(), topic=None)) == [("topic.missing", place, date(2025, 9, 3))]


def test_missing_homework_is_a_gap_at_its_lesson() -> None:
    place = "Алгебра, 9А, I четверть: урок 02.09.2025"
    assert gaps(with_lesson(algebra(), homework="")) == [("homework.missing", place, date(2025, 9, 4))]


def test_a_journal_without_lessons_is_a_gap() -> None:
    content = replace(algebra(), lessons=(), columns=())
    assert gaps(content) == [("lessons.missing", "Алгебра, 9А, I четверть: уроки", date(2025, 10, 26))]


def test_a_missing_period_mark_is_a_gap_at_its_pupil() -> None:
    place = "Алгебра, 9А, I четверть: Соколова Елена Андреевна"
    expected = [("period_mark.missing", place, date(2025, 10, 28))]
    assert gaps(without_mark(algebra(), cast.LENA)) == expected


def test_who_left_before_the_end_needs_no_period_mark() -> None:
    left = {pupil.id: pupil.period_mark for pupil in algebra().pupils}[cast.ZHUKOV]
    assert (left, assess(algebra(), RULES)) == (None, ())


def test_a_class_without_marks_needs_no_period_mark() -> None:
    content = without_mark(algebra(), cast.LENA)
    assert gaps(replace(content, facts=replace(content.facts, graded=False))) == []


def test_a_remark_that_was_not_fulfilled_is_a_gap_until_its_deadline() -> None:
    remark = replace(algebra().remarks[0], fulfilled=None)
    place = "Алгебра, 9А, I четверть: замечание 22.09.2025"
    assert gaps(replace(algebra(), remarks=(remark,))) == [("remark.open", place, date(2025, 9, 29))]


def test_a_remark_without_a_deadline_is_due_with_the_period_marks() -> None:
    remark = replace(algebra().remarks[0], fulfilled=None, deadline=None)
    assert [due for *_, due in gaps(replace(algebra(), remarks=(remark,)))] == [date(2025, 10, 28)]


def test_a_gap_belongs_to_the_teacher_of_the_journal() -> None:
    (gap,) = assess(with_lesson(english(), topic=None), RULES)
    assert gap.owner == cast.ZHANNA.person


def test_the_place_names_the_subgroup() -> None:
    (gap,) = assess(with_lesson(english(), topic=None), RULES)
    assert gap.place.startswith("Английский язык (1 группа), 9А, II четверть: ")


def test_only_what_the_policy_names_blocks() -> None:
    found = tuple(
        Gap(code, "", "", "", "", date(2025, 9, 1)) for code in ("topic.missing", "homework.missing")
    )
    assert [gap.code for gap in blocking(found, Policy())] == ["topic.missing"]


def test_a_school_may_let_everything_pass() -> None:
    found = (Gap("topic.missing", "", "", "", "", date(2025, 9, 1)),)
    assert blocking(found, Policy.from_json({"blocking": []})) == ()

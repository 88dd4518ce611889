"""What a journal or a class's year still lacks before its cutoff: what, where, whose.

JournalContent or YearContent in, gaps out (R27, R33, R46, R50). Pure. Whether a gap stops the cutoff is the
school's policy; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from records.gradebook.content import JournalContent
from records.gradebook.deadlines import Deadlines, homework_due, lesson_due, period_mark_due
from records.school.policy import Policy
from records.times import russian_date


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing. `place` is for the reader, `owner` fills it (a person's id), `due` is the last day.

    `row` is where on the journal's page: `lesson/<id>`, `pupil/<id>` or nothing.
    """

    code: str
    place: str
    owner: str
    ru: str
    en: str
    due: date
    row: str = ""


def assess(content: JournalContent, rules: Deadlines) -> tuple[Gap, ...]:
    """Every gap of a journal in a period, with the day when it falls due under these deadlines."""
    return (*_lessons(content, rules), *_period_marks(content, rules), *_remarks(content, rules))


def blocking(gaps: Iterable[Gap], policy: Policy) -> tuple[Gap, ...]:
    """The gaps that stop a cutoff under this policy."""
    return tuple(gap for gap in gaps if gap.code in policy.blocking)


def _gap(content: JournalContent, code: str, place: str, ru: str, en: str, due: date, row: str = "") -> Gap:
    return Gap(code, f"{content.title}: {place}", content.teacher, ru, en, due, row)


def _lessons(content: JournalContent, rules: Deadlines) -> Iterator[Gap]:
    if not content.lessons:
        due = lesson_due(rules, content.period.ends)
        yield _gap(content, "lessons.missing", "уроки", "нет ни одного урока", "there is no lesson", due)
    for lesson in content.lessons:
        place, row = f"урок {russian_date(lesson.date)}", f"lesson/{lesson.id}"
        if not lesson.topic:
            due = lesson_due(rules, lesson.date)
            yield _gap(content, "topic.missing", place, "не записана тема", "the topic is missing", due, row)
        if not lesson.homework:
            due = homework_due(rules, lesson.date)
            ru, en = "не записано домашнее задание", "no homework"
            yield _gap(content, "homework.missing", place, ru, en, due, row)


def _period_marks(content: JournalContent, rules: Deadlines) -> Iterator[Gap]:
    last = content.period.ends
    if not content.facts.graded:
        return
    for pupil in content.pupils:
        if pupil.period_mark is None and pupil.membership.present(last, last):
            yield _gap(
                content,
                "period_mark.missing",
                pupil.name,
                "не выставлена отметка за период",
                "the period mark is missing",
                period_mark_due(rules, last),
                f"pupil/{pupil.id}",
            )


def _remarks(content: JournalContent, rules: Deadlines) -> Iterator[Gap]:
    for remark in content.remarks:
        if remark.fulfilled is None:
            place = f"замечание {russian_date(remark.date)}"
            ru, en = f"не устранено: {remark.text}", f"not resolved: {remark.text}"
            due = remark.deadline or period_mark_due(rules, content.period.ends)
            yield _gap(content, "remark.open", place, ru, en, due)

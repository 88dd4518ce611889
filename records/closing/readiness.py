"""What a journal or a class's year still lacks before its cutoff: what, where, whose.

JournalContent or YearContent in, gaps out (R27, R33, R46, R50). Pure. Whether a gap stops the cutoff is the
school's policy; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from records.gradebook.content import JournalContent
from records.school.policy import Policy
from records.times import russian_date


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing. `place` is for the reader, `owner` is the id of the person who fills it."""

    code: str
    place: str
    owner: str
    ru: str
    en: str


def assess(content: JournalContent) -> tuple[Gap, ...]:
    """Every gap of a journal in a period."""
    return (*_lessons(content), *_period_marks(content), *_remarks(content))


def blocking(gaps: Iterable[Gap], policy: Policy) -> tuple[Gap, ...]:
    """The gaps that stop a cutoff under this policy."""
    return tuple(gap for gap in gaps if gap.code in policy.blocking)


def _gap(content: JournalContent, code: str, place: str, ru: str, en: str) -> Gap:
    return Gap(code, f"{content.title}: {place}", content.teacher, ru, en)


def _lessons(content: JournalContent) -> Iterator[Gap]:
    if not content.lessons:
        yield _gap(content, "lessons.missing", "уроки", "нет ни одного урока", "there is no lesson")
    for lesson in content.lessons:
        place = f"урок {russian_date(lesson.date)}"
        if not lesson.topic:
            yield _gap(content, "topic.missing", place, "не записана тема", "the topic is missing")
        if not lesson.homework:
            yield _gap(content, "homework.missing", place, "не записано домашнее задание", "no homework")


def _period_marks(content: JournalContent) -> Iterator[Gap]:
    last = content.period.ends
    for pupil in content.pupils:
        if pupil.period_mark is None and pupil.membership.present(last, last):
            yield _gap(
                content,
                "period_mark.missing",
                pupil.name,
                "не выставлена отметка за период",
                "the period mark is missing",
            )


def _remarks(content: JournalContent) -> Iterator[Gap]:
    for remark in content.remarks:
        if remark.fulfilled is None:
            place = f"замечание {russian_date(remark.date)}"
            yield _gap(
                content, "remark.open", place, f"не устранено: {remark.text}", f"not resolved: {remark.text}"
            )

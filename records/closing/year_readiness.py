"""What a class's year still lacks before its cutoff: open periods, year marks, remarks.

YearContent in, gaps out (R8, R32, R92). Pure; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from records.closing.readiness import Gap
from records.gradebook.year_content import YearContent
from records.times import russian_date


def assess_year(content: YearContent) -> tuple[Gap, ...]:
    """Every gap of a class's year. An uncut period always stops the year, whatever the policy says."""
    return (*_periods(content), *_year_marks(content), *_remarks(content))


def _gap(content: YearContent, code: str, place: str, ru: str, en: str) -> Gap:
    return Gap(code, f"{content.title}: {place}", content.facts.class_teacher, ru, en)


def _periods(content: YearContent) -> Iterator[Gap]:
    for place in content.uncut:
        yield _gap(content, "period.open", place, "период не закрыт", "the period is not cut off")


def _year_marks(content: YearContent) -> Iterator[Gap]:
    last = content.periods[-1].ends
    names = {subject.id: subject.name for subject in content.subjects}
    for pupil in content.pupils:
        if not pupil.membership.present(last, last):
            continue
        for marks in pupil.marks:
            if marks.year is None:
                place = f"{pupil.name}, {names[marks.subject]}"
                yield _gap(content, "year_mark.missing", place, "нет годовой отметки", "the year mark is missing")


def _remarks(content: YearContent) -> Iterator[Gap]:
    for remark in content.remarks:
        if remark.fulfilled is None:
            place = f"замечание {russian_date(remark.date)}"
            yield _gap(content, "remark.open", place, f"не устранено: {remark.text}", f"not resolved: {remark.text}")

"""What a class's year still lacks before its cutoff: open periods, year marks, the council's decisions, remarks.

YearContent in, gaps out (R8, R32, R92). Pure; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from records.closing.readiness import Gap
from records.gradebook.deadlines import Deadlines, period_mark_due
from records.gradebook.year_content import YearContent
from records.times import russian_date


def assess_year(content: YearContent, rules: Deadlines) -> tuple[Gap, ...]:
    """Every gap of a class's year. An uncut period always stops the year, whatever the policy says."""
    return (
        *_periods(content),
        *_year_marks(content, rules),
        *_decisions(content),
        *_remarks(content),
    )


def _gap(content: YearContent, code: str, place: str, ru: str, en: str, due: date) -> Gap:
    return Gap(code, f"{content.title}: {place}", content.facts.class_teacher, ru, en, due)


def _periods(content: YearContent) -> Iterator[Gap]:
    due = content.facts.year_ends
    for place in content.uncut:
        yield _gap(content, "period.open", place, "период не закрыт", "the period is not cut off", due)


def _year_marks(content: YearContent, rules: Deadlines) -> Iterator[Gap]:
    if not content.facts.graded:
        return
    last = content.periods[-1].ends
    names = {subject.id: subject.name for subject in content.subjects}
    due = period_mark_due(rules, last)
    for pupil in content.pupils:
        if not pupil.membership.present(last, last):
            continue
        for marks in pupil.marks:
            if marks.year is None:
                place = f"{pupil.name}, {names[marks.subject]}"
                ru, en = "нет годовой отметки", "the year mark is missing"
                yield _gap(content, "year_mark.missing", place, ru, en, due)


def open_periods(gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Those that no reason of the deputy head stands in for: a year closes when each of its periods is cut off."""
    return tuple(gap for gap in gaps if gap.code == "period.open")


def _decisions(content: YearContent) -> Iterator[Gap]:
    """Who stays to the end of the year is transferred, admitted or kept back; a class of which nothing is, once."""
    last, due = content.periods[-1].ends, content.facts.year_ends
    lacking = [p.name for p in content.pupils if p.decision is None and p.membership.present(last, last)]
    if not any(pupil.decision for pupil in content.pupils):
        lacking = ["весь класс"] if lacking else []
    ru, en = "нет решения педагогического совета", "the council's decision is missing"
    for place in lacking:
        yield _gap(content, "decision.missing", place, ru, en, due)


def _remarks(content: YearContent) -> Iterator[Gap]:
    for remark in content.remarks:
        if remark.fulfilled is None:
            place = f"замечание {russian_date(remark.date)}"
            ru, en = f"не устранено: {remark.text}", f"not resolved: {remark.text}"
            yield _gap(content, "remark.open", place, ru, en, remark.deadline or content.facts.year_ends)

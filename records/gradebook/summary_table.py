"""The summary sheet as a table and as JSON: a row a pupil, a column a subject and period, decisions at the end.

YearContent in, cells out, for a spreadsheet or a program; the printed sheet is documents/summary_sheet.py. Pure; it
reads nothing and marks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from records.digest import Json
from records.gradebook.year_content import YEAR_KINDS, PupilYear, SubjectMarks, YearContent
from records.sheets import Cell
from records.times import rfc3339, russian_date

_YEAR_TITLES: Final = ("Год", "Экзамен", "Итоговая")
_DECISION: Final = ("Решение педагогического совета", "Протокол", "Дата протокола")


def summary_headings(content: YearContent) -> tuple[str, ...]:
    """The headings of the columns."""
    titles = [*(period.title for period in content.periods), *_YEAR_TITLES]
    marks = (f"{subject.name}: {title}" for subject in content.subjects for title in titles)
    return ("№", "Фамилия, имя, отчество", "Прибыл(а)", "Выбыл(а)", *marks, *_DECISION)


def summary_rows(content: YearContent) -> Iterator[tuple[Cell, ...]]:
    """A row for each pupil, in the order of the list."""
    for ordinal, pupil in enumerate(content.pupils, start=1):
        marks = {mark.subject: mark for mark in pupil.marks}
        of_subjects = (_marks(content, marks.get(subject.id)) for subject in content.subjects)
        times = pupil.membership.times
        dates = (_days(time.arrived for time in times), _days(time.left for time in times))
        yield (
            ordinal,
            pupil.name,
            *dates,
            *(cell for cells in of_subjects for cell in cells),
            *_decided(pupil),
        )


def summary_json(content: YearContent, at: datetime) -> Json:
    """The sheet for programs: members as in a snapshot (docs/snapshot-v1.md), without salts."""
    return {
        "class": {"id": content.facts.id, "name": content.facts.name, "grade": content.facts.grade},
        "year": content.facts.year_label,
        "as_of": rfc3339(at),
        "periods": [period.json() for period in content.periods],
        "subjects": [subject.json() for subject in content.subjects],
        "pupils": [pupil.summary(n) for n, pupil in enumerate(content.pupils, start=1)],
    }


def _days(days: Iterable[date | None]) -> Cell:
    """The only day as a date; of one who came back all days in words."""
    found = [day for day in days if day]
    return found[0] if len(found) == 1 else "; ".join(map(russian_date, found)) or None


def _marks(content: YearContent, mark: SubjectMarks | None) -> list[Cell]:
    if mark is None:
        return [None] * (len(content.periods) + len(YEAR_KINDS))
    return [*(mark.periods.get(period.id) for period in content.periods), mark.year, mark.exam, mark.final]


def _decided(pupil: PupilYear) -> tuple[Cell, ...]:
    decision = pupil.decision
    return (decision.text, decision.protocol, decision.date) if decision else (None, None, None)

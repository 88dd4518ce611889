"""The grid as the page draws it: a Spread in, months, columns and rows of short texts out.

Pure. What stands where is decided here, how it looks by templates/gradebook/sheet.html and its style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from records.gradebook.cells import Place
from records.gradebook.content import LessonFacts, PupilRows
from records.gradebook.proposal import Proposal
from records.gradebook.spread import EMPTY, Filled, Spread, SpreadColumn


@dataclass(frozen=True, slots=True)
class Month:
    """A month over its columns."""

    number: int
    span: int


@dataclass(frozen=True, slots=True)
class Day:
    """A lesson over its columns; `number` is shown where the day has several lessons."""

    lesson: LessonFacts
    span: int
    several: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its value, the number of its version, whether the pupil was in the class on that day."""

    filled: Filled
    present: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A cell of results; `proposed` is the mark that the school's rule gives."""

    place: Place
    filled: Filled
    proposed: str


@dataclass(frozen=True, slots=True)
class Line:
    """A pupil's row."""

    pupil: PupilRows
    short: str
    boxes: tuple[Box, ...]
    mean: str
    forecast: str
    results: tuple[Result, ...]


def months(columns: tuple[SpreadColumn, ...]) -> Iterator[Month]:
    """The months over the columns, in their order."""
    for (_, number), group in groupby(columns, lambda c: (c.lesson.date.year, c.lesson.date.month)):
        yield Month(number, sum(1 for _ in group))


def days(spread: Spread) -> Iterator[Day]:
    """The lessons that have columns, over them."""
    dates = [lesson.date for lesson in spread.content.lessons]
    for _, group in groupby(spread.columns, lambda column: column.lesson.id):
        of_lesson = list(group)
        lesson = of_lesson[0].lesson
        yield Day(lesson, len(of_lesson), dates.count(lesson.date) > 1)


def lines(spread: Spread) -> Iterator[Line]:
    """A row a pupil."""
    for pupil in spread.content.pupils:
        proposal = spread.proposal(pupil)
        yield Line(
            pupil=pupil,
            short=" ".join(pupil.name.split()[:2]),
            boxes=tuple(_boxes(spread, pupil)),
            mean=mean_text(proposal),
            forecast=proposal.mark or "",
            results=tuple(_results(spread, pupil, proposal)),
        )


def mean_text(proposal: Proposal) -> str:
    """`4,33`, or nothing."""
    return f"{proposal.mean // 100},{proposal.mean % 100:02}" if proposal.mean is not None else ""


def kinds_of(spread: Spread) -> Mapping[str, tuple[str, ...]]:
    """Lesson -> the kinds of work of its columns."""
    grouped = groupby(spread.content.columns, lambda column: column.lesson)
    return {lesson: tuple(column.kind for column in group) for lesson, group in grouped}


def legend_of(spread: Spread) -> Mapping[str, str]:
    """Kind of work -> its name, for the kinds that have columns: the head shows the kinds alone."""
    return {column.facts.kind: spread.policy.kind_name(column.facts.kind) for column in spread.columns}


def typed_of(lesson: LessonFacts, kinds: tuple[str, ...]) -> Mapping[str, str]:
    """A lesson as its form holds it."""
    chosen = {f"kind{number}": kind for number, kind in enumerate(kinds, start=1)}
    return {
        "date": lesson.date.isoformat(),
        "number": str(lesson.number),
        "hours": str(lesson.hours),
        "topic": lesson.topic or "",
        "homework": lesson.homework or "",
        "substitute": lesson.substitute or "",
        **chosen,
    }


def nearest(lessons: tuple[LessonFacts, ...], today: date) -> LessonFacts | None:
    """The lesson that a teacher means today: today's first, else the last one held, else the first to come."""
    held = [lesson for lesson in lessons if lesson.date <= today]
    of_today = [lesson for lesson in held if lesson.date == today]
    return next(iter(of_today or held[-1:] or lessons), None)


def _boxes(spread: Spread, pupil: PupilRows) -> Iterator[Box]:
    standing = spread.cells(pupil)
    for column in spread.columns:
        day = column.lesson.date
        yield Box(standing.get(column.facts.id, EMPTY), pupil.membership.present(day, day))


def _results(spread: Spread, pupil: PupilRows, proposal: Proposal) -> Iterator[Result]:
    for place in spread.results:
        proposed = {Place.PERIOD: proposal.mark, Place.YEAR: spread.year_proposal(pupil).mark}.get(place)
        yield Result(place, spread.result(pupil, place), proposed or "")

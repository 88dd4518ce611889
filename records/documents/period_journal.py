"""Composes the period journal: spreads of marks (left) and lessons (right), like the journal on paper.

Takes a period_journal snapshot (docs/snapshot-v1.md), gives a Document. Lessons are parted so that both
pages of a spread show the same ones. It measures no text: the painter fits what stands in a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby, pairwise
from math import ceil
from typing import Final, TypeAlias

from records.amendments.model import Spot
from records.digest import canonical
from records.documents import wording as say
from records.documents.addenda import act_signs, pupil_signs, signed
from records.documents.geometry import PUPILS_ON_A_PAGE, TABLE_BOTTOM, TABLE_TOP, WIDTH
from records.documents.model import (
    Align,
    Cell,
    Closing,
    Column,
    Content,
    Document,
    Flow,
    HeadCell,
    Heading,
    Kind,
    Noted,
    Page,
    Row,
    Side,
    Table,
    TablePage,
    Tone,
)
from records.documents.period_closing import period_closing
from records.documents.reading import Node, maybe, maybe_node, node, nodes, number, text, texts
from records.times import parse_rfc3339

NUMBER_WIDTH: Final = 7.0
MARK_WIDTHS: Final = (6.5, 12.0)  # a lesson's column, narrowest and widest
NAME_WIDTHS: Final = (52.0, 74.0)
PERIOD_WIDTH: Final = 11.0
HEAD_HEIGHTS: Final = (5.0, 4.6, 4.6)
COLUMNS_ON_A_PAGE: Final = int((WIDTH - NUMBER_WIDTH - NAME_WIDTHS[0] - PERIOD_WIDTH) / MARK_WIDTHS[0])
LESSON_HEAD: Final = 7.0
DATE_WIDTH, HOURS_WIDTH, SUBSTITUTE_WIDTH, TOPIC_SHARE = 17.0, 9.0, 34.0, 0.58
LINE_HEIGHT, LINE_PADDING = 3.3, 1.3  # millimetres; only to part the lessons, the painter measures
CHARACTERS_PER_MM: Final = 0.6
SQUEEZE: Final = 1.15  # the painter sets a full page a little smaller


@dataclass(frozen=True, slots=True)
class LessonColumn:
    """A column of the left page: the lesson, and the id and kind of its work (none: no work was marked)."""

    lesson: Node
    column: str | None
    kind: str


Lessons: TypeAlias = Sequence[Sequence[LessonColumn]]


def compose_period_journal(snapshot: Node) -> Document:
    """The pages of a subject's period. Raises InputError when the snapshot is not of this kind."""
    title = _subject(snapshot)
    return Document(
        kind=Kind.PERIOD_JOURNAL,
        title=f"{say.class_line(snapshot)}. {title}. {_period(snapshot)}",
        organisation=say.organisation(snapshot),
        description=f"Журнал учебного предмета за период, {text(node(snapshot, 'year'), 'label')}",
        footer=say.footer(snapshot),
        created=parse_rfc3339(text(snapshot, "as_of")),
        snapshot=canonical(snapshot),
        pages=tuple(_pages(snapshot)),
    )


def _subject(snapshot: Node) -> str:
    subgroup = maybe_node(snapshot, "subgroup")
    name = text(node(snapshot, "subject"), "name")
    return f"{name}, {text(subgroup, 'name')}" if subgroup else name


def _period(snapshot: Node) -> str:
    return text(node(snapshot, "period"), "title")


def _pages(snapshot: Node) -> Iterator[Page]:
    parts = part_lessons(_lesson_columns(snapshot))
    pupils = nodes(snapshot, "pupils")
    names = say.short_names([text(pupil, "name") for pupil in pupils])
    spans = [
        range(start, min(start + PUPILS_ON_A_PAGE, len(pupils)))
        for start in range(0, len(pupils), PUPILS_ON_A_PAGE)
    ]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        right: Content = _lessons_page(snapshot, part, period_closing(snapshot) if last else None)
        for span in spans or [range(0)]:
            yield Page(
                Side.VERSO, _marks_page(snapshot, part, [(names[i], pupils[i]) for i in span], ends=last)
            )
            yield Page(Side.RECTO, right)


def _lesson_columns(snapshot: Node) -> list[list[LessonColumn]]:
    """The columns of each lesson, in order; a lesson without any keeps an empty one."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for column in nodes(snapshot, "columns"):
        columns.setdefault(text(column, "lesson"), []).append((text(column, "id"), text(column, "kind")))
    return [
        [LessonColumn(lesson, identity, kind) for identity, kind in columns.get(text(lesson, "id"), [])]
        or [LessonColumn(lesson, None, "")]
        for lesson in nodes(snapshot, "lessons")
    ]


def part_lessons(lessons: Lessons) -> list[list[LessonColumn]]:
    """The lessons in the fewest even parts that fit a spread each: columns at left, lines at right."""
    fewest = max(1, ceil(sum(map(len, lessons)) / COLUMNS_ON_A_PAGE))
    attempts = (_even_parts(lessons, parts) for parts in count(fewest))
    chosen = next(p for p in attempts if len(p) >= len(lessons) or all(map(_fits_a_spread, p)))
    return [[column for lesson in chunk for column in lesson] for chunk in chosen]


def _even_parts(lessons: Lessons, parts: int) -> list[Lessons]:
    bounds = [round(len(lessons) * i / parts) for i in range(parts + 1)]
    return [lessons[a:b] for a, b in pairwise(bounds)]


def _fits_a_spread(lessons: Lessons) -> bool:
    room = (TABLE_BOTTOM - TABLE_TOP - LESSON_HEAD - Closing((), (), ()).height) * SQUEEZE
    height = sum(_estimated_height(columns[0].lesson) for columns in lessons)
    return sum(map(len, lessons)) <= COLUMNS_ON_A_PAGE and height <= room


def _estimated_height(lesson: Node) -> float:
    room = WIDTH - DATE_WIDTH - HOURS_WIDTH - SUBSTITUTE_WIDTH
    lines = max(
        ceil(len(maybe(lesson, "topic") or "") / (room * TOPIC_SHARE * CHARACTERS_PER_MM)),
        ceil(len(maybe(lesson, "homework") or "") / (room * (1 - TOPIC_SHARE) * CHARACTERS_PER_MM)),
        1,
    )
    return lines * LINE_HEIGHT + LINE_PADDING


def _marks_page(
    snapshot: Node, part: Sequence[LessonColumn], pupils: Sequence[tuple[str, Node]], *, ends: bool
) -> TablePage:
    heading = Heading(
        _subject(snapshot),
        f"{say.class_line(snapshot)} · {_period(snapshot)} · {text(node(snapshot, 'year'), 'label')}",
        say.organisation(snapshot),
    )
    table = Table(
        columns=_mark_columns(part, ends=ends),
        head=tuple(_mark_head(snapshot, part, ends=ends)),
        head_heights=HEAD_HEIGHTS,
        rows=[_mark_row(name, pupil, part, act_signs(snapshot), ends=ends) for name, pupil in pupils],
    )
    return TablePage(heading, table)


def _mark_columns(part: Sequence[LessonColumn], *, ends: bool) -> list[Column]:
    room = WIDTH - NUMBER_WIDTH - NAME_WIDTHS[0] - (PERIOD_WIDTH if ends else 0)
    width = min(MARK_WIDTHS[1], room / max(1, len(part)))
    name = min(NAME_WIDTHS[1], NAME_WIDTHS[0] + room - width * len(part))
    months = [text(column.lesson, "date")[:7] for column in part]
    marks = [Column(width, divides=i > 0 and months[i] != months[i - 1]) for i in range(len(part))]
    final = [Column(PERIOD_WIDTH, tone=Tone.STRONG, divides=True)] if ends else []
    return [Column(NUMBER_WIDTH), Column(name, Align.START), *marks, *final]


def _mark_head(snapshot: Node, part: Sequence[LessonColumn], *, ends: bool) -> Iterator[HeadCell]:
    yield HeadCell("№", 0, 0, rows=3)
    yield HeadCell("Фамилия, имя", 0, 1, rows=3)
    at = 2
    for month, columns in groupby(part, key=lambda column: text(column.lesson, "date")[:7]):
        width = len(list(columns))
        names = say.MONTHS if width > 1 else say.SHORT_MONTHS
        yield HeadCell(names[int(month[5:]) - 1], 0, at, columns=width)
        at += width
    at = 2
    for _, columns in groupby(part, key=lambda column: text(column.lesson, "id")):
        works = list(columns)
        yield HeadCell(text(works[0].lesson, "date")[8:], 1, at, columns=len(works))
        for work in works:
            yield HeadCell(work.kind, 2, at)
            at += 1
    if ends:
        yield HeadCell(_period(snapshot), 0, at, rows=3, upright=True)


def _mark_row(
    name: str, pupil: Node, part: Sequence[LessonColumn], signs: Mapping[str, str], *, ends: bool
) -> Row:
    cells = {text(cell, "column"): _cell(cell) for cell in nodes(pupil, "cells")}
    member = node(pupil, "membership")
    note = say.beside_name(member)
    mark = maybe_node(pupil, "period_mark")
    changed = {place: sign for (_, place), sign in pupil_signs(pupil, signs).items()}
    shown: list[Cell] = [str(number(pupil, "ordinal")), Noted(name, note) if note else name]
    shown += [
        signed(cells.get(column.column or "", ""), changed.get(f"{Spot.CELL}/{column.column}"))
        for column in part
    ]
    if ends:
        of_period = next((sign for place, sign in changed.items() if place.startswith(Spot.PERIOD)), None)
        shown.append(signed(text(mark, "value") if mark else "", of_period))
    absent = frozenset(
        i + 2 for i, column in enumerate(part) if not shown[i + 2] and _outside(member, column)
    )
    return Row(shown, absent)


def _cell(cell: Node) -> str:
    absence = maybe(cell, "absence") or maybe(cell, "late")
    return "/".join([*([absence] if absence else []), *texts(cell, "marks")])


def _outside(member: Node, column: LessonColumn) -> bool:
    day = text(column.lesson, "date")
    return all(
        day < (maybe(time, "arrived") or day) or day > (maybe(time, "left") or day)
        for time in say.times(member)
    )


def _lessons_page(snapshot: Node, part: Sequence[LessonColumn], closing: Closing | None) -> TablePage:
    lessons = [
        next(columns).lesson for _, columns in groupby(part, key=lambda column: text(column.lesson, "id"))
    ]
    substituted = any(maybe(lesson, "substitute") for lesson in nodes(snapshot, "lessons"))
    room = WIDTH - DATE_WIDTH - HOURS_WIDTH - (SUBSTITUTE_WIDTH if substituted else 0)
    topic = round(room * TOPIC_SHARE)
    widths = [DATE_WIDTH, HOURS_WIDTH, topic, room - topic, *([SUBSTITUTE_WIDTH] if substituted else [])]
    titles = ["Дата", "Часов", "Тема урока", "Домашнее задание", "Замена: учитель"][: len(widths)]
    flows = [
        Column(w, Align.START if i > 1 else Align.CENTRE, Flow.WRAP if i > 1 else Flow.FIT)
        for i, w in enumerate(widths)
    ]
    table = Table(
        columns=flows,
        head=[HeadCell(title, 0, i) for i, title in enumerate(titles)],
        head_heights=(LESSON_HEAD,),
        rows=[Row(_lesson_cells(snapshot, lesson)[: len(widths)]) for lesson in lessons],
    )
    heading = Heading(
        f"{say.role(snapshot, 'teacher', 'Учитель')}: {say.person(snapshot, text(snapshot, 'teacher'))}",
        f"{say.class_line(snapshot)} · {_period(snapshot)} · {_subject(snapshot)}",
        say.organisation(snapshot),
    )
    return TablePage(heading, table, closing, empty="В этом периоде уроков не было.")


def _lesson_cells(snapshot: Node, lesson: Node) -> list[Cell]:
    substitute = maybe(lesson, "substitute")
    return [
        say.dotted(text(lesson, "date")),
        str(number(lesson, "hours")),
        maybe(lesson, "topic") or "",
        maybe(lesson, "homework") or "",
        say.initials(say.person(snapshot, substitute)) if substitute else "",
    ]

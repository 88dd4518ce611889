"""Composes the class journal of the year: title, general information, absences, remarks, signatures, summary
(domain.md, Printed forms). The subjects' pages are the archived period journals: book.py puts them between.

Takes a class_journal snapshot, gives a Document with an unbound Book. It opens no rendition.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from records.digest import canonical
from records.documents import wording as say
from records.documents.absences import TITLE as ABSENCES
from records.documents.absences import absence_pages
from records.documents.book import CONTENTS
from records.documents.geometry import PUPILS_ON_A_PAGE
from records.documents.model import (
    Align,
    Book,
    Closing,
    Column,
    Document,
    Flow,
    HeadCell,
    Heading,
    Kind,
    Row,
    Section,
    Stamp,
    Table,
    TablePage,
    TitlePage,
)
from records.documents.reading import Node, maybe, node, nodes, number, text
from records.documents.signatures import TITLE as SIGNATURES
from records.documents.signatures import signature_pages
from records.documents.sources import list_sources
from records.documents.summary_sheet import TITLE as SUMMARY_TITLE
from records.documents.summary_sheet import Subject, summary_pages, used_marks
from records.times import parse_rfc3339

INFORMATION: Final = "Общие сведения об обучающихся"
REMARKS: Final = "Замечания по ведению журнала"
REMARKS_ON_A_PAGE: Final = 16


def compose_class_journal(snapshot: Node) -> Document:
    """The class journal before binding. Raises InputError when the snapshot is not of this kind."""
    year = text(node(snapshot, "year"), "label")
    title = f"Классный журнал. {say.class_line(snapshot)}. {year}"
    return Document(
        kind=Kind.CLASS_JOURNAL,
        title=title,
        organisation=say.organisation(snapshot),
        description=f"Классный журнал за {year} учебный год",
        footer=say.footer(snapshot),
        created=parse_rfc3339(text(snapshot, "as_of")),
        snapshot=canonical(snapshot),
        pages=(),
        book=Book(
            title=_title_page(snapshot),
            heading=say.year_heading(snapshot, CONTENTS),
            periods=[text(period, "title") for period in nodes(snapshot, "periods")],
            before=(Section(INFORMATION, _information(snapshot)),),
            sources=list_sources(snapshot),
            after=(
                Section(ABSENCES, absence_pages(snapshot)),
                Section(REMARKS, _remarks(snapshot)),
                Section(SIGNATURES, signature_pages(snapshot)),
                Section(SUMMARY_TITLE, summary_pages(snapshot, _subjects(snapshot), _closing(snapshot))),
            ),
        ),
    )


def _title_page(snapshot: Node) -> TitlePage:
    teacher = say.person(snapshot, text(snapshot, "class_teacher"))
    return TitlePage(
        organisation=say.organisation(snapshot),
        title="Классный журнал",
        lines=(say.class_line(snapshot), f"{text(node(snapshot, 'year'), 'label')} учебный год"),
        place=f"{say.label(snapshot, 'class_teacher', 'Классный руководитель')}: {teacher}",
    )


def _subjects(snapshot: Node) -> list[Subject]:
    """The subjects in curriculum order; subgroups of one share its column."""
    found: dict[str, Subject] = {}
    for journal in nodes(snapshot, "journals"):
        subject = node(journal, "subject")
        found.setdefault(text(subject, "id"), Subject(text(subject, "id"), text(subject, "name")))
    return list(found.values())


def _information(snapshot: Node) -> list[TablePage]:
    titles = (
        "№",
        "Фамилия, имя, отчество",
        "Дата рождения",
        "Личное дело",
        "Прибыл(а)",
        "Приказ",
        "Выбыл(а)",
        "Приказ",
    )
    widths = (8.0, 83.0, 27.0, 27.0, 24.0, 37.0, 24.0, 37.0)
    rows = [_information_row(pupil) for pupil in nodes(snapshot, "pupils")]
    return _plain_pages(say.year_heading(snapshot, INFORMATION), titles, widths, rows, "Обучающихся нет.")


def _information_row(pupil: Node) -> Row:
    member = node(pupil, "membership")
    cells = (
        str(number(pupil, "ordinal")),
        text(pupil, "name"),
        say.dotted(maybe(pupil, "birth_date")),
        maybe(pupil, "file_no") or "",
        say.dotted(maybe(member, "arrived")),
        maybe(member, "arrived_order") or "",
        say.dotted(maybe(member, "left")),
        maybe(member, "left_order") or "",
    )
    return Row(cells)


def _plain_pages(
    heading: Heading, titles: Sequence[str], widths: Sequence[float], rows: Sequence[Row], empty: str
) -> list[TablePage]:
    """Pages of a table whose second column is a name, forty rows each."""
    columns = [Column(width, Align.START if i == 1 else Align.CENTRE) for i, width in enumerate(widths)]
    head = [HeadCell(title, 0, i) for i, title in enumerate(titles)]
    return [
        TablePage(heading, Table(columns, head, (8.0,), rows[start : start + PUPILS_ON_A_PAGE]), empty=empty)
        for start in range(0, max(1, len(rows)), PUPILS_ON_A_PAGE)
    ]


def _remarks(snapshot: Node) -> list[TablePage]:
    titles = ("Дата", "Содержание замечания", "Кто сделал", "Срок", "Отметка об исполнении")
    widths = (24.0, 134.0, 50.0, 24.0, 35.0)
    columns = [
        Column(width, Align.START if i in (1, 2) else Align.CENTRE, Flow.WRAP if i == 1 else Flow.FIT)
        for i, width in enumerate(widths)
    ]
    rows = [
        Row(
            (
                say.dotted(text(remark, "date")),
                text(remark, "text"),
                say.initials(say.person(snapshot, text(remark, "author"))),
                say.dotted(maybe(remark, "deadline")),
                say.dotted(maybe(remark, "fulfilled")),
            )
        )
        for remark in nodes(snapshot, "remarks")
    ]
    head = [HeadCell(title, 0, i) for i, title in enumerate(titles)]
    heading = say.year_heading(snapshot, REMARKS)
    return [
        TablePage(
            heading,
            Table(columns, head, (8.0,), rows[start : start + REMARKS_ON_A_PAGE]),
            empty="Замечаний нет.",
        )
        for start in range(0, max(1, len(rows)), REMARKS_ON_A_PAGE)
    ]


def _closing(snapshot: Node) -> Closing:
    legend = say.explained(say.SPECIAL_MARKS, used_marks(snapshot))
    teacher = say.person(snapshot, text(snapshot, "class_teacher"))
    return Closing(
        facts=(
            f"Обучающихся в списке: {len(nodes(snapshot, 'pupils'))}; журналов по предметам и периодам: "
            f"{len(nodes(snapshot, 'sources'))}.",
            f"Журнал закрыт: {say.cutoff_line(snapshot)}.",
        ),
        legends=(legend,) if legend else (),
        stamps=(
            Stamp(say.label(snapshot, "class_teacher", "Классный руководитель"), say.initials(teacher)),
            Stamp(say.role(snapshot, "deputy_head", "Заместитель директора"), ""),
            Stamp(say.role(snapshot, "director", "Директор"), ""),
        ),
        height=31.0,
    )

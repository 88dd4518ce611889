"""Composes the class journal of the year: title, general information, absences, remarks, signatures, registry,
summary (domain.md, Printed forms). The subjects' pages are the archived period journals: book.py puts them between.

Takes a class_journal snapshot, gives a Document with an unbound Book. It opens no rendition.
"""

from __future__ import annotations

from typing import Final

from records.digest import canonical
from records.documents import wording as say
from records.documents.absences import TITLE as ABSENCES
from records.documents.absences import absence_pages
from records.documents.addenda import addenda_sections, footnotes, revision_facts
from records.documents.book import CONTENTS
from records.documents.information import TITLE as INFORMATION
from records.documents.information import information_pages
from records.documents.model import (
    Align,
    Book,
    Closing,
    Column,
    Document,
    Flow,
    HeadCell,
    Kind,
    Row,
    Section,
    Table,
    TablePage,
    TitlePage,
)
from records.documents.reading import Node, maybe, node, nodes, text
from records.documents.registry import TITLE as REGISTRY
from records.documents.registry import registry_pages
from records.documents.signatures import TITLE as SIGNATURES
from records.documents.signatures import signature_pages
from records.documents.sources import list_sources
from records.documents.stamps import signature_stamps
from records.documents.summary_sheet import TITLE as SUMMARY_TITLE
from records.documents.summary_sheet import Subject, summary_pages, used_marks
from records.times import parse_rfc3339

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
            before=(Section(INFORMATION, information_pages(snapshot)),),
            sources=list_sources(snapshot),
            after=(
                Section(ABSENCES, absence_pages(snapshot)),
                Section(REMARKS, _remarks(snapshot)),
                *addenda_sections(snapshot),
                Section(SIGNATURES, signature_pages(snapshot)),
                Section(REGISTRY, registry_pages(snapshot)),
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
    return Closing(
        facts=(
            f"Обучающихся в списке: {len(nodes(snapshot, 'pupils'))}; журналов по предметам и периодам: "
            f"{len(nodes(snapshot, 'sources'))}.",
            f"Журнал закрыт: {say.cutoff_line(snapshot)}.",
            *revision_facts(snapshot),
        ),
        legends=[*([legend] if legend else []), *footnotes(snapshot)],
        stamps=signature_stamps(snapshot),
        height=31.0,
    )

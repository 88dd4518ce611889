"""Composes «Сведения об электронных подписях»: who signed each period journal, with which certificate.

The book holds unsigned renditions; this list ties them to the signed records in the archive: record id,
position in the log, digest, signer, certificate serial, validity, signing time. It verifies nothing.
"""

from __future__ import annotations

from typing import Final

from records.documents import wording as say
from records.documents.model import Align, Column, Flow, HeadCell, Row, Source, Table, TablePage
from records.documents.reading import Node, node, nodes, number, text
from records.documents.sources import list_sources

TITLE: Final = "Сведения об электронных подписях"
LINES_ON_A_PAGE: Final = 39  # a source takes three, or one for each of its signatures


def signature_pages(snapshot: Node) -> list[TablePage]:
    """A row for each source, with a line for each of its signatures."""
    titles = (
        "Предмет, период",
        "Запись · № в журнале событий · редакция; отпечаток снимка (SHA-256)",
        "Подписал(а)",
        "Серийный номер сертификата",
        "Сертификат действителен",
        f"Время подписания ({text(node(snapshot, 'zone'), 'name')})",
        "Уровень",
    )
    widths = (40.0, 57.0, 57.0, 40.0, 35.0, 26.0, 12.0)
    columns = [
        Column(width, Align.START if i < 4 else Align.CENTRE, Flow.LINES, divides=i == 2)
        for i, width in enumerate(widths)
    ]
    head = [HeadCell(title, 0, i) for i, title in enumerate(titles)]
    heading = say.year_heading(snapshot, TITLE)
    return [
        TablePage(
            heading, Table(columns, head, (8.0,), rows, row_height=7.0), empty="Подписанных журналов нет."
        )
        for rows in _signature_rows(snapshot)
    ]


def _signature_rows(snapshot: Node) -> list[list[Row]]:
    """The rows of each page: a source is not parted, a page takes as many lines as are legible."""
    order = {source.record: source for source in list_sources(snapshot)}
    by_record = {text(source, "record"): source for source in nodes(snapshot, "sources")}
    pages: list[list[Row]] = [[]]
    taken = 0
    for record, source in order.items():
        lines = max(3, len(nodes(by_record[record], "signatures")))
        if pages[-1] and taken + lines > LINES_ON_A_PAGE:
            pages.append([])
            taken = 0
        pages[-1].append(_signature_row(snapshot, source, by_record[record]))
        taken += lines
    return pages


def _signature_row(snapshot: Node, source: Source, entry: Node) -> Row:
    zone = node(snapshot, "zone")
    digest = text(entry, "digest")
    signatures = nodes(entry, "signatures")
    certificates = [node(signature, "certificate") for signature in signatures]
    names = [say.initials(say.person(snapshot, text(s, "person"))) for s in signatures]
    roles = [say.role(snapshot, text(s, "role"), text(s, "role")) for s in signatures]
    where = f"{source.record} · {number(entry, 'index')} · {number(entry, 'revision')}"
    return Row(
        (
            f"{source.subject}\n{source.period}",
            f"{where}\n{digest[:32]}\n{digest[32:]}",
            "\n".join(f"{role}: {name}" for role, name in zip(roles, names, strict=True)),
            "\n".join(text(certificate, "serial").upper() for certificate in certificates),
            "\n".join(f"{_day(c, 'not_before', zone)}–{_day(c, 'not_after', zone)}" for c in certificates),
            "\n".join(say.clock(text(signature, "at"), zone) for signature in signatures),
            "\n".join(text(signature, "level") for signature in signatures),
        )
    )


def _day(certificate: Node, key: str, zone: Node) -> str:
    """The day in the school's zone, as the marks of the signatures show it."""
    return say.clock(text(certificate, key), zone)[:10]

"""Composes the record of a validation report: what was judged, each signature, copies and roots, as lines of a table.

Takes a signature_report snapshot (docs/snapshot-v1.md), gives a Document. Its values are those of the form in prose
(forms/judged.py), its pages are painted like those of every record: so composing it again gives the same bytes
whatever sets the prose, and its one signature is seen in its frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from records.documents import wording as say
from records.documents.forms.judged import Reading, judged
from records.documents.forms.parts import Head, Signatory
from records.documents.forms.signature_report import Certificate, JudgedSignature, SignatureReport
from records.documents.model import (
    Align,
    Closing,
    Column,
    Document,
    Flow,
    HeadCell,
    Kind,
    Row,
    Table,
    TablePage,
    Tone,
)
from records.documents.paged import paged
from records.documents.reading import Node, node, nodes, text
from records.documents.stamps import signature_stamps
from records.times import parse_rfc3339

TITLE: Final = "Отчёт о проверке электронных подписей"
ROWS_ON_A_PAGE: Final = 16
CLOSING_HEIGHT: Final = 34.0
_COLUMNS: Final = (
    Column(46.0, Align.START, Flow.WRAP, Tone.STRONG),
    Column(61.0, Align.START, Flow.WRAP),
    Column(160.0, Align.START, Flow.WRAP),
)
_HEAD: Final = tuple(HeadCell(title, 0, place) for place, title in enumerate(("О чём", "Что", "Значение")))
# A part of the report, and a line of it: what, and its value.
_Line = tuple[str, str, str]


def compose_signature_report(snapshot: Node) -> Document:
    """The pages of a report. Raises InputError when the snapshot is not of this kind."""
    report = _judged(snapshot)
    lines = list(_lines(report))
    starts = range(0, len(lines), ROWS_ON_A_PAGE)
    pages = [
        TablePage(
            say.year_heading(snapshot, TITLE),
            _table(lines[start : start + ROWS_ON_A_PAGE]),
            _closing(snapshot, report) if start == starts[-1] else None,
        )
        for start in starts
    ]
    return paged(snapshot, Kind.SIGNATURE_REPORT, TITLE, TITLE, pages)


def _judged(snapshot: Node) -> SignatureReport:
    words = {text(one, "code"): text(one, "says") for one in nodes(snapshot, "words")}
    called = node(node(snapshot, "policy"), "roles")
    roles = {role: text(called, role) for role in called}
    head = Head(say.organisation(snapshot), parse_rfc3339(text(snapshot, "as_of")))
    read = Reading(words, roles, text(node(snapshot, "zone"), "name"))
    return judged(head, node(snapshot, "report"), read, Signatory(""))


def _table(lines: list[_Line]) -> Table:
    """The lines; a part is named where it begins, and again at the head of a page."""
    before = ("", *(part for part, _, _ in lines))
    rows = [
        Row(("" if part == last else part, what, value))
        for last, (part, what, value) in zip(before, lines, strict=False)
    ]
    return Table(_COLUMNS, _HEAD, (7.0,), rows, row_height=7.0)


def _lines(report: SignatureReport) -> Iterator[_Line]:
    whole = "Документ"
    yield whole, "Документ, редакция", f"{report.about}, редакция {report.revision}"
    yield whole, "Номер записи", report.record
    yield whole, "SHA-256 подписанного файла на учёте", report.sealed
    place = f", по копии «{report.judged}»" if report.judged else ""
    yield whole, "Проверено на момент", f"{report.moment}{place}"
    names = f"{report.verdict.names}. " if report.verdict.names else ""
    yield whole, "Итог по EN 319 102-1", f"{names}{report.verdict.words}"
    yield whole, "Архивный штамп времени", report.archive_timestamp or "нет"
    if not report.faults:
        yield "Что найдено", "Нарушения", "Нарушений нет."
    for fault in report.faults:
        yield "Что найдено", fault.code, " — ".join(part for part in (fault.where, fault.words) if part)
    if not report.signatures:
        yield "Подписи", "Подписи", "Ни одной подписи прочесть не удалось."
    for ordinal, one in enumerate(report.signatures, start=1):
        yield from _of_signature(f"Подпись {ordinal}", one)
    for copy in report.copies:
        yield "Копии", f"{copy.location}: {copy.words}", copy.sha256 or "—"
    for anchor in report.anchors:
        yield from _of_certificate("Доверенный корень", anchor)


def _of_signature(part: str, one: JudgedSignature) -> Iterator[_Line]:
    yield part, "Подписавший, роль", ", ".join(word for word in (one.signer, one.role) if word)
    yield part, "Итог", f"{one.verdict.names}. {one.verdict.words}"
    stated, proven = one.claimed or "не указано", one.proven or "не доказано"
    yield part, "Время: доказано штампом; указано", f"{proven}; {stated}"
    yield part, "Уровень, вид, алгоритм", f"{one.level}, {one.kind}, {one.algorithm}"
    yield part, "Что охвачено, что было после", f"{one.covers} {one.changes}"
    yield from _of_certificate(part, one.certificate)


def _of_certificate(part: str, one: Certificate) -> Iterator[_Line]:
    dates = f"с {one.valid_from} по {one.valid_to}"
    yield part, "Сертификат: номер, действует", f"{one.serial}, {dates}. {one.subject}"
    yield part, "Кем выдан; SHA-256 сертификата", f"{one.issuer}; {one.sha256}"


def _closing(snapshot: Node, report: SignatureReport) -> Closing:
    by = say.initials(say.person(snapshot, text(snapshot, "ordered_by")))
    return Closing(
        facts=[
            f"Политика алгоритмов {report.policy}. Шаги проверки — EN 319 102-1, сведения об отзыве — из самого файла.",
            f"Отчёт заказал(а): {by}, {say.moment(text(snapshot, 'as_of'), node(snapshot, 'zone'))}.",
        ],
        legends=(
            "Отчёт говорит о подписях на указанный момент; более поздняя проверка — отдельный отчёт. Его данные "
            "целиком лежат во вложении snapshot.json.",
        ),
        stamps=signature_stamps(snapshot),
        height=CLOSING_HEIGHT,
    )

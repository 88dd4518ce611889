"""Composes correction acts and supplements: who, subject, what for, what stood there and stands there now, why.

Takes a correction_act or supplement snapshot (docs/snapshot-v1.md), gives a Document; signatures are seen in its
closing like those of the journals. What the act changes is printed anew in records of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from records.documents import wording as say
from records.documents.addenda import change_cells
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
from records.documents.reading import Node, maybe, node, nodes, number, text
from records.documents.stamps import signature_stamps

ROWS_ON_A_PAGE: Final = 16
CLOSING_HEIGHT: Final = 40.0
_WIDTHS: Final = (8.0, 56.0, 44.0, 42.0, 26.0, 26.0, 65.0)
_SHORT: Final = (0, 4, 5)  # number, before, after: centred
_AFTER: Final = 5


@dataclass(frozen=True, slots=True)
class _Words:
    """What the one kind of act says otherwise than the other."""

    kind: Kind
    title: str
    description: str
    reason: str
    counted: str
    decided: str
    touches: str
    stands: str


_CORRECTION: Final = _Words(
    Kind.CORRECTION_ACT,
    "Акт об исправлении отметок",
    "Акт об исправлении отметки",
    "Причина исправления",
    "Исправлено значений",
    "Решение принято",
    "Исправлены записи",
    "Закрытые записи остаются такими, какими подписаны; исправленное показывают их новые редакции.",
)
_SUPPLEMENT: Final = _Words(
    Kind.SUPPLEMENT,
    "Дополнение: протокол",
    "Дополнение к итогам года (протокол)",
    "Примечание",
    "Внесено результатов",
    "Решение принято",
    "Дополнены записи",
    "Классный журнал остаётся таким, каким подписан; дополнение хранится при нём, сводная ведомость выдана заново.",
)


def compose_correction_act(snapshot: Node) -> Document:
    """The pages of an act. Raises InputError when the snapshot is not of this kind."""
    return _compose(snapshot, _CORRECTION)


def compose_supplement(snapshot: Node) -> Document:
    """The pages of a supplement. Raises InputError when the snapshot is not of this kind."""
    return _compose(snapshot, _SUPPLEMENT)


def _compose(snapshot: Node, words: _Words) -> Document:
    act = node(snapshot, "amendment")
    title = f"{words.title} № {text(act, 'number')} от {say.dotted(text(act, 'date'))}"
    rows = list(_rows(snapshot))
    pages = [
        TablePage(
            say.year_heading(snapshot, title), _table(words, rows[start : start + ROWS_ON_A_PAGE]), closing
        )
        for start, closing in _parts(rows, _closing(snapshot, words, len(rows)))
    ]
    return paged(snapshot, words.kind, title, words.description, pages)


def _parts(rows: Sequence[Row], closing: Closing) -> Iterator[tuple[int, Closing | None]]:
    starts = range(0, max(1, len(rows)), ROWS_ON_A_PAGE)
    yield from ((start, closing if start == starts[-1] else None) for start in starts)


def _table(words: _Words, rows: Sequence[Row]) -> Table:
    titles = ("№", "Обучающийся", "Предмет", "За что", "Было", "Стало", words.reason)
    columns = [
        Column(
            width,
            Align.CENTRE if place in _SHORT else Align.START,
            Flow.FIT if place == 0 else Flow.WRAP,
            Tone.STRONG if place == _AFTER else Tone.PLAIN,
        )
        for place, width in enumerate(_WIDTHS)
    ]
    head = [HeadCell(title, 0, place) for place, title in enumerate(titles)]
    return Table(columns, head, (7.0,), rows, row_height=7.0)


def _rows(snapshot: Node) -> Iterator[Row]:
    subjects = {text(subject, "id"): text(subject, "name") for subject in nodes(snapshot, "subjects")}
    count = 0
    for pupil in nodes(snapshot, "pupils"):
        for change in nodes(pupil, "changes"):
            count += 1
            subject = subjects.get(maybe(change, "subject") or "", "—")
            name, reason = text(pupil, "name"), text(change, "reason")
            yield Row((str(count), name, subject, *change_cells(change), reason))


def _closing(snapshot: Node, words: _Words, count: int) -> Closing:
    act, pupils = node(snapshot, "amendment"), len(nodes(snapshot, "pupils"))
    decided = maybe(act, "decided_by")
    author, at = say.person(snapshot, text(act, "author")), text(snapshot, "as_of")
    touched = "; ".join(
        f"{text(one, 'title')} — {text(one, 'record')}, редакция {number(one, 'revision')}"
        for one in nodes(snapshot, "touches")
    )
    return Closing(
        facts=[
            f"Основание: {text(act, 'basis')}.",
            *([f"{words.decided}: {decided}."] if decided else []),
            f"{words.counted}: {count}, обучающихся: {pupils}. "
            f"Внёс(ла): {say.initials(author)}, {say.moment(at, node(snapshot, 'zone'))}.",
            f"{words.touches}: {touched}.",
        ],
        legends=(words.stands,),
        stamps=signature_stamps(snapshot),
        height=CLOSING_HEIGHT,
    )

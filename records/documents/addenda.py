"""What a page says of corrections and supplements: signs beside amended values, footnotes naming the acts, the line of
the revision, and the class journal's section «Исправления и дополнения» (domain.md, Printed forms).

Takes snapshots whose `corrections` name acts and whose pupils have `amended`; others give nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from records.amendments.model import Spot
from records.documents import wording as say
from records.documents.model import Align, Column, Flow, HeadCell, Kind, Row, Section, Table, TablePage, Tone
from records.documents.reading import Node, maybe, node, nodes, number, text

TITLE: Final = "Исправления и дополнения"
NOTHING: Final = "—"  # where an act took a value away
ROWS_ON_A_PAGE: Final = 18
_SIGN: Final = "*"
_PERIOD: Final = f"{Spot.PERIOD}/"
_MOST_STARS: Final = 3
_ACTS: Final[Mapping[str, tuple[str, str]]] = {
    Kind.CORRECTION_ACT: ("Акт об исправлении", "исправлено актом"),
    Kind.SUPPLEMENT: ("Дополнение, протокол", "внесено дополнением, протокол"),
}
_COLUMNS: Final = (
    ("№", 8.0),
    ("Документ", 62.0),
    ("Обучающийся", 54.0),
    ("Предмет", 45.0),
    ("За что", 44.0),
    ("Было", 27.0),
    ("Стало", 27.0),
)

Signs = Mapping[tuple[str, str], str]
"""(subject or "", place) of a pupil -> the sign of the act that changed it last."""


def act_signs(snapshot: Node) -> dict[str, str]:
    """The record of each act -> its sign: one star, two, three, then a star and a number."""
    return {text(act, "record"): _sign(n) for n, act in enumerate(nodes(snapshot, "corrections"), start=1)}


def _sign(number: int) -> str:
    return _SIGN * number if number <= _MOST_STARS else f"{_SIGN}{number}"


def amended(pupil: Node) -> tuple[Node, ...]:
    """What acts changed of a pupil's values."""
    return nodes(pupil, "amended") if "amended" in pupil else ()


def pupil_signs(pupil: Node, signs: Mapping[str, str]) -> Signs:
    """The signs that stand at a pupil's values."""
    return {
        (maybe(one, "subject") or "", text(one, "place")): signs.get(text(one, "act"), _SIGN)
        for one in amended(pupil)
    }


def signed(value: str, sign: str | None) -> str:
    """`4*`; a value that is gone leaves a dash with the sign."""
    return f"{value or NOTHING}{sign}" if sign else value


def signed_pupils(snapshot: Node) -> Sequence[Node]:
    """The pupils of a summary sheet with the signs at the marks of their subjects."""
    signs = act_signs(snapshot)
    return [_signed_pupil(pupil, pupil_signs(pupil, signs)) for pupil in nodes(snapshot, "pupils")]


def _signed_pupil(pupil: Node, signs: Signs) -> Node:
    if not signs:
        return pupil
    return {**pupil, "marks": [_signed_marks(mark, signs) for mark in nodes(pupil, "marks")]}


def _signed_marks(mark: Node, signs: Signs) -> Node:
    here = {place: sign for (subject, place), sign in signs.items() if subject == text(mark, "subject")}
    of_periods = {p.removeprefix(_PERIOD): sign for p, sign in here.items() if p.startswith(_PERIOD)}
    periods = node(mark, "periods")
    return {
        **mark,
        "periods": {
            period: signed(maybe(periods, period) or "", of_periods.get(period))
            for period in [*periods, *(of_periods.keys() - periods.keys())]
        },
        **{key: signed(maybe(mark, key) or "", sign) for key, sign in here.items() if key in mark},
    }


def footnotes(snapshot: Node) -> list[str]:
    """A line for each act: sign, number, date, and where its own record is."""
    signs = act_signs(snapshot)
    return [
        f"{signs[text(act, 'record')]} {_ACTS[text(act, 'kind')][1]} № {text(act, 'number')} "
        f"от {say.dotted(text(act, 'date'))} (запись {text(act, 'record')}, № {number(act, 'index')} "
        "в журнале событий)"
        for act in nodes(snapshot, "corrections")
    ]


def revision_facts(snapshot: Node) -> list[str]:
    """What replaces what and until when changes are in it; nothing for a first revision."""
    record, since = node(snapshot, "record"), say.clock(text(snapshot, "as_of"), node(snapshot, "zone"))[:10]
    replaced = maybe(record, "replaces")
    if not replaced:
        return []
    if not nodes(snapshot, "corrections"):
        return [f"Редакция {number(record, 'revision')} взамен записи {replaced}, подписанной не всеми."]
    return [f"Редакция {number(record, 'revision')} с изменениями по {since}, взамен записи {replaced}."]


def addenda_sections(snapshot: Node) -> list[Section]:
    """The section of a class journal that lists every change, act by act; none where there is no act."""
    rows = list(_rows(snapshot))
    if not rows:
        return []
    heading = say.year_heading(snapshot, TITLE)
    starts = range(0, len(rows), ROWS_ON_A_PAGE)
    return [
        Section(TITLE, [TablePage(heading, _table(rows[start : start + ROWS_ON_A_PAGE])) for start in starts])
    ]


def _table(rows: Sequence[Row]) -> Table:
    columns = [
        Column(
            width,
            Align.CENTRE if title in ("№", "Было", "Стало") else Align.START,
            Flow.FIT if title == "№" else Flow.PARAGRAPHS,
            Tone.STRONG if title == "Стало" else Tone.PLAIN,
        )
        for title, width in _COLUMNS
    ]
    head = [HeadCell(title, 0, place) for place, (title, _) in enumerate(_COLUMNS)]
    return Table(columns, head, (7.0,), rows, row_height=7.0)


def _rows(snapshot: Node) -> Iterator[Row]:
    subjects = {text(subject, "id"): text(subject, "name") for subject in nodes(snapshot, "subjects")}
    pupils = nodes(snapshot, "pupils")
    names = say.short_names([text(pupil, "name") for pupil in pupils])
    count = 0
    for act in nodes(snapshot, "corrections"):
        name = f"{_ACTS[text(act, 'kind')][0]} № {text(act, 'number')} от {say.dotted(text(act, 'date'))}"
        for pupil_name, pupil in zip(names, pupils, strict=True):
            for one in amended(pupil):
                if text(one, "act") == text(act, "record"):
                    count += 1
                    document = f"{name}\nзапись {text(act, 'record')}"
                    subject = subjects.get(maybe(one, "subject") or "", NOTHING)
                    yield Row((str(count), document, pupil_name, subject, *change_cells(one)))


def change_cells(one: Node) -> tuple[str, str, str]:
    """What for, what stood there, what stands there now."""
    return text(one, "what"), text(one, "before") or NOTHING, text(one, "after") or NOTHING
